namespace FastBias.Drawing;

/// <summary>What the axes of a panel must show.</summary>
internal static class PanelData
{
    /// <summary>The ends of the horizontal axis.</summary>
    public static (double Low, double High) Across(Panel panel) =>
        AxisRange.Of(panel.X, panel.Marks.SelectMany(mark => Across(panel.X, mark)).Concat(Places(panel.X)), IsTight(panel) || panel.X.Categories is not null, false);

    /// <summary>The ends of the vertical axis.</summary>
    public static (double Low, double High) Up(Panel panel) =>
        AxisRange.Of(panel.Y, panel.Marks.SelectMany(mark => Up(panel.Y, mark)).Concat(Places(panel.Y)), IsTight(panel) || panel.Y.Categories is not null, panel.Marks.Any(mark => mark is BarMark));

    /// <summary>The borders between the cells of a grid, half way between their places (by the logarithm, where the axis has it).</summary>
    public static double[] Edges(IReadOnlyList<double> places, bool isLogarithmic)
    {
        if (places.Count == 1)
        {
            return isLogarithmic ? [places[0] / 2, places[0] * 2] : [places[0] - 0.5, places[0] + 0.5];
        }

        double[] edges = new double[places.Count + 1];
        for (int i = 1; i < places.Count; i++)
        {
            edges[i] = isLogarithmic ? Math.Sqrt(places[i - 1]) * Math.Sqrt(places[i]) : (places[i - 1] / 2) + (places[i] / 2);
        }

        edges[0] = isLogarithmic ? places[0] / edges[1] * places[0] : (2 * places[0]) - edges[1];
        edges[^1] = isLogarithmic ? places[^1] / edges[^2] * places[^1] : (2 * places[^1]) - edges[^2];
        return edges;
    }

    private static IEnumerable<double> Places(FigureAxis axis) => axis.Categories is { Count: > 0 } words ? [-0.5, words.Count - 0.5] : [];

    private static bool IsTight(Panel panel) => panel.Marks.Any(mark => mark is HeatMark or ContourMark);

    private static IEnumerable<double> Across(FigureAxis axis, Mark mark) => mark switch
    {
        LineMark line => line.X,
        ScatterMark points => points.X,
        BandMark band => band.X,
        BarMark bars => [-0.5, bars.Heights.Count - 0.5],
        HeatMark heat => Edges(heat.X, axis.IsLogarithmic),
        ContourMark contour => contour.X,
        RuleMark { IsVertical: true } rule => [rule.Value],
        TextMark text => [text.X],
        _ => [],
    };

    private static IEnumerable<double> Up(FigureAxis axis, Mark mark) => mark switch
    {
        LineMark line => line.Y,
        ScatterMark points => points.Y,
        BandMark band => band.Low.Concat(band.High),
        BarMark bars => bars.Heights,
        HeatMark heat => Edges(heat.Y, axis.IsLogarithmic),
        ContourMark contour => contour.Y,
        RuleMark { IsVertical: false } rule => [rule.Value],
        TextMark text => [text.Y],
        _ => [],
    };
}
