using System.Globalization;
using System.Text;

namespace FastBias.Drawing;

/// <summary>Numbers and text as SVG wants them.</summary>
internal static class SvgText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ";
    private const string RaisedPlain = "0123456789+−nT";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₘₙₚ";
    private const string LoweredPlain = "0123456789+−ijkmnp";

    /// <summary>A coordinate to a hundredth of a pixel; what is very far outside is moved to where it is still outside.</summary>
    public static string Coordinate(double value) => (Math.Round(Math.Clamp(value, -1e5, 1e5), 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text that no character of which can leave its element or attribute; what XML or HTML does not allow, and the end of a line, becomes a space.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder escaped = new(text.Length);
        foreach (Rune letter in text.EnumerateRunes())
        {
            _ = letter.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                < ' ' or 0x7F or 0xFFFE or 0xFFFF => escaped.Append(' '),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Text in runs of one height: 0 on the line, 1 raised, -1 lowered. Fonts differ in which small figures they have, and all have the large ones.</summary>
    /// <remarks>An index of one letter is lowered too: <c>λ_max</c>, <c>w_t</c>; a name such as <c>petal_width</c> stays as it is.</remarks>
    public static IEnumerable<(string Text, int Level)> Runs(string text)
    {
        StringBuilder run = new();
        int level = 0, indexEnd = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i >= indexEnd && IndexAt(text, i) is var end && end > i)
            {
                (indexEnd, i) = (end, i + 1);
            }

            int raised = Raised.IndexOf(text[i]), lowered = Lowered.IndexOf(text[i]), next = raised >= 0 ? 1 : lowered >= 0 || i < indexEnd ? -1 : 0;
            if (next != level && run.Length > 0)
            {
                yield return (run.ToString(), level);
                run.Clear();
            }

            level = next;
            run.Append(raised >= 0 ? RaisedPlain[raised] : lowered >= 0 ? LoweredPlain[lowered] : text[i]);
        }

        if (run.Length > 0)
        {
            yield return (run.ToString(), level);
        }
    }

    /// <summary>The end of the index that an underscore begins, or 0 where it begins none.</summary>
    internal static int IndexAt(string text, int at)
    {
        if (text[at] != '_' || at == 0 || !char.IsLetter(text[at - 1]) || (at > 1 && (char.IsLetterOrDigit(text[at - 2]) || text[at - 2] == '_')))
        {
            return 0;
        }

        int end = at + 1;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
        {
            end++;
        }

        return end > at + 1 ? end : 0;
    }

    /// <summary>The inside of a text element.</summary>
    public static string Spans(string text, double size)
    {
        StringBuilder spans = new();
        double at = 0;
        foreach ((string run, int level) in Runs(text))
        {
            double to = level switch { > 0 => -0.36 * size, < 0 => 0.2 * size, _ => 0 };
            string shift = to == at ? string.Empty : $" dy=\"{Coordinate(to - at)}\"", small = level == 0 ? string.Empty : $" font-size=\"{Coordinate(TextWidth.ScriptSize * size)}\"";
            spans.Append(shift.Length + small.Length == 0 ? Escape(run) : $"<tspan{shift}{small}>{Escape(run)}</tspan>");
            at = to;
        }

        return spans.ToString();
    }

    /// <summary>A whole number as raised figures.</summary>
    public static string Superscript(int value) =>
        string.Concat(value.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : Raised[c - '0']));
}
