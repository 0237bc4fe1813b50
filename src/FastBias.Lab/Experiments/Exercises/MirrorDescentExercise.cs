using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Exponentiated gradient against projected gradient: sparsity comes from where it starts, not from multiplying.</summary>
internal sealed class MirrorDescentExercise : Experiment<MirrorDescentSpec>
{
    private static readonly double[] s_published = [13.8, 2.06, 0.82, 0.28, 0.009, 0.0009];

    public override string Name => "mirror-descent";

    public override string Title => "Exponentiated gradient finds sparse solutions when it starts near zero, and where there is a choice";

    public override string About => """
        Exponentiated gradient, w ← w·exp(−η·∇ℓ) in every coordinate, keeps w positive. On X·w = y with more unknowns than rows it tends to the solution that minimises Σ wᵢ·ln(wᵢ/αᵢ) − wᵢ + αᵢ, where α is its start: so that ln(w/α) lies in
        the row space of X. As α → 0 that measure tends to ‖w‖₁·ln(1/α): the limit is the solution of least sum, which is sparse if a sparse one exists.

        The exercise has 50 rows and 20 columns. There is nothing to choose: with more rows than columns the non-negative least squares problem has one solution, and projected gradient, w ← max(w − η·∇ℓ, 0), and
        exponentiated gradient both end there. "Mirror descent is sparser (L1 norm 12 against 25)" is impossible. Projected gradient has exact zeros, exponentiated gradient none.

        The published solution normalises w to sum 1. Its L1 norm is then 1 by construction, whatever the data; it cannot fit, as the true coefficients have another sum and negative entries; the numbers it
        prints (30 → 3.23) contradict the program. How it draws its data is not known, so that only what holds for every draw is checked.

        The honest design: 40 rows, 200 columns, five positive coefficients, no noise. Look at the L1 norm over α: it falls to the optimum of the linear program.

        Source: B. Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020; S. Gunasekar et al., Characterizing implicit bias in terms of optimization geometry, ICML 2018.
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.15", "S3-CS.11"];

    public override ExperimentSpec Quick => new MirrorDescentSpec { Starts = [1, 1e-6], Steps = 300, TallSteps = 500, SolvedSteps = 300 };

    protected override ExperimentResult Run(MirrorDescentSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        WideMirror wide = new(spec, random.Split(1), context);
        TallMirror tall = new(spec, random.Split(2));
        SimplexMirror simplex = new(spec, random.Split(3));
        context.Report(1);
        return new([.. tall.Claims(), .. wide.Claims(), .. simplex.Claims()], [tall.Table(), wide.Table(), simplex.Table()], [wide.Picture(s_published), tall.Picture()]);
    }
}

/// <summary>Parameters of <see cref="MirrorDescentExercise"/>.</summary>
internal sealed record MirrorDescentSpec : ExperimentSpec
{
    [Parameter("starts α of exponentiated gradient in the honest design, falling", Minimum = 1e-100, Maximum = 10)]
    public IReadOnlyList<double> Starts { get; init; } = [1, 0.1, 0.01, 1e-3, 1e-6, 1e-10];

    [Parameter("steps in the honest design", Minimum = 10, Maximum = 10000000)]
    public int Steps { get; init; } = 20000;

    [Parameter("step η in the honest design, for ‖X·w − y‖²/2m", Minimum = 1e-6, Maximum = 1)]
    public double Step { get; init; } = 0.1;

    [Parameter("steps with more rows than columns", Minimum = 10, Maximum = 10000000)]
    public int TallSteps { get; init; } = 30000;

    [Parameter("steps of the published solution's kind", Minimum = 10, Maximum = 1000000)]
    public int SolvedSteps { get; init; } = 5000;
}
