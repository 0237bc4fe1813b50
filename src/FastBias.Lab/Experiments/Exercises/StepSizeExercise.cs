using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent on an underdetermined problem: where it ends, how fast, and which step is best.</summary>
internal sealed class StepSizeExercise : Experiment<StepSizeSpec>
{
    public override string Name => "step-size";

    public override string Title => "Gradient descent from zero ends at the shortest interpolating solution; the best step is 2/(λ_max + λ_min)";

    public override string About => """
        50 rows, 200 columns, y = X·w_true + 0.01·noise with ten non-zero coefficients. Gradient descent on ‖X·w − y‖²/2m from w = 0 stays in the row space and tends to w* = X⁺y, the shortest of all solutions with zero loss. Along
        an eigenvector of XᵀX/m the error shrinks by |1 − αλ| in each step; the slowest of the non-zero eigenvalues decides. Those of a 50 × 200 normal matrix lie between about (2 − 1)² = 1 and (2 + 1)² = 9, so that
        convergence is quick; the eigenvalue 0 belongs to directions in which nothing ever moves.

        The exercise tells a reader to expect 4000, 1200 and 600 steps for α·λ_max = 0.5, 1.5 and 1.99 until ‖∇ℓ‖ < 1e-6: "larger is faster within the range". It is not: beyond α = 2/(λ_max + λ_min) the largest eigenvalue
        is the slow one, and at 1.99 its error changes sign and keeps 99 % of its size in each step. At 2.02 it grows by 2 % in each.

        The published solution takes α = 0.005/λ_max, 200 to 400 times smaller than allowed, on NumPy's data of seed 42, and prints numbers that no run of it gives; its conclusion is true all the same.

        Look at the first figure for the rates against theory (dashed), and at the second for the paths in the plane of their two main directions: all end at the same point.

        Source: H. Engl, M. Hanke, A. Neubauer, Regularization of Inverse Problems, section 6.1; B. Polyak, Introduction to Optimization, section 1.4, for the best step.
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.1", "S3-CS.1"];

    public override ExperimentSpec Quick => new StepSizeSpec { Rows = 20, Columns = 60, Seeds = 2, SolvedSteps = 300 };

    protected override ExperimentResult Run(StepSizeSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        StatedDescentRun[] runs = context.ForEach(spec.Seeds, i => StatedDescentRun.Create(spec, random.Split((ulong)i), i == 0), 0, 0.6);
        SolvedDescentRun solved = SolvedDescentRun.Create(spec, context);
        return new(
            [.. StepSizeClaims.Stated(spec, runs), .. solved.Claims()],
            [StepsTable(spec, runs), SeedsTable(spec, runs), solved.Table()],
            [Rates(spec, runs[0]), Paths(spec, runs[0]), solved.Picture()]);
    }

    private static ResultTable StepsTable(StepSizeSpec spec, StatedDescentRun[] runs) => new(
        "steps",
        "Steps until ‖∇ℓ‖ < 1e-6, by the step α",
        ["α·λ_max (0 stands for α = 2/(λ_max + λ_min))", "steps, median", "steps, smallest", "steps, largest", "factor per step, measured, first draw", "max |1 − αλ|, first draw", "‖w_T‖ − ‖w*‖, first draw"],
        [.. spec.Factors.Select((factor, j) => (IReadOnlyList<Cell>)
        [
            factor, Statistics.Median(runs.Select(run => (double)run.Paths[j].Steps)), runs.Min(run => run.Paths[j].Steps), runs.Max(run => run.Paths[j].Steps),
            runs[0].Paths[j].MeasuredFactor, runs[0].Paths[j].PredictedFactor, runs[0].Paths[j].LengthError,
        ])]);

    private static ResultTable SeedsTable(StepSizeSpec spec, StatedDescentRun[] runs) => new(
        "draws",
        "The draws",
        ["draw", "λ_max", "λ_max by 50 power iterations", "condition number of the non-zero spectrum", "‖w*‖", "largest ‖P_null·w_t‖"],
        [.. runs.Select((run, i) => (IReadOnlyList<Cell>)[i, run.Largest, run.PowerEstimate, run.Condition, run.Length, run.Paths.Max(path => path.NullComponent)])]);

    private static Figure Rates(StepSizeSpec spec, StatedDescentRun run)
    {
        List<Mark> errors = [], losses = [];
        for (int j = 0; j < spec.Factors.Count; j++)
        {
            StepSizePath path = run.Paths[j];
            int shown = Math.Min(path.Errors.Count, 200);
            double[] t = [.. Enumerable.Range(0, shown).Select(k => (double)k)];
            errors.Add(new LineMark(t, [.. path.Errors.Take(shown)]) { Legend = path.Name, Color = j });
            errors.Add(new LineMark(t, [.. t.Select(k => path.Errors[0] * RateLaws.Power(path.PredictedFactor, (int)k))]) { IsDashed = true, Color = j });
            losses.Add(new LineMark(t, [.. path.Losses.Take(shown)]) { Legend = path.Name, Color = j });
        }

        return new("rates", "The step decides the rate, not the limit",
        [
            new Panel(new("step t"), new("distance ‖w_t − w*‖", true), errors) { Title = "Distance to the shortest solution" },
            new Panel(new("step t"), new("loss ‖X·w − y‖²/2m", true), losses) { Title = "Loss" },
        ])
        {
            Caption = "Dashed: the bound (max |1 − αλ|)^t. The step 2/(λ_max + λ_min) is the fastest; just below the limit 2/λ_max, at 1.99, hardly anything happens.",
        };
    }

    private static Figure Paths(StepSizeSpec spec, StatedDescentRun run)
    {
        List<Mark> marks = [];
        for (int j = 0; j < spec.Factors.Count; j++)
        {
            marks.Add(new LineMark(run.Paths[j].PlaneX, run.Paths[j].PlaneY) { Legend = run.Paths[j].Name, HasArrow = true, Color = j });
        }

        (double x, double y) = run.End;
        marks.Add(new ScatterMark([x], [y]) { Legend = "w*", Radius = 5 });
        return new("paths", "Different paths, one end", [new Panel(new("first main direction"), new("second main direction"), marks) { IsEqualScale = true }])
        {
            Caption = "The iterates in the plane that shows most of the path with α = 0.5/λ_max. Small steps bend smoothly; near the limit the path swings across the valley. All end at w* = X⁺y.",
        };
    }
}

/// <summary>Parameters of <see cref="StepSizeExercise"/>.</summary>
internal sealed record StepSizeSpec : ExperimentSpec
{
    [Parameter("rows m", Minimum = 2, Maximum = 500)]
    public int Rows { get; init; } = 50;

    [Parameter("columns n, more than rows", Minimum = 11, Maximum = 2000)]
    public int Columns { get; init; } = 200;

    [Parameter("draws", Minimum = 1, Maximum = 200)]
    public int Seeds { get; init; } = 10;

    [Parameter("steps α as multiples of 1/λ_max, below 2; 0 stands for 2/(λ_max + λ_min)", Minimum = 0, Maximum = 1.999)]
    public IReadOnlyList<double> Factors { get; init; } = [0.5, 1.5, 1.99, 0];

    [Parameter("the most steps", Minimum = 10, Maximum = 1000000)]
    public int MaxSteps { get; init; } = 20000;

    [Parameter("steps of the published solution's run", Minimum = 100, Maximum = 1000000)]
    public int SolvedSteps { get; init; } = 50000;

    [Parameter("seed of NumPy's stream for the published solution", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), or there is only one solution";
}
