using System.Diagnostics;

namespace FastBias.Bench.Measure;

/// <summary>How long and how often.</summary>
/// <param name="SampleSeconds">One sample is at least this long (repetitions are added until it is).</param>
/// <param name="BudgetSeconds">Rounds are added until a contest has taken this long.</param>
/// <param name="MinimumRounds">Rounds there always are.</param>
/// <param name="SlowRounds">The same for a contestant whose single call takes more than a tenth of the budget.</param>
/// <param name="WarmSeconds">Every contestant runs so long, or 60 times, before anything counts.</param>
internal sealed record RaceOptions(double SampleSeconds, double BudgetSeconds, int MinimumRounds, int SlowRounds, double WarmSeconds)
{
    /// <summary>For figures that are kept.</summary>
    internal static RaceOptions Full { get; } = new(0.0015, 0.3, 7, 3, 0.03);

    /// <summary>For a look.</summary>
    internal static RaceOptions Quick { get; } = new(0.0003, 0.02, 3, 1, 0.003);

    /// <summary>
    /// The pause before a sample on several threads, and then a call that does not count: a library's threads look out for work for some time after a call
    /// (OpenBLAS's for 2^26 ticks of the clock), on the processors of whoever is next.
    /// </summary>
    internal TimeSpan Settle { get; private init; }

    /// <summary>Called before and after each sample on several threads: whether they have cores of their own. A sample counts if they had them both times.</summary>
    internal Func<bool> HasCores { get; private init; } = static () => true;

    /// <summary>The same for contestants on so many threads.</summary>
    internal RaceOptions With(int threads, Func<bool> hasCores) => threads == 1 ? this : this with { Settle = TimeSpan.FromMilliseconds(50), HasCores = hasCores };
}

/// <summary>One contestant's samples: seconds of one call, round by round.</summary>
internal sealed record Timing(string Name, double Work, int Repetitions, IReadOnlyList<double> Samples)
{
    /// <summary>The best sample per unit of work.</summary>
    internal double Best => Statistics.Minimum(Samples) / Work;

    /// <summary>The middle sample per unit of work.</summary>
    internal double Median => Statistics.Median(Samples) / Work;
}

/// <summary>Times contestants against each other, in turns.</summary>
/// <remarks>
/// <code>
///   warm up   A A … B B … C C …          tier-1 code, caches, pools
///   round 1   A B C                      one sample each
///   round 2   B C A                      the order rotates: nobody always follows the one that heats the caches
///   round 3   C A B                      …
/// </code>
/// A drift of the clock, or a neighbour on the machine, hits all of a round's samples and so cancels in the ratio.
/// </remarks>
internal static class Race
{
    /// <summary>A call that takes no time at all ends the search for enough repetitions.</summary>
    private const int MostRepetitions = 1 << 24;

    /// <summary>Passes without a gain that end the priming, and the most there are: some twelve seconds.</summary>
    private const int QuietPasses = 6, MostPasses = 60;

    /// <summary>Runs the whole race.</summary>
    internal static IReadOnlyList<Timing> Run(IReadOnlyList<Contestant> contestants, RaceOptions options)
    {
        Lane[] lanes = [.. contestants.Select(contestant => new Lane(contestant))];
        foreach (Lane lane in lanes)
        {
            lane.WarmUp(options);
            lane.Calibrate(options);
        }

        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < options.MinimumRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < options.BudgetSeconds; round++)
        {
            for (int i = 0; i < lanes.Length; i++)
            {
                Lane lane = lanes[(round + i) % lanes.Length];
                if (round < options.SlowRounds || !lane.IsSlow(options))
                {
                    lane.Sample(options);
                }
            }
        }

        return [.. lanes.Select(lane => lane.Timing)];
    }

    /// <summary>
    /// Once per operation and type: enough calls for tier 1, and pauses for the runtime to compile it (which it does
    /// on another thread, 100 ms after the last new method was called; first with counters, then without), until nobody gains any more.
    /// </summary>
    internal static void Prime(IReadOnlyList<Contestant> contestants, RaceOptions options)
    {
        Lane[] lanes = [.. contestants.Select(contestant => new Lane(contestant))];
        for (int pass = 0, still = 0; still < QuietPasses && pass < MostPasses; pass++)
        {
            still++;
            foreach (Lane lane in lanes)
            {
                double before = lane.Best;
                lane.WarmUp(options with { WarmSeconds = 0.05 });
                still = lane.Best < 0.9 * before ? 0 : still;
            }

            Thread.Sleep(150);
        }
    }

    private sealed class Lane(Contestant contestant)
    {
        private readonly List<double> _samples = [];
        private int _repetitions = 1;
        private double _call = double.PositiveInfinity;

        internal Timing Timing => new(contestant.Name, contestant.Work, _repetitions, _samples);

        /// <summary>The shortest call so far, in seconds.</summary>
        internal double Best => _call;

        internal bool IsSlow(RaceOptions options) => _call > options.BudgetSeconds / 10 && _call > options.SampleSeconds * 50;

        internal void Sample(RaceOptions options)
        {
            double seconds;
            do
            {
                Settle(options);
                seconds = Time(_repetitions);
            }
            while (!options.HasCores());
            _samples.Add(seconds / _repetitions);
        }

        private void Settle(RaceOptions options)
        {
            if (options.Settle == TimeSpan.Zero)
            {
                return;
            }

            do
            {
                Thread.Sleep(options.Settle);
            }
            while (!options.HasCores());
            _ = Time(1);
        }

        internal void WarmUp(RaceOptions options)
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < 60 && Stopwatch.GetElapsedTime(start).TotalSeconds < options.WarmSeconds; call++)
            {
                _call = Math.Min(_call, Time(1));
            }
        }

        /// <summary>Adds repetitions until a sample is long enough for the clock, twice: once may have been a preemption.</summary>
        internal void Calibrate(RaceOptions options)
        {
            for (double seconds = _call; seconds < options.SampleSeconds && _repetitions < MostRepetitions;)
            {
                double factor = seconds > 0 ? options.SampleSeconds / seconds : 64;
                _repetitions = (int)Math.Min(MostRepetitions, Math.Ceiling(_repetitions * Math.Clamp(1.1 * factor, 1.5, 64)));
                seconds = Math.Min(Time(_repetitions), Time(_repetitions));
                _call = Math.Min(_call, seconds / _repetitions);
            }
        }

        private double Time(int repetitions)
        {
            long start = Stopwatch.GetTimestamp();
            contestant.Run(repetitions);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
