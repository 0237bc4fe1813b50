using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="GapLowerBoundExperiment"/>.</summary>
internal sealed record GapLowerBoundSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("examples m, even, rising", Minimum = 2, Maximum = 1000000)]
    public IReadOnlyList<int> Examples { get; init; } = [16, 64, 256, 1024, 4096];

    /// <summary>Draws.</summary>
    [Parameter("draws for each m", Minimum = 10, Maximum = 1000000)]
    public int Repeats { get; init; } = 4000;

    /// <inheritdoc/>
    public override string? Problem() =>
        Examples.FirstOrDefault(m => m % 2 != 0) is var odd and not 0 ? Invariant($"examples: {odd} is odd") : Examples.Count < 2 ? "examples: needs at least two" : null;
}

/// <summary>Proof problem B.5: no algorithm's gap falls faster than 1/√m, by a construction of two coins.</summary>
internal sealed class GapLowerBoundExperiment : Experiment<GapLowerBoundSpec>
{
    public override string Name => "gap-lower-bound";

    public override string Title => "The gap between test and training error cannot fall faster than 1/√m";

    public override string About => """
        Labels are the throws of a coin, and the hypotheses are "always heads" and "always tails". With a fair coin both are wrong half of the time, but the one that fits m throws better is wrong on only ½ − |heads/m − ½|
        of them. (The test error is the true one, the training error that on the m throws.) So the expected gap test − train is E|heads/m − ½| = ½·C(m, m/2)/2^m, near 1/√(2πm).

        The lower bound for the excess error needs two coins, that show heads with probability ½ + γ and ½ − γ, γ = 1/(4√m): m throws do not tell them apart, the total variation of the samples is at most ½, so that any rule is wrong with
        probability ¼ or more on one of them, and pays 2γ for it: an excess, error less that of the better hypothesis, of at least 1/(8√m) (Le Cam's method). Both are simulated for the rule that takes the majority.

        Source: textbook on implicit bias, chapter 11, proof problem B.5; A. Tsybakov, Introduction to Nonparametric Estimation (2009), 2.2.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.5"];

    public override ExperimentSpec Quick => new GapLowerBoundSpec { Examples = [16, 64, 256], Repeats = 300 };

    protected override ExperimentResult Run(GapLowerBoundSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Point[] points = context.ForEach(spec.Examples.Count, i => Simulate(spec.Examples[i], spec.Repeats, random.Split((ulong)i)));
        double[] m = [.. points.Select(point => (double)point.Examples)], gaps = [.. points.Select(point => point.Gap)], excess = [.. points.Select(point => point.Excess)];
        double[] asymptote = [.. m.Select(count => 1 / Math.Sqrt(2 * Math.PI * count))], bound = [.. m.Select(count => 1 / (8 * Math.Sqrt(count)))];
        return new(
            [
                Claim.Near("S3-B.5", "slope", "With a fair coin the mean gap falls as m^(−1/2): the fitted exponent of m is −0.5", -0.5, 0.03, Statistics.Exponent(m, gaps)),
                Claim.AtMost("S3-B.5", "exact", "The mean gap is ½·C(m, m/2)/2^m, within four standard errors at every m (measured: the largest deviation in standard errors)", 4, points.Max(point => Math.Abs(point.Gap - point.Exact) / point.StandardError)).Law(),
                Claim.AtLeast("S3-B.5", "lower-bound", "On the worse of the two coins with probability ½ ± 1/(4√m) the majority's excess error is at least 1/(8√m) (measured: the smallest quotient)", 1, excess.Select((e, i) => e / bound[i]).Min()).Because("The excess is simulated; its error is a few per cent, less than the distance from the bound."),
                Claim.Near("S3-B.5", "excess-slope", "That excess falls as m^(−1/2) too: the fitted exponent of m is −0.5", -0.5, 0.05, Statistics.Exponent(m, excess)).Law(),
            ],
            [new("gaps", "The gap with a fair coin, and the excess error with coins of probability ½ ± 1/(4√m)",
                ["examples m", "mean gap", "its standard error", "exact, ½·C(m, m/2)/2^m", "near it, 1/√(2πm)", "excess error", "its lower bound 1/(8√m)"],
                [.. points.Select((point, i) => (IReadOnlyList<Cell>)[point.Examples, point.Gap, point.StandardError, point.Exact, asymptote[i], point.Excess, bound[i]])])],
            [
                new("gap", "The gap falls as 1/√m and no faster",
                    [
                        new(new("examples m", true), new("gap, or excess error", true),
                            [
                                new ScatterMark(m, gaps) { Legend = "mean gap, fair coin", Color = 0, Radius = 4 },
                                new LineMark(m, asymptote) { Legend = "1/√(2πm)", IsDashed = true, Color = 0 },
                                new ScatterMark(m, excess) { Legend = "excess error, coins with ½ ± γ", Color = 1, Radius = 4 },
                                new LineMark(m, bound) { Legend = "lower bound 1/(8√m)", IsDashed = true, Color = 1 },
                            ]),
                    ])
                { Caption = "Points: simulation; dashed: theory. The lower bound holds for every rule, here for the majority." },
            ]);
    }

    private static Point Simulate(int m, int repeats, RandomSource random)
    {
        double gamma = 1 / (4 * Math.Sqrt(m)), sum = 0, squares = 0;
        int wrong = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            int fair = 0, biased = 0;
            for (int i = 0; i < m; i++)
            {
                double u = random.Uniform();
                fair += u < 0.5 ? 1 : 0;
                biased += u < 0.5 + gamma ? 1 : 0;
            }

            double gap = Math.Abs(((double)fair / m) - 0.5);
            sum += gap;
            squares += gap * gap;

            // A tie is broken by a coin; it is wrong on one of the two coins in either case, so it counts half: two are counted below.
            wrong += 2 * biased < m ? 2 : 2 * biased == m ? 1 : 0;
        }

        double mean = sum / repeats, exact = 0.5;
        for (int i = 1; i <= m / 2; i++)
        {
            exact *= 1 - (0.5 / i);
        }

        return new(m, mean, Math.Sqrt(((squares / repeats) - (mean * mean)) / repeats), exact, 2 * gamma * wrong / (2.0 * repeats));
    }

    private readonly record struct Point(int Examples, double Gap, double StandardError, double Exact, double Excess);
}
