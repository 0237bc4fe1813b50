using FastBias.Bench.Contests;
using FastBias.Bench.Machine;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Results;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Commands;

/// <summary>Runs the rows of some suites and returns the results.</summary>
/// <remarks>
/// A contest (operation, shape, type) is raced once, however many rows name it. Before it is timed its result is
/// compared with the peer's: where they disagree nothing is timed and the row's verdict is "wrong".
/// </remarks>
internal sealed class RatiosRunner(RatiosOptions options, OwnCores cores, Action<RowResult> report, Action<string> tell)
{
    /// <summary>Multiply-adds up to which Math.NET takes part: about a tenth of a second of it.</summary>
    private const double MathNetLimit = 512.0 * 512 * 512, QuickMathNetLimit = 100.0 * 100 * 100;

    /// <summary>Shapes of a quick run cost at most this.</summary>
    private const double QuickCost = 1.1e6;

    private readonly RaceOptions _race = (options.Quick ? RaceOptions.Quick : RaceOptions.Full).With(options.Threads, cores.Are);
    private readonly Dictionary<(string Operation, Shape Shape, string Type), CaseResult> _raced = [];
    private readonly HashSet<(string Operation, string Type, Shape? Shape)> _primed = [];
    private readonly FmaPeak _peak = new(VectorWidth.Current);

    /// <summary>Every suite there is.</summary>
    internal static IReadOnlyList<SuiteSpec> AllSuites(CacheSizes caches) => [GemmRows.Suite(caches), FixedRows.Suite(), QrRows.Suite(), SvdRows.Suite(), LeastSquaresRows.Suite()];

    /// <summary>Runs everything.</summary>
    internal RunResult Run()
    {
        MachineInfo machine = MachineInfo.Read();
        PeerSet peers = new(options.Threads, options.Quick ? QuickMathNetLimit : MathNetLimit);
        tell(peers.Message);
        List<RowResult> rows = [];
        foreach (string type in options.Types)
        {
            _peak.Measure(type, options.Quick ? 20 : 200);
        }

        foreach (SuiteSpec suite in AllSuites(machine.Caches).Where(suite => options.Suites.Contains(suite.Name)))
        {
            foreach (RowSpec spec in suite.Rows.Where(IsAskedFor))
            {
                foreach (string type in options.Types)
                {
                    RowResult row = RunRow(suite.Name, spec, type, peers);
                    rows.Add(row);
                    report(row);
                }
            }
        }

        PeerInfo info = new(peers.Native?.Config, peers.Native?.CoreName, peers.Native?.MeasureCallNanoseconds(), PeerSet.MathNetVersion);
        return new(RunResult.CurrentSchema, DateTime.UtcNow, options.Quick, options.Threads, VectorWidth.Current, machine, info, _peak.Best, rows);
    }

    private bool IsAskedFor(RowSpec spec) =>
        options.Threads >= spec.MinimumThreads && (options.Row is null || spec.Name.Contains(options.Row, StringComparison.OrdinalIgnoreCase));

    private RowResult RunRow(string suite, RowSpec spec, string type, PeerSet peers)
    {
        IReadOnlyList<Shape> shapes = options.Quick ? spec.Shapes.Thin(QuickCost) : spec.Shapes;
        CaseResult[] cases = [.. shapes.Select(shape => Against(RunCase(spec.Operation, shape, type, peers), spec.Against))];
        return new(suite, spec.Name, type, spec.Against, spec.Must, spec.Aim, spec.MinimumFactor, spec.ShareMust, spec.ShareAim, spec.ShareFrom, cases);
    }

    /// <summary>The case with every contestant's time; the ratios are of medians and bests by name.</summary>
    private CaseResult RunCase(string operation, Shape shape, string type, PeerSet peers)
    {
        if (_raced.TryGetValue((operation, shape, type), out CaseResult? known))
        {
            return known;
        }

        using Contest contest = ContestCatalogue.Create(operation, shape, type, peers);
        CaseResult result = Timed(operation, shape, type, contest);
        return _raced[(operation, shape, type)] = result;
    }

    private CaseResult Timed(string operation, Shape shape, string type, Contest contest)
    {
        int size = Math.Min(shape.M, Math.Min(shape.N, shape.K > 0 ? shape.K : int.MaxValue));
        CaseResult empty = new(shape.ToString(), size, new Dictionary<string, double>(), null, null, null, null, null);
        Agreement? agreement = contest.Check?.Invoke();
        if (agreement is { Holds: false })
        {
            return empty with { Error = agreement.Error, Failure = $"results differ by {agreement.Error:E1}, allowed {agreement.Tolerance:E1}" };
        }

        if (_primed.Add((operation, type, contest.HasOwnLoop ? shape : null)))
        {
            Race.Prime(contest.Contestants, _race);
        }

        IReadOnlyList<Contestant> contestants = contest.Flops > 0 ? [.. contest.Contestants, _peak.Contestant(type)] : contest.Contestants;
        IReadOnlyList<Timing> timings = Race.Run(contestants, _race);
        double? rate = contest.Flops > 0 ? contest.Flops / timings[0].Best / timings[0].Work / 1e9 : null;
        Dictionary<string, double> seconds = timings.ToDictionary(timing => timing.Name, timing => timing.Best);
        foreach (Timing timing in timings)
        {
            seconds[MedianOf(timing.Name)] = timing.Median;
        }

        double? peak = seconds.TryGetValue(FmaPeak.Name, out double perOperation) ? _peak.Record(type, perOperation) : null;
        return empty with { Seconds = seconds, Gflops = rate, Share = rate / (peak * options.Threads), Error = agreement?.Error };
    }

    private static CaseResult Against(CaseResult raced, string against)
    {
        IReadOnlyDictionary<string, double> s = raced.Seconds;
        CaseResult plain = raced with { Seconds = s.Where(pair => !pair.Key.StartsWith(MedianOf(""), StringComparison.Ordinal)).ToDictionary() };
        return s.ContainsKey(against)
            ? plain with { Ratio = s[against] / s[Contest.FastBias], MedianRatio = s[MedianOf(against)] / s[MedianOf(Contest.FastBias)] }
            : plain;
    }

    private static string MedianOf(string name) => "median of " + name;
}
