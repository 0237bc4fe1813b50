using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The exercise on double descent: its own design has none; three designs that do.</summary>
internal sealed class DoubleDescentDesigns : Experiment<DoubleDescentDesignsSpec>
{
    public override string Name => "double-descent-designs";

    public override string Title => "Whether the test error descends twice depends on the design: the exercise's has no descent at all";

    public override string About => """
        Fit m rows by least squares with p features, of minimum norm where p > m. "Double descent" says: as p grows, the test error falls, rises to a peak at p = m, and falls again.

        The exercise keeps the 10 features that carry all of the signal and adds features of pure noise: y = X_sig·w + ε with σ = 0.01. Nothing is gained by adding them. Below p = m the error is
        σ²(1 + p/(m − p − 1)); above, the solution of minimum norm spreads the signal over p columns and loses the share 1 − m/p of it: ‖w‖²(1 − m/p) + σ²(1 + m/(p − m − 1)), which rises
        to the error of predicting zero. The exercise tabulates numbers that no run of its design gives.

        A descent needs a reason. Noise that is large beside the signal makes a peak with a descent after it: the peak is the noise, divided by singular values near zero, and it falls as soon as
        they are bounded away from zero. A descent before the peak needs features that bring new signal: 1000 independent features with variances ∝ j^(−1.5), all with
        coefficients ±1, of which the p largest are fitted. What is left out acts as noise, so more features help first; the peak comes at p = m; and beyond it the small features act
        like a ridge penalty, so that the second descent goes below the first.

        Test errors of the last two designs are exact given the fitted coefficients (σ² + Σ variance·(error of the coefficient)²), without a test set. Look at the medians near p = m: the mean
        is infinite for |p − m| ≤ 1.

        Source: M. Belkin, D. Hsu, J. Xu, Two models of double descent for weak features, SIAM J. Math. Data Sci. 2 (2020); T. Hastie et al., Surprises in high-dimensional ridgeless least
        squares interpolation, Ann. Statist. 50 (2022).
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.5"];

    public override ExperimentSpec Quick => new DoubleDescentDesignsSpec
    {
        Features = [10, 45, 50, 55, 60, 100, 500],
        Repeats = 3,
        TestRows = 100,
        NoisyFeatures = [1, 40, 50, 60, 500],
        NoisyRepeats = 9,
        Fitted = [5, 20, 80, 100, 130, 400],
        FittedRepeats = 3,
        AllFeatures = 400,
    };

    protected override ExperimentResult Run(DoubleDescentDesignsSpec spec, ExperimentContext context)
    {
        StatedDescent stated = new(spec, context);
        NoisyDescent noisy = new(spec, context);
        WeakFeatureDescent weak = new(spec, context);
        return new(
            [.. stated.Claims(), .. noisy.Claims(), .. weak.Claims()],
            [stated.Table(), noisy.Table(), weak.Table()],
            [stated.Figure(), HonestFigure(noisy, weak)]);
    }

    private static Figure HonestFigure(NoisyDescent noisy, WeakFeatureDescent weak) => new("two-descents", "Designs in which the error descends after its peak", [noisy.Panel(), weak.Panel()])
    {
        Caption = "Left: a strong noise makes a peak with one descent after it. Right: features that carry less and less signal make two, the second below the first. Medians with the range of the middle half of the draws.",
    };
}

/// <summary>Parameters of <see cref="DoubleDescentDesigns"/>.</summary>
internal sealed record DoubleDescentDesignsSpec : ExperimentSpec
{
    [Parameter("numbers of features in the exercise's design", Minimum = 10, Maximum = 2000)]
    public IReadOnlyList<int> Features { get; init; } = [10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 70, 80, 100, 150, 200, 300, 500];

    [Parameter("draws of the exercise's noise features", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 10;

    [Parameter("test rows in the exercise's design", Minimum = 1, Maximum = 10000)]
    public int TestRows { get; init; } = 500;

    [Parameter("numbers of features in the design with strong noise (50 rows)", Minimum = 1, Maximum = 2000)]
    public IReadOnlyList<int> NoisyFeatures { get; init; } = [1, 5, 10, 20, 30, 40, 45, 48, 50, 52, 55, 60, 80, 100, 200, 500];

    [Parameter("draws of the design with strong noise", Minimum = 1, Maximum = 2000)]
    public int NoisyRepeats { get; init; } = 200;

    [Parameter("numbers of features fitted in the design with weak features (100 rows)", Minimum = 1, Maximum = 2000)]
    public IReadOnlyList<int> Fitted { get; init; } = [5, 10, 20, 40, 60, 80, 90, 95, 100, 105, 110, 130, 160, 200, 300, 500, 1000];

    [Parameter("draws of the design with weak features", Minimum = 1, Maximum = 2000)]
    public int FittedRepeats { get; init; } = 25;

    [Parameter("features that there are in the design with weak features", Minimum = 101, Maximum = 5000)]
    public int AllFeatures { get; init; } = 1000;

    public override string? Problem() => Fitted.Max() > AllFeatures ? $"fitted: {Fitted.Max()} is more than there are (all-features={AllFeatures})" : null;
}
