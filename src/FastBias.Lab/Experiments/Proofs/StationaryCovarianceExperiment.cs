using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="StationaryCovarianceExperiment"/>.</summary>
internal sealed record StationaryCovarianceSpec : ExperimentSpec
{
    /// <summary>Curvatures.</summary>
    [Parameter("eigenvalues of the Hessian H", Minimum = 0.05, Maximum = 8)]
    public IReadOnlyList<double> Curvatures { get; init; } = [0.5, 2, 6];

    /// <summary>α.</summary>
    [Parameter("step sizes α, rising; the middle one is used for the table", Minimum = 1e-4, Maximum = 0.2)]
    public IReadOnlyList<double> Steps { get; init; } = [0.025, 0.05, 0.1, 0.2];

    /// <summary>Chains.</summary>
    [Parameter("independent chains", Minimum = 1, Maximum = 1000)]
    public int Chains { get; init; } = 8;

    /// <summary>Length.</summary>
    [Parameter("steps of a chain that are averaged", Minimum = 100, Maximum = 100000000)]
    public int Length { get; init; } = 40000;

    /// <inheritdoc/>
    public override string? Problem() => Steps.Count < 2 ? "steps: needs at least two" : Curvatures.Max() * Steps[^1] >= 2 ? "steps: the largest times the largest curvature is not below 2" : null;
}

/// <summary>Proof problem B.8: the stationary law of stochastic gradients near a minimum.</summary>
internal sealed class StationaryCovarianceExperiment : Experiment<StationaryCovarianceSpec>
{
    public override string Name => "stationary-covariance";

    public override string Title => "How widely stochastic gradients spread around a minimum";

    public override string About => """
        Near a minimum θ* with Hessian H, stochastic gradients with step α make the chain w ← w − α(Hw + ξ), w = θ − θ*, with noise ξ of covariance C. Its stationary law is normal with mean 0 and the covariance Σ that solves
        Σ = (I − αH)Σ(I − αH) + α²C; to first order in α this is the Lyapunov equation HΣ + ΣH = αC. So Σ is proportional to α for small α.

        The published answer is a density exp(−Σ^(−½)H⁻¹α/2): it does not depend on θ, and read as a quadratic form it would make the spread fall as α grows. The chain is simulated here for a Hessian and a noise that do
        not commute, and its covariance is compared with the solution of the exact equation.

        Source: textbook on implicit bias, chapter 11, proof problem B.8; S. Mandt, M. Hoffman, D. Blei, JMLR 18 (2017).
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.8"];

    public override ExperimentSpec Quick => new StationaryCovarianceSpec { Chains = 2, Length = 3000 };

    protected override ExperimentResult Run(StationaryCovarianceSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        int n = spec.Curvatures.Count;
        Matrix<double> basis = Qr<double>.Factor(Synthetic.Gaussian(random.Split(0), n, n)).Q, hessian = Congruence(basis, spec.Curvatures), root = Synthetic.Gaussian(random.Split(1), n, n), noise = new(n, n);
        Product.Multiply(noise.AsSpan(), root, root.Transposed);
        Point[] points = [.. spec.Steps.Select((step, i) => Simulate(spec, hessian, root, noise, step, random.Split(2).Split((ulong)i), context, (double)i / spec.Steps.Count))];
        Point shown = points[points.Length / 2];
        double[] steps = [.. spec.Steps];
        return new(
            [
                Claim.AtMost("S3-B.8", "exact-equation", "The stationary covariance Σ solves Σ = (I − αH)Σ(I − αH) + α²C: the closed form leaves a relative residual of at most 1e-13", 1e-13, points.Max(point => point.Residual)),
                Claim.AtMost("S3-B.8", "simulated", "The simulated covariance agrees with that Σ: the relative difference (Frobenius norm) is at most 0.05 at every α", 0.05, points.Max(point => point.Difference)).Because("The tolerance is that of the simulation: it falls as one over the root of the number of steps that are averaged."),
                Claim.AtMost("S3-B.8", "lyapunov", "HΣ + ΣH = αC up to a relative error of h/(1 − h) with h = ½αλ_max, for every α (measured: the largest error over that bound)", 1, points.Select((point, i) => point.Lyapunov / Excess(spec.Steps[i] * spec.Curvatures.Max() / 2)).Max()),
                Claim.Near("S3-B.8", "lyapunov-order", "The error of the Lyapunov equation is of first order in α: its exponent between the two smallest α is 1", 1, 0.2, Statistics.Exponent(steps.Take(2), points.Take(2).Select(point => point.Lyapunov))).Law(),
                Claim.AtMost("S3-B.8", "printed-density", "As the printed exponent −…·α/2 says, a larger step narrows the law: going from the smallest to the largest α does not raise the simulated total variance (the quotient is at most 1)", 1, points[^1].Trace / points[0].Trace).Because(Invariant($"The spread grows with α, in proportion where α is small: the step is {spec.Steps[^1] / spec.Steps[0]:G3} times as large. The printed expression does not depend on θ and is no density.")),
            ],
            [
                new("variances", "The total variance tr Σ", ["step size α", "tr Σ, simulated", "tr Σ, exact equation", "tr Σ, Lyapunov equation: ½α·tr(H⁻¹C)", "relative difference of Σ, simulated from exact"],
                    [.. points.Select((point, i) => (IReadOnlyList<Cell>)[spec.Steps[i], point.Trace, point.ExactTrace, point.LyapunovTrace, point.Difference])]),
                new("covariance", Invariant($"Σ for α = {spec.Steps[points.Length / 2]}: simulated and exact"), ["entry", "simulated", "exact"],
                    [.. Enumerable.Range(0, n * n).Where(k => k / n <= k % n).Select(k => (IReadOnlyList<Cell>)[Invariant($"({(k / n) + 1}, {(k % n) + 1})"), shown.Sample.Data[k], shown.Exact.Data[k]])]),
            ],
            [
                new("variance", "The stationary variance grows with the step",
                    [
                        new(new("step size α", true), new("total variance tr Σ", true),
                            [
                                new ScatterMark(steps, [.. points.Select(point => point.Trace)]) { Legend = "simulated", Color = 0, Radius = 4 },
                                new LineMark(steps, [.. points.Select(point => point.ExactTrace)]) { Legend = "exact equation", IsDashed = true, Color = 1 },
                                new LineMark(steps, [.. points.Select(point => point.LyapunovTrace)]) { Legend = "Lyapunov equation, ∝ α", IsDashed = true, Color = 2 },
                            ]),
                    ])
                { Caption = "The points lie on the exact curve; for small steps it joins the line ∝ α of the Lyapunov equation." },
            ]);
    }

    /// <summary>The error αHΣH of the Lyapunov equation has in the eigenbasis the share αab/(a + b − αab) of αC, which is largest for a = b = λ_max.</summary>
    private static double Excess(double half) => half / (1 - half);

    private static Matrix<double> Congruence(Matrix<double> basis, IReadOnlyList<double> values)
    {
        int n = values.Count;
        Matrix<double> scaled = basis.Clone(), result = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                scaled[i, j] *= values[j];
            }
        }

        Product.Multiply(result.AsSpan(), scaled, basis.Transposed);
        return result;
    }

    private static Point Simulate(StationaryCovarianceSpec spec, Matrix<double> hessian, Matrix<double> root, Matrix<double> noise, double step, RandomSource random, ExperimentContext context, double done)
    {
        int n = hessian.Rows;
        Matrix<double>[] sums = context.ForEach(spec.Chains, i => Chain(hessian, root, step, spec.Length, random.Split((ulong)i)), done, done + (1.0 / spec.Steps.Count));
        Matrix<double> sample = new(n, n), exact = RateLaws.StationaryCovariance(hessian, noise, step);
        Array.ForEach(sums, sum => VectorProduct.AddScaled(sample.Data, 1.0 / spec.Chains, sum.Data));
        Matrix<double> product = Product.Multiply(hessian, exact), both = new(n, n), shrink = Matrix<double>.Identity(n), next = new(n, n);
        VectorProduct.AddScaled(shrink.Data, -step, hessian.Data);
        Product.Multiply(next.AsSpan(), Product.Multiply(shrink, exact), shrink.Transposed);
        VectorProduct.AddScaled(next.Data, step * step, noise.Data);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                both[i, j] = product[i, j] + product[j, i] - (step * noise[i, j]);
            }
        }

        double size = VectorProduct.Norm<double>(exact.Data);
        return new(
            sample, exact, Trace(sample), Trace(exact), step * Trace(Divide(hessian, noise)) / 2, Vectors.Distance(next.Data, exact.Data) / size,
            Vectors.Distance(sample.Data, exact.Data) / size, VectorProduct.Norm<double>(both.Data) / (step * VectorProduct.Norm<double>(noise.Data)));
    }

    private static Matrix<double> Divide(Matrix<double> hessian, Matrix<double> noise) => LeastSquares.Solve(hessian, noise).EnsureSuccess().X;

    private static double Trace(Matrix<double> a)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += a[i, i];
        }

        return sum;
    }

    /// <summary>The mean of wwᵀ over a chain, after as many steps as the slowest mode needs to forget its start.</summary>
    private static Matrix<double> Chain(Matrix<double> hessian, Matrix<double> root, double step, int length, RandomSource random)
    {
        int n = hessian.Rows;
        double[] w = new double[n], z = new double[n], noise = new double[n], slope = new double[n];
        Matrix<double> sum = new(n, n);
        for (int t = -length / 20; t < length; t++)
        {
            random.FillGaussian<double>(z);
            Product.Multiply<double>(noise, root, z);
            Product.Multiply<double>(slope, hessian, w);
            for (int i = 0; i < n; i++)
            {
                w[i] -= step * (slope[i] + noise[i]);
            }

            if (t >= 0)
            {
                Product.AddRankOne<double>(sum.AsSpan(), w, w, 1.0 / length);
            }
        }

        return sum;
    }

    private sealed record Point(Matrix<double> Sample, Matrix<double> Exact, double Trace, double ExactTrace, double LyapunovTrace, double Residual, double Difference, double Lyapunov);
}
