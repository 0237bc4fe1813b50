using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="PureNoiseExperiment"/>.</summary>
internal sealed record PureNoiseSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("examples m", Minimum = 3, Maximum = 1000)]
    public int Rows { get; init; } = 100;

    /// <summary>n.</summary>
    [Parameter("features n, rising", Minimum = 1, Maximum = 10000)]
    public IReadOnlyList<int> Columns { get; init; } = [10, 50, 80, 90, 100, 110, 120, 150, 300, 500];

    /// <summary>Draws.</summary>
    [Parameter("draws for each n", Minimum = 2, Maximum = 10000)]
    public int Repeats { get; init; } = 20;

    /// <inheritdoc/>
    public override string? Problem() => !Columns.Contains(Rows) ? Invariant($"columns: must contain the threshold {Rows}") : Columns[^1] <= Rows + 1 ? "columns: the largest must be beyond the threshold" : null;
}

/// <summary>The appendix' double descent with labels that are noise only.</summary>
internal sealed class PureNoiseExperiment : Experiment<PureNoiseSpec>
{
    public override string Name => "pure-noise-labels";

    public override string Title => "Labels that are only noise: a peak at the threshold, and what comes before and after";

    public override string About => """
        m = 100 labels are drawn at random, with variance 1 and no relation to the features; there are n Gaussian features. There is nothing to learn: the best prediction is 0, with test error 1. Least squares and its minimum-norm
        continuation have the expected test error 1 + n/(m − n − 1) for n < m − 1 and 1 + m/(n − m − 1) for n > m + 1: a peak at n = m, and a descent to 1 beyond.

        The appendix shows the peak and the descent to 1 after it, which is right. But there is no first descent: with the first feature the error already rises.

        Source: textbook on implicit bias, chapter 11, appendix; the law is that of L. Breiman, D. Freedman (1983).
        """;

    public override IReadOnlyList<string> Ids => ["X-DD100"];

    public override ExperimentSpec Quick => new PureNoiseSpec { Rows = 10, Columns = [2, 10, 40], Repeats = 5 };

    protected override ExperimentResult Run(PureNoiseSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        double[] errors = context.ForEach(spec.Columns.Count * spec.Repeats, i => Error(spec.Rows, spec.Columns[i / spec.Repeats], random.Split((ulong)i)));
        double[][] draws = [.. spec.Columns.Select((_, i) => errors.AsSpan(i * spec.Repeats, spec.Repeats).ToArray())];
        double[] columns = [.. spec.Columns.Select(n => (double)n)], median = [.. draws.Select(Statistics.Median)], mean = [.. draws.Select(draw => Statistics.Mean(draw))];
        double[] theory = [.. spec.Columns.Select(n => 1 + GaussianRisk.Excess(spec.Rows, n, 0, 1))];
        int threshold = spec.Columns.ToList().IndexOf(spec.Rows), last = columns.Length - 1;
        int[] regular = [.. Enumerable.Range(0, columns.Length).Where(i => Math.Abs(spec.Columns[i] - spec.Rows) > spec.Rows / 4)], below = [.. Enumerable.Range(0, threshold)], above = [.. Enumerable.Range(threshold + 1, last - threshold)];
        return new(
            [
                Claim.Near("X-DD100", "peak", Invariant($"The test error peaks at n = m = {spec.Rows} (measured: the n of the largest median)"), spec.Rows, 0, columns[Array.IndexOf(median, median.Max())]),
                Claim.AtMost("X-DD100", "descent-to-one", Invariant($"Beyond n = m the error falls to 1, that of predicting 0: with n = {spec.Columns[last]} the mean is at most 1.35"), 1.35, mean[last]),
                Claim.AtMost("X-DD100", "first-descent", "There is a first descent: for some n below the threshold the median is below 1, the error without features (measured: the smallest median)", 1 - 1e-9, below.Min(i => median[i])).Because("With pure noise every feature does harm: the error rises from the first one on to the peak. Two descents need a signal."),
                Claim.AtMost("X-DD100", "law", "Away from the threshold n = m the mean test error is 1 + n/(m − n − 1) or 1 + m/(n − m − 1), to a relative 0.15", 0.15, regular.Max(i => Math.Abs((mean[i] / theory[i]) - 1))).Law(),
                Claim.AtMost("X-DD100", "monotone", "The median test error rises up to the threshold and falls after it: the number of exceptions is zero", 0,
                    Statistics.Rises([.. below.Append(threshold).Reverse().Select(i => median[i])]) + Statistics.Rises([.. above.Prepend(threshold).Select(i => median[i])])).Law(),
            ],
            [new("errors", "Test error with labels that are noise of variance 1", ["features n", "measured, median", "measured, mean", "theory, mean"], [.. columns.Select((n, i) => (IReadOnlyList<Cell>)[n, median[i], mean[i], i == threshold ? double.PositiveInfinity : theory[i]])])],
            [
                new("pure-noise", "Test error with labels that are only noise",
                    [
                        new(new("features n", true), new("test error (mean square)", true),
                            [
                                new BandMark(columns, [.. draws.Select(draw => Statistics.Quantile(draw, 0.25))], [.. draws.Select(draw => Statistics.Quantile(draw, 0.75))]) { Legend = "quartiles", Color = 0 },
                                new LineMark(columns, median) { Legend = "median", HasPoints = true, Color = 0 },
                                new LineMark([.. below.Select(i => columns[i])], [.. below.Select(i => theory[i])]) { Legend = "theory, mean", IsDashed = true, Color = 1 },
                                new LineMark([.. above.Select(i => columns[i])], [.. above.Select(i => theory[i])]) { IsDashed = true, Color = 1 },
                                new RuleMark(1, "error of predicting 0"),
                            ]),
                    ])
                { Caption = Invariant($"m = {spec.Rows}. One peak, at n = m, and a descent after it; before it the error only rises.") },
            ]);
    }

    private static double Error(int rows, int columns, RandomSource random) =>
        1 + Vectors.Square(Regression.MinimumNorm(Synthetic.Gaussian(random.Split(0), rows, columns), Synthetic.Gaussian(random.Split(1), rows)));
}
