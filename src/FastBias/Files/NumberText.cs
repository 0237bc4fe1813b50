using System.Globalization;
using System.Numerics;

namespace FastBias.Files;

/// <summary>What a piece of text is, read as a number.</summary>
internal enum NumberKind
{
    /// <summary>A finite decimal number.</summary>
    Finite,

    /// <summary>The word nan.</summary>
    NotANumber,

    /// <summary>The word inf or infinity, with or without a sign.</summary>
    Infinite,

    /// <summary>A decimal number beyond the largest finite one, such as 1e999.</summary>
    Overflow,

    /// <summary>Anything else.</summary>
    Text,
}

/// <summary>Decimal numbers in files: the invariant culture, no thousands separators, no hexadecimal, correctly rounded.</summary>
internal static class NumberText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static NumberKind Parse<T>(ReadOnlySpan<char> text, out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<char> unsigned = text is ['+' or '-', .. ReadOnlySpan<char> rest] ? rest : text;
        if (unsigned.IsEmpty)
        {
            value = default;
            return NumberKind.Text;
        }

        if (char.IsAsciiLetter(unsigned[0]))
        {
            return ParseWord(unsigned, text[0] == '-', out value);
        }

        // The sign of the exponent, the point and the digits are all that is left: "∞", "1,5" and "(1)" do not pass.
        if (!T.TryParse(text, Style, CultureInfo.InvariantCulture, out value))
        {
            return NumberKind.Text;
        }

        return T.IsFinite(value) ? NumberKind.Finite : NumberKind.Overflow;
    }

    private static NumberKind ParseWord<T>(ReadOnlySpan<char> word, bool negative, out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (word.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = T.NaN;
            return NumberKind.NotANumber;
        }

        value = negative ? T.NegativeInfinity : T.PositiveInfinity;
        bool infinite = word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase);
        return infinite ? NumberKind.Infinite : NumberKind.Text;
    }
}
