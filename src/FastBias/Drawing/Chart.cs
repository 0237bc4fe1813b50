namespace FastBias.Drawing;

/// <summary>A frame with two marked axes, into which lines, points, bands and bars are drawn by their values.</summary>
public sealed class Chart
{
    private const double Left = 64;
    private const double Right = 16;
    private const double Top = 34;
    private const double Bottom = 46;
    private const string Ink = "#333";
    private const string Faint = "#e3e3e3";

    private readonly List<(string Name, string Color)> _legend = [];

    /// <summary>A chart with its axes and grid.</summary>
    /// <param name="width">The width in pixels, more than 100.</param>
    /// <param name="height">The height in pixels, more than 100.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis for its values, given the pixels of its ends.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="xLabel">What is along the horizontal axis.</param>
    /// <param name="yLabel">What is along the vertical axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not more than 100.</exception>
    public Chart(double width, double height, string title, Func<double, double, Axis> x, Func<double, double, Axis> y, string xLabel, string yLabel)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(width, 100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(height, 100);
        Canvas = new(width, height, title);
        X = x(Left, width - Right);
        Y = y(height - Bottom, Top);
        DrawFrame(title, xLabel, yLabel);
    }

    /// <summary>The drawing.</summary>
    public SvgCanvas Canvas { get; }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; }

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; }

    /// <summary>A line through values; one that an axis cannot show interrupts it.</summary>
    /// <param name="points">The values.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="name">Its name in the legend; none where null.</param>
    /// <param name="dashes">A dash pattern; solid where null.</param>
    public void Line(IEnumerable<(double X, double Y)> points, string color, string? name = null, string? dashes = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        Canvas.Path(points.Select(point => (X.At(point.X), Y.At(point.Y))), color, dashes: dashes);
        Name(name, color);
    }

    /// <summary>Points; those that an axis cannot show are left out.</summary>
    /// <param name="points">The values, and what a point says when pointed at.</param>
    /// <param name="color">Their colour.</param>
    /// <param name="name">Their name in the legend; none where null.</param>
    /// <param name="radius">Their radius.</param>
    /// <param name="opacity">From 0 to 1.</param>
    public void Points(IEnumerable<(double X, double Y, string? Tip)> points, string color, string? name = null, double radius = 3, double opacity = 0.8)
    {
        ArgumentNullException.ThrowIfNull(points);
        foreach ((double x, double y, string? tip) in points)
        {
            (double across, double down) = (X.At(x), Y.At(y));
            if (double.IsFinite(across) && double.IsFinite(down))
            {
                Canvas.Circle(across, down, radius, color, opacity, tip);
            }
        }

        Name(name, color);
    }

    /// <summary>The band between two curves over the same places.</summary>
    /// <param name="band">Places, lower and upper values; all must have a place on the axes.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="name">Its name in the legend; none where null.</param>
    public void Band(IReadOnlyList<(double X, double Low, double High)> band, string color, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(band);
        Canvas.Polygon(
            [.. band.Select(at => (X.At(at.X), Y.At(at.Low))), .. band.Reverse().Select(at => (X.At(at.X), Y.At(at.High)))], color, 0.25);
        Name(name, color);
    }

    /// <summary>A horizontal line across the chart at a value, with a word about it.</summary>
    /// <param name="y">The value; nothing is drawn where the axis has no place for it.</param>
    /// <param name="label">The word.</param>
    /// <param name="color">Its colour.</param>
    public void Level(double y, string label, string color = "#b00")
    {
        double down = Y.At(y);
        if (double.IsFinite(down) && down >= Y.End && down <= Y.Start)
        {
            Canvas.Line(X.Start, down, X.End, down, color, 1, "5 4");
            Canvas.Text(X.End - 4, down - 4, label, "end", 11, color);
        }
    }

    /// <summary>A vertical line across the chart at a value, with a word about it.</summary>
    /// <param name="x">The value; nothing is drawn where the axis has no place for it.</param>
    /// <param name="label">The word.</param>
    /// <param name="color">Its colour.</param>
    public void Mark(double x, string label, string color = "#b00")
    {
        double across = X.At(x);
        if (double.IsFinite(across) && across >= X.Start && across <= X.End)
        {
            Canvas.Line(across, Y.Start, across, Y.End, color, 1, "5 4");
            Canvas.Text(across + 4, Y.End + 12, label, "start", 11, color);
        }
    }

    /// <summary>The drawing with its legend.</summary>
    public override string ToString()
    {
        for (int i = 0; i < _legend.Count; i++)
        {
            double down = Y.End + 10 + (16 * i);
            Canvas.Rectangle(X.End - 10, down - 8, 10, 10, _legend[i].Color);
            Canvas.Text(X.End - 15, down + 1, _legend[i].Name, "end", 11);
        }

        _legend.Clear();
        return Canvas.ToString();
    }

    private void Name(string? name, string color)
    {
        if (name is not null)
        {
            _legend.Add((name, color));
        }
    }

    private void DrawFrame(string title, string xLabel, string yLabel)
    {
        Canvas.Text(Canvas.Width / 2, 18, title, "middle", 14, Ink, bold: true);
        foreach (double tick in Y.Ticks)
        {
            Canvas.Line(X.Start, Y.At(tick), X.End, Y.At(tick), Faint);
            Canvas.Text(X.Start - 6, Y.At(tick) + 4, SvgText.Label(tick), "end", 11, Ink);
        }

        foreach (double tick in X.Ticks)
        {
            Canvas.Line(X.At(tick), Y.Start, X.At(tick), Y.Start + 4, Ink);
            Canvas.Text(X.At(tick), Y.Start + 17, SvgText.Label(tick), "middle", 11, Ink);
        }

        Canvas.Line(X.Start, Y.Start, X.End, Y.Start, Ink);
        Canvas.Line(X.Start, Y.Start, X.Start, Y.End, Ink);
        Canvas.Text((X.Start + X.End) / 2, Y.Start + 36, xLabel, "middle", 12, Ink);
        Canvas.Text(16, (Y.Start + Y.End) / 2, yLabel, "middle", 12, Ink, -90);
    }
}
