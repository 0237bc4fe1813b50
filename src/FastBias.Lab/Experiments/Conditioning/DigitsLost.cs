using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>How many digits the methods lose as the condition number rises.</summary>
internal sealed class DigitsLost : Experiment<DigitsLostSpec>
{
    public override string Name => "digits-lost";

    public override string Title => "A condition number of 10^k costs k digits with QR and SVD, 2k digits with normal equations";

    public override string About => """
        The condition number of a matrix is σ₁/σ_n (for a symmetric positive definite one λ_max/λ_min). It says by how much relative errors can grow: with κ = 10^k and 16 digits, 16 − k are left.

        For matrices with singular values from 1 down to 1/κ and random singular vectors, and a target that a known w explains exactly, least squares is solved by Householder QR, by SVD and by the
        normal equations with Cholesky. QR and SVD work on A and lose k digits. Normal equations work on AᵀA, whose condition number is κ², and lose 2k: nothing is left from κ = 1e8 on.

        Look at the slopes on the logarithmic axes: one for QR and SVD, two for the normal equations. Beyond κ ≈ 1e8 Cholesky may find AᵀA not positive definite; the error is then counted as 1.

        Source: N. Higham, Accuracy and Stability of Numerical Algorithms, section 20.4.
        """;

    public override IReadOnlyList<string> Ids => ["S1-COND"];

    public override ExperimentSpec Quick => new DigitsLostSpec { Rows = 12, Columns = 4, Repeats = 3, Exponents = [2, 4, 6, 12] };

    protected override ExperimentResult Run(DigitsLostSpec spec, ExperimentContext context)
    {
        Errors[] errors = new Errors[spec.Exponents.Count];
        for (int k = 0; k < errors.Length; k++)
        {
            double condition = Power(spec.Exponents[k]);
            RandomSource random = new RandomSource(spec.Seed).Split((ulong)spec.Exponents[k]);
            Errors[] repeats = context.ForEach(spec.Repeats, i => Solve(spec, condition, random.Split((ulong)i)), (double)k / errors.Length, (k + 1.0) / errors.Length);
            errors[k] = new(condition, Statistics.Median(repeats.Select(e => e.Qr)), Statistics.Median(repeats.Select(e => e.Svd)), Statistics.Median(repeats.Select(e => e.Normal)), repeats.Max(e => e.Symmetric));
        }

        return new([.. Claims(errors)], [Table(spec, errors)], [ErrorFigure(errors)]);
    }

    /// <summary>10^k, exact for k up to 22.</summary>
    private static double Power(int exponent) => Enumerable.Repeat(10.0, exponent).Aggregate(1.0, (power, ten) => power * ten);

    private static Errors Solve(DigitsLostSpec spec, double condition, RandomSource random)
    {
        Matrix<double> a = Synthetic.WithSingularValues(random, spec.Rows, spec.Columns, GradedSpectrum.Create(spec.Columns, condition));
        double[] truth = Synthetic.Gaussian(random, spec.Columns);
        double[] b = Vectors.Multiply(a, truth);
        return new(condition, Error(a, b, truth, LeastSquaresMethod.Qr), Error(a, b, truth, LeastSquaresMethod.Svd), Error(a, b, truth, LeastSquaresMethod.NormalEquations), SymmetricDifference(a));
    }

    private static double Error(Matrix<double> a, double[] b, double[] truth, LeastSquaresMethod method)
    {
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, b, new() { Method = method, RelativeCutoff = method == LeastSquaresMethod.Svd ? 0 : null });
        double error = solution.Status is Status.Success or Status.RankDeficient ? Vectors.Distance(solution.X.Data, truth) / Vectors.Norm(truth) : 1;
        return double.IsFinite(error) ? error : 1;
    }

    /// <summary>Relative difference between λ_max/λ_min and σ₁/σ_n of the positive definite matrix AᵀA + ‖A‖²·I.</summary>
    private static double SymmetricDifference(Matrix<double> a)
    {
        Matrix<double> definite = Matrix<double>.Identity(a.Columns);
        Product.Multiply(definite.AsSpan(), a.Transposed, a, 1, 1);
        double[] lambda = SymmetricEigen<double>.Factor(definite).Values, sigma = Svd<double>.Factor(definite, new() { Vectors = SvdVectors.None }).S;
        return Math.Abs((lambda.Max() / lambda.Min() / (sigma[0] / sigma[^1])) - 1);
    }

    private static IEnumerable<Claim> Claims(Errors[] errors)
    {
        double epsilon = Math.ScaleB(1, -52);
        yield return Claim.AtMost("S1-COND", "symmetric", "For a symmetric positive definite matrix λ_max/λ_min is σ₁/σ_n, relative difference below 1e-13", 1e-13, errors.Max(e => e.Symmetric));
        yield return Claim.AtMost("S1-COND", "qr", "QR loses k digits at κ = 10^k: the median error is at most 10·κ·ε for every κ", 10, errors.Max(e => e.Qr / (e.Condition * epsilon)));
        yield return Claim.AtMost("S1-COND", "svd", "SVD loses k digits at κ = 10^k: the median error is at most 10·κ·ε for every κ", 10, errors.Max(e => e.Svd / (e.Condition * epsilon)));
        Errors[] usable = [.. errors.Where(e => e.Condition <= 1e6)];
        yield return Claim.Between("S1-COND", "normal-slope", "The error of the normal equations grows like κ²: slope between 1.7 and 2.3 on logarithmic axes up to κ = 1e6", 1.7, 2.3, Slope(usable, e => e.Normal));
        yield return Claim.Between("S1-COND", "qr-slope", "The error of QR grows like κ: slope between 0.7 and 1.3 on logarithmic axes up to κ = 1e6", 0.7, 1.3, Slope(usable, e => e.Qr));
        yield return Claim.AtLeast("S1-COND", "useless", "From κ = 1e8 on the normal equations have at most one digit left: the median error is at least 0.01", 0.01, errors.Where(e => e.Condition >= 1e8).Min(e => e.Normal));
    }

    /// <summary>The slope of a straight line through the first and the last point on logarithmic axes.</summary>
    private static double Slope(Errors[] errors, Func<Errors, double> of) =>
        (Elementary.Log(of(errors[^1])) - Elementary.Log(of(errors[0]))) / (Elementary.Log(errors[^1].Condition) - Elementary.Log(errors[0].Condition));

    private static ResultTable Table(DigitsLostSpec spec, Errors[] errors) => new(
        "errors",
        $"Median relative error of w over {spec.Repeats} matrices",
        ["condition number κ", "QR", "SVD", "normal equations", "κ·ε", "κ²·ε"],
        [.. errors.Select(e => (IReadOnlyList<Cell>)[e.Condition, e.Qr, e.Svd, e.Normal, Math.ScaleB(e.Condition, -52), Math.ScaleB(e.Condition * e.Condition, -52)])]);

    private static Figure ErrorFigure(Errors[] errors)
    {
        double[] conditions = [.. errors.Select(e => e.Condition)];
        return new("digits-lost", "Digits lost by three methods",
            [
                new(
                    new("condition number κ", true),
                    new("relative error of w", true) { Low = 1e-16, High = 100 },
                    [
                        new LineMark(conditions, [.. errors.Select(e => e.Normal)]) { Legend = "normal equations", HasPoints = true },
                        new LineMark(conditions, [.. errors.Select(e => e.Qr)]) { Legend = "QR", HasPoints = true },
                        new LineMark(conditions, [.. errors.Select(e => e.Svd)]) { Legend = "SVD", HasPoints = true },
                        new LineMark(conditions, [.. conditions.Select(condition => Math.ScaleB(condition, -52))]) { Legend = "κ·ε", IsDashed = true, Color = 1 },
                        new LineMark(conditions, [.. conditions.Select(condition => Math.Min(10, Math.ScaleB(condition * condition, -52)))]) { Legend = "κ²·ε", IsDashed = true, Color = 0 },
                    ]),
            ])
        { Caption = "QR and SVD follow κ·ε a little below it; the normal equations follow κ²·ε and have nothing left from κ = 1e8." };
    }

    private sealed record Errors(double Condition, double Qr, double Svd, double Normal, double Symmetric);
}

/// <summary>Parameters of <see cref="DigitsLost"/>.</summary>
internal sealed record DigitsLostSpec : ExperimentSpec
{
    [Parameter("rows of the matrices", Minimum = 2, Maximum = 500)]
    public int Rows { get; init; } = 60;

    [Parameter("columns, at most as many as rows", Minimum = 2, Maximum = 200)]
    public int Columns { get; init; } = 20;

    [Parameter("matrices for each condition number", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 25;

    [Parameter("condition numbers 10^k: the values of k, rising", Minimum = 1, Maximum = 14)]
    public IReadOnlyList<int> Exponents { get; init; } = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public override string? Problem() => Rows < Columns ? $"rows: {Rows} must be at least columns ({Columns})"
        : Exponents.Zip(Exponents.Skip(1), (a, b) => a >= b).Any(isWrong => isWrong) || Exponents.Count(k => k <= 6) < 2 || Exponents[^1] < 8 ? "exponents: must rise, with at least two up to 6 and one from 8 on"
        : null;
}
