using System.Globalization;

namespace FastBias.Drawing;

/// <summary>Refuses figures that do not fit together.</summary>
internal static class FigureCheck
{
    /// <summary>Throws an <see cref="ArgumentException"/> that names what is wrong and where.</summary>
    public static void Require(Figure figure)
    {
        Require(figure.Panels is { Count: > 0 }, figure, "it has no panels");
        Require(figure.PanelsPerRow >= 1, figure, $"PanelsPerRow is {figure.PanelsPerRow}");
        for (int p = 0; p < figure.Panels.Count; p++)
        {
            Panel panel = figure.Panels[p];
            RequireAxis(figure, $"panel {p}, horizontal axis", panel.X);
            RequireAxis(figure, $"panel {p}, vertical axis", panel.Y);
            for (int k = 0; k < panel.Marks.Count; k++)
            {
                string problem = Problem(panel, panel.Marks[k]);
                Require(problem.Length == 0, figure, $"panel {p}, mark {k}: {problem}");
            }
        }
    }

    private static string Problem(Panel panel, Mark mark) => mark switch
    {
        { Color: < 0 } => $"Color is {mark.Color}",
        LineMark line => Lengths(("X", line.X.Count), ("Y", line.Y.Count)),
        ScatterMark { Radius: var radius } when !(radius > 0 && double.IsFinite(radius)) => Text($"Radius is {radius}"),
        ScatterMark { Tips: { } tips } points => Lengths(("X", points.X.Count), ("Y", points.Y.Count), ("Tips", tips.Count)),
        ScatterMark points => Lengths(("X", points.X.Count), ("Y", points.Y.Count)),
        BandMark band => Lengths(("X", band.X.Count), ("Low", band.Low.Count), ("High", band.High.Count)),
        HeatMark heat => Grid(panel, heat.X, heat.Y, heat.Values),
        ContourMark contour => Grid(panel, contour.X, contour.Y, contour.Values),
        _ => string.Empty,
    };

    private static string Grid(Panel panel, IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> values) =>
        x.Count == 0 || y.Count == 0 ? $"the grid is {y.Count}x{x.Count}"
        : values.Count != x.Count * y.Count ? $"{values.Count} values for a grid of {y.Count}x{x.Count}"
        : Rising("X", x, panel.X.IsLogarithmic) is { Length: > 0 } problem ? problem
        : Rising("Y", y, panel.Y.IsLogarithmic);

    private static string Rising(string name, IReadOnlyList<double> places, bool isLogarithmic)
    {
        for (int i = 0; i < places.Count; i++)
        {
            if (!double.IsFinite(places[i]) || (isLogarithmic && places[i] <= 0) || (i > 0 && places[i] <= places[i - 1]))
            {
                return Text($"{name}[{i}] is {places[i]}: places of a grid are finite, rise{(isLogarithmic ? " and are positive" : string.Empty)}");
            }
        }

        return string.Empty;
    }

    private static string Lengths(params ReadOnlySpan<(string Name, int Count)> lists)
    {
        foreach ((string name, int count) in lists)
        {
            if (count != lists[0].Count)
            {
                return $"{lists[0].Name} has {lists[0].Count} values and {name} has {count}";
            }
        }

        return string.Empty;
    }

    private static void RequireAxis(Figure figure, string where, FigureAxis axis)
    {
        foreach ((string name, double? end) in ((string, double?)[])[("Low", axis.Low), ("High", axis.High)])
        {
            Require(end is not { } value || (double.IsFinite(value) && (!axis.IsLogarithmic || value > 0)), figure, Text($"{where}: {name} is {end}"));
        }

        Require(axis.Low is not { } low || axis.High is not { } high || low < high, figure, Text($"{where}: Low is {axis.Low} and High is {axis.High}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool condition, Figure figure, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException($"The figure '{figure.Name}' cannot be drawn: {problem}.", nameof(figure));
        }
    }
}
