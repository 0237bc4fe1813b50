using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A grid of ridge penalties far below every eigenvalue shows nothing; a U needs noise, and penalties of the size of σ²/τ².</summary>
internal sealed class RidgeGrid : Experiment<RidgeGridSpec>
{
    private const double Noise = 0.05;

    public override string Name => "ridge-grid";

    public override string Title => "The best ridge penalty is σ²/τ²; a grid far below the spectrum is flat";

    public override string About => """
        Ridge regression: w_λ = (XᵀX + λI)⁻¹Xᵀy. For data y = X·θ + σ·noise whose coefficients are independent with variance τ², the penalty that predicts best on average is λ = σ²/τ², whatever X
        is: w_λ is then the mean of θ given the data.

        The published solution fits 100 rows and 50 columns (σ = 0.05, τ = 0.1) with λ from 0 to 0.01, and reports a norm that falls from 0.523 to 0.342 and a test error that is smallest at λ = 0.001. The
        eigenvalues of XᵀX lie between about 10 and 300: a penalty of 0.01 changes the coefficients by at most a thousandth. In NumPy's stream of seed 42 (X, then θ, then the noise, then 50 test rows) the test
        error is the same to four digits.

        A U that is visible needs a harder problem: 60 rows, 50 columns, σ = 0.5, τ = 0.1. Given X, the mean excess error is Σ (τ²λ² + σ²s²)/(s² + λ)² over the singular values s: the dashed line, whose
        minimum is at σ²/τ² = 25.

        Source: A. Hoerl, R. Kennard, Ridge regression, Technometrics 12 (1970); T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, section 3.4.
        """;

    public override IReadOnlyList<string> Ids => ["S3-CS.5"];

    public override ExperimentSpec Quick => new RidgeGridSpec { Repeats = 20 };

    protected override ExperimentResult Run(RidgeGridSpec spec, ExperimentContext context)
    {
        Published published = Published.Create(spec);
        RandomSource random = new(spec.Seed);
        Draw[] draws = context.ForEach(spec.Repeats, i => Fit(random.Split((ulong)i), spec));
        double[] measured = [.. spec.Lambdas.Select((_, j) => Statistics.Mean([.. draws.Select(draw => draw.Excess[j])]))];
        double[] law = [.. spec.Lambdas.Select((_, j) => Statistics.Mean([.. draws.Select(draw => draw.Law[j])]))];
        return new([.. PublishedClaims(spec, published), .. HonestClaims(spec, draws, measured, law)], [PublishedTable(spec, published), HonestTable(spec, measured, law)], [Picture(spec, published, draws, measured, law)]);
    }

    private static Draw Fit(RandomSource random, RidgeGridSpec spec)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] truth = Synthetic.Gaussian(random, spec.Columns, spec.SignalDeviation);
        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, spec.Rows, spec.NoiseDeviation));
        double[] sigma = Regression.SingularValues(x);
        double[] excess = new double[spec.Lambdas.Count], law = new double[spec.Lambdas.Count];
        for (int j = 0; j < law.Length; j++)
        {
            double distance = Vectors.Distance(Regression.Ridge(x, y, spec.Lambdas[j]), truth);
            (excess[j], law[j]) = (distance * distance, ExpectedExcess(sigma, spec.Columns, spec.Lambdas[j], spec.SignalDeviation, spec.NoiseDeviation));
        }

        return new(excess, law);
    }

    /// <summary>Σ (τ²λ² + σ²s²)/(s² + λ)², and τ² for each direction that the rows do not see.</summary>
    internal static double ExpectedExcess(double[] sigma, int columns, double lambda, double signal, double noise)
    {
        double sum = (columns - sigma.Length) * signal * signal;
        foreach (double s in sigma)
        {
            double bias = signal * lambda / ((s * s) + lambda), spread = noise * s / ((s * s) + lambda);
            sum += (bias * bias) + (spread * spread);
        }

        return sum;
    }

    private static IEnumerable<Claim> PublishedClaims(RidgeGridSpec spec, Published published)
    {
        const string Flat = "The eigenvalues of XᵀX are above 8, so that a penalty of at most 0.01 shrinks no coefficient by more than about a thousandth.";
        yield return Claim.Near("S3-CS.5", "norm-start", "On the published data the norm of the solution without a penalty is 0.523", 0.523, 0.005, published.Norms[0]).Because("NumPy's stream gives 0.7740 (the coefficients that made the data have norm 0.65).");
        yield return Claim.Near("S3-CS.5", "norm-end", "On the published data the norm of the solution with λ = 0.01 is 0.342", 0.342, 0.005, published.Norms[^1]).Because(Flat);
        yield return Claim.AtLeast("S3-CS.5", "u-shape", "Over the published grid the test error is U-shaped with its minimum at λ = 0.001: the error at λ = 0 is at least 1.01 times that at 0.001", 1.01, published.Tests[0] / published.Tests[^2]).Because(Flat);
        yield return Claim.Near("S3-CS.5", "norm-digits", "In NumPy's stream of seed 42 the norm is 0.7740 at λ = 0", 0.774019, 1e-6, published.Norms[0]).Law();
        yield return Claim.Near("S3-CS.5", "test-digits", "In NumPy's stream of seed 42 half the test error is 0.002040 at λ = 0", 0.002040, 5e-7, published.Tests[0]).Law();
        yield return Claim.AtMost("S3-CS.5", "flat", "Over the published grid the norm changes by less than a thousandth of it", 1e-3, 1 - (published.Norms[^1] / published.Norms[0])).Law(Flat);
    }

    private static IEnumerable<Claim> HonestClaims(RidgeGridSpec spec, Draw[] draws, double[] measured, double[] law)
    {
        double ideal = spec.NoiseDeviation * spec.NoiseDeviation / (spec.SignalDeviation * spec.SignalDeviation);
        int best = Array.IndexOf(measured, measured.Min()), nearest = Enumerable.Range(0, measured.Length).MinBy(j => Math.Abs(spec.Lambdas[j] - ideal));
        yield return Claim.Near("S3-CS.5", "best-penalty", "In the harder problem the penalty of the grid with the smallest mean excess error is the one nearest to σ²/τ²", spec.Lambdas[nearest], 0, spec.Lambdas[best]).Law();
        yield return Claim.AtLeast("S3-CS.5", "visible-u", "In the harder problem the U is visible: no penalty and the largest one both have at least 1.5 times the mean excess error of the best", 1.5, Math.Min(measured[0], measured[^1]) / measured[best]).Law();
        double worst = Enumerable.Range(0, measured.Length).Max(j => Math.Abs(measured[j] - law[j]) / (Statistics.Deviation([.. draws.Select(draw => draw.Excess[j] - draw.Law[j])]) / Math.Sqrt(draws.Length)));
        yield return Claim.AtMost("S3-CS.5", "law", "In the harder problem the mean excess error is the mean of Σ (τ²λ² + σ²s²)/(s² + λ)², within 4 standard errors at every λ (measured: the largest deviation in standard errors)", 4, worst).Law();
    }

    private static ResultTable PublishedTable(RidgeGridSpec spec, Published published) => new(
        "published-grid",
        "The published data and grid: 100 rows, 50 columns, σ = 0.05",
        ["penalty λ", "norm of the solution", "half the test error", "half the training error"],
        [.. published.Lambdas.Select((lambda, j) => (IReadOnlyList<Cell>)[lambda, published.Norms[j], published.Tests[j], published.Trains[j]])]);

    private static ResultTable HonestTable(RidgeGridSpec spec, double[] measured, double[] law) => new(
        "visible-u",
        $"{spec.Rows} rows, {spec.Columns} columns, σ = {SpecNumber(spec.NoiseDeviation)}, τ = {SpecNumber(spec.SignalDeviation)}: excess error ‖w_λ − θ‖², mean",
        ["penalty λ", "measured", "theory given X"],
        [.. spec.Lambdas.Select((lambda, j) => (IReadOnlyList<Cell>)[lambda, measured[j], law[j]])]);

    private static string SpecNumber(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Figure Picture(RidgeGridSpec spec, Published published, Draw[] draws, double[] measured, double[] law)
    {
        int[] shown = [.. Enumerable.Range(0, measured.Length).Where(j => spec.Lambdas[j] > 0)];
        double[] lambdas = [.. shown.Select(j => spec.Lambdas[j])];
        Panel flat = new(
            new("penalty λ", true),
            new("half the test error") { Low = 0, High = 1.5 * published.Tests.Max() },
            [new LineMark(published.Lambdas[1..], published.Tests[1..]) { HasPoints = true, Color = 0 }, new RuleMark(published.Tests[0], "λ = 0")])
        { Title = "The published grid: no value of it changes anything" };
        Panel visible = new(
            new("penalty λ", true),
            new("excess error ‖w_λ − θ‖²", true),
            [
                new BandMark(lambdas, [.. shown.Select(j => Statistics.Quantile(draws.Select(draw => draw.Excess[j]), 0.25))], [.. shown.Select(j => Statistics.Quantile(draws.Select(draw => draw.Excess[j]), 0.75))]) { Legend = "middle half of the draws", Color = 0 },
                new LineMark(lambdas, [.. shown.Select(j => measured[j])]) { Legend = "measured, mean", HasPoints = true, Color = 0 },
                new LineMark(lambdas, [.. shown.Select(j => law[j])]) { Legend = "theory", IsDashed = true, Color = 1 },
                new RuleMark(spec.NoiseDeviation * spec.NoiseDeviation / (spec.SignalDeviation * spec.SignalDeviation), "σ²/τ²") { IsVertical = true },
            ])
        { Title = "A harder problem, penalties that reach the spectrum" };
        return new("ridge", "Where a ridge penalty matters", [flat, visible])
        {
            Caption = "Left: over the published grid the test error is that without a penalty (dotted). Right: with more noise, and penalties of the size of the eigenvalues, the error has a clear minimum at σ²/τ².",
        };
    }

    private sealed record Draw(double[] Excess, double[] Law);

    /// <summary>The published data in NumPy's stream: X, θ, noise, test rows, their noise.</summary>
    private sealed record Published(double[] Lambdas, double[] Norms, double[] Tests, double[] Trains)
    {
        public static Published Create(RidgeGridSpec spec)
        {
            double[] lambdas = [0, 1e-5, 1e-4, 1e-3, 1e-2];
            NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
            Matrix<double> x = random.Normal(100, 50);
            double[] truth = random.Normal(50, 0.1), y = Regression.Targets(x, truth, random.Normal(100, Noise));
            Matrix<double> test = random.Normal(50, 50);
            double[] testY = Regression.Targets(test, truth, random.Normal(50, Noise));
            double[][] fits = [.. lambdas.Select(lambda => Regression.Ridge(x, y, lambda))];
            return new(
                lambdas,
                [.. fits.Select(w => Vectors.Norm(w))],
                [.. fits.Select(w => Regression.MeanSquare(test, w, testY) / 2)],
                [.. fits.Select(w => Regression.MeanSquare(x, w, y) / 2)]);
        }
    }
}

/// <summary>Parameters of <see cref="RidgeGrid"/>.</summary>
internal sealed record RidgeGridSpec : ExperimentSpec
{
    [Parameter("seed of NumPy's stream for the published data", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("rows of the honest design", Minimum = 2, Maximum = 2000)]
    public int Rows { get; init; } = 60;

    [Parameter("columns of the honest design", Minimum = 1, Maximum = 500)]
    public int Columns { get; init; } = 50;

    [Parameter("deviation σ of the noise", Minimum = 1e-6, Maximum = 100)]
    public double NoiseDeviation { get; init; } = 0.5;

    [Parameter("deviation τ of the coefficients", Minimum = 1e-6, Maximum = 100)]
    public double SignalDeviation { get; init; } = 0.1;

    [Parameter("penalties λ, rising, the first may be 0", Minimum = 0, Maximum = 1e9)]
    public IReadOnlyList<double> Lambdas { get; init; } = [0, 0.1, 0.3, 1, 2, 5, 10, 25, 60, 100, 300, 1000];

    [Parameter("draws of the honest design", Minimum = 2, Maximum = 5000)]
    public int Repeats { get; init; } = 200;
}
