using System.Globalization;
using System.Xml.Linq;
using FastBias.Drawing;

namespace FastBias.Testing;

/// <summary>Where the text of a drawing is, by the widths of letters: what leaves the drawing, and what lies on other text.</summary>
public static class FigureText
{
    /// <summary>Rounding of coordinates.</summary>
    private const double Slack = 0.1;

    /// <summary>The texts that reach outside the drawing.</summary>
    public static IReadOnlyList<string> Outside(string svg)
    {
        XElement root = XElement.Parse(svg);
        double width = Number(root, "width"), height = Number(root, "height");
        return [.. Texts(root).Where(text => text.Corners.Any(corner => corner.X < -Slack || corner.Y < -Slack || corner.X > width + Slack || corner.Y > height + Slack)).Select(text => text.Words)];
    }

    /// <summary>The pairs of texts that lie on each other.</summary>
    public static IReadOnlyList<string> Overlapping(string svg)
    {
        (string Words, (double X, double Y)[] Corners)[] texts = [.. Texts(XElement.Parse(svg))];
        return [.. from i in Enumerable.Range(0, texts.Length)
                   from j in Enumerable.Range(i + 1, texts.Length - i - 1)
                   where !AreApart(texts[i].Corners, texts[j].Corners) && !AreApart(texts[j].Corners, texts[i].Corners)
                   select $"'{texts[i].Words}' and '{texts[j].Words}'"];
    }

    private static IEnumerable<(string Words, (double X, double Y)[] Corners)> Texts(XElement root) =>
        root.Descendants().Where(element => element.Name.LocalName == "text").Select(text => (text.Value, Corners(text)));

    private static (double X, double Y)[] Corners(XElement text)
    {
        double x = Number(text, "x"), y = Number(text, "y"), size = Number(text, "font-size");
        bool bold = text.Attribute("font-weight") is not null;
        double width = text.Nodes().Sum(node => node is XElement span
            ? TextWidth.Plain(span.Value, span.Attribute("font-size") is null ? size : Number(span, "font-size"), bold)
            : TextWidth.Plain(((XText)node).Value, size, bold));
        double left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x }, top = y - (0.72 * size), bottom = y + (0.2 * size);
        double angle = text.Attribute("transform") is { } turn ? double.Parse(turn.Value.Split('(', ' ')[1], CultureInfo.InvariantCulture) * Math.PI / 180 : 0;
        return [Turn((left, top)), Turn((left + width, top)), Turn((left + width, bottom)), Turn((left, bottom))];

        (double X, double Y) Turn((double X, double Y) corner)
        {
            (double sine, double cosine) = Math.SinCos(angle);
            (double across, double down) = (corner.X - x, corner.Y - y);
            return (x + (cosine * across) - (sine * down), y + (sine * across) + (cosine * down));
        }
    }

    /// <summary>Whether a side of the first rectangle separates it from the second.</summary>
    private static bool AreApart((double X, double Y)[] first, (double X, double Y)[] second)
    {
        for (int side = 0; side < 2; side++)
        {
            double across = first[side + 1].X - first[side].X, down = first[side + 1].Y - first[side].Y, length = Math.Sqrt((across * across) + (down * down));
            double[] own = [.. first.Select(Along)], other = [.. second.Select(Along)];
            if (own.Max() <= other.Min() + Slack || other.Max() <= own.Min() + Slack)
            {
                return true;
            }

            double Along((double X, double Y) corner) => length == 0 ? corner.X : ((corner.X * across) + (corner.Y * down)) / length;
        }

        return false;
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
