namespace FastBias;

/// <summary>ln x from exactly rounded operations: the same bits on every platform, which the platform's own logarithm is not.</summary>
internal static class NaturalLogarithm
{
    /// <summary>ln 2 in two parts; the first has 33 digits, so that a multiple of it by an exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double RootHalf = 0.70710678118654752440;

    /// <summary>1/3, 1/5, … 1/25: atanh z = z·(1 + z²/3 + z⁴/5 + …), and |z| ≤ 0.1716, so that the first term left out is below 2⁻⁶⁴ of the sum.</summary>
    private static readonly double[] s_odd = [1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25];

    /// <summary>ln x = k·ln 2 + 2·atanh((f − 1)/(f + 1)) with x = 2ᵏ·f, f in [√½, √2); about one unit in the last place.</summary>
    /// <param name="x">Positive, finite and normal.</param>
    public static double Of(double x)
    {
        int exponent = Math.ILogB(x);
        double fraction = Math.ScaleB(x, -exponent);
        if (fraction * 0.5 >= RootHalf)
        {
            fraction *= 0.5;
            exponent++;
        }

        double z = (fraction - 1) / (fraction + 1), square = z * z, series = s_odd[^1];
        for (int i = s_odd.Length - 2; i >= 0; i--)
        {
            series = Math.FusedMultiplyAdd(series, square, s_odd[i]);
        }

        double rest = Math.FusedMultiplyAdd(2 * z * square, series, exponent * Ln2Low);
        return (exponent * Ln2High) + ((2 * z) + rest);
    }
}
