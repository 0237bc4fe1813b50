using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Ridge with a vanishing penalty, and adding to the diagonal, which is the same thing.</summary>
internal sealed class RidgelessLimit : Experiment<RidgelessLimitSpec>
{
    public override string Name => "ridgeless-limit";

    public override string Title => "Ridge with λ → 0 gives the minimum-norm solution, and adding to the diagonal is ridge";

    public override string About => """
        Ridge regression, min ‖A·x − b‖² + λ‖x‖², has one solution for every λ > 0, also for a wide A with many solutions of A·x = b. As λ → 0 it tends to x* = A⁺b, the shortest of them, and the
        distance is proportional to λ: ‖x_λ − x*‖/λ → ‖Σ (uᵢ·b)/σᵢ³·vᵢ‖, with A = Σ σᵢ·uᵢ·vᵢᵀ.

        Programs that meet a singular matrix often add a small number to its diagonal, the "jitter". Solving (AᵀA + λI)·x = Aᵀb that way is ridge, to the letter; so is A·Aᵀ + λI in the dual form
        x = Aᵀ(A·Aᵀ + λI)⁻¹b. The table compares both with penalised least squares, solved by QR of the stacked matrix [A; √λ·I].

        The first form, with AᵀA, has a singular matrix to repair: its error grows like ε·(1 + σ₁²/λ), ε = 2.2e-16 the size of rounding. The dual form of a wide matrix of full rank stays accurate.

        Source: H. Engl, M. Hanke and A. Neubauer, Regularization of Inverse Problems, section 5.1; T. Hastie et al., Surprises in high-dimensional ridgeless least squares interpolation (2022).
        """;

    public override IReadOnlyList<string> Ids => ["S1-RIDGELESS", "S1-JITTER"];

    public override ExperimentSpec Quick => new RidgelessLimitSpec { Rows = 4, Columns = 9, Lambdas = [1, 1e-4, 1e-8] };

    protected override ExperimentResult Run(RidgelessLimitSpec spec, ExperimentContext context)
    {
        NumPyLegacyRandom random = new((uint)spec.Seed);
        Matrix<double> a = random.Normal(spec.Rows, spec.Columns), b = random.Normal(spec.Rows, 1);
        RidgelessSolution<double> law = RidgelessSolver.Solve<double>(a, b, new() { Lambdas = spec.Lambdas });
        Point[] points = [.. spec.Lambdas.Select((lambda, i) => Measure(a, b, lambda, law.X.Data, law.Distances[i]))];
        return new([.. LimitClaims(spec, points, law, Svd<double>.Factor(a).S[^1]), .. JitterClaims(a, points)], [LimitTable(points), JitterTable(points)], [LimitFigure(points), JitterFigure(a, points)]);
    }

    private static Point Measure(Matrix<double> a, Matrix<double> b, double lambda, double[] limit, double law)
    {
        double[] penalised = RidgeSolver.Solve<double>(a, b, lambda, new() { Method = RidgeMethod.AugmentedQr }).X.Data;
        double[] primal = Jittered(a.Transposed, a, Vectors.Multiply(a.Transposed, b.Data), lambda);
        double[] dual = Vectors.Multiply(a.Transposed, Jittered(a, a.Transposed, b.Data, lambda));
        double norm = Vectors.Norm(penalised);
        return new(lambda, norm, Vectors.Distance(penalised, limit), law, Vectors.Distance(primal, penalised) / norm, Vectors.Distance(dual, penalised) / norm);
    }

    /// <summary>(L·R + λI)⁻¹·c by Cholesky.</summary>
    private static double[] Jittered(ReadOnlyMatrixSpan<double> left, ReadOnlyMatrixSpan<double> right, double[] c, double lambda)
    {
        Matrix<double> sum = new(left.Rows, left.Rows), solution = new([.. c], c.Length, 1);
        Product.Multiply(sum.AsSpan(), left, right);
        for (int i = 0; i < sum.Rows; i++)
        {
            sum[i, i] += lambda;
        }

        return Cholesky<double>.Factor(sum).Solve(solution) == Status.Success ? solution.Data : [.. Enumerable.Repeat(double.NaN, c.Length)];
    }

    private static IEnumerable<Claim> LimitClaims(RidgelessLimitSpec spec, Point[] points, RidgelessSolution<double> law, double smallest)
    {
        Point last = points.MinBy(point => point.Lambda)!;
        double length = Vectors.Norm(law.X.Data);
        yield return Claim.AtMost("S1-RIDGELESS", "limit", $"At the smallest penalty, λ = {last.Lambda:R}, ridge is within λ·‖x*‖/σ_r² of the shortest solution x* = A⁺b (σ_r is the smallest singular value)", (last.Lambda * length / (smallest * smallest)) + (1e-13 * length), last.Distance);
        yield return Claim.AtMost("S1-RIDGELESS", "linear", "‖x_λ − x*‖ follows λ·‖Σ (uᵢ·b)/(σᵢ(σᵢ² + λ))·vᵢ‖ for all λ, largest difference below 1e-13", 1e-13, points.Max(point => Math.Abs(point.Distance - point.Law)));
        yield return Claim.AtMost("S1-RIDGELESS", "shorter", "‖x_λ‖ < ‖x*‖ for every λ: the number of exceptions is zero", 0, points.Count(point => point.Norm > length * (1 + 1e-14)));
        if (spec is { Rows: 20, Columns: 60, Seed: 0 })
        {
            Point settled = points.MinBy(point => Math.Abs(point.Lambda - 1e-6))!;
            yield return Claim.Near("S1-RIDGELESS", "slope", "With the published data (20 rows, 60 columns) ‖x_λ − x*‖/λ tends to 0.0396", 0.0396, 5e-5, settled.Distance / settled.Lambda);
        }
    }

    private static IEnumerable<Claim> JitterClaims(Matrix<double> a, Point[] points)
    {
        Svd<double> svd = Svd<double>.Factor(a);
        double square = svd.S[0] * svd.S[0];
        double primal = points.Max(point => point.Primal / (1 + (square / point.Lambda))), dual = points.Max(point => point.Dual);
        yield return Claim.AtMost("S1-JITTER", "primal", "(AᵀA + λI)⁻¹Aᵀb is the ridge solution: for every λ the relative difference, divided by the condition number 1 + σ₁²/λ, is below 4·ε", Math.ScaleB(1, -50), primal);
        yield return Claim.AtMost("S1-JITTER", "dual", "Aᵀ(A·Aᵀ + λI)⁻¹b is the ridge solution: the relative difference is below 10·ε·κ(A)², whatever λ", 10 * Math.ScaleB(svd.Condition * svd.Condition, -52), dual);
    }

    private static ResultTable LimitTable(Point[] points) => new(
        "ridgeless",
        "Ridge on the way to λ = 0",
        ["λ", "‖x_λ‖", "‖x_λ − x*‖", "closed form", "‖x_λ − x*‖/λ"],
        [.. points.Select(point => (IReadOnlyList<Cell>)[point.Lambda, point.Norm, point.Distance, point.Law, point.Distance / point.Lambda])]);

    private static ResultTable JitterTable(Point[] points) => new(
        "jitter-difference",
        "Adding λ to the diagonal against penalised least squares: relative difference",
        ["λ", "with AᵀA + λI", "with A·Aᵀ + λI"],
        [.. points.Select(point => (IReadOnlyList<Cell>)[point.Lambda, point.Primal, point.Dual])]);

    private static Figure LimitFigure(Point[] points)
    {
        double[] lambdas = [.. points.Select(point => point.Lambda)];
        return new("ridgeless-limit", "Ridge tends to the shortest solution",
            [
                new(
                    new("penalty λ", true),
                    new("distance to the shortest solution ‖x_λ − x*‖", true),
                    [
                        new LineMark(lambdas, [.. points.Select(point => point.Distance)]) { Legend = "ridge", HasPoints = true },
                        new LineMark(lambdas, [.. points.Select(point => point.Law)]) { Legend = "closed form", IsDashed = true },
                    ]),
            ])
        { Caption = "The distance is proportional to λ: each tenth of the penalty brings ridge ten times as near. Dashed, under the points: ‖x_λ − x*‖ = λ·‖Σ (uᵢ·b)/(σᵢ(σᵢ² + λ))·vᵢ‖." };
    }

    private static Figure JitterFigure(Matrix<double> a, Point[] points)
    {
        double[] lambdas = [.. points.Select(point => point.Lambda)];
        double largest = Svd<double>.Factor(a).S[0];
        return new("jitter", "A jitter on the diagonal is ridge, up to rounding times the condition number",
            [
                new(
                    new("penalty λ", true),
                    new("relative difference to penalised least squares", true),
                    [
                        new LineMark(lambdas, [.. points.Select(point => point.Primal)]) { Legend = "AᵀA + λI", HasPoints = true },
                        new LineMark(lambdas, [.. points.Select(point => point.Dual)]) { Legend = "A·Aᵀ + λI", HasPoints = true },
                        new LineMark(lambdas, [.. lambdas.Select(lambda => Math.ScaleB(1 + (largest * largest / lambda), -52))]) { Legend = "ε·(1 + σ₁²/λ)", IsDashed = true },
                    ]),
            ])
        { Caption = "AᵀA of a wide matrix is singular, so a small jitter leaves it badly conditioned; A·Aᵀ is not, and stays accurate." };
    }

    /// <summary>What was measured at one λ.</summary>
    private sealed record Point(double Lambda, double Norm, double Distance, double Law, double Primal, double Dual);
}

/// <summary>Parameters of <see cref="RidgelessLimit"/>.</summary>
internal sealed record RidgelessLimitSpec : ExperimentSpec
{
    [Parameter("rows of A, fewer than columns", Minimum = 1, Maximum = 500)]
    public int Rows { get; init; } = 20;

    [Parameter("columns of A", Minimum = 2, Maximum = 1000)]
    public int Columns { get; init; } = 60;

    [Parameter("penalties λ", Minimum = 1e-11, Maximum = 1e12)]
    public IReadOnlyList<double> Lambdas { get; init; } = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];

    public override string? Problem() => Rows >= Columns ? $"rows: {Rows} must be less than columns ({Columns})" : LegacySeed.Problem(Seed);
}
