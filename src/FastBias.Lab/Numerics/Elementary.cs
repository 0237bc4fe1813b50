namespace FastBias.Lab;

/// <summary>Elementary functions with equal bits on every platform, which <see cref="Math"/>'s, the platform's own, do not have.</summary>
/// <remarks>
/// <para>Nothing but exactly rounded +, −, ·, / and fused multiply-add. Special values (NaN, infinities, signed zeros, poles) follow <see cref="Math"/>. Errors are given in units in the last place
/// (ulp) of the result, as measured over some 150 arguments of each function against 400-bit values, and over thousands against the platform's functions; results below the smallest normal number are right to one unit of 2⁻¹⁰⁷⁴.</para>
/// <para>No allocations; safe for any number of threads.</para>
/// <para>Source: argument reduction and the forms of log1p, expm1 and tanh are those of W. Cody, W. Waite, Software Manual for the Elementary Functions (1980), and
/// J.-M. Muller, Elementary Functions (3rd ed., 2016); the polynomials are Taylor's.</para>
/// </remarks>
public static partial class Elementary
{
    /// <summary>ln 2 in two parts; the first has 33 digits, so that a multiple of it by an exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double PerLn2 = 1.44269504088896340736;

    /// <summary>1/2!, 1/3!, … 1/18!.</summary>
    private static readonly double[] s_exponential = ReciprocalFactorials(2, 1, 17);

    /// <summary>eˣ, within 1 ulp.</summary>
    /// <param name="x">The exponent.</param>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary>ln x, within 1 ulp; −∞ at 0, NaN below.</summary>
    /// <param name="x">The argument.</param>
    public static double Log(double x) => x > 0 && x < double.PositiveInfinity ? NaturalLogarithm.Of(x) : LogLimit(x);

    /// <summary>ln x, correctly rounded but for about one argument in a million; −∞ at 0, NaN below. Five times as dear as <see cref="Log"/>.</summary>
    /// <param name="x">The argument.</param>
    public static double LogRounded(double x) => x > 0 && x < double.PositiveInfinity ? NaturalLogarithm.Pair(x).High : LogLimit(x);

    /// <summary>ln(1 + x), within 2 ulp also near 0; −∞ at −1, NaN below.</summary>
    /// <param name="x">The argument.</param>
    public static double Log1P(double x)
    {
        if (x > -0.29 && x < 0.41)
        {
            // ln(1 + x) = 2·atanh s with s = x/(2 + x), and 2s = x − s·x.
            double s = x / (2 + x), square = s * s;
            return x - (s * (x - (2 * square * NaturalLogarithm.Tail(square))));
        }

        double sum = 1 + x;
        return sum > 0 && sum < double.PositiveInfinity
            ? NaturalLogarithm.Of(sum) + (((Math.Abs(x) > 1 ? 1 - (sum - x) : x - (sum - 1))) / sum)
            : LogLimit(sum);
    }

    /// <summary>eˣ − 1, within 2 ulp also near 0.</summary>
    /// <param name="x">The exponent.</param>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) <= 0.5)
        {
            return x == 0 ? x : x + (x * x * Polynomial(s_exponential, x));
        }

        if (!(x < 709 && x > -38))
        {
            return Exp(x) - 1;
        }

        (int exponent, double rest, double low) = Reduce(x, 0);
        double part = rest + Math.FusedMultiplyAdd(rest * rest, Polynomial(s_exponential, rest), low);
        return exponent > 60 ? Math.ScaleB(1 + part, exponent) : Math.ScaleB(part, exponent) + (Math.ScaleB(1, exponent) - 1);
    }

    /// <summary>xʸ, within 1 ulp.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    public static double Pow(double x, double y)
    {
        bool isWhole = double.IsInteger(y);
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y) || (x < 0 && double.IsFinite(x) && double.IsFinite(y) && !isWhole))
        {
            return double.NaN;
        }

        double size = Math.Abs(x), sign = double.IsNegative(x) && isWhole && Math.Abs(y) < 1L << 53 && ((long)y & 1) != 0 ? -1 : 1;
        if (size == 1)
        {
            return sign;
        }

        if (size == 0 || !double.IsFinite(size) || !double.IsFinite(y))
        {
            return (size > 1) == (y > 0) ? sign * double.PositiveInfinity : sign * 0.0;
        }

        (double high, double low) = NaturalLogarithm.Pair(size);
        double product = y * high;
        return double.IsFinite(product)
            ? sign * Exp(product, Math.FusedMultiplyAdd(y, high, -product) + (y * low))
            : sign * (product > 0 ? double.PositiveInfinity : 0);
    }

    /// <summary>The hyperbolic tangent, within 2 ulp.</summary>
    /// <param name="x">The argument.</param>
    public static double Tanh(double x)
    {
        double size = Math.Abs(x);
        if (size < 22)
        {
            double part = ExpM1(2 * size);
            return Math.CopySign(part / (part + 2), x);
        }

        return double.IsNaN(x) ? x : Math.CopySign(1, x);
    }

    /// <summary>e^(x + low), |low| at most an ulp of x.</summary>
    private static double Exp(double x, double low)
    {
        if (!(x < 709.79 && x > -746))
        {
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        }

        (int exponent, double rest, double less) = Reduce(x, low);
        double part = rest + Math.FusedMultiplyAdd(rest * rest, Polynomial(s_exponential, rest), less + (less * rest));
        return exponent is > -1022 and < 1023 ? (1 + part) * BitConverter.Int64BitsToDouble((1023L + exponent) << 52) : Math.ScaleB(1 + part, exponent);
    }

    /// <summary>x + low = exponent·ln 2 + rest + less, |rest| ≤ ½·ln 2.</summary>
    private static (int Exponent, double Remainder, double Less) Reduce(double x, double low)
    {
        double multiple = Math.Round(x * PerLn2), high = Math.FusedMultiplyAdd(-multiple, Ln2High, x), correction = Math.FusedMultiplyAdd(-multiple, Ln2Low, low);
        double rest = high + correction;
        return ((int)multiple, rest, (high - rest) + correction);
    }

    private static double LogLimit(double x) => x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, x, coefficients[i]);
        }

        return sum;
    }

    /// <summary>1/first!, 1/(first + step)!, …; each the quotient of two exact numbers: even 22! fits into 53 digits.</summary>
    private static double[] ReciprocalFactorials(int first, int step, int count)
    {
        double[] values = new double[count];
        double factorial = 1;
        for (int n = 2, next = first, i = 0; i < count; n++)
        {
            factorial *= n;
            if (n == next)
            {
                values[i++] = 1 / factorial;
                next += step;
            }
        }

        return values;
    }
}
