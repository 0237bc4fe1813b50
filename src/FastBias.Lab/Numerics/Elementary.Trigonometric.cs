using System.Globalization;
using System.Numerics;

namespace FastBias.Lab;

public static partial class Elementary
{
    /// <summary>π/2 in three parts; the first two have 33 digits each.</summary>
    private const double HalfPiHigh = 1.5707963267341256;
    private const double HalfPiMiddle = 6.077100506303966e-11;
    private const double HalfPiLow = 2.0222662487959506e-21;
    private const double PerHalfPi = 0.63661977236758134308;

    /// <summary>The digits of 2/π after the point, and their number: enough for the largest double.</summary>
    private const int PerHalfPiDigits = 1216;
    private static readonly BigInteger s_perHalfPi = BigInteger.Parse(
        "0a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49"
        + "c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab",
        NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture);

    /// <summary>1/3!, 1/5!, … 1/19! and 1/4!, 1/6!, … 1/20!, with alternating signs.</summary>
    private static readonly double[] s_sine = Alternate(ReciprocalFactorials(3, 2, 9), -1);
    private static readonly double[] s_cosine = Alternate(ReciprocalFactorials(4, 2, 9), 1);

    /// <summary>The sine of x radians, within 1 ulp for every finite x.</summary>
    /// <param name="x">The angle.</param>
    public static double Sin(double x)
    {
        (int quarter, double angle, double low) = Quarter(x);
        return (quarter & 3) switch
        {
            0 => SinNear(angle, low),
            1 => CosNear(angle, low),
            2 => -SinNear(angle, low),
            _ => -CosNear(angle, low),
        };
    }

    /// <summary>The cosine of x radians, within 1 ulp for every finite x.</summary>
    /// <param name="x">The angle.</param>
    public static double Cos(double x)
    {
        (int quarter, double angle, double low) = Quarter(x);
        return (quarter & 3) switch
        {
            0 => CosNear(angle, low),
            1 => -SinNear(angle, low),
            2 => -CosNear(angle, low),
            _ => SinNear(angle, low),
        };
    }

    private static double SinNear(double angle, double low)
    {
        double square = angle * angle;
        return angle == 0 ? angle : angle + Math.FusedMultiplyAdd(angle * square, Polynomial(s_sine, square), low * (1 - (0.5 * square)));
    }

    private static double CosNear(double angle, double low)
    {
        double square = angle * angle, half = 0.5 * square, lead = 1 - half;
        return lead + (((1 - lead) - half) + Math.FusedMultiplyAdd(square * square, Polynomial(s_cosine, square), -angle * low));
    }

    /// <summary>x = quarter·π/2 + angle + low, |angle| ≤ π/4; NaN where x is not finite.</summary>
    private static (int Quarter, double Angle, double Low) Quarter(double x)
    {
        if (Math.Abs(x) <= 0.78)
        {
            return (0, x, 0);
        }

        if (!double.IsFinite(x))
        {
            return (0, double.NaN, 0);
        }

        if (Math.Abs(x) < 1 << 20)
        {
            // Twice 33 digits of a multiple of π/2 are subtracted without an error, and the rest of it to 2⁻¹⁰⁰.
            double multiple = Math.Round(x * PerHalfPi), first = Math.FusedMultiplyAdd(-multiple, HalfPiHigh, x), second = -multiple * HalfPiMiddle;
            double sum = first + second, part = sum - first, lost = (first - (sum - part)) + (second - part);
            double rest = Math.FusedMultiplyAdd(-multiple, HalfPiLow, lost), angle = sum + rest;
            if (Math.Abs(angle) > 1e-9)
            {
                return ((int)((long)multiple & 3), angle, (sum - angle) + rest);
            }
        }

        return ExactQuarter(x);
    }

    /// <summary>The same in whole numbers, for large x and for x close to a multiple of π/2.</summary>
    private static (int Quarter, double Angle, double Low) ExactQuarter(double x)
    {
        int exponent = Math.ILogB(x) - 52, digits = PerHalfPiDigits - exponent;
        BigInteger product = (BigInteger)Math.ScaleB(x, -exponent) * s_perHalfPi, quarter = (product + (BigInteger.One << (digits - 1))) >> digits;
        BigInteger fraction = product - (quarter << digits);

        // The fraction's leading 53 digits and the next 53, times π/2.
        int drop = Math.Max(0, (int)fraction.GetBitLength() - 106);
        BigInteger leading = fraction >> drop, upper = leading >> 53;
        double high = Math.ScaleB((double)upper, drop + 53 - digits), low = Math.ScaleB((double)(leading - (upper << 53)), drop - digits);
        const double HalfPi = 1.5707963267948966, HalfPiRest = 6.123233995736766e-17;
        double angle = high * HalfPi, rest = Math.FusedMultiplyAdd(high, HalfPi, -angle) + Math.FusedMultiplyAdd(high, HalfPiRest, low * HalfPi);
        double rounded = angle + rest;
        return ((int)(quarter & 3), rounded, (angle - rounded) + rest);
    }

    private static double[] Alternate(double[] values, double sign)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= sign;
            sign = -sign;
        }

        return values;
    }
}
