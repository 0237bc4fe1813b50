using System.Globalization;
using System.Numerics;
using System.Text;

namespace FastBias;

/// <summary>A sum of named terms with factors, for example <c>a + b - 0.5 c</c>.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Terms">Names and factors, none of them zero.</param>
/// <param name="Value">The value of the sum for the estimates of a fit.</param>
public sealed record LinearCombination<T>(IReadOnlyList<(string Name, T Factor)> Terms, T Value)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum as people write it, factors to four digits.</summary>
    public override string ToString() => ToString(int.MaxValue);

    /// <summary>The sum as people write it, its end left out where it is long.</summary>
    /// <param name="terms">The largest number of terms to write.</param>
    public string ToString(int terms)
    {
        StringBuilder text = new();
        for (int i = 0; i < Math.Min(terms, Terms.Count); i++)
        {
            (string name, T factor) = Terms[i];
            bool negative = factor < T.Zero;
            text.Append(i == 0 ? (negative ? "-" : string.Empty) : negative ? " - " : " + ");
            string size = T.Abs(factor).ToString("G4", CultureInfo.InvariantCulture);
            text.Append(size == "1" ? string.Empty : size + " ").Append(name);
        }

        if (terms < Terms.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $" + … ({Terms.Count - terms} more)");
        }

        return text.ToString();
    }
}
