using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Whether gradient descent converges exactly for steps below 2/λ₁.</summary>
internal sealed class StepBound : Experiment<StepBoundSpec>
{
    private const string Id = "S3-A.1";

    public override string Name => "step-bound";

    public override string Title => "Gradient descent from 0 finds the minimum norm if 0 < α < 2/λ₁; \"only if\" has an exception";

    public override string About => """
        True or false: gradient descent on ½‖X·w − y‖² from w = 0 converges to the solution of minimum norm if and only if 0 < α < 2/λ₁, where λ₁ is the largest eigenvalue of XᵀX. The book: true.

        "If" is true: every factor 1 − α·λᵢ has absolute value below 1. "Only if" is true for almost every y. The exception: if y has no part along the first left singular vector u₁, the largest
        eigenvalue never acts, and steps up to 2/λ₂ converge as well, in exact arithmetic. In floating point rounding makes a part along u₁ of about 1e-16, which grows by |1 − α·λ₁| in each step: the iterates come
        close to the solution and then leave it.

        Look at the second panel: down to about 1e-12 first, then up along a straight line, whose slope is ln|1 − α·λ₁|.

        Source: B. Polyak, Introduction to Optimization, section 1.4.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new StepBoundSpec { Rows = 6, Columns = 10, Steps = 400, Factors = [0.5, 0.95, 1.05] };

    protected override ExperimentResult Run(StepBoundSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        double[] sigma = [1, .. Vectors.Grid(0.8, 0.4, spec.Rows - 1)];
        Matrix<double> x = Synthetic.WithSingularValues(random, spec.Rows, spec.Columns, sigma);
        double[] y = Synthetic.Gaussian(random, spec.Rows);
        double[] first = Svd<double>.Factor(x).U.Column(0), special = Vectors.Add(y, -VectorProduct.Dot<double>(first, y), first);
        FirstOrderSolution<double>[] generic = [.. spec.Factors.Select(factor => Descend(x, y, 2 * factor, spec.Steps))];
        FirstOrderSolution<double> exception = Descend(x, special, 2 * spec.Special, spec.Steps);
        return new([.. Claims(spec, generic, exception)], [Table(spec, generic)], [Paths(spec, generic, exception)]);
    }

    /// <summary>With λ₁ = 1.</summary>
    private static FirstOrderSolution<double> Descend(Matrix<double> x, double[] y, double step, int steps) =>
        FirstOrderSolver.Solve<double>(x, y, new() { Step = step, RelativeTolerance = 0, MaxIterations = steps, HistoryStride = 1, RunDivergent = true });

    private static IEnumerable<Claim> Claims(StepBoundSpec spec, FirstOrderSolution<double>[] generic, FirstOrderSolution<double> exception)
    {
        int[] inside = [.. Enumerable.Range(0, generic.Length).Where(i => spec.Factors[i] < 1)], outside = [.. Enumerable.Range(0, generic.Length).Where(i => spec.Factors[i] > 1)];
        yield return Claim.AtMost(Id, "if", "With α < 2/λ₁ gradient descent from 0 ends at X⁺y: the largest distance is below 1e-12", 1e-12, inside.Max(i => generic[i].Final.DistanceToMinimumNorm));
        yield return Claim.AtLeast(Id, "only-if-generic", "With α > 2/λ₁ and a random y gradient descent from 0 does not end at X⁺y: the distance grows to at least 1e3 times ‖X⁺y‖ for every such step", 1e3,
            outside.Min(i => generic[i].Final.DistanceToMinimumNorm / generic[i].History[0].DistanceToMinimumNorm));
        double closest = exception.History.Min(record => record.DistanceToMinimumNorm);
        yield return Claim.AtLeast(Id, "only-if", "With 2/λ₁ < α < 2/λ₂ gradient descent never comes within 1e-6 of X⁺y, whatever y is", 1e-6, closest).Because(
            "It does for a y that is orthogonal to u₁: in exact arithmetic it converges, in floating point it comes as close as rounding lets it and then leaves, since rounding has a part along u₁.");
        yield return Claim.Near(Id, "rounding", "With 2/λ₁ < α < 2/λ₂ and y orthogonal to u₁ rounding makes the distance finally grow by the factor |1 − α·λ₁| in each step: quotient 1 within 1e-6", 1, 1e-6, Growth(exception) / Math.Abs(1 - (2 * spec.Special))).Law();
    }

    /// <summary>The factor of the last step.</summary>
    private static double Growth(FirstOrderSolution<double> descent) => descent.History[^1].DistanceToMinimumNorm / descent.History[^2].DistanceToMinimumNorm;

    private static ResultTable Table(StepBoundSpec spec, FirstOrderSolution<double>[] generic) => new(
        "steps",
        $"Gradient descent from 0 after {spec.Steps} steps, random y",
        ["α·λ₁/2", "distance to X⁺y at the start", "distance to X⁺y at the end"],
        [.. spec.Factors.Select((factor, i) => (IReadOnlyList<Cell>)[factor, generic[i].History[0].DistanceToMinimumNorm, generic[i].Final.DistanceToMinimumNorm])]);

    private static Figure Paths(StepBoundSpec spec, FirstOrderSolution<double>[] generic, FirstOrderSolution<double> exception)
    {
        double[] steps = [.. exception.History.Select(record => (double)record.Iteration)];
        Panel random = new(
            new("step"),
            new("distance to X⁺y", true) { Low = 1e-16, High = 1e12 },
            [.. spec.Factors.Select((factor, i) => new LineMark([.. generic[i].History.Select(record => (double)record.Iteration)], [.. generic[i].History.Select(record => record.DistanceToMinimumNorm)]) { Legend = $"α = {factor}·2/λ₁" })])
        { Title = "A random y" };
        double start = 1e-17 * exception.History[0].DistanceToMinimumNorm;
        double factor = Math.Abs(1 - (2 * spec.Special)), end = exception.History[^1].DistanceToMinimumNorm;
        double[] law = new double[steps.Length];
        law[^1] = end;
        for (int t = law.Length - 2; t >= 0; t--)
        {
            law[t] = law[t + 1] / factor;
        }

        Panel special = new(
            new("step"),
            new("distance to X⁺y", true) { Low = 1e-16, High = 1e12 },
            [
                new LineMark(steps, [.. exception.History.Select(record => record.DistanceToMinimumNorm)]) { Legend = $"α = {spec.Special}·2/λ₁" },
                new LineMark(steps, [.. law.Select(value => Math.Max(value, start))]) { Legend = "rounding, growing by |1 − α·λ₁|", IsDashed = true },
            ])
        { Title = "y orthogonal to u₁" };
        return new("step-bound", "Gradient descent with steps below and above 2/λ₁", [random, special])
        {
            Caption = "Left: the bound decides. Right: for a y orthogonal to the first left singular vector u₁ even a step above the bound comes close, until the rounding along u₁ has grown.",
        };
    }
}

/// <summary>Parameters of <see cref="StepBound"/>.</summary>
internal sealed record StepBoundSpec : ExperimentSpec
{
    [Parameter("rows of X, fewer than columns", Minimum = 3, Maximum = 200)]
    public int Rows { get; init; } = 20;

    [Parameter("columns of X", Minimum = 4, Maximum = 400)]
    public int Columns { get; init; } = 40;

    [Parameter("steps", Minimum = 300, Maximum = 5000)]
    public int Steps { get; init; } = 500;

    [Parameter("steps as multiples of 2/λ₁ for a random y, below and above 1", Minimum = 0.3, Maximum = 1.5)]
    public IReadOnlyList<double> Factors { get; init; } = [0.5, 0.8, 0.95, 1.02, 1.05];

    [Parameter("the step as a multiple of 2/λ₁ for the y orthogonal to u₁; λ₁/λ₂ is 1.5625", Minimum = 1.03, Maximum = 1.5)]
    public double Special { get; init; } = 1.05;

    public override string? Problem() => Rows >= Columns ? $"rows: {Rows} must be less than columns ({Columns})"
        : !Factors.Any(factor => factor < 1) || !Factors.Any(factor => factor > 1) ? "factors: one must be below 1 and one above"
        : null;
}
