using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The sign of the generalisation gap at zero training loss.</summary>
internal sealed class ZeroLossGap : Experiment<ZeroLossGapSpec>
{
    private const string Id = "S3-A.4";

    public override string Name => "zero-loss-gap";

    public override string Title => "At zero training loss the gap can be zero, but never negative";

    public override string About => """
        True or false: if the training loss is zero, the gap between test and training loss is strictly positive. The book: false, and so it is, but for another reason than the one given.

        The reason given is that the gap may be negative. It cannot: the gap is test loss minus zero, and a loss is not negative. The right counterexample has no noise and at most as many features as rows:
        y = X·w determines w, training and test loss are both zero, and so is the gap. With noise and more features than rows the training loss is zero as well, and the gap is positive.

        Each draw fits least squares of minimum norm; the test loss is exact, ‖ŵ − w‖² + σ².

        Source: the definition of the gap; for the second design, T. Hastie et al., Surprises in high-dimensional ridgeless least squares interpolation, Annals of Statistics 50 (2022).
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new ZeroLossGapSpec { Rows = 20, FewFeatures = 5, ManyFeatures = 40, Repeats = 10 };

    protected override ExperimentResult Run(ZeroLossGapSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        (double Train, double Test)[] exact = context.ForEach(spec.Repeats, i => Losses(spec, spec.FewFeatures, 0, random.Split(0).Split((ulong)i)), 0, 0.5);
        (double Train, double Test)[] noisy = context.ForEach(spec.Repeats, i => Losses(spec, spec.ManyFeatures, spec.Noise, random.Split(1).Split((ulong)i)), 0.5);
        return new([.. Claims(spec, exact, noisy)], [Table(exact, noisy)], [LossFigure(spec, exact, noisy)]);
    }

    private static (double Train, double Test) Losses(ZeroLossGapSpec spec, int features, double noise, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, features);
        double[] truth = Synthetic.Direction(random, features), y = Synthetic.Linear(random, x, truth, noise), w = Regression.MinimumNorm(x, y);
        double distance = Vectors.Distance(w, truth);
        return (Regression.MeanSquare(x, w, y), (distance * distance) + (noise * noise));
    }

    private static IEnumerable<Claim> Claims(ZeroLossGapSpec spec, (double Train, double Test)[] exact, (double Train, double Test)[] noisy)
    {
        yield return Claim.AtMost(Id, "zero-loss", "Least squares fits both designs exactly, without noise and with: the largest mean square training error is below 1e-20", 1e-20, exact.Concat(noisy).Max(loss => loss.Train)).Law();
        yield return Claim.AtMost(Id, "zero-gap", "At zero training loss the gap between test and training loss can be zero: without noise and with at most as many features as rows the largest gap is below 1e-20", 1e-20, exact.Max(loss => Math.Abs(loss.Test - loss.Train)));
        yield return Claim.AtLeast(Id, "negative", "The gap between test and training loss can be negative at zero training loss: the number of draws in which it is below −1e-20 is at least 1", 1, exact.Concat(noisy).Count(loss => loss.Test - loss.Train < -1e-20)).Because(
            "The gap is the test loss minus zero, and a loss is not negative. The statement that the gap need not be positive is still right: it can be zero.");
        yield return Claim.AtLeast(Id, "noise", "With noise and more features than rows the gap at zero training loss is positive: in every draw at least σ²", spec.Noise * spec.Noise, noisy.Min(loss => loss.Test - loss.Train)).Law();
    }

    private static ResultTable Table((double Train, double Test)[] exact, (double Train, double Test)[] noisy) => new(
        "gaps",
        "Training and test loss (mean square) and their gap, test less training loss",
        ["design", "training loss, largest", "test loss, median", "gap, smallest", "gap, largest"],
        [Row("no noise, few features", exact), Row("noise, many features", noisy)]);

    private static IReadOnlyList<Cell> Row(string name, (double Train, double Test)[] losses) =>
        [name, losses.Max(loss => loss.Train), Statistics.Median(losses.Select(loss => loss.Test)), losses.Min(loss => loss.Test - loss.Train), losses.Max(loss => loss.Test - loss.Train)];

    private static Figure LossFigure(ZeroLossGapSpec spec, (double Train, double Test)[] exact, (double Train, double Test)[] noisy) => new(
        "losses",
        "Test loss of models that fit exactly",
        [
            new(new("draw"), new("test loss (mean square)", true), [Draws(exact)]) { Title = "No noise, few features: rounding" },
            new(new("draw"), new("test loss (mean square)", true) { Low = 0.5 * spec.Noise * spec.Noise }, [Draws(noisy), new RuleMark(spec.Noise * spec.Noise, "noise σ²")]) { Title = "Noise, many features: at least σ²" },
        ])
    {
        Caption = "All models have zero training loss, up to rounding. Left, the test loss is rounding too, and so is the gap. Right, it is well above the noise. It is nowhere below zero: a loss cannot be.",
    };

    private static ScatterMark Draws((double Train, double Test)[] losses) => new([.. Enumerable.Range(1, losses.Length).Select(i => (double)i)], [.. losses.Select(loss => loss.Test)]);
}

/// <summary>Parameters of <see cref="ZeroLossGap"/>.</summary>
internal sealed record ZeroLossGapSpec : ExperimentSpec
{
    [Parameter("rows", Minimum = 2, Maximum = 500)]
    public int Rows { get; init; } = 50;

    [Parameter("features of the design without noise, at most half the rows", Minimum = 1, Maximum = 250)]
    public int FewFeatures { get; init; } = 20;

    [Parameter("features of the design with noise, more than rows", Minimum = 3, Maximum = 2000)]
    public int ManyFeatures { get; init; } = 100;

    [Parameter("deviation σ of the noise", Minimum = 1e-3, Maximum = 10)]
    public double Noise { get; init; } = 0.3;

    [Parameter("draws of each design", Minimum = 1, Maximum = 10000)]
    public int Repeats { get; init; } = 100;

    public override string? Problem() => 2 * FewFeatures > Rows ? $"few-features: {FewFeatures} is more than half the rows ({Rows})"
        : ManyFeatures < Rows * 5 / 4 ? $"many-features: {ManyFeatures} is less than 5/4 of the rows ({Rows})"
        : null;
}
