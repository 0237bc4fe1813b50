using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A model that fits noise exactly and predicts well, and an example in which it does not.</summary>
internal sealed class InterpolatedNoise : Experiment<InterpolatedNoiseSpec>
{
    /// <summary>The sum of the weak features' variances.</summary>
    private const double WeakTrace = 2;

    /// <summary>The number of strong features.</summary>
    private const int StrongFeatures = 5;

    public override string Name => "interpolated-noise";

    public override string Title => "Benign overfitting: noise is fitted exactly, by many weak features that hardly matter";

    public override string About => """
        Two questions. Does benign overfitting, zero training error on noisy data with good predictions, need explicit regularisation or early stopping? (The book: false.) Is it explained by a controlled norm of the
        interpolating solution? (The book: true.)

        The design: five strong features of variance 1 with coefficients 1, and N weak features, all of variance 2/N, with coefficients 0. The noise has deviation σ = 0.5. The minimum-norm solution of m rows fits everything,
        noise included. The weak part has the squared norm (m − 5)·σ²/2, about, whatever N is, and costs only (2/N)·‖w_weak‖² on new data: the noise is hidden where it does no harm. The excess error falls to that of least squares
        on the five strong features, which has to know which they are.

        The book's own example is another one: 1000 isotropic features, of which ten have the coefficient 1, and 100 rows. There the signal itself is spread over all features, and the excess is
        ‖w‖²·(1 − m/n) + σ²·m/(n − m − 1) = 9.01, not 0.01: little better than predicting zero, 10.

        Source: P. Bartlett, P. Long, G. Lugosi and A. Tsigler, Benign overfitting in linear regression, PNAS 117 (2020).
        """;

    public override IReadOnlyList<string> Ids => ["S3-A.3", "S3-A.14"];

    public override ExperimentSpec Quick => new InterpolatedNoiseSpec { WeakFeatures = [400, 1600], Repeats = 9, Rows = 40, ExampleFeatures = 200 };

    protected override ExperimentResult Run(InterpolatedNoiseSpec spec, ExperimentContext context)
    {
        Point[] points = new Point[spec.WeakFeatures.Count];
        RandomSource random = new(spec.Seed);
        for (int k = 0; k < points.Length; k++)
        {
            int weak = spec.WeakFeatures[k];
            BenignDraw[] draws = context.ForEach(spec.Repeats, i => BenignDraw.Create(new() { Seed = spec.Seed, Noise = spec.Noise }, spec.Rows, weak, i), 0.9 * k / points.Length, 0.9 * (k + 1) / points.Length);
            points[k] = new(weak, Median(draws, d => d.Train), Median(draws, d => d.Excess), Median(draws, d => d.Reference), Median(draws, d => d.WeakNorm * d.WeakNorm * weak / WeakTrace));
        }

        double[] example = context.ForEach(spec.Repeats, i => Example(spec, random.Split(1000).Split((ulong)i)), 0.9);
        return new([.. NeedClaims(spec, points, Statistics.Median(example)), .. NormClaims(spec, points)], [Table(spec, points)], [ExcessFigure(spec, points), NormFigure(spec, points)]);
    }

    /// <summary>The expected squared norm of the weak part, for many weak features: what the strong ones leave of the noise, over the weak trace.</summary>
    private static double NormLaw(InterpolatedNoiseSpec spec) => (spec.Rows - StrongFeatures) * spec.Noise * spec.Noise / WeakTrace;

    private static double Median(BenignDraw[] draws, Func<BenignDraw, double> of) => Statistics.Median(draws.Select(of));

    /// <summary>The test error of the book's example: isotropic features, ten coefficients 1, σ = 0.1.</summary>
    private static double Example(InterpolatedNoiseSpec spec, RandomSource random)
    {
        double[] truth = [.. Enumerable.Repeat(1.0, 10), .. new double[spec.ExampleFeatures - 10]];
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.ExampleFeatures);
        double distance = Vectors.Distance(Regression.MinimumNorm(x, Synthetic.Linear(random, x, truth, 0.1)), truth);
        return 0.01 + (distance * distance);
    }

    private static IEnumerable<Claim> NeedClaims(InterpolatedNoiseSpec spec, Point[] points, double example)
    {
        Point last = points.MaxBy(point => point.Weak)!;
        yield return Claim.AtMost("S3-A.3", "train", "Without regularisation and without early stopping the minimum-norm solution fits the noise exactly: the mean square training error is below 1e-20 for every N", 1e-20, points.Max(point => point.Train));
        yield return Claim.AtMost("S3-A.3", "excess", $"Without regularisation noise is overfitted harmlessly: with {last.Weak} weak features the excess test error is at most twice that of least squares on the five strong features",
            2 * last.Strong, last.Excess).Because("What the weak features add is about m·σ²/N, little for N ≫ m. Predicting zero has the excess 5.");
        yield return Claim.Near("S3-A.3", "example", $"With {spec.Rows} rows, {spec.ExampleFeatures} isotropic features, ten coefficients 1 and σ = 0.1 the test error of the minimum-norm solution is about 0.01, within 0.01", 0.01, 0.01, example).Because(
            "In an isotropic design the minimum-norm solution keeps only the share m/n of the signal. Benign overfitting needs a few strong directions that carry the signal and many weak ones for the noise.");
        double law = 0.01 + GaussianRisk.Excess(spec.Rows, spec.ExampleFeatures, 10, 0.01);
        yield return Claim.Near("S3-A.3", "example-law", "With isotropic features the test error of the minimum-norm solution is σ² + ‖w‖²(1 − m/n) + σ²m/(n − m − 1): median draw within 10%", law, 0.1 * law, example).Law();
    }

    private static IEnumerable<Claim> NormClaims(InterpolatedNoiseSpec spec, Point[] points)
    {
        Point first = points.MinBy(point => point.Weak)!, last = points.MaxBy(point => point.Weak)!;
        yield return Claim.AtMost("S3-A.14", "norm", "The norm of the interpolating solution stays controlled: the squared norm of its weak part with the most weak features is at most 1.2 times that with the fewest", 1.2, last.WeakSquare / first.WeakSquare).Because(
            "For large N it is about (m − 5)·σ²/2 whatever N is; for N not much above m it is larger.");
        double law = NormLaw(spec), error = law * Math.Sqrt(2.0 / (spec.Rows - StrongFeatures)) * 1.2533 / Math.Sqrt(spec.Repeats);
        yield return Claim.Near("S3-A.14", "norm-law", "With the most weak features the squared norm of their part is (m − 5)·σ²/2: the median of the draws, within 4 standard errors", law, 4 * error, last.WeakSquare).Law(
            "Least squares on the strong features leaves a residual with m − 5 degrees of freedom, which the weak features, of total variance 2, fit: σ² times a χ² variable with m − 5 degrees of freedom, over 2.");
        yield return Claim.AtMost("S3-A.14", "cost", "What fitting the noise costs on new data, (2/N)·‖w_weak‖², falls like 1/N or faster: from the fewest to the most weak features by a quotient of at most twice that of 1/N", 2.0 * first.Weak / last.Weak, last.WeakSquare / last.Weak / (first.WeakSquare / first.Weak)).Law();
    }

    private static ResultTable Table(InterpolatedNoiseSpec spec, Point[] points) => new(
        "weak-features",
        $"Medians over {spec.Repeats} draws of {spec.Rows} rows; excess is the error beyond the noise",
        ["weak features N", "training error", "excess of minimum norm, all features", "excess of least squares, five strong features", "‖w_weak‖²", "its cost (2/N)·‖w_weak‖²"],
        [.. points.Select(point => (IReadOnlyList<Cell>)[point.Weak, point.Train, point.Excess, point.Strong, point.WeakSquare, WeakTrace * point.WeakSquare / point.Weak])]);

    private static Figure ExcessFigure(InterpolatedNoiseSpec spec, Point[] points)
    {
        double[] weak = [.. points.Select(point => (double)point.Weak)];
        return new("excess", "The more weak features, the less the fitted noise harms",
            [
                new(
                    new("weak features N", true),
                    new("excess test error (mean square)", true),
                    [
                        new LineMark(weak, [.. points.Select(point => point.Excess)]) { Legend = "minimum norm, all features", HasPoints = true },
                        new LineMark(weak, [.. points.Select(point => point.Strong)]) { Legend = "least squares, five strong features", HasPoints = true },
                        new LineMark(weak, [.. weak.Select(_ => spec.Noise * spec.Noise * 5 / (spec.Rows - 6))]) { Legend = "theory for the latter, 5σ²/(m − 6)", IsDashed = true, Color = 1 },
                        new RuleMark(5, "predicting zero"),
                    ]),
            ])
        { Caption = "All solutions of the first line have zero training error on noisy data. With enough weak features they predict nearly as well as least squares that was told which features matter." };
    }

    private static Figure NormFigure(InterpolatedNoiseSpec spec, Point[] points)
    {
        double[] weak = [.. points.Select(point => (double)point.Weak)];
        return new("norm", "The norm that fitting the noise takes, and what it costs on new data",
            [
                new(
                    new("weak features N", true),
                    new("squared norm; cost (mean square)", true),
                    [
                        new LineMark(weak, [.. points.Select(point => point.WeakSquare)]) { Legend = "‖w_weak‖²", HasPoints = true, Color = 0 },
                        new LineMark(weak, [.. weak.Select(_ => NormLaw(spec))]) { Legend = "theory (m − 5)·σ²/2", IsDashed = true, Color = 2 },
                        new LineMark(weak, [.. points.Select(point => WeakTrace * point.WeakSquare / point.Weak)]) { Legend = "its cost on new data, (2/N)·‖w_weak‖²", HasPoints = true, Color = 1 },
                        new LineMark(weak, [.. weak.Select(n => WeakTrace / n * NormLaw(spec))]) { Legend = "theory (m − 5)·σ²/N", IsDashed = true, Color = 3 },
                    ]),
            ])
        { Caption = "The norm of the part that fits the noise stays the same, and what it costs on new data falls like 1/N." };
    }

    private sealed record Point(int Weak, double Train, double Excess, double Strong, double WeakSquare);
}

/// <summary>Parameters of <see cref="InterpolatedNoise"/>.</summary>
internal sealed record InterpolatedNoiseSpec : ExperimentSpec
{
    [Parameter("numbers N of weak features; several times the rows", Minimum = 50, Maximum = 200000)]
    public IReadOnlyList<int> WeakFeatures { get; init; } = [500, 2000, 8000, 20000];

    [Parameter("rows m", Minimum = 20, Maximum = 1000)]
    public int Rows { get; init; } = 100;

    [Parameter("deviation σ of the noise", Minimum = 1e-3, Maximum = 10)]
    public double Noise { get; init; } = 0.5;

    [Parameter("draws", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 11;

    [Parameter("features of the book's example", Minimum = 100, Maximum = 5000)]
    public int ExampleFeatures { get; init; } = 1000;

    public override string? Problem() => WeakFeatures.Min() < 2 * Rows ? $"weak-features: {WeakFeatures.Min()} is less than twice the rows ({Rows})"
        : ExampleFeatures < Rows + 2 ? $"example-features: {ExampleFeatures} must be at least rows + 2"
        : null;
}
