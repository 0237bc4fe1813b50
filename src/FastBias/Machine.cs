using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>What this process computes with.</summary>
public static class Machine
{
    /// <summary>The instruction-set level of all kernels: the best that is supported, or the one that <c>FASTBIAS_ISA</c> forces.</summary>
    public static Isa Isa => IsaSelection.Current;

    /// <summary>The width of a vector in bits; for <see cref="FastBias.Isa.Scalar"/> that of one double.</summary>
    public static int VectorBits => Isa switch
    {
        Isa.V512 => 512,
        Isa.V256 => 256,
        Isa.V128 => 128,
        _ => 64,
    };

    /// <summary>The sizes of the first, second and third level of data cache, in bytes, as the block sizes assume them.</summary>
    public static (int L1, int L2, int L3) Caches => (MachineInfo.L1, MachineInfo.L2, MachineInfo.L3);

    /// <summary>The logical processors that the process may use.</summary>
    public static int Cores => Environment.ProcessorCount;

    /// <summary>The name of the processor, or of its architecture where the system does not tell.</summary>
    public static string ProcessorName => MachineInfo.ProcessorName;

    /// <summary>Measures the peak of fused multiply-adds of one core, in GFLOP/s, with vectors of <see cref="Isa"/> that stay in registers.</summary>
    /// <remarks>Takes <paramref name="duration"/> and reports its best moment; what else the machine does at the time lowers it.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="duration">How long to measure; 100 ms where it is not given.</param>
    public static double MeasurePeak<T>(TimeSpan? duration = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        FmaPeakMeasurement.Measure(Kernels<T>.Current, duration ?? TimeSpan.FromMilliseconds(100));
}
