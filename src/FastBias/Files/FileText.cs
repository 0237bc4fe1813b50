using System.Text;

namespace FastBias.Files;

/// <summary>How a piece of a foreign file is shown in a message: short, printable, on one line.</summary>
internal static class FileText
{
    /// <summary>A cell or a word, its start where it is long.</summary>
    public static string Quote(ReadOnlySpan<char> text) => Show(text, 40);

    /// <summary>A message or a path.</summary>
    public static string Line(ReadOnlySpan<char> text) => Show(text, 1000);

    private static string Show(ReadOnlySpan<char> text, int longest)
    {
        StringBuilder shown = new();
        foreach (char c in text[..Math.Min(text.Length, longest)])
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '\uFFFD' : c);
        }

        return text.Length > longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
