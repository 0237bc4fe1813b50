using System.Text;

namespace FastBias.Files;

/// <summary>How a piece of a foreign file is shown in a message: short, printable, on one line.</summary>
internal static class FileText
{
    private const int Longest = 40;

    public static string Quote(ReadOnlySpan<char> text)
    {
        StringBuilder shown = new();
        foreach (char c in text[..Math.Min(text.Length, Longest)])
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '\uFFFD' : c);
        }

        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
