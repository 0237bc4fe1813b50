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

    /// <summary>1/9, 1/11, … 1/33: where the first terms are computed in twice the precision.</summary>
    private static readonly double[] s_late =
        [1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33];

    /// <summary>ln x = k·ln 2 + 2·atanh((f − 1)/(f + 1)) with x = 2ᵏ·f, f in [√½, √2); about one unit in the last place.</summary>
    /// <param name="x">Positive and finite.</param>
    public static double Of(double x)
    {
        (double fraction, int exponent) = Split(x);
        double z = (fraction - 1) / (fraction + 1), square = z * z;
        double rest = Math.FusedMultiplyAdd(2 * z * square, Tail(square), exponent * Ln2Low);
        return (exponent * Ln2High) + ((2 * z) + rest);
    }

    /// <summary>1/3 + s/5 + s²/7 + …, so that atanh z = z + z³·Tail(z²) for |z| ≤ 0.1716.</summary>
    public static double Tail(double square) => Horner(s_odd, square);

    /// <summary>ln x = High + Low to about 2⁻⁷⁵, so that High is the logarithm correctly rounded but in about one of 2²⁰ arguments; five times as dear as <see cref="Of"/>.</summary>
    /// <remarks>The same formula, with the quotient and the first four terms of the series in pairs of doubles (error-free sums and products by fused multiply-add).</remarks>
    /// <param name="x">Positive and finite.</param>
    public static (double High, double Low) Pair(double x)
    {
        (double fraction, int exponent) = Split(x);
        double top = fraction - 1;
        (double, double) bottom = Sum(fraction, 1);
        double quotient = top / bottom.Item1;
        double rest = Math.FusedMultiplyAdd(-quotient, bottom.Item1, top) - (quotient * bottom.Item2);
        (double High, double Low) z = Sum(quotient, rest / bottom.Item1), square = Product(z, z);
        (double High, double Low) series = (Horner(s_late, square.High), 0);
        for (int odd = 7; odd >= 3; odd -= 2)
        {
            double high = 1.0 / odd, low = Math.FusedMultiplyAdd(-high, odd, 1) / odd;
            series = Product(series, square);
            (double sum, double error) = Sum(high, series.High);
            series = Sum(sum, error + (low + series.Low));
        }

        (double High, double Low) cubic = Product(Product(z, square), series);
        (double lead, double lost) = Sum(2 * z.High, 2 * cubic.High);
        double less = lost + (2 * (z.Low + cubic.Low));
        (double whole, double part) = Sum(exponent * Ln2High, lead);
        double scale = exponent * Ln2Low;
        (double middle, double small) = Sum(part, scale);
        double smaller = Math.FusedMultiplyAdd(exponent, Ln2Low, -scale) + (small + less);
        (whole, part) = Sum(whole, middle);
        return Sum(whole, part + smaller);
    }

    /// <summary>x = fraction·2^exponent, fraction in [√½, √2).</summary>
    private static (double Fraction, int Exponent) Split(double x)
    {
        int exponent = Math.ILogB(x);
        double fraction = Math.ScaleB(x, -exponent);
        return fraction * 0.5 >= RootHalf ? (fraction * 0.5, exponent + 1) : (fraction, exponent);
    }

    private static double Horner(double[] coefficients, double x)
    {
        double sum = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, x, coefficients[i]);
        }

        return sum;
    }

    /// <summary>a + b exactly, as the rounded sum and its error (Knuth).</summary>
    private static (double High, double Low) Sum(double a, double b)
    {
        double sum = a + b, second = sum - a;
        return (sum, (a - (sum - second)) + (b - second));
    }

    /// <summary>a·b to about 2⁻¹⁰².</summary>
    private static (double High, double Low) Product((double High, double Low) a, (double High, double Low) b)
    {
        double product = a.High * b.High, error = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return Sum(product, error + Math.FusedMultiplyAdd(a.High, b.Low, a.Low * b.High));
    }
}
