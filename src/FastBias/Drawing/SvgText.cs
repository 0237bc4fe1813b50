using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FastBias.Drawing;

/// <summary>Numbers and text as SVG wants them.</summary>
internal static partial class SvgText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ";
    private const string RaisedPlain = "0123456789+−nT";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₘₙₚ";
    private const string LoweredPlain = "0123456789+−ijkmnp";
    private const string Fractions = "½⅓¼";

    /// <summary>A longer exponent in parentheses stays on the line: it could not be read.</summary>
    private const int LongestExponent = 24;

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

    /// <summary>Numbers as programs write them, <c>1e-13</c> and <c>2.5E-06</c>, as people do: 10⁻¹³ and 2.5×10⁻⁶.</summary>
    public static string WithPowers(string text) => Power().Replace(text, number =>
    {
        string factor = number.Groups[1].Value, power = Superscript(int.Parse(number.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        return factor == "1" ? $"10{power}" : $"{factor}×10{power}";
    });

    /// <summary>Text in runs of one height: 0 on the line, 1 raised, -1 lowered. Fonts differ in which small figures they have, and all have the large ones.</summary>
    /// <remarks>An index of one letter is lowered too: <c>λ_max</c>, <c>w_t</c>; a name such as <c>petal_width</c> stays as it is. Exponents are raised: <c>(1 − αλ)^t</c>, <c>e^(−λt)</c>.</remarks>
    public static IEnumerable<(string Text, int Level)> Runs(string text)
    {
        foreach ((string part, int height) in Scripts(text))
        {
            if (height != 0)
            {
                yield return (part, height);
                continue;
            }

            StringBuilder run = new();
            int level = 0;
            foreach (char letter in part)
            {
                int raised = Raised.IndexOf(letter), lowered = Lowered.IndexOf(letter), next = raised >= 0 ? 1 : lowered >= 0 ? -1 : 0;
                if (next != level && run.Length > 0)
                {
                    yield return (run.ToString(), level);
                    run.Clear();
                }

                level = next;
                run.Append(raised >= 0 ? RaisedPlain[raised] : lowered >= 0 ? LoweredPlain[lowered] : letter);
            }

            if (run.Length > 0)
            {
                yield return (run.ToString(), level);
            }
        }
    }

    /// <summary>Text in parts that <c>_</c> lowers (-1), <c>^</c> raises (1) or that stay on the line (0); small figures such as ² are left as they are.</summary>
    public static IEnumerable<(string Text, int Level)> Scripts(string text)
    {
        text = WithPowers(text);
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int level = text[i] == '_' ? -1 : 1, end = level < 0 ? IndexAt(text, i) : text[i] == '^' ? ExponentAt(text, i) : 0;
            if (end == 0)
            {
                continue;
            }

            if (i > start)
            {
                yield return (text[start..i], 0);
            }

            string script = text[(i + 1)..end];
            yield return (level > 0 && script[0] is '(' or '{' ? script[1..^1] : script.Replace('-', '−'), level);
            start = end;
            i = end - 1;
        }

        if (start < text.Length)
        {
            yield return (text[start..], 0);
        }
    }

    /// <summary>The end of the exponent that a caret begins, or 0 where it begins none: a group in parentheses or braces, or a sign and letters or figures.</summary>
    private static int ExponentAt(string text, int at)
    {
        int first = at + 1, sign = first < text.Length && text[first] is '-' or '−' or '+' ? 1 : 0;
        if (at == 0 || char.IsWhiteSpace(text[at - 1]) || first + sign >= text.Length)
        {
            return 0;
        }

        if (text[first + sign] is '(' or '{')
        {
            char open = text[first + sign], close = open == '(' ? ')' : '}';
            int depth = 0;
            for (int i = first + sign; i < text.Length && i - first <= LongestExponent; i++)
            {
                depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
                if (depth == 0)
                {
                    return i > first + sign + 1 ? i + 1 : 0;
                }
            }

            return 0;
        }

        int end = first + sign;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || Fractions.Contains(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        return end > first + sign ? end : 0;
    }

    /// <summary>The end of the index that an underscore begins, or 0 where it begins none.</summary>
    private static int IndexAt(string text, int at)
    {
        if (text[at] != '_' || at == 0 || !char.IsLetter(text[at - 1]) || (at > 1 && (IsOnLine(text[at - 2]) || text[at - 2] == '_')))
        {
            return 0;
        }

        int end = at + 1;
        while (end < text.Length && IsOnLine(text[end]))
        {
            end++;
        }

        return end > at + 1 ? end : 0;
    }

    /// <summary>A letter or figure of full size; small letters such as ᵀ belong neither to a name nor to an index.</summary>
    private static bool IsOnLine(char letter) => char.IsLetterOrDigit(letter) && char.GetUnicodeCategory(letter) != UnicodeCategory.ModifierLetter;

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

    [GeneratedRegex(@"(?<![\w.])(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})(?!\w|\.\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Power();
}
