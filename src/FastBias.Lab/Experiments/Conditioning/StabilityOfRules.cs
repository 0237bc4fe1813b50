using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>How much three rules for choosing a solution respond to changes of the data.</summary>
internal sealed class StabilityOfRules : Experiment<StabilityOfRulesSpec>
{
    public override string Name => "stability-of-rules";

    public override string Title => "Among the rules that choose a solution, the shortest responds least to noise in b";

    public override string About => """
        "The minimum-norm solution is the least sensitive one" needs to be made precise: sensitivity belongs to a rule that assigns a solution to every problem, not to one solution.

        Three rules for a wide A of full rank: the shortest solution A⁺b; a basic solution with zeros, from pivoted QR; and A⁺b plus a fixed part, projected on the null space of A. For a change of b
        every linear rule is a right inverse G, A·G = I, and responds by G·δb. Among all right inverses A⁺ has the smallest operator norm (the largest ‖G·δb‖/‖δb‖), 1/σ_min, and for each single δb the shortest response, since
        ‖G·δb‖² = ‖A⁺δb‖² + ‖P_null·G·δb‖², P_null the projection on the null space. A fixed null part does not respond to δb, so the third rule moves exactly as A⁺b does.

        For a change of A nothing so strong is true. The shortest solution has to stay in the row space, which turns with A: δx ≈ −A⁺·δA·x* + P_null·δAᵀ(A⁺)ᵀx*, at most √(‖A⁺‖²‖x*‖² + ‖(A⁺)ᵀx*‖²) per unit of
        ‖δA‖. The basic solution uses only some columns B of A and moves by −B⁻¹·δB·x_B, often less, though it may be more. The table has medians and maxima of ‖δx‖ divided by the size of the change.

        Source: G. Golub and C. Van Loan, Matrix Computations, section 5.5; P.-Å. Wedin, BIT 13 (1973).
        """;

    public override IReadOnlyList<string> Ids => ["S1-STABLE"];

    public override ExperimentSpec Quick => new StabilityOfRulesSpec { Rows = 3, Columns = 6, Changes = 20 };

    protected override ExperimentResult Run(StabilityOfRulesSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        RuleProblem problem = new(spec, random);
        Response[] toB = context.ForEach(spec.Changes, i => problem.ToTarget(random.Split((2 * (ulong)i) + 1)), 0, 0.5);
        Response[] toA = context.ForEach(spec.Changes, i => problem.ToMatrix(random.Split((2 * (ulong)i) + 2)), 0.5);
        return new([.. Claims(spec, problem, random, toB, toA)], [Table(toB, toA)], [Scatter(toB, toA)]);
    }

    private static IEnumerable<Claim> Claims(StabilityOfRulesSpec spec, RuleProblem problem, RandomSource random, Response[] toB, Response[] toA)
    {
        yield return Claim.AtMost("S1-STABLE", "noise-in-b", "For every change of b the shortest solution moves least: the number of changes for which another rule moves less (by more than rounding) is zero", 0,
            toB.Count(response => response.Shortest > Math.Min(response.Basic, response.Shifted) * (1 + 1e-8)));
        double[] norms = [.. Enumerable.Range(0, spec.Changes).Select(i => problem.RightInverseNorm(random.Split(0).Split((ulong)i)))];
        yield return Claim.AtMost("S1-STABLE", "operator-norm", "A⁺ has the smallest operator norm of all right inverses: 1/σ_min is not above that of any right inverse tried", norms.Min() * (1 + 1e-13), problem.ShortestNorm).Law();
        yield return Claim.Near("S1-STABLE", "sigma", "The operator norm of A⁺ is 1/σ_min: their product ‖A⁺‖·σ_min is 1 within 1e-12", 1, 1e-12, problem.ShortestNorm * problem.SmallestSigma).Law();
        int exceptions = toA.Count(response => response.Shortest > Math.Min(response.Basic, response.Shifted));
        yield return Claim.AtMost("S1-STABLE", "noise-in-a", "For every change of A the shortest solution moves least: the number of changes for which another rule moves less is zero", 0, exceptions)
            .Because("The theorem is about changes of b. A change of A also turns the row space, in which the shortest solution has to lie, and a basic solution does not feel that; for most changes it moves less.");
        yield return Claim.AtMost("S1-STABLE", "noise-in-a-bound", "No change of A moves the shortest solution by more than √(‖A⁺‖²‖x*‖² + ‖(A⁺)ᵀx*‖²) per unit, the first-order bound (with 1% for higher orders)",
            1.01 * problem.MatrixBound, toA.Max(response => response.Shortest)).Law();
    }

    private static ResultTable Table(Response[] toB, Response[] toA) => new(
        "movement",
        "Movement of the solution per unit of change",
        ["rule", "δb: median", "δb: largest", "δA: median", "δA: largest"],
        [
            Row("shortest, A⁺b", response => response.Shortest, toB, toA),
            Row("basic, pivoted QR", response => response.Basic, toB, toA),
            Row("A⁺b + fixed null part", response => response.Shifted, toB, toA),
        ]);

    private static IReadOnlyList<Cell> Row(string rule, Func<Response, double> of, Response[] toB, Response[] toA) =>
        [rule, Statistics.Median(toB.Select(of)), toB.Max(of), Statistics.Median(toA.Select(of)), toA.Max(of)];

    private static Figure Scatter(Response[] toB, Response[] toA) => new(
        "responses",
        "Each change, under the shortest rule and under the basic one",
        [Panel("Changes of b", "‖δb‖", toB), Panel("Changes of A", "‖δA‖", toA)])
    {
        Caption = "Points above the dashed line: the basic solution moved further than the shortest. For changes of b there is no point below it, by theorem; for changes of A there are many.",
    };

    private static Panel Panel(string title, string unit, Response[] responses)
    {
        double high = responses.Max(response => Math.Max(response.Shortest, response.Basic)), low = responses.Min(response => Math.Min(response.Shortest, response.Basic));
        return new(
            new($"movement of A⁺b per {unit}", true),
            new($"movement of the basic solution per {unit}", true),
            [
                new ScatterMark([.. responses.Select(response => response.Shortest)], [.. responses.Select(response => response.Basic)]) { Legend = "a change" },
                new LineMark([low, high], [low, high]) { Legend = "equal movement", IsDashed = true },
            ])
        { Title = title };
    }
}

/// <summary>How far each rule moved, per unit of change.</summary>
internal readonly record struct Response(double Shortest, double Basic, double Shifted);

/// <summary>Parameters of <see cref="StabilityOfRules"/>.</summary>
internal sealed record StabilityOfRulesSpec : ExperimentSpec
{
    [Parameter("rows of A, fewer than columns", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 6;

    [Parameter("columns of A", Minimum = 2, Maximum = 400)]
    public int Columns { get; init; } = 12;

    [Parameter("changes tried of each kind", Minimum = 1, Maximum = 100000)]
    public int Changes { get; init; } = 1000;

    [Parameter("size of a change, relative to b or A", Minimum = 1e-8, Maximum = 0.1)]
    public double Size { get; init; } = 1e-4;

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), or there is only one rule";
}
