using System.Globalization;
using System.Text.RegularExpressions;
using FastBias.Reference;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>One of NIST's reference datasets for linear regression, with its certified answers.</summary>
/// <param name="Name">The name.</param>
/// <param name="Design">m x p; powers of x are rounded once from the exact power.</param>
/// <param name="Y">m observations.</param>
/// <param name="Coefficients">Certified.</param>
/// <param name="Deviations">Certified standard deviations of the coefficients.</param>
/// <param name="ResidualDeviation">Certified.</param>
internal sealed partial record NistProblem(string Name, Matrix<double> Design, double[] Y, double[] Coefficients, double[] Deviations, double ResidualDeviation)
{
    /// <summary>Reads a set.</summary>
    public static NistProblem Read(string name)
    {
        string[] lines = File.ReadAllLines(TestData.PathOf("nist", $"{name}.dat"));
        Match range = DataRange().Match(string.Join('\n', lines));
        int first = Number(range.Groups[1].Value), last = Number(range.Groups[2].Value);
        double[][] rows = [.. lines[(first - 1)..last].Select(line => Words(line).Select(Value).ToArray())];
        string[][] parameters = [.. lines[..(first - 1)].Select(Words).Where(words => words.Length == 3 && Parameter().IsMatch(words[0]))];
        int residual = Array.FindIndex(lines, line => line.Trim() == "Residual");
        return new(
            name,
            DesignOf(rows, parameters[0][0] == "B0", parameters.Length),
            [.. rows.Select(row => row[0])],
            [.. parameters.Select(words => Value(words[1]))],
            [.. parameters.Select(words => Value(words[2]))],
            Value(Words(lines[residual + 1])[2]));
    }

    /// <summary>The log relative error: correct decimal digits, at most 15.</summary>
    public static double Digits(double actual, double expected) =>
        actual == expected ? 15 : Math.Clamp(-Math.Log10(expected == 0 ? Math.Abs(actual) : Math.Abs(actual - expected) / Math.Abs(expected)), 0, 15);

    /// <summary>The digits of the worst element.</summary>
    public static double Digits(IEnumerable<double> actual, IEnumerable<double> expected) => actual.Zip(expected, Digits).Min();

    private static Matrix<double> DesignOf(double[][] rows, bool intercept, int parameters)
    {
        Matrix<double> design = new(rows.Length, parameters);
        bool polynomial = rows[0].Length == 2;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < parameters; j++)
            {
                int power = intercept ? j : j + 1;
                design[i, j] = polynomial ? Power(rows[i][1], power) : power == 0 ? 1 : rows[i][power];
            }
        }

        return design;
    }

    private static double Power(double x, int exponent)
    {
        Rational power = Rational.One;
        for (int k = 0; k < exponent; k++)
        {
            power *= x;
        }

        return power.ToDouble();
    }

    private static string[] Words(string line) => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static double Value(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Data\s+\(lines\s+(\d+)\s+to\s+(\d+)\)")]
    private static partial Regex DataRange();

    [GeneratedRegex(@"^B\d+$")]
    private static partial Regex Parameter();
}
