using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent from zero and ridge with a vanishing penalty end at the same solution as least squares.</summary>
internal sealed class MinimumNormRoads : Experiment<MinimumNormRoadsSpec>
{
    public override string Name => "roads-to-minimum-norm";

    public override string Title => "Gradient descent from zero and a vanishing ridge penalty both end at the shortest solution";

    public override string About => """
        With fewer rows than columns, X·w = y has infinitely many solutions. Which one is found depends on how it is looked for. Three ways that seem unrelated give the same one, the
        shortest, w₀ = X⁺y (X⁺ is the pseudoinverse): a least squares solver, gradient descent, and ridge regression with a vanishing penalty.

        Gradient descent on ½‖X·w − y‖² from w = 0: every gradient Xᵀ(X·w − y) lies in the row space, so no iterate ever has a part in the null space. With X = Σ σᵢ·uᵢ·vᵢᵀ, along vᵢ the error
        shrinks by the factor 1 − α·σᵢ² in each step; with α = 1/σ₁² every factor is between 0 and 1.

        Ridge regression, min ‖X·w − y‖² + λ‖w‖²: w_λ = Xᵀ(XXᵀ + λI)⁻¹y is the only solution for λ > 0, always shorter than w₀, and w₀ − w_λ = λ·Σ (uᵢ·y)/(σᵢ(σᵢ² + λ))·vᵢ goes to zero
        in proportion to λ.

        Look at the dashed lines, which are these closed forms: the measured distances lie on them until rounding takes over.

        Source: H. Engl, M. Hanke and A. Neubauer, Regularization of Inverse Problems, sections 5.1 and 6.1; A. Hoerl and R. Kennard, Technometrics 12 (1970).
        """;

    public override IReadOnlyList<string> Ids => ["S0-GD", "S0-RIDGE"];

    public override ExperimentSpec Quick => new MinimumNormRoadsSpec { Lambdas = [1, 1e-4, 1e-8] };

    protected override ExperimentResult Run(MinimumNormRoadsSpec spec, ExperimentContext context)
    {
        WideProblem problem = WideProblem.Create(spec.Seed, spec.Rows, spec.Columns);
        double step = 1 / (problem.Spectrum.S[0] * problem.Spectrum.S[0]);
        FirstOrderSolution<double> descent = FirstOrderSolver.Solve<double>(problem.X, problem.Target, new() { Step = step, RelativeTolerance = 0, MaxIterations = spec.Iterations, HistoryStride = 1 });
        RidgelessSolution<double> law = RidgelessSolver.Solve<double>(problem.X, Column(problem.Target), new() { Lambdas = spec.Lambdas });
        double[][] ridge = [.. spec.Lambdas.Select(lambda => RidgeSolver.Solve<double>(problem.X, Column(problem.Target), lambda, new() { Method = RidgeMethod.AugmentedQr }).X.Data)];
        double[] distances = [.. ridge.Select(w => Vectors.Distance(w, problem.Solution))];
        return new(
            [.. DescentClaims(spec, problem, descent), .. RidgeClaims(spec, problem, ridge, distances, law)],
            [RidgeTable(spec, ridge, distances, law)],
            [Roads(spec, problem, descent, step, distances, law)]);
    }

    private static Matrix<double> Column(double[] values) => new(values, values.Length, 1);

    private static IEnumerable<Claim> DescentClaims(MinimumNormRoadsSpec spec, WideProblem problem, FirstOrderSolution<double> descent)
    {
        yield return Claim.AtMost("S0-GD", "limit", "Gradient descent from 0 with step 1/σ₁² ends within 1e-12 of w₀ = X⁺y", 1e-12, Vectors.Distance(descent.W, problem.Solution));
        yield return Claim.AtMost("S0-GD", "null-part", "The end point of gradient descent from 0 has no part in the null space: ‖P_null·w‖ < 1e-13", 1e-13, problem.NullPart(descent.W)).Law();
        if (spec is { Rows: 6, Columns: 12, Seed: 1007 })
        {
            yield return IterationsClaim(descent);
        }
    }

    private static Claim IterationsClaim(FirstOrderSolution<double> descent)
    {
        return Claim.Near("S0-GD", "iterations", "With the published data the gradient is below 1e-13 after 165 steps", 165, 5, StepsToRounding(descent))
            .Law("At 1e-13 the gradient is within a factor of ten of rounding, so the count may differ by a few steps between programs. Made for the default parameters only.");
    }

    /// <summary>Steps until the gradient is below 1e-13; all where it never is.</summary>
    private static int StepsToRounding(FirstOrderSolution<double> descent) =>
        descent.History.Where(record => record.GradientNorm < 1e-13).Select(record => record.Iteration).DefaultIfEmpty(descent.Final.Iteration).First();

    private static IEnumerable<Claim> RidgeClaims(MinimumNormRoadsSpec spec, WideProblem problem, double[][] ridge, double[] distances, RidgelessSolution<double> law)
    {
        int smallest = Enumerable.Range(0, spec.Lambdas.Count).MinBy(i => spec.Lambdas[i]);
        double length = Vectors.Norm(problem.Solution), slope = law.Distances[smallest] / spec.Lambdas[smallest];
        yield return Claim.AtMost("S0-RIDGE", "limit", $"Ridge with the smallest penalty, λ = {spec.Lambdas[smallest]:R}, is within 1e-6·‖w₀‖ of w₀", 1e-6 * length, distances[smallest]);
        yield return Claim.Near("S0-RIDGE", "linear", "‖w_λ − w₀‖/λ tends to ‖Σ (uᵢ·y)/σᵢ³·vᵢ‖: at the smallest λ the quotient of the two is 1 within 1e-5", 1, 1e-5, distances[smallest] / spec.Lambdas[smallest] / slope);
        yield return Claim.AtMost("S0-RIDGE", "shorter", "‖w_λ‖ < ‖w₀‖ for every λ of the grid: the number of exceptions is zero", 0, ridge.Count(w => Vectors.Norm(w) > length * (1 + 1e-15)));
        yield return Claim.AtMost("S0-RIDGE", "closed-form", "‖w_λ − w₀‖ is λ·‖Σ (uᵢ·y)/(σᵢ(σᵢ² + λ))·vᵢ‖, largest difference below 1e-13", 1e-13, distances.Zip(law.Distances, (measured, expected) => Math.Abs(measured - expected)).Max()).Law();
    }

    private static ResultTable RidgeTable(MinimumNormRoadsSpec spec, double[][] ridge, double[] distances, RidgelessSolution<double> law) => new(
        "ridge",
        "Ridge solutions on the way to λ = 0",
        ["λ", "‖w_λ‖", "‖w_λ − w₀‖", "closed form", "‖w_λ − w₀‖/λ"],
        [.. spec.Lambdas.Select((lambda, i) => (IReadOnlyList<Cell>)[lambda, Vectors.Norm(ridge[i]), distances[i], law.Distances[i], distances[i] / lambda])]);

    private static Figure Roads(MinimumNormRoadsSpec spec, WideProblem problem, FirstOrderSolution<double> descent, double step, double[] distances, RidgelessSolution<double> law)
    {
        FirstOrderRecord<double>[] shown = [.. descent.History.Take(StepsToRounding(descent) * 5 / 4)];
        double[] steps = [.. shown.Select(record => (double)record.Iteration)];
        Panel gradient = new(
            new("step"),
            new("distance to the shortest solution ‖w − w₀‖", true),
            [
                new LineMark(steps, [.. shown.Select(record => record.DistanceToMinimumNorm)]) { Legend = "gradient descent from 0" },
                new LineMark(steps, DescentLaw(problem, step, shown.Length)) { Legend = "closed form", IsDashed = true },
            ])
        { Title = "Gradient descent" };
        Panel ridge = new(
            new("penalty λ", true),
            new("distance to the shortest solution ‖w_λ − w₀‖", true),
            [
                new LineMark(spec.Lambdas, distances) { Legend = "ridge", HasPoints = true },
                new LineMark(spec.Lambdas, law.Distances) { Legend = "closed form", IsDashed = true },
            ])
        { Title = "Ridge" };
        return new("roads", "Two roads to the shortest solution", [gradient, ridge])
        {
            Caption = "Gradient descent comes closer by a constant factor in each step, in the end that of the smallest singular value, until it stops at rounding, 10⁻¹⁵. Ridge comes closer in proportion to λ; its smallest penalty is still far from rounding. Dashed: the closed forms.",
        };
    }

    /// <summary>‖w_t − w₀‖ = √(Σ (1 − ασᵢ²)^(2t)·(vᵢ·w₀)²) for t = 0, 1, 2, …</summary>
    private static double[] DescentLaw(WideProblem problem, double step, int count)
    {
        double[] error = Vectors.Multiply(problem.Spectrum.Vt, problem.Solution)[..problem.Spectrum.S.Length], law = new double[count];
        for (int t = 0; t < count; t++)
        {
            law[t] = Vectors.Norm(error);
            for (int i = 0; i < error.Length; i++)
            {
                error[i] *= 1 - (step * problem.Spectrum.S[i] * problem.Spectrum.S[i]);
            }
        }

        return law;
    }
}

/// <summary>Parameters of <see cref="MinimumNormRoads"/>.</summary>
internal sealed record MinimumNormRoadsSpec : ExperimentSpec
{
    public MinimumNormRoadsSpec() => Seed = 1007;

    [Parameter("rows of X, fewer than columns", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 6;

    [Parameter("columns of X", Minimum = 2, Maximum = 400)]
    public int Columns { get; init; } = 12;

    [Parameter("steps of gradient descent", Minimum = 1, Maximum = 100000)]
    public int Iterations { get; init; } = 2000;

    [Parameter("penalties λ of ridge", Minimum = 1e-12, Maximum = 1e12)]
    public IReadOnlyList<double> Lambdas { get; init; } = [10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), or there is only one solution";
}
