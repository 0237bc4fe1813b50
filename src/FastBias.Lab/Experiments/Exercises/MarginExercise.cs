using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Logistic regression on separable data: gradient descent turns, slowly, towards the hyperplane of the largest margin.</summary>
internal sealed class MarginExercise : Experiment<MarginSpec>
{
    public override string Name => "margin-of-descent";

    public override string Title => "Gradient descent on the logistic loss finds the largest margin, at a logarithmic pace";

    public override string About => """
        Two classes around (2, 2) and (−2, −2), labels 1 and −1. Where a line separates them the logistic loss has no minimum: it falls for ever while ‖w‖ grows, and the direction of (w, b) tends to that of the largest margin. How fast?
        loss ~ 1/t, ‖(w, b)‖ ~ ln t/γ, and both the angle to the limit and the missing margin ~ 1/ln t. Gradient descent sees the data with a column of ones, so that its limit is the
        hyperplane that maximises min yᵢ(w·xᵢ + b)/‖(w, b)‖; the support vector machine divides by ‖w‖ alone.

        The referee is an exact solver of both problems. Its margin is certified by duality: half the distance of any two points in the convex hulls of the classes is an upper bound of the margin, and the
        solver names two whose half distance is the margin.

        The exercise says that the loss falls and the norm grows exponentially. The published solution does not run (`y * X_aug @ w` multiplies labels and data first, and their shapes do not fit); with that mended, NumPy's data of seed 42 (50 points in a
        class) give the numbers below. Its quotient of the margins, 1.0001, cannot be: nothing has a larger margin than the largest.

        A gradient divided by its norm does not slow down as the loss falls, and gets there: the green lines.

        The data of the exercise as stated (100 points in a class) are separable in about nine draws of ten, with margins from nearly 0 to about 1: look at the histogram of draws before believing a single one.

        Source: D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018); M. Nacson et al., Convergence of gradient descent on separable data, AISTATS 2019, for the normalised gradient.
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.3", "S3-CS.3"];

    public override ExperimentSpec Quick => new MarginSpec { Draws = 20, Steps = 500, SolvedSteps = 500, TestPoints = 20 };

    protected override ExperimentResult Run(MarginSpec spec, ExperimentContext context)
    {
        MarginDraws draws = new(spec, context);
        MarginRun[] runs = context.ForEach(3, i => i switch
        {
            0 => MarginRun.Solved(spec),
            1 => draws.Descend(spec, false),
            _ => draws.Descend(spec, true),
        }, 0.2, 1);
        return new(
            [.. MarginClaims.Stated(spec, draws, runs[1], runs[2]), .. MarginClaims.Solved(spec, runs[0])],
            [runs[0].Table("solved", "The published solution's data (NumPy, seed 42), 50 points in a class"), runs[1].Table("stated", "The exercise's data, 100 points in a class, the draw whose margin is nearest to 0.2"), runs[2].Table("normalised", "The same draw with gradients divided by their norm"), draws.Table()],
            [Laws(runs), Boundaries(runs[0]), draws.Picture()]);
    }

    private static Figure Laws(MarginRun[] runs) => new("laws", "Loss, norm and angle on the way to the largest margin",
    [
        new Panel(new("step t", true), new("mean logistic loss", true), [runs[0].Line("published data", point => point.Loss, 0), runs[1].Line("as stated", point => point.Loss, 1), runs[0].Reference("∝ 1/t", 0)]) { Title = "The loss falls like 1/t" },
        new Panel(new("step t", true), new("norm ‖(w, b)‖") { Low = 0 }, [runs[0].Line("published data", point => point.Norm, 0), runs[1].Line("as stated", point => point.Norm, 1), runs[0].NormLaw(0), runs[1].NormLaw(1)]) { Title = "The norm grows with ln t; dashed: slope 1/γ" },
        new Panel(new("step t", true), new("angle to the largest margin, degrees", true), [runs[0].Line("published data", point => point.Angle, 0), runs[1].Line("as stated", point => point.Angle, 1), runs[2].Line("as stated, normalised", point => point.Angle, 2)]) { Title = "The angle falls slowly" },
        new Panel(new("step t", true), new("margin / largest margin") { Low = 0, High = 1.05 }, [runs[0].Line("published data", point => point.Ratio, 0), runs[1].Line("as stated", point => point.Ratio, 1), runs[2].Line("as stated, normalised", point => point.Ratio, 2), new RuleMark(1, "largest")]) { Title = "The margin approaches the largest" },
    ])
    {
        Caption = "Blue: the published solution's data, largest margin 1.05. Orange: the data as stated, a draw with largest margin 0.2, where everything takes far longer. The loss falls like 1/t and the norm grows like ln t/γ, neither exponentially; the angle and the margin converge even more slowly. Dividing the gradient by its norm mends that (green).",
    };

    private static Figure Boundaries(MarginRun run) => new("boundaries", "The two separating lines on the published data", [run.Boundaries()])
    {
        Caption = "Gradient descent's line and that of the largest margin nearly coincide; the dashed lines are those through the closest points of each class.",
    };
}

/// <summary>Parameters of <see cref="MarginExercise"/>.</summary>
internal sealed record MarginSpec : ExperimentSpec
{
    [Parameter("points in a class, as stated", Minimum = 2, Maximum = 1000)]
    public int Points { get; init; } = 100;

    [Parameter("draws of the stated data whose margin is computed", Minimum = 1, Maximum = 2000)]
    public int Draws { get; init; } = 200;

    [Parameter("steps of gradient descent as stated", Minimum = 100, Maximum = 1000000)]
    public int Steps { get; init; } = 50000;

    [Parameter("step α as stated", Minimum = 1e-6, Maximum = 1)]
    public double Step { get; init; } = 0.01;

    [Parameter("step of the normalised gradient", Minimum = 1e-6, Maximum = 1)]
    public double NormalisedStep { get; init; } = 0.01;

    [Parameter("test points in a class", Minimum = 1, Maximum = 10000)]
    public int TestPoints { get; init; } = 100;

    [Parameter("steps on the published solution's data", Minimum = 100, Maximum = 10000000)]
    public int SolvedSteps { get; init; } = 200000;

    [Parameter("seed of NumPy's stream for the published solution", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;
}
