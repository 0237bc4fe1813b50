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

    /// <summary>The sum as people write it. Where it is long, columns of one text column with one factor are written as <c>(9 of Region[…])</c>, and then its end is left out.</summary>
    /// <param name="terms">The largest number of terms to write.</param>
    public string ToString(int terms)
    {
        IReadOnlyList<(string Name, T Factor)> written = Terms.Count > terms ? Gathered() : Terms;
        StringBuilder text = new();
        for (int i = 0; i < Math.Min(terms, written.Count); i++)
        {
            (string name, T factor) = written[i];
            bool negative = factor < T.Zero;
            text.Append(i == 0 ? (negative ? "-" : string.Empty) : negative ? " - " : " + ");
            string size = Written(T.Abs(factor));
            text.Append(size == "1" ? string.Empty : size + " ").Append(name);
        }

        if (terms < written.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $" + … ({written.Count - terms} more)");
        }

        return text.ToString();
    }

    /// <summary>Terms <c>name[value]</c> with equal names and factors as one, in the place of the first.</summary>
    private List<(string Name, T Factor)> Gathered() =>
    [
        .. Terms.GroupBy(term => (Column: ColumnOf(term.Name), Factor: Written(term.Factor)))
            .SelectMany(group => group.Key.Column.EndsWith('[') && group.Count() > 2
                ? [(string.Create(CultureInfo.InvariantCulture, $"({group.Count()} of {group.Key.Column}…])"), group.First().Factor)]
                : group.ToArray()),
    ];

    private static string Written(T factor) => factor.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary><c>name[</c> of <c>name[value]</c>, and any other name as it is.</summary>
    private static string ColumnOf(string name)
    {
        int at = name.IndexOf('[', StringComparison.Ordinal);
        return at > 0 && name.EndsWith(']') ? name[..(at + 1)] : name;
    }
}
