using System.Diagnostics;

namespace FastBias.Bench.Machine;

/// <summary>Tells whether every processor that is timed is a core of its own.</summary>
/// <remarks>
/// The host of a virtual machine may have two of its processors take turns on one core, or be the two threads of it, for seconds: both compute all the time then, and together no more than one.
/// That is found out by multiply-adds alone: on all processors at once they take as long as on one, or they do not. Until they do nobody's sample counts; but a run
/// has patience for some minutes only, and then takes what it gets.
/// </remarks>
/// <param name="processors">Those that are timed; there is nothing to wait for with one.</param>
/// <param name="patience">How long a run waits in all; four minutes unless told.</param>
internal sealed class OwnCores(IReadOnlyList<int> processors, TimeSpan? patience = null)
{
    /// <summary>About a millisecond, many times what the threads need to begin together.</summary>
    private const int Steps = 600_000;

    /// <summary>How much longer than one alone all may take.</summary>
    private const double Tolerance = 1.15;

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromMinutes(4);
    private double _alone = double.PositiveInfinity;

    private long _refusedSince;

    /// <summary>How long nobody had them, in all.</summary>
    internal TimeSpan Waited { get; private set; }

    /// <summary>Whether that was as long as it ever waits.</summary>
    internal bool HasGivenUp => Waited >= _patience;

    /// <summary>Whether they are now, or nobody waits for it any more.</summary>
    internal bool Are()
    {
        if (processors.Count <= 1 || HasGivenUp)
        {
            return true;
        }

        bool are = AreOwn();
        if (_refusedSince != 0)
        {
            Waited += Stopwatch.GetElapsedTime(_refusedSince);
        }

        _refusedSince = are ? 0 : Stopwatch.GetTimestamp();
        return are;
    }

    private bool AreOwn()
    {
        _alone = Math.Min(_alone, Time(processors.Take(1)));
        return Time(processors) < Tolerance * _alone;
    }

    /// <summary>Seconds from when the first of some processors begins until the last has ended.</summary>
    private static double Time(IEnumerable<int> processors)
    {
        int[] chosen = [.. processors];
        (long Begin, long End)[] spans = new (long, long)[chosen.Length];
        using Barrier together = new(chosen.Length);
        Thread[] threads = [.. chosen.Select((processor, i) => new Thread(() => spans[i] = Run(processor, together)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(spans.Min(span => span.Begin), spans.Max(span => span.End)).TotalSeconds;
    }

    private static (long Begin, long End) Run(int processor, Barrier together)
    {
        CpuAffinity.PinToProcessor(processor);
        together.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        double sum = FmaLoops.V256Double(Steps);
        long end = Stopwatch.GetTimestamp();
        return double.IsFinite(sum) ? (begin, end) : (0, end);
    }
}
