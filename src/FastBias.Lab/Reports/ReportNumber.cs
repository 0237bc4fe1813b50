using System.Globalization;
using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Numbers as people read them: few digits, powers of ten as such. What a program reads is in <see cref="ResultCsv"/>.</summary>
internal static class ReportNumber
{
    /// <summary>A number to some significant digits; a whole one below ten million in full, a power of ten beyond 0.001 and 10000 as such.</summary>
    public static string Text(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
        }

        double size = Math.Abs(value);
        string sign = value < 0 ? "−" : string.Empty;
        string[] full = size.ToString("E14", CultureInfo.InvariantCulture).Split('E');
        if (size is < 1e-3 or >= 1e5 && Trimmed(full[0]) == "1")
        {
            return sign + Power(full[1]);
        }

        if (size < 1e7 && size == Math.Floor(size))
        {
            return sign + size.ToString("0", CultureInfo.InvariantCulture);
        }

        string[] parts = size.ToString($"E{digits - 1}", CultureInfo.InvariantCulture).Split('E');
        int power = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (power is < -3 or >= 6)
        {
            return $"{sign}{Trimmed(parts[0])}×{Power(parts[1])}";
        }

        // Zeros at the end say how exact a rounded number is; one that is not rounded needs none.
        string plain = size.ToString($"F{Math.Clamp(digits - 1 - power, 0, 20)}", CultureInfo.InvariantCulture);
        return sign + (double.Parse(plain, CultureInfo.InvariantCulture) == size ? Trimmed(plain) : plain);
    }

    /// <summary>The measured value of a claim, with as many digits as it takes to see why it does not hold.</summary>
    public static string Measured(Claim claim) => Text(claim.Measured, Digits(claim));

    /// <summary>What a claim expects: a value with its tolerance, a range where the tolerance is a large part of the value, or a bound.</summary>
    public static string Expected(Claim claim) => claim.Relation switch
    {
        Relation.AtMost => $"≤ {Text(claim.Expected, Digits(claim))}{Slack(claim)}",
        Relation.AtLeast => $"≥ {Text(claim.Expected, Digits(claim))}{Slack(claim)}",
        _ when claim.Expected != 0 && claim.Tolerance >= 0.2 * Math.Abs(claim.Expected) => $"{Text(Rounded(claim.Expected - claim.Tolerance))} to {Text(Rounded(claim.Expected + claim.Tolerance))}",
        _ => $"{Text(claim.Expected, Digits(claim))}{Slack(claim)}",
    };

    /// <summary>A sentence with its numbers as people read them: 10⁻¹² for "1e-12", 2.5×10⁸ for "2.5E+08".</summary>
    public static string Prose(string text) => SvgText.WithPowers(text);

    /// <summary>A time, from milliseconds to minutes.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };

    private static string Power(string power) => $"10{SvgText.Superscript(int.Parse(power, CultureInfo.InvariantCulture))}";

    private static string Slack(Claim claim) => claim.Tolerance > 0 ? $" ± {Text(claim.Tolerance, 2)}" : string.Empty;

    private static int Digits(Claim claim)
    {
        int digits = 4;
        double distance = claim.Tolerance > 0 ? claim.Tolerance : Math.Abs(claim.Measured - claim.Expected);
        while (digits < 16 && distance > 0 && Math.Abs(claim.Expected) * Math.Pow(10, 1 - digits) > distance && (claim.Tolerance > 0 || !claim.Holds))
        {
            digits++;
        }

        return digits;
    }

    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Trimmed(string digits) => digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;
}
