using System.Collections;
using System.Globalization;

namespace FastBias.Testing;

/// <summary>Values as C# source, so that a failing case can be pasted into a test.</summary>
public static class Literal
{
    /// <summary>The value as a C# expression where it has one; its own text otherwise.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        double number => Of(number),
        float number => Of(number),
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        bool flag => flag ? "true" : "false",
        Matrix<double> matrix => OfMatrix(matrix.ToArray(), "double"),
        Matrix<float> matrix => OfMatrix(matrix.ToArray(), "float"),
        Array { Rank: 2 } array => OfArray2D(array),
        IEnumerable items and (Array or IList) => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "null",
    };

    /// <summary>A double that parses to the same bits (but for a NaN's payload).</summary>
    public static string Of(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : WithPoint(value.ToString("R", CultureInfo.InvariantCulture), string.Empty);

    /// <summary>A float that parses to the same bits (but for a NaN's payload).</summary>
    public static string Of(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : WithPoint(value.ToString("R", CultureInfo.InvariantCulture), "f");

    private static string OfMatrix(Array elements, string type) => $"new Matrix<{type}>({OfArray2D(elements)})";

    private static string OfArray2D(Array array)
    {
        (int rows, int columns) = (array.GetLength(0), array.GetLength(1));
        string type = array.GetType().GetElementType() == typeof(float) ? "float" : array.GetType().GetElementType() == typeof(double) ? "double" : "object";
        if (rows == 0 || columns == 0)
        {
            return $"new {type}[{rows}, {columns}]";
        }

        IEnumerable<string> lines = Enumerable.Range(0, rows).Select(i =>
            "{ " + string.Join(", ", Enumerable.Range(0, columns).Select(j => Of(array.GetValue(i, j)))) + " }");
        return $"new {type}[,] {{ {string.Join(", ", lines)} }}";
    }

    /// <summary>Minus zero needs a floating-point literal: <c>-0</c> is the integer zero.</summary>
    private static string WithPoint(string digits, string suffix) => (digits == "-0" ? "-0.0" : digits) + suffix;
}
