using System.Diagnostics;
using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The measured peak of fused multiply-adds of one core.</summary>
internal static unsafe class FmaPeakMeasurement
{
    /// <summary>The best of some short runs, in GFLOP/s; one multiply-add is two operations.</summary>
    public static double Measure<T>(KernelTable<T> kernels, TimeSpan duration)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Rounds = 20_000, Chains = 12;
        int lanes = kernels.Isa switch { Isa.V512 => 64, Isa.V256 => 32, Isa.V128 => 16, _ => sizeof(T) } / sizeof(T);
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            long before = Stopwatch.GetTimestamp();
            kernels.FmaPeak(Rounds);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return 2.0 * Rounds * Chains * lanes / best / 1e9;
    }
}
