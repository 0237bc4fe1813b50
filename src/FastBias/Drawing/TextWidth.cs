using System.Text;

namespace FastBias.Drawing;

/// <summary>How wide text will be, estimated by the advance widths of Helvetica, Arial and Liberation Sans, which are the same.</summary>
/// <remarks>A drawing is written where no font is at hand. Letters that the table does not have count as a wide one.</remarks>
internal static class TextWidth
{
    /// <summary>The size of a raised or lowered letter, relative to the text around it.</summary>
    public const double ScriptSize = 0.72;

    /// <summary>Bold letters are wider by about this.</summary>
    private const double Bold = 1.08;

    /// <summary>What a letter outside the table is taken for, in thousandths of the size.</summary>
    private const int Unknown = 880;

    /// <summary>Letters by their advance, in thousandths of the size.</summary>
    private static readonly (int Advance, string Letters)[] s_table =
    [
        (0, "\u0300\u0301\u0302\u0303\u0304\u0307\u0308\u030a\u030c"),
        (222, "'ijlίι‘’′\u2009"),
        (278, " !,./:;I[\\]ft·îïíì\u00a0"),
        (333, "()-`r|{}“”ΙΪ"),
        (400, "*\"ℓτ°⟨⟩⌈⌉⌊⌋″"),
        (450, "ζξέε"),
        (500, "Jcksvxyzçŷýÿšžςγκλν^"),
        (556, "#$0123456789?L_abdeghnopquâàáäãåêèéëôòóöõûùúüñηήθοδ–†Γ"),
        (584, "+<=>~−×÷±≤≥≠≈∂χυρβμάα"),
        (640, "FTZß√‖∥ΖΤσΣφΞ∘∇∃"),
        (667, "&ABEKPSVXYÂÀÁÄÃÅÊÈÉËΑΒΕΚΡΥΧΔΛ∀"),
        (722, "CDHNRUwÇÑÛÙÚÜŵπψΗΝΠ∞∑∫∪∩∝"),
        (790, "GOQÔÒÓÖÕΩΘΟωΦ"),
        (840, "MmΜΨ%½¼¾∏ℝ∼⊂⊙⊗⇒⇔↑↓"),
        (1020, "W@—…→←≪≫"),
    ];

    private static readonly Dictionary<int, int> s_advances = s_table.SelectMany(row => row.Letters.Select(letter => ((int)letter, row.Advance))).ToDictionary();

    /// <summary>The width of a line of text with its raised and lowered letters.</summary>
    public static double Of(string text, double size, bool bold = false) =>
        SvgText.Runs(text).Sum(run => Plain(run.Text, run.Level == 0 ? size : ScriptSize * size, bold));

    /// <summary>The width of letters that all have one size.</summary>
    public static double Plain(string text, double size, bool bold = false)
    {
        int thousandths = 0;
        foreach (Rune letter in text.EnumerateRunes())
        {
            thousandths += s_advances.GetValueOrDefault(letter.Value, Unknown);
        }

        return thousandths * size / 1000 * (bold ? Bold : 1);
    }

    /// <summary>Text in lines that are not wider than asked, broken between words, or within a word that is wider by itself.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, bool bold = false)
    {
        List<string> lines = [];
        string line = string.Empty;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, size, width, bold)))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Of(longer, size, bold) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Text cut with an ellipsis where it is wider than asked.</summary>
    public static string Cut(string text, double size, double width)
    {
        if (Of(text, size) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 0 && Of(text[..length] + "…", size) > width)
        {
            length -= length > 1 && char.IsLowSurrogate(text[length - 1]) ? 2 : 1;
        }

        return text[..length].TrimEnd() + "…";
    }

    private static IEnumerable<string> Pieces(string word, double size, double width, bool bold)
    {
        while (word.Length > 1 && Of(word, size, bold) > width)
        {
            int length = word.Length - 1;
            while (length > 1 && Of(word[..length], size, bold) > width)
            {
                length--;
            }

            if (char.IsHighSurrogate(word[length - 1]))
            {
                length++;
            }

            yield return word[..length];
            word = word[length..];
        }

        if (word.Length > 0)
        {
            yield return word;
        }
    }
}
