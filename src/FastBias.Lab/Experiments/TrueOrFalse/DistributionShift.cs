using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The minimum-norm solution under a change of the distribution of the features.</summary>
internal sealed class DistributionShift : Experiment<DistributionShiftSpec>
{
    private const string Id = "S3-A.12";

    public override string Name => "distribution-shift";

    public override string Title => "The minimum-norm solution is not the most robust one when the features change";

    public override string About => """
        True or false: of all interpolating solutions the one of minimum norm is the most robust to a shift of the distribution. The book: false, and so it is.

        The target is the first feature, y = x₁. Ten more features are noisy copies of it, x_j = x₁ + s·noise. With fewer rows than features there are many solutions. The sparse one, w = (1, 0, …, 0), predicts perfectly.
        The shortest one divides the weight among all copies: with equal weights 1/11 its length is 1/√11. On new data of the same kind it does rather well, since the errors of the copies average out.

        Then the copies disappear: on the shifted data they are zero. The sparse solution does not notice. The shortest one keeps only its weight w₁ on x₁ and has the error (1 − w₁)².

        Errors are exact: the expected squared error over all rows, in closed form.

        Source: the argument is that of invariant prediction, J. Peters, P. Bühlmann and N. Meinshausen, J. R. Stat. Soc. B 78 (2016).
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new DistributionShiftSpec { Repeats = 10 };

    protected override ExperimentResult Run(DistributionShiftSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        ShiftDraw[] draws = context.ForEach(spec.Repeats, i => Draw(spec, random.Split((ulong)i)));
        return new([.. Claims(draws)], [Table(draws)], [ErrorFigure(draws)]);
    }

    private static ShiftDraw Draw(DistributionShiftSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Copies + 1);
        double[] y = x.Column(0);
        for (int i = 0; i < spec.Rows; i++)
        {
            for (int j = 1; j <= spec.Copies; j++)
            {
                x[i, j] = y[i] + (spec.Spread * x[i, j]);
            }
        }

        double[] shortest = Regression.MinimumNorm(x, y), sparse = [1, .. new double[spec.Copies]];
        return new(Before(spec, shortest), After(shortest), Before(spec, sparse), After(sparse), Vectors.Norm(shortest), Regression.MeanSquare(x, shortest, y));
    }

    /// <summary>E (x·w − x₁)² = (Σw − 1)² + s²·Σ_(j≥1) w_j².</summary>
    private static double Before(DistributionShiftSpec spec, double[] w)
    {
        double sum = w.Sum() - 1, copies = Vectors.Norm(w.AsSpan(1));
        return (sum * sum) + (spec.Spread * spec.Spread * copies * copies);
    }

    /// <summary>The same with the copies at zero: (1 − w₁)².</summary>
    private static double After(double[] w) => (1 - w[0]) * (1 - w[0]);

    private static IEnumerable<Claim> Claims(ShiftDraw[] draws)
    {
        yield return Claim.AtLeast(Id, "min-norm-fails", "When the copies disappear the minimum-norm solution's mean square error rises at least fivefold in the median", 5, Statistics.Median(draws.Select(draw => draw.After / draw.Before)));
        yield return Claim.AtMost(Id, "sparse-stays", "The sparse interpolating solution has the error zero before and after the copies disappear", 0, draws.Max(draw => Math.Max(draw.SparseBefore, draw.SparseAfter)));
        yield return Claim.AtMost(Id, "most-robust", "The minimum-norm solution is the most robust interpolating solution: after the copies disappear its error is, in the best draw, at most that of the sparse solution, 0", 0, draws.Min(draw => draw.After)).Because(
            "Minimum norm spreads the weight over correlated features; if some of them change, so do its predictions. Robustness to a shift depends on which features can be trusted, not on the norm.");
        yield return Claim.AtMost(Id, "interpolates", "The minimum-norm solution fits the training data exactly: mean square error below 1e-25", 1e-25, draws.Max(draw => draw.Train)).Law();
        yield return Claim.AtMost(Id, "shorter", "The minimum-norm solution is shorter than the sparse one, whose norm is 1: its largest norm in any draw is at most 1", 1, draws.Max(draw => draw.Norm)).Law();
    }

    private static ResultTable Table(ShiftDraw[] draws) => new(
        "errors",
        $"Mean square errors before and after the copies disappear, medians over {draws.Length} draws",
        ["solution", "norm ‖w‖", "error before", "error after"],
        [
            ["minimum norm", Statistics.Median(draws.Select(draw => draw.Norm)), Statistics.Median(draws.Select(draw => draw.Before)), Statistics.Median(draws.Select(draw => draw.After))],
            ["sparse", 1, draws.Max(draw => draw.SparseBefore), draws.Max(draw => draw.SparseAfter)],
        ]);

    private static Figure ErrorFigure(ShiftDraw[] draws)
    {
        double[] before = [.. draws.Select(draw => draw.Before)], after = [.. draws.Select(draw => draw.After)];
        double low = before.Concat(after).Min(), high = before.Concat(after).Max();
        return new("shift", "Before and after the copies disappear",
            [
                new(
                    new("error before the shift (mean square)", true),
                    new("error after the shift (mean square)", true),
                    [
                        new ScatterMark(before, after) { Legend = "minimum norm, a draw" },
                        new LineMark([low, high], [low, high]) { Legend = "no change", IsDashed = true },
                    ]),
            ])
        { Caption = "Every draw lies above the line of no change, nearly all of them far above. The sparse solution has the error zero before and after and cannot be shown on these axes." };
    }

    private sealed record ShiftDraw(double Before, double After, double SparseBefore, double SparseAfter, double Norm, double Train);
}

/// <summary>Parameters of <see cref="DistributionShift"/>.</summary>
internal sealed record DistributionShiftSpec : ExperimentSpec
{
    [Parameter("rows, fewer than copies", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 5;

    [Parameter("noisy copies of the first feature", Minimum = 2, Maximum = 400)]
    public int Copies { get; init; } = 10;

    [Parameter("deviation s of the copies' noise", Minimum = 0.01, Maximum = 10)]
    public double Spread { get; init; } = 0.5;

    [Parameter("draws", Minimum = 1, Maximum = 100000)]
    public int Repeats { get; init; } = 500;

    public override string? Problem() => Rows < Copies ? null : $"rows: {Rows} must be less than copies ({Copies}), or the solution is unique";
}
