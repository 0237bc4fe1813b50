using System.Text;

namespace FastBias.Drawing;

/// <summary>An SVG drawing, element by element. Colours are classes of <see cref="Palette.Style"/>, so that a drawing follows the reader's light or dark.</summary>
/// <remarks>Coordinates are in pixels from the upper left corner and are written to a hundredth. The same calls give the same text on every machine. Text is escaped.</remarks>
/// <param name="width">Its width, positive.</param>
/// <param name="height">Its height, positive.</param>
/// <param name="title">What it shows, for people who cannot see it.</param>
/// <param name="description">More about it; may be empty.</param>
internal sealed class SvgCanvas(double width, double height, string title, string description)
{
    private readonly StringBuilder _elements = new();

    /// <summary>Its width.</summary>
    public double Width => width;

    public void Line(double x1, double y1, double x2, double y2, string classes) =>
        Add($"<line x1=\"{C(x1)}\" y1=\"{C(y1)}\" x2=\"{C(x2)}\" y2=\"{C(y2)}\" class=\"{classes}\"/>");

    public void Rectangle(double x, double y, double width, double height, string classes, string? tip = null) =>
        Add($"<rect x=\"{C(x)}\" y=\"{C(y)}\" width=\"{C(width)}\" height=\"{C(height)}\" class=\"{classes}\"{Tip(tip, "rect")}");

    /// <summary>Lines through points, each run by itself; nothing where there is none.</summary>
    public void Polylines(IEnumerable<IReadOnlyList<(double X, double Y)>> runs, string classes)
    {
        StringBuilder data = new();
        foreach (IReadOnlyList<(double X, double Y)> run in runs)
        {
            for (int i = 0; i < run.Count; i++)
            {
                data.Append(i == 0 ? 'M' : 'L').Append(C(run[i].X)).Append(' ').Append(C(run[i].Y));
            }
        }

        Path(data.ToString(), classes);
    }

    public void Polygon(IEnumerable<(double X, double Y)> points, string classes) =>
        Add($"<polygon points=\"{string.Join(' ', points.Select(point => $"{C(point.X)},{C(point.Y)}"))}\" class=\"{classes}\"/>");

    /// <summary>Dots as strokes without length and with round ends: the shortest that there is.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, double radius, string classes)
    {
        StringBuilder data = new();
        foreach ((double x, double y) in points)
        {
            data.Append('M').Append(C(x)).Append(' ').Append(C(y)).Append("h0");
        }

        Path(data.ToString(), "dot " + classes, $" stroke-width=\"{C(2 * radius)}\"");
    }

    public void Circle(double x, double y, double radius, string classes, string tip) =>
        Add($"<circle cx=\"{C(x)}\" cy=\"{C(y)}\" r=\"{C(radius)}\" class=\"{classes}\"{Tip(tip, "circle")}");

    public void Path(string data, string classes, string attributes = "")
    {
        if (data.Length > 0)
        {
            Add($"<path d=\"{data}\"{(classes.Length > 0 ? $" class=\"{classes}\"" : string.Empty)}{attributes}/>");
        }
    }

    /// <summary>A line of text.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">"start", "middle" or "end".</param>
    /// <param name="size">Its size.</param>
    /// <param name="degrees">Turned around its anchor, clockwise.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="halo">Whether it stands on data, and so needs a margin of its own.</param>
    public void Text(double x, double y, string text, string anchor, double size, double degrees = 0, bool bold = false, bool halo = false)
    {
        string turn = degrees == 0 ? string.Empty : $" transform=\"rotate({C(degrees)} {C(x)} {C(y)})\"", side = anchor == "start" ? string.Empty : $" text-anchor=\"{anchor}\"";
        Add($"<text x=\"{C(x)}\" y=\"{C(y)}\"{side} font-size=\"{C(size)}\"{(bold ? " font-weight=\"bold\"" : string.Empty)}{(halo ? " class=\"halo\"" : string.Empty)}{turn}>{SvgText.Spans(text, size)}</text>");
    }

    /// <summary>Until <see cref="EndClip"/> nothing is seen outside a rectangle.</summary>
    public void BeginClip(double x, double y, double width, double height) =>
        Add($"<svg x=\"{C(x)}\" y=\"{C(y)}\" width=\"{C(width)}\" height=\"{C(height)}\" viewBox=\"{C(x)} {C(y)} {C(width)} {C(height)}\">");

    public void EndClip() => Add("</svg>");

    /// <summary>The drawing as an element that can stand inside HTML or in a file of its own.</summary>
    public override string ToString()
    {
        string about = description.Length > 0 ? $"<desc>{SvgText.Escape(description)}</desc>\n" : string.Empty;
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fb\" viewBox=\"0 0 {C(width)} {C(height)}\" width=\"{C(width)}\" height=\"{C(height)}\" role=\"img\" aria-label=\"{SvgText.Escape(title)}\">\n"
            + $"{about}<style>{Palette.Style}</style>\n<rect width=\"{C(width)}\" height=\"{C(height)}\" class=\"paper\"/>\n{_elements}</svg>\n";
    }

    private static string C(double value) => SvgText.Coordinate(value);

    private static string Tip(string? tip, string element) => tip is null ? "/>" : $"><title>{SvgText.Escape(tip)}</title></{element}>";

    private void Add(string element) => _elements.Append(element).Append('\n');
}
