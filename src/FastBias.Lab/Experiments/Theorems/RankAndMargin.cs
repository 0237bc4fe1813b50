using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Two measures that depend on conventions: the effective rank of a spectrum, and the margin of a hyperplane.</summary>
internal sealed class RankAndMargin : Experiment<RankAndMarginSpec>
{
    public override string Name => "rank-and-margin";

    public override string Title => "Effective rank and margin: which convention?";

    public override string About => """
        The effective rank of data is the smallest r for which the r largest squared singular values make up 90% of their sum. The stable rank Σσ²/σ₁² and the entropy rank exp(−Σp·ln p),
        p = σ²/Σσ², need no threshold. All agree where the values are equal. A little noise on every entry adds up over
        all directions and can multiply the first, and so can a threshold of 99%.

        The margin of a hyperplane is min y(x·w + b) over ‖w‖ (the support vector machine) or over ‖(w, b)‖ (what gradient descent on data with a column of ones sees). The largest margins of the
        two conventions belong to different hyperplanes, and gradient descent tends to the second. Published claims compare one with the other.

        Data: two Gaussian clouds at ±(2, 2); both problems are solved exactly, and a dual bound proves it. Look at the two lines in the last figure.

        Source: O. Roy and M. Vetterli, EUSIPCO 2007; D. Soudry et al., JMLR 19 (2018).
        """;

    public override IReadOnlyList<string> Ids => ["S3-D-REFF", "S3-D-MARGIN", "S3-CX3"];

    public override ExperimentSpec Quick => new RankAndMarginSpec { Rows = 30, Columns = 40, Rank = 4, PerClass = 8, Steps = 2000 };

    protected override ExperimentResult Run(RankAndMarginSpec spec, ExperimentContext context)
    {
        MarginDraw margin = MarginDraw.Create(spec);
        double[] clean = Spectrum(spec, 0), noisy = Spectrum(spec, spec.Noise);
        return new([.. RankClaims(spec, clean, noisy), .. margin.Claims(), Claim.Near("S3-CX3", "increase", "A margin that grows from 0.12 to 0.21 grows by 75%", 75, 1e-9, 100 * ((0.21 / 0.12) - 1))], [RankTable(spec, clean, noisy), margin.Table()], [RankFigure(clean, noisy), margin.Figure()]);
    }

    private static IEnumerable<Claim> RankClaims(RankAndMarginSpec spec, double[] clean, double[] noisy)
    {
        double[] equal = [.. Enumerable.Repeat(3.0, 8)];
        double difference = Math.Max(Math.Abs(EffectiveRank.Stable(equal) - 8), Math.Max(Math.Abs(EffectiveRank.Entropy(equal) - 8), Math.Abs(EffectiveRank.Energy(equal, 1) - 8)));
        yield return Claim.AtMost("S3-D-REFF", "equal", "For eight equal singular values the stable rank, the entropy rank and the 100% rank are 8, within 1e-10", 1e-10, difference);
        yield return Claim.AtMost("S3-D-REFF", "rank", $"The 90% effective rank of data of rank {spec.Rank} is at most {spec.Rank}", spec.Rank, EffectiveRank.Energy(clean));
        yield return Claim.AtMost("S3-D-REFF", "rows", "The 90% effective rank is never above the number of rows, also with noise", spec.Rows, EffectiveRank.Energy(noisy));
        yield return Claim.Near("S3-D-REFF", "intrinsic", $"The 90% effective rank is the number of directions that make up the data, {spec.Rank}, within one, although noise of deviation {spec.Noise} is added to every entry", spec.Rank, 1, EffectiveRank.Energy(noisy))
            .Because("The noise's energy is spread over all directions, and 90% of the sum cannot be reached without many of them. The gap in the spectrum still shows the rank.");
        yield return Claim.AtMost("S3-D-REFF", "threshold", "The effective rank depends on the threshold: with 99% in place of 90% it is at least as large", EffectiveRank.Energy(noisy, 0.99), EffectiveRank.Energy(noisy)).Law();
    }

    private static double[] Spectrum(RankAndMarginSpec spec, double noise)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Product.Multiply(Synthetic.Gaussian(random, spec.Rows, spec.Rank), Draw.OrthonormalRows(random, spec.Rank, spec.Columns)), other = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        return Svd<double>.Factor(new Matrix<double>(Vectors.Add(x.Data, noise, other.Data), spec.Rows, spec.Columns), new SvdOptions { Vectors = SvdVectors.None }).S;
    }

    private static ResultTable RankTable(RankAndMarginSpec spec, double[] clean, double[] noisy) => new("ranks", $"Effective ranks of data of rank {spec.Rank}", ["measure", "without noise", $"with noise of deviation {spec.Noise} on each entry"],
    [
        ["90% of the sum of squares", EffectiveRank.Energy(clean), EffectiveRank.Energy(noisy)],
        ["99% of the sum of squares", EffectiveRank.Energy(clean, 0.99), EffectiveRank.Energy(noisy, 0.99)],
        ["stable rank", EffectiveRank.Stable(clean), EffectiveRank.Stable(noisy)],
        ["entropy rank", EffectiveRank.Entropy(clean), EffectiveRank.Entropy(noisy)],
    ]);

    private static Figure RankFigure(double[] clean, double[] noisy)
    {
        double[] Shares(double[] values)
        {
            double total = values.Sum(value => value * value), sum = 0;
            return [.. values.Select(value => (sum += value * value) / total)];
        }

        double[] places = [.. Enumerable.Range(1, clean.Length).Select(i => (double)i)];
        return new("energy", "Share of the largest singular values in the sum of squares", [new(new("number of largest singular values"), new("share of the sum of squares"), [
            new LineMark(places, Shares(clean)) { Legend = "without noise" },
            new LineMark(places, Shares(noisy)) { Legend = "with noise" },
            new RuleMark(0.9, "90%"),
        ])])
        {
            Caption = "The effective rank is where a line crosses 90%. Noise flattens the line and moves the crossing far to the right, although the signal is the same.",
        };
    }
}

/// <summary>Two clouds, the two largest margins, and where gradient descent on the logistic loss goes.</summary>
internal sealed class MarginDraw
{
    private readonly Matrix<double> _x;
    private readonly double[] _y;
    private readonly HardMarginSvmSolution _free;
    private readonly HardMarginSvmSolution _augmented;
    private readonly double[] _descent;

    private MarginDraw(Matrix<double> x, double[] y, HardMarginSvmSolution free, double[] descent) =>
        (_x, _y, _free, _augmented, _descent) = (x, y, free, HardMarginSvm.Solve(x, y, new() { Bias = SvmBias.Augmented }), descent);

    /// <summary>The first draw with a margin of at least 0.3 and one support vector in each class; with three in the plane both conventions have the same corner.</summary>
    public static MarginDraw Create(RankAndMarginSpec spec)
    {
        for (ulong attempt = 0; ; attempt++)
        {
            RandomSource random = new RandomSource(spec.Seed).Split(1).Split(attempt);
            int m = 2 * spec.PerClass;
            Matrix<double> x = Synthetic.Gaussian(random, m, 2), ones = new(m, 3);
            double[] y = [.. Enumerable.Range(0, m).Select(i => i < spec.PerClass ? 1.0 : -1)];
            for (int i = 0; i < m; i++)
            {
                (x[i, 0], x[i, 1]) = (x[i, 0] + (2 * y[i]), x[i, 1] + (2 * y[i]) + 0.5);
                (ones[i, 0], ones[i, 1], ones[i, 2]) = (x[i, 0], x[i, 1], 1);
            }

            HardMarginSvmSolution free = HardMarginSvm.Solve(x, y);
            if (free.Margin >= 0.3 && free.Support.Count == 2)
            {
                OptimizerOptions options = new() { Step = 1, Schedule = t => 1 / Math.Sqrt(t + 1.0), MaxIterations = spec.Steps };
                return new(x, y, free, new GradientDescent { IsNormalized = true }.Run(new LogisticObjective(ones, y), new double[3], options).Point);
            }
        }
    }

    public IEnumerable<Claim> Claims()
    {
        double reached = Margin.Geometric(_x, _y, _descent.AsSpan(0, 2), _descent[2]), reachedAugmented = Margin.Augmented(_x, _y, _descent.AsSpan(0, 2), _descent[2]);
        yield return Claim.AtMost("S3-D-MARGIN", "certified", "Both largest margins, over ‖w‖ and over ‖(w, b)‖, are found with a proved relative gap below 1e-9", 1e-9, Math.Max(_free.RelativeGap, _augmented.RelativeGap)).Law();
        yield return Claim.AtMost("S3-D-MARGIN", "largest", "No hyperplane has a larger margin over ‖w‖ than the support vector machine's: the quotient is at most 1 for the one where gradient descent ends", 1, reached / _free.Margin);
        yield return Claim.AtMost("S3-D-MARGIN", "same", "The hyperplane of the largest margin over ‖(w, b)‖ also has the largest margin over ‖w‖: it falls short by less than 1e-6 of it", 1e-6, 1 - (Margin.Geometric(_x, _y, _augmented.Weights, _augmented.Bias) / _free.Margin))
            .Because("With b in the norm a hyperplane nearer to the origin is preferred; where two support vectors leave it free to turn, it turns towards the origin.");
        yield return Claim.Near("S3-D-MARGIN", "descent", "Gradient descent (normalised steps) on the logistic loss of data with a column of ones reaches the largest margin over ‖(w, b)‖ within 1%", 1, 0.01, reachedAugmented / _augmented.Margin).Law();
    }

    public ResultTable Table()
    {
        IReadOnlyList<Cell> Row(string name, ReadOnlySpan<double> w, double b) => [name, Margin.Geometric(_x, _y, w, b), Margin.Augmented(_x, _y, w, b), b / VectorProduct.Norm(w)];
        return new("margins", "Three hyperplanes, two margins", ["hyperplane", "margin over ‖w‖", "margin over ‖(w, b)‖", "b/‖w‖"],
        [
            Row("support vector machine", _free.Weights, _free.Bias), Row("largest margin over ‖(w, b)‖", _augmented.Weights, _augmented.Bias), Row("gradient descent", _descent.AsSpan(0, 2), _descent[2]),
        ]);
    }

    public Figure Figure()
    {
        int[] positive = [.. Enumerable.Range(0, _y.Length).Where(i => _y[i] > 0)], negative = [.. Enumerable.Range(0, _y.Length).Where(i => _y[i] < 0)];
        LineMark Line(double[] w, double b, string name, bool dashed) => new([-3, 3], [(-b + (3 * w[0])) / w[1], (-b - (3 * w[0])) / w[1]]) { Legend = name, IsDashed = dashed };
        return new("two-hyperplanes", "The hyperplanes of the two largest margins", [new(new("x₁"), new("x₂"), [
            new ScatterMark([.. positive.Select(i => _x[i, 0])], [.. positive.Select(i => _x[i, 1])]) { Legend = "y = 1" },
            new ScatterMark([.. negative.Select(i => _x[i, 0])], [.. negative.Select(i => _x[i, 1])]) { Legend = "y = −1" },
            Line(_free.Weights, _free.Bias, "largest margin over ‖w‖", false),
            Line(_augmented.Weights, _augmented.Bias, "largest margin over ‖(w, b)‖", true),
        ]) { IsEqualScale = true }])
        {
            Caption = "The solid line is as far as possible from both classes; the dashed one, where gradient descent goes, gives up a little of that for a smaller intercept.",
        };
    }
}

/// <summary>Parameters of <see cref="RankAndMargin"/>.</summary>
internal sealed record RankAndMarginSpec : ExperimentSpec
{
    public RankAndMarginSpec() => Seed = 20;

    [Parameter("rows of the data of low rank for the effective rank", Minimum = 5, Maximum = 1000)]
    public int Rows { get; init; } = 100;

    [Parameter("their columns", Minimum = 5, Maximum = 1000)]
    public int Columns { get; init; } = 200;

    [Parameter("their rank", Minimum = 2, Maximum = 100)]
    public int Rank { get; init; } = 10;

    [Parameter("deviation of the noise on each entry", Minimum = 0.01, Maximum = 10)]
    public double Noise { get; init; } = 0.15;

    [Parameter("points in each of the two clouds", Minimum = 5, Maximum = 60)]
    public int PerClass { get; init; } = 30;

    [Parameter("steps of gradient descent", Minimum = 100, Maximum = 1000000)]
    public int Steps { get; init; } = 40_000;

    public override string? Problem() => Rank < Math.Min(Rows, Columns) ? null : $"rank: {Rank} must be below rows ({Rows}) and columns ({Columns})";
}
