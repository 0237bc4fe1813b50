using System.Globalization;
using System.Text;

namespace FastBias.Drawing;

/// <summary>Numbers and text as SVG wants them.</summary>
internal static class SvgText
{
    /// <summary>A coordinate to a hundredth of a pixel.</summary>
    public static string Coordinate(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A number as people read it on an axis.</summary>
    public static string Label(double value)
    {
        double size = Math.Abs(value);
        return size is 0 or (>= 1e-3 and < 1e5)
            ? value.ToString("0.####", CultureInfo.InvariantCulture)
            : value.ToString("0.##e+0", CultureInfo.InvariantCulture);
    }

    /// <summary>Text that no character of which can leave its element or attribute; control characters, which XML does not allow, become spaces.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                < ' ' or '\uFFFE' or '\uFFFF' => " ",
                _ when char.IsSurrogate(c) => "?",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
