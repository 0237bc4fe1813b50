using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>What the figures over the number of training rows have in common.</summary>
internal static class SweepFigure
{
    /// <summary>The horizontal axis.</summary>
    public static FigureAxis RowsAxis { get; } = new("number of training rows N", true);

    /// <summary>A name as a title: "Synthetic (D = 30)".</summary>
    public static string Title(SubsetProblem problem)
    {
        string name = problem.Name switch { "california" => "California housing", "who" => "WHO life expectancy", "diabetes" => "Diabetes", "synthetic" => "Synthetic", var other => other };
        return $"{name} (D = {problem.Dimension})";
    }

    /// <summary>The line N = D.</summary>
    public static RuleMark Threshold(SubsetProblem problem) => new(problem.Dimension, "N = D") { IsVertical = true };

    /// <summary>The median of each column of repeats × sizes.</summary>
    public static double[] Medians(double[][] repeats) => Column(repeats, Statistics.Median);

    /// <summary>A quantile of each column.</summary>
    public static double[] Quantiles(double[][] repeats, double share) => Column(repeats, values => Statistics.Quantile(values, share));

    /// <summary>The mean of each column.</summary>
    public static double[] Means(double[][] repeats) => Column(repeats, values => values.Average());

    private static double[] Column(double[][] repeats, Func<IEnumerable<double>, double> summary) =>
        [.. Enumerable.Range(0, repeats[0].Length).Select(i => summary(repeats.Select(repeat => repeat[i])))];
}
