using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Test errors over a number of features, each of several draws.</summary>
/// <param name="sizes">The numbers of features.</param>
/// <param name="errors">The errors of the draws for each of them.</param>
internal sealed class DescentSweep(IReadOnlyList<int> sizes, double[][] errors)
{
    public double[] X { get; } = [.. sizes.Select(size => (double)size)];

    public double[] Medians { get; } = [.. errors.Select(draws => Statistics.Median(draws))];

    public double[] Means { get; } = [.. errors.Select(draws => Statistics.Mean(draws))];

    /// <summary>The median error at the number of features that is nearest to <paramref name="size"/>.</summary>
    public double MedianAt(int size) => Medians[Nearest(size)];

    /// <summary>The mean error there.</summary>
    public double MeanAt(int size) => Means[Nearest(size)];

    /// <summary>The smallest median over numbers of features that satisfy a condition; infinite where there are none.</summary>
    public double SmallestMedian(Func<int, bool> condition) =>
        Enumerable.Range(0, sizes.Count).Where(i => condition(sizes[i])).Select(i => Medians[i]).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The largest relative distance of a mean from a law, over numbers of features with a finite law.</summary>
    public double LargestDeviation(Func<int, double> law, Func<int, bool> condition) =>
        Enumerable.Range(0, sizes.Count).Where(i => condition(sizes[i])).Select(i => Math.Abs((Means[i] / law(sizes[i])) - 1)).DefaultIfEmpty(0).Max();

    /// <summary>The largest distance of a mean from a law in standard errors of the mean.</summary>
    public double LargestDeviationInErrors(Func<int, double> law, Func<int, bool> condition) =>
        Enumerable.Range(0, sizes.Count).Where(i => condition(sizes[i])).Select(i => Math.Abs(Means[i] - law(sizes[i])) / Statistics.MeanWithError(errors[i]).Error).DefaultIfEmpty(0).Max();

    /// <summary>The band of the middle half of the draws, and the medians on it.</summary>
    public IEnumerable<Mark> Marks(string legend) =>
    [
        new BandMark(X, [.. errors.Select(draws => Statistics.Quantile(draws, 0.25))], [.. errors.Select(draws => Statistics.Quantile(draws, 0.75))]) { Color = 0 },
        new LineMark(X, Medians) { Legend = legend, HasPoints = true, Color = 0 },
    ];

    /// <summary>A row of a table: features, median, mean.</summary>
    public IReadOnlyList<Cell> Row(int index) => [X[index], Medians[index], Means[index]];

    private int Nearest(int size) => Enumerable.Range(0, sizes.Count).MinBy(i => Math.Abs(sizes[i] - size));
}
