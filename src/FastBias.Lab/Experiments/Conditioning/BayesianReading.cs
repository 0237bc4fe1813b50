using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Ridge as the most probable coefficients, and the minimum-norm solution as the limit of a flat prior.</summary>
internal sealed class BayesianReading : Experiment<BayesianReadingSpec>
{
    public override string Name => "bayesian-reading";

    public override string Title => "The most probable coefficients are ridge with λ = s²/τ²; a flat prior gives the shortest solution";

    public override string About => """
        Suppose b = A·x + noise, the noise normal with deviation s, and that before seeing data x is normal around zero with deviation τ in every direction. Then the coefficients after seeing the data
        are normal again: mean (AᵀA + λI)⁻¹Aᵀb with λ = s²/τ², covariance s²(AᵀA + λI)⁻¹. The mean, which is also the most probable vector (MAP), is ridge.

        As τ grows the prior says less and less, λ → 0, and the mean tends to A⁺b, the shortest solution. The covariance does not settle: in the directions of the null space the data say nothing, and
        the deviation stays τ, however many rows there are. The figure shows the deviations along the right singular vectors: from the first to the last the data say less, and from the rank on nothing.

        Source: C. Bishop, Pattern Recognition and Machine Learning, section 3.3.
        """;

    public override IReadOnlyList<string> Ids => ["S1-MAP"];

    public override ExperimentSpec Quick => new BayesianReadingSpec { Rows = 4, Columns = 7, PriorDeviations = [1, 100] };

    protected override ExperimentResult Run(BayesianReadingSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> a = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] truth = Synthetic.Gaussian(random, spec.Columns), noise = Synthetic.Gaussian(random, spec.Rows);
        double[] b = Vectors.Add(Vectors.Multiply(a, truth), spec.NoiseDeviation, noise);
        double[] shortest = LeastSquares.Solve(a, b).X.Data;
        Posterior[] posteriors = [.. spec.PriorDeviations.Select(prior => Measure(spec, a, b, prior, shortest))];
        return new([.. Claims(posteriors, a, shortest)], [Table(posteriors)], [DeviationFigure(spec, a, posteriors[0]), MeanFigure(posteriors)]);
    }

    private static Posterior Measure(BayesianReadingSpec spec, Matrix<double> a, double[] b, double prior, double[] shortest)
    {
        BayesianSolution<double> posterior = BayesianSolver.Solve<double>(a, b, spec.NoiseDeviation, new() { PriorDeviation = prior });
        double variance = spec.NoiseDeviation * spec.NoiseDeviation, lambda = variance / (prior * prior);
        double[] ridge = RidgeSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), lambda, new() { Method = RidgeMethod.AugmentedQr }).X.Data;
        return new(prior, lambda, posterior, Vectors.Distance(posterior.Mean, ridge) / Vectors.Norm(ridge), Vectors.Distance(posterior.Mean, shortest), PrecisionError(a, posterior.Covariance, variance, lambda));
    }

    /// <summary>‖C·(AᵀA + λI)/s² − I‖ in the Frobenius norm.</summary>
    private static double PrecisionError(Matrix<double> a, Matrix<double> covariance, double variance, double lambda)
    {
        Matrix<double> precision = Matrix<double>.Identity(a.Columns), product = Matrix<double>.Identity(a.Columns);
        Product.Multiply(precision.AsSpan(), a.Transposed, a, 1, lambda);
        Product.Multiply(product.AsSpan(), covariance, precision, 1 / variance, -1);
        return Vectors.Norm(product.Data);
    }

    private static IEnumerable<Claim> Claims(Posterior[] posteriors, Matrix<double> a, double[] shortest)
    {
        Posterior flattest = posteriors.MaxBy(posterior => posterior.Prior)!;
        Svd<double> svd = Svd<double>.Factor(a);
        Matrix<double> nullBasis = svd.NullSpace();
        yield return Claim.AtMost("S1-MAP", "ridge", "The posterior mean is ridge with λ = s²/τ², relative difference below 1e-11 for all τ", 1e-11, posteriors.Max(posterior => posterior.RidgeDifference));
        yield return Claim.AtMost("S1-MAP", "covariance", "The posterior covariance is s²(AᵀA + λI)⁻¹: ‖C·(AᵀA + λI)/s² − I‖ is below 10·n·ε·(1 + σ₁²/λ)",
            10 * Math.ScaleB(a.Columns, -52), posteriors.Max(posterior => posterior.PrecisionError / (1 + (svd.S[0] * svd.S[0] / posterior.Lambda))));
        yield return Claim.AtMost("S1-MAP", "flat-prior", "With the flattest prior the mean is within λ·‖x*‖/σ_r² of the shortest solution x* = A⁺b, the bound of ridge's distance",
            (flattest.Lambda * Vectors.Norm(shortest) / (svd.S[^1] * svd.S[^1])) + (1e-13 * Vectors.Norm(shortest)), flattest.Distance);
        double[] direction = nullBasis.Column(0);
        double deviation = posteriors.Max(posterior => Math.Abs((Deviation(posterior, direction) / posterior.Prior) - 1));
        yield return Claim.AtMost("S1-MAP", "null-space", "In the null space the data teach nothing: the deviation stays τ, relative difference below 1e-12", 1e-12, deviation).Law();
    }

    /// <summary>√(vᵀ·C·v).</summary>
    private static double Deviation(Posterior posterior, double[] direction) => Math.Sqrt(VectorProduct.Dot<double>(direction, Vectors.Multiply(posterior.Solution.Covariance, direction)));

    private static ResultTable Table(Posterior[] posteriors) => new(
        "priors",
        "From a narrow prior to a flat one",
        ["prior deviation τ", "λ = s²/τ²", "‖mean‖", "‖mean − A⁺b‖", "relative difference to ridge", "log evidence"],
        [.. posteriors.Select(posterior => (IReadOnlyList<Cell>)[posterior.Prior, posterior.Lambda, Vectors.Norm(posterior.Solution.Mean), posterior.Distance, posterior.RidgeDifference, posterior.Solution.LogEvidence])]);

    private static Figure DeviationFigure(BayesianReadingSpec spec, Matrix<double> a, Posterior posterior)
    {
        Svd<double> svd = Svd<double>.Factor(a, new() { Vectors = SvdVectors.Full });
        double variance = spec.NoiseDeviation * spec.NoiseDeviation;
        double[] index = [.. Enumerable.Range(1, spec.Columns).Select(i => (double)i)];
        return new("posterior-deviation", "What the data say about each direction",
            [
                new(
                    new("right singular vector"),
                    new("posterior deviation along the vector", true),
                    [
                        new LineMark(index, [.. index.Select(_ => posterior.Prior)]) { Legend = "before the data: τ" },
                        new ScatterMark(index, [.. index.Select(i => Deviation(posterior, svd.Vt.Row((int)i - 1).ToArray()))]) { Legend = "after the data", Radius = 5 },
                        new LineMark(index, [.. index.Select(i => Math.Sqrt(variance / (posterior.Lambda + ((int)i <= svd.S.Length ? svd.S[(int)i - 1] * svd.S[(int)i - 1] : 0))))]) { Legend = "s/√(σ² + λ)", IsDashed = true },
                    ]),
            ])
        { Caption = $"After {spec.Rows} rows the first {Math.Min(spec.Rows, spec.Columns)} directions are known to within about s/σ; in the others the deviation is still that of the prior." };
    }

    private static Figure MeanFigure(Posterior[] posteriors) => new(
        "flat-prior",
        "A flat prior gives the shortest solution",
        [
            new(
                new("prior deviation τ", true),
                new("‖posterior mean − A⁺b‖", true),
                [new LineMark([.. posteriors.Select(posterior => posterior.Prior)], [.. posteriors.Select(posterior => posterior.Distance)]) { HasPoints = true }]),
        ])
    { Caption = "The distance falls as 1/τ², since λ = s²/τ² and ridge's distance is proportional to λ." };

    private sealed record Posterior(double Prior, double Lambda, BayesianSolution<double> Solution, double RidgeDifference, double Distance, double PrecisionError);
}

/// <summary>Parameters of <see cref="BayesianReading"/>.</summary>
internal sealed record BayesianReadingSpec : ExperimentSpec
{
    [Parameter("rows of A, fewer than columns", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 10;

    [Parameter("columns of A", Minimum = 2, Maximum = 400)]
    public int Columns { get; init; } = 20;

    [Parameter("deviation s of the noise", Minimum = 1e-3, Maximum = 1e3)]
    public double NoiseDeviation { get; init; } = 0.5;

    [Parameter("deviations τ of the prior", Minimum = 1e-3, Maximum = 1e4)]
    public IReadOnlyList<double> PriorDeviations { get; init; } = [1, 3, 10, 30, 100, 300, 1000, 3000, 10000];

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), so that there is a null space";
}
