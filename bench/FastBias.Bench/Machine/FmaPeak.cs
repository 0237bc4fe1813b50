using System.Diagnostics;
using FastBias.Bench.Measure;

namespace FastBias.Bench.Machine;

/// <summary>The rate of fused multiply-adds of one core, measured in the same run as everything that is compared with it.</summary>
/// <remarks>A share is one of the peak measured in turns with what is compared: the clock of a shared machine drifts by several percent within a run.</remarks>
internal sealed class FmaPeak(string isa)
{
    /// <summary>Its name among contestants.</summary>
    internal const string Name = "FMA peak";

    private const int Steps = 40_000, TurnSteps = 1_000;
    private readonly Dictionary<string, double> _best = [];

    /// <summary>The best so far in GFLOP/s of one core, by type name.</summary>
    internal IReadOnlyDictionary<string, double> Best => _best;

    /// <summary>The loop as one who takes part in a race: its best time per unit of work is the time of one operation.</summary>
    internal Contestant Contestant(string type)
    {
        (Func<int, double> loop, int lanes) = Loop(type);
        return new(Name, repetitions => loop(Math.Min(repetitions, int.MaxValue / TurnSteps) * TurnSteps), 2.0 * lanes * FmaLoops.Chains * TurnSteps);
    }

    /// <summary>Records a rate measured in turns and returns it in GFLOP/s.</summary>
    internal double Record(string type, double secondsPerOperation)
    {
        double rate = 1e-9 / secondsPerOperation;
        _best[type] = Math.Max(_best.GetValueOrDefault(type), rate);
        return rate;
    }

    /// <summary>Measures for <paramref name="milliseconds"/> and returns the best so far.</summary>
    internal double Measure(string type, double milliseconds)
    {
        (Func<int, double> loop, int lanes) = Loop(type);
        double flopsPerCall = 2.0 * lanes * FmaLoops.Chains * Steps;
        loop(Steps);
        long end = Stopwatch.GetTimestamp() + (long)(milliseconds * Stopwatch.Frequency / 1000);
        do
        {
            long start = Stopwatch.GetTimestamp();
            double sum = loop(Steps);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (double.IsFinite(sum))
            {
                _best[type] = Math.Max(_best.GetValueOrDefault(type), flopsPerCall / seconds / 1e9);
            }
        }
        while (Stopwatch.GetTimestamp() < end);
        return _best[type];
    }

    private (Func<int, double> Loop, int Lanes) Loop(string type) => (isa, type) switch
    {
        ("v512", "double") => (FmaLoops.V512Double, 8),
        ("v512", "float") => (FmaLoops.V512Float, 16),
        ("v256", "double") => (FmaLoops.V256Double, 4),
        ("v256", "float") => (FmaLoops.V256Float, 8),
        ("v128", "double") => (FmaLoops.V128Double, 2),
        ("v128", "float") => (FmaLoops.V128Float, 4),
        ("scalar", "double") => (FmaLoops.ScalarDouble, 1),
        ("scalar", "float") => (FmaLoops.ScalarFloat, 1),
        _ => throw new ArgumentException($"No FMA loop for '{isa}' and '{type}'.", nameof(type)),
    };
}
