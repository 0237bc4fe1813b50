using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="ThresholdErrorExperiment"/>.</summary>
internal sealed record ThresholdErrorSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m", Minimum = 3, Maximum = 1000)]
    public int Rows { get; init; } = 50;

    /// <summary>n.</summary>
    [Parameter("columns n, rising", Minimum = 1, Maximum = 10000)]
    public IReadOnlyList<int> Columns { get; init; } = [5, 10, 25, 40, 45, 50, 55, 60, 100, 200, 500];

    /// <summary>σ.</summary>
    [Parameter("noise σ; the truth has length 1", Minimum = 0, Maximum = 100)]
    public double Noise { get; init; } = 0.5;

    /// <summary>Draws of the sweep.</summary>
    [Parameter("draws for each n", Minimum = 2, Maximum = 10000)]
    public int Repeats { get; init; } = 30;

    /// <summary>Draws at the threshold.</summary>
    [Parameter("square matrices drawn at n = m", Minimum = 20, Maximum = 1000000)]
    public int Squares { get; init; } = 2000;
}

/// <summary>Proof problems B.14 and B.18: the error of minimum-norm least squares below, at and above n = m.</summary>
internal sealed class ThresholdErrorExperiment : Experiment<ThresholdErrorSpec>
{
    private static readonly double[] s_shares = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

    /// <summary>What 30 000 draws in NumPy give for m = 50 at these shares.</summary>
    private static readonly double[] s_reference = [46.5, 81.6, 200, 800, 4944, 4.5e5];

    public override string Name => "threshold-error";

    public override string Title => "The error of least squares with fewer, as many, and more columns than rows";

    public override string About => """
        y = Xθ + σ·noise with m rows x ~ N(0, I_n), ‖θ‖ = 1, and ŵ = X⁺y, least squares, of minimum norm for n > m. The excess error ‖ŵ − θ‖² has the mean σ²n/(m − n − 1) for n < m − 1 and ‖θ‖²(1 − m/n) + σ²m/(n − m − 1) for n > m + 1. The
        published answer to proof problem B.14 drops the bias ‖θ‖²(1 − m/n) and lets the error fall to 0 for n ≫ m; in truth it tends to ‖θ‖².

        At n = m the published answer to proof problem B.18 is Θ(max(‖θ‖, σ)). But the error is σ²·tr((XᵀX)⁻¹) on average over the noise: 0 without noise, and with noise a number with a heavy tail. The smallest singular
        value of a square Gaussian matrix is about 1/√m, with P(m·s_min² ≤ t) → 1 − e^(−t/2 − √t) (Edelman 1988), so that P(tr((XᵀX)⁻¹) > z) falls as z^(−½): the mean is infinite, and quantiles are what can be told.

        Source: textbook on implicit bias, chapter 11, proof problems B.14 and B.18; A. Edelman, SIAM J. Matrix Anal. Appl. 9 (1988); L. Breiman, D. Freedman, JASA 78 (1983).
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.14", "S3-B.18"];

    public override ExperimentSpec Quick => new ThresholdErrorSpec { Rows = 8, Columns = [2, 8, 40], Repeats = 4, Squares = 60 };

    protected override ExperimentResult Run(ThresholdErrorSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        double[] errors = context.ForEach(spec.Columns.Count * spec.Repeats, i => Error(spec, spec.Columns[i / spec.Repeats], spec.Noise, random.Split(0).Split((ulong)i)), 0, 0.5);
        double[][] byColumns = [.. spec.Columns.Select((_, i) => errors.AsSpan(i * spec.Repeats, spec.Repeats).ToArray())];
        double noiseless = context.ForEach(spec.Repeats, i => Error(spec, spec.Rows, 0, random.Split(1).Split((ulong)i)), 0.5, 0.6).Max();
        Square[] squares = context.ForEach(spec.Squares, i => Draw(spec.Rows, random.Split(2).Split((ulong)i)), 0.6, 1);
        double[] traces = [.. squares.Select(square => square.Trace)], quantiles = [.. s_shares.Select(share => Statistics.Quantile(traces, share))];
        double[] theory = [.. spec.Columns.Select(n => GaussianRisk.Excess(spec.Rows, n, 1, spec.Noise * spec.Noise))];
        return new(
            [.. Sweep(spec, byColumns, theory), .. Threshold(spec, noiseless, quantiles, traces, squares)],
            [
                new("sweep", "Excess error ‖ŵ − θ‖²", ["columns n", "measured, median", "measured, mean", "theory, mean", "published: σ²m/|n − m|"],
                    [.. spec.Columns.Select((n, i) => (IReadOnlyList<Cell>)[n, Statistics.Median(byColumns[i]), Statistics.Mean(byColumns[i]), theory[i], n == spec.Rows ? double.PositiveInfinity : Published(spec, n)])]),
                new("quantiles", Invariant($"tr((XᵀX)⁻¹) for {spec.Squares} square Gaussian matrices of size {spec.Rows}"), ["share of draws below", "quantile", "30 000 draws with NumPy, m = 50"],
                    [.. s_shares.Select((share, i) => (IReadOnlyList<Cell>)[share, quantiles[i], s_reference[i]])]),
            ],
            [SweepFigure(spec, byColumns, theory), Tail(spec, traces, squares)]);
    }

    private static double Published(ThresholdErrorSpec spec, int n) => spec.Noise * spec.Noise * spec.Rows / Math.Abs(n - spec.Rows);

    private static double Error(ThresholdErrorSpec spec, int columns, double noise, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, columns);
        double[] truth = Synthetic.Gaussian(random.Split(1), columns);
        Vectors.Scale(truth, 1 / VectorProduct.Norm<double>(truth));
        double[] y = Vectors.Add(Vectors.Multiply(x, truth), noise, Synthetic.Gaussian(random.Split(2), spec.Rows));
        return Vectors.Square(Vectors.Subtract(Regression.MinimumNorm(x, y), truth));
    }

    /// <summary>tr((XᵀX)⁻¹) = ‖R⁻¹‖² from X = QR, and m times the square of the smallest singular value.</summary>
    private static Square Draw(int size, RandomSource random)
    {
        Matrix<double> r = Qr<double>.Factor(Synthetic.Gaussian(random, size, size)).R, inverse = Matrix<double>.Identity(size);
        Triangular.Solve<double>(inverse.AsSpan(), r, Triangle.Upper);
        double trace = Vectors.Square(inverse.Data);

        // The largest eigenvalue of R⁻ᵀR⁻¹ is 1/s²: a few steps of power iteration, as it stands far above the next one.
        double[] v = Synthetic.Gaussian(random, size);
        double value = 0;
        for (int i = 0; i < 30; i++)
        {
            double[] next = Vectors.Multiply(inverse, Vectors.Multiply(inverse.AsSpan().Transposed, v));
            double norm = VectorProduct.Norm<double>(next);
            Vectors.Scale(next, 1 / norm);
            (v, value) = (next, norm);
        }

        return new(trace, size / value);
    }

    private static IEnumerable<Claim> Sweep(ThresholdErrorSpec spec, double[][] errors, double[] theory)
    {
        int last = spec.Columns.Count - 1;
        int[] regular = [.. Enumerable.Range(0, errors.Length).Where(i => Math.Abs(spec.Columns[i] - spec.Rows) > spec.Rows / 5)];
        yield return Claim.AtMost("S3-B.14", "published", Invariant($"For n ≫ m the error is σ²m/(n − m) and tends to 0: with n = {spec.Columns[last]} its mean is at most twice σ²m/(n − m)"), 2 * Published(spec, spec.Columns[last]), Statistics.Mean(errors[last]))
            .Because("The bias ‖θ‖²(1 − m/n) is dropped: the minimum-norm solution finds only the part of θ in the span of m rows. The error tends to ‖θ‖², that of predicting 0.");
        yield return Claim.AtMost("S3-B.14", "true-law", "Away from the threshold the mean error is σ²n/(m − n − 1) or ‖θ‖²(1 − m/n) + σ²m/(n − m − 1): the largest relative difference is at most 0.35, three standard errors of the mean", 0.35,
            regular.Max(i => Math.Abs((Statistics.Mean(errors[i]) / theory[i]) - 1))).Law();
        yield return Claim.Near("S3-B.14", "limit", Invariant($"For n = {spec.Columns[last]} the mean error is near ‖θ‖² = 1: within 10 % of the true law"), theory[last], 0.1 * theory[last], Statistics.Mean(errors[last])).Law();
    }

    private static IEnumerable<Claim> Threshold(ThresholdErrorSpec spec, double noiseless, double[] quantiles, double[] traces, Square[] squares)
    {
        yield return Claim.AtLeast("S3-B.18", "without-noise", "At n = m the error is Θ(max(‖θ‖, σ)): without noise it is at least 0.01·‖θ‖² in the worst draw", 0.01, noiseless)
            .Because("A square system without noise is solved exactly: the error is rounding.");
        yield return Claim.AtMost("S3-B.18", "with-noise", "At n = m the error is Θ(max(‖θ‖, σ)): with σ = 1 = ‖θ‖ its median is at most 10", 10, quantiles[2])
            .Because("It is tr((XᵀX)⁻¹) on average over the noise, of order m², with a tail so heavy that the mean is infinite.");
        yield return Claim.AtMost("S3-B.18", "quantiles", "The quantiles of tr((XᵀX)⁻¹) from 10 % to 90 % are 46.5, 81.6, 200, 800, 4944 for m = 50 (30 000 draws in NumPy), to a relative 0.2 each", 0.2,
            Enumerable.Range(0, 5).Max(i => Math.Abs((quantiles[i] / s_reference[i]) - 1)))
                .Law("The tail is so heavy that a few hundred draws give other upper quantiles: one such sample gave 56, 88, 232, 1107 and 7937.");
        yield return Claim.Near("S3-B.18", "tail", "P(tr((XᵀX)⁻¹) > z) falls as z^(−½), so that the mean is infinite: the exponent fitted where it is 10 % to 0.5 % is −0.5", -0.5, 0.1, TailExponent(traces)).Law();
        double edelman = Math.Sqrt(1 + (2 * Elementary.Log(2))) - 1;
        yield return Claim.Near("S3-B.18", "smallest-singular-value", "The median of √m·s_min, s_min the smallest singular value, is √(1 + 2 ln 2) − 1 = 0.545, from Edelman's law", edelman, 0.04, Math.Sqrt(Statistics.Median(squares.Select(square => square.Smallest)))).Law();
    }

    private static double TailExponent(double[] traces)
    {
        double[] shares = Vectors.GeometricGrid(0.1, 0.005, 12);
        return Statistics.Exponent(shares.Select(share => Statistics.Quantile(traces, 1 - share)), shares);
    }

    private static Figure SweepFigure(ThresholdErrorSpec spec, double[][] errors, double[] theory)
    {
        double[] columns = [.. spec.Columns.Select(n => (double)n)];
        int[] finite = [.. Enumerable.Range(0, theory.Length).Where(i => double.IsFinite(theory[i]))], below = [.. finite.Where(i => spec.Columns[i] < spec.Rows)], above = [.. finite.Where(i => spec.Columns[i] > spec.Rows)];
        return new("error-sweep", "The error of minimum-norm least squares",
            [
                new(new("columns n", true), new("excess error ‖ŵ − θ‖²", true),
                    [
                        new BandMark(columns, [.. errors.Select(e => Statistics.Quantile(e, 0.25))], [.. errors.Select(e => Statistics.Quantile(e, 0.75))]) { Legend = "quartiles", Color = 0 },
                        new LineMark(columns, [.. errors.Select(Statistics.Median)]) { Legend = "median", HasPoints = true, Color = 0 },
                        new LineMark([.. below.Select(i => columns[i])], [.. below.Select(i => theory[i])]) { Legend = "theory, mean", IsDashed = true, Color = 1 },
                        new LineMark([.. above.Select(i => columns[i])], [.. above.Select(i => theory[i])]) { IsDashed = true, Color = 1 },
                        new LineMark([.. above.Select(i => columns[i])], [.. above.Select(i => Published(spec, spec.Columns[i]))]) { Legend = "published", IsDashed = true, Color = 2 },
                        new RuleMark(spec.Rows, "n = m") { IsVertical = true },
                    ]),
            ])
        { Caption = Invariant($"m = {spec.Rows}, ‖θ‖ = 1, σ = {spec.Noise}. Beyond the threshold the error falls and then rises to ‖θ‖² = 1, as the true law says.") };
    }

    private static Figure Tail(ThresholdErrorSpec spec, double[] traces, Square[] squares)
    {
        double[] shares = Vectors.GeometricGrid(0.95, Math.Max(0.002, 2.0 / traces.Length), 40), places = [.. shares.Select(share => Statistics.Quantile(traces, 1 - share))];
        double[] t = Vectors.Grid(0.001, 4, 80), sorted = [.. squares.Select(square => square.Smallest).Order()];
        return new("threshold-tail", "At n = m the error has a heavy tail",
            [
                new(new("z", true), new("share of matrices with tr((XᵀX)⁻¹) > z", true),
                    [
                        new LineMark(places, shares) { Legend = "measured", Color = 0 },
                        new LineMark([.. places.Skip(20)], [.. places.Skip(20).Select(z => shares[^1] * Math.Sqrt(places[^1] / z))]) { Legend = "∝ z^(−½)", IsDashed = true, Color = 1 },
                    ]) { Title = "No finite mean" },
                new(new("t"), new("share of matrices with m·s_min² ≤ t"),
                    [
                        new LineMark(t, [.. t.Select(value => (double)sorted.Count(s => s <= value) / sorted.Length)]) { Legend = "measured", Color = 0 },
                        new LineMark(t, [.. t.Select(value => -Elementary.ExpM1(-(value / 2) - Math.Sqrt(value)))]) { Legend = "Edelman: 1 − e^(−t/2 − √t)", IsDashed = true, Color = 1 },
                    ]) { Title = "The smallest singular value" },
            ])
        { Caption = Invariant($"{spec.Squares} square Gaussian matrices of size {spec.Rows}. Left: the tail falls as z^(−½), so slowly that no mean exists. Right: its cause, the smallest singular value s_min, which is often far below its typical size.") };
    }

    private readonly record struct Square(double Trace, double Smallest);
}
