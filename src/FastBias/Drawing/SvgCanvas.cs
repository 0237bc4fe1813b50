using System.Text;

namespace FastBias.Drawing;

/// <summary>An SVG drawing, element by element: text that any browser shows, and that a test can read.</summary>
/// <remarks>
/// Coordinates are in pixels from the upper left corner and are written to a hundredth. The same calls give the same text on every machine. Text is escaped. Colours are any CSS colour.
/// A canvas is no more than the sum of its elements: there is no state between calls.
/// </remarks>
public sealed class SvgCanvas
{
    private readonly StringBuilder _elements = new();

    /// <summary>An empty drawing.</summary>
    /// <param name="width">Its width, positive.</param>
    /// <param name="height">Its height, positive.</param>
    /// <param name="title">What it shows, for people who cannot see it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive and finite.</exception>
    public SvgCanvas(double width, double height, string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        RequireSize(width, nameof(width));
        RequireSize(height, nameof(height));
        (Width, Height, Title) = (width, height, title);
    }

    /// <summary>The width in pixels.</summary>
    public double Width { get; }

    /// <summary>The height in pixels.</summary>
    public double Height { get; }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>A straight line.</summary>
    /// <param name="x1">From x.</param>
    /// <param name="y1">From y.</param>
    /// <param name="x2">To x.</param>
    /// <param name="y2">To y.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="width">Its width.</param>
    /// <param name="dashes">A dash pattern such as "4 3"; solid where null.</param>
    public void Line(double x1, double y1, double x2, double y2, string color, double width = 1, string? dashes = null) =>
        Add($"<line x1=\"{C(x1)}\" y1=\"{C(y1)}\" x2=\"{C(x2)}\" y2=\"{C(y2)}\" stroke=\"{E(color)}\" stroke-width=\"{C(width)}\"{Dashes(dashes)}/>");

    /// <summary>A line through points; one that is not finite interrupts it.</summary>
    /// <param name="points">The points.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="width">Its width.</param>
    /// <param name="dashes">A dash pattern; solid where null.</param>
    public void Path(IEnumerable<(double X, double Y)> points, string color, double width = 1.5, string? dashes = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        StringBuilder path = new();
        bool isDown = false;
        foreach ((double x, double y) in points)
        {
            bool isPoint = double.IsFinite(x) && double.IsFinite(y);
            if (isPoint)
            {
                path.Append(isDown ? 'L' : 'M').Append(C(x)).Append(' ').Append(C(y));
            }

            isDown = isPoint;
        }

        if (path.Length > 0)
        {
            Add($"<path d=\"{path}\" fill=\"none\" stroke=\"{E(color)}\" stroke-width=\"{C(width)}\"{Dashes(dashes)}/>");
        }
    }

    /// <summary>A filled polygon, for example the band between two curves.</summary>
    /// <param name="points">Its corners, all finite.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="opacity">From 0, not to be seen, to 1.</param>
    public void Polygon(IEnumerable<(double X, double Y)> points, string color, double opacity = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        Add($"<polygon points=\"{string.Join(' ', points.Select(point => $"{C(point.X)},{C(point.Y)}"))}\" fill=\"{E(color)}\" fill-opacity=\"{C(opacity)}\"/>");
    }

    /// <summary>A filled rectangle.</summary>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="tip">What it says when pointed at; nothing where null.</param>
    public void Rectangle(double x, double y, double width, double height, string color, string? tip = null) =>
        Add($"<rect x=\"{C(x)}\" y=\"{C(y)}\" width=\"{C(width)}\" height=\"{C(height)}\" fill=\"{E(color)}\"{Tip(tip, "rect")}");

    /// <summary>A filled circle.</summary>
    /// <param name="x">Centre x.</param>
    /// <param name="y">Centre y.</param>
    /// <param name="radius">Radius.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="opacity">From 0 to 1.</param>
    /// <param name="tip">What it says when pointed at; nothing where null.</param>
    public void Circle(double x, double y, double radius, string color, double opacity = 1, string? tip = null) =>
        Add($"<circle cx=\"{C(x)}\" cy=\"{C(y)}\" r=\"{C(radius)}\" fill=\"{E(color)}\" fill-opacity=\"{C(opacity)}\"{Tip(tip, "circle")}");

    /// <summary>A line of text.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">"start", "middle" or "end".</param>
    /// <param name="size">Its size.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="degrees">Turned around its anchor, clockwise.</param>
    /// <param name="bold">Whether it is bold.</param>
    public void Text(double x, double y, string text, string anchor = "start", double size = 12, string color = "#333", double degrees = 0, bool bold = false)
    {
        string turn = degrees == 0 ? string.Empty : $" transform=\"rotate({C(degrees)} {C(x)} {C(y)})\"";
        Add($"<text x=\"{C(x)}\" y=\"{C(y)}\" text-anchor=\"{E(anchor)}\" font-size=\"{C(size)}\" fill=\"{E(color)}\"{(bold ? " font-weight=\"bold\"" : string.Empty)}{turn}>{E(text)}</text>");
    }

    /// <summary>The drawing as an element that can stand inside HTML or in a file of its own.</summary>
    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {C(Width)} {C(Height)}\" width=\"{C(Width)}\" height=\"{C(Height)}\" font-family=\"system-ui,sans-serif\" role=\"img\">\n<title>{E(Title)}</title>\n{_elements}</svg>\n";

    private static string C(double value) => SvgText.Coordinate(value);

    private static string E(string text) => SvgText.Escape(text);

    private static string Dashes(string? dashes) => dashes is null ? string.Empty : $" stroke-dasharray=\"{E(dashes)}\"";

    private static string Tip(string? tip, string element) => tip is null ? "/>" : $"><title>{E(tip)}</title></{element}>";

    private static void RequireSize(double size, string name)
    {
        if (!(size > 0 && double.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(name, size, "A drawing has a positive, finite size.");
        }
    }

    private void Add(string element) => _elements.Append(element).Append('\n');
}
