using System.Globalization;

namespace FastBias.Drawing;

/// <summary>A mark of an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Label">What it says; empty for one between those that speak.</param>
internal readonly record struct Tick(double Value, string Label);

/// <summary>The marks that a person would give an axis: round numbers, few of them.</summary>
internal static class AxisTicks
{
    /// <summary>Between these a number is written out in full.</summary>
    private const double Smallest = 1e-3, Largest = 1e6;

    /// <summary>More decades than these have no marks that say nothing.</summary>
    private const int MostSilent = 40;

    /// <summary>The marks of an axis.</summary>
    /// <param name="scale">Its ends.</param>
    /// <param name="wanted">About how many labels.</param>
    public static IReadOnlyList<Tick> Of(AxisScale scale, int wanted)
    {
        if (!scale.IsLogarithmic)
        {
            return Linear(scale.Low, scale.High, wanted);
        }

        double from = Math.Log10(scale.Low), to = Math.Log10(scale.High);
        int first = (int)Math.Ceiling(from - 1e-9), last = (int)Math.Floor(to + 1e-9);
        return last - first >= 2 ? Decades(scale, first, last, wanted) : WithinDecades(scale, first - 1, last, wanted);
    }

    /// <summary>1, 2 or 5 times a power of ten, not below the step.</summary>
    public static double RoundStep(double step)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(step))), digits = step / unit;
        return unit * (digits <= 1 + 1e-9 ? 1 : digits <= 2 + 1e-9 ? 2 : digits <= 5 + 1e-9 ? 5 : 10);
    }

    private static Tick[] Linear(double low, double high, int wanted)
    {
        double step = RoundStep((high - low) / wanted), largest = Math.Max(Math.Abs(low), Math.Abs(high));
        double first = Math.Ceiling((low / step) - 1e-6), last = Math.Floor((high / step) + 1e-6);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).Select(value => new Tick(value, Text(value, step, largest)))];
    }

    private static List<Tick> Decades(AxisScale scale, int first, int last, int wanted)
    {
        int every = 1;
        while ((last - first) / every >= wanted)
        {
            every++;
        }

        bool isPlain = first >= -2 && last <= 3;
        List<Tick> ticks = [];
        for (int power = first - 1; power <= last; power++)
        {
            double decade = Math.Pow(10, power);
            bool speaks = power >= first && ((power % every) + every) % every == 0;
            if (speaks || (power >= first && last - first <= MostSilent))
            {
                ticks.Add(new(decade, !speaks ? string.Empty : isPlain ? decade.ToString("0.##", CultureInfo.InvariantCulture) : $"10{SvgText.Superscript(power)}"));
            }

            for (int digit = 2; digit <= 9 && last - first <= 7; digit++)
            {
                if (scale.Shows(digit * decade))
                {
                    ticks.Add(new(digit * decade, string.Empty));
                }
            }
        }

        return ticks;
    }

    /// <summary>Fewer than three decades: 1, 2 and 5 of each, or where that says too little, equal steps.</summary>
    private static IReadOnlyList<Tick> WithinDecades(AxisScale scale, int first, int last, int wanted)
    {
        List<Tick> ticks = [];
        for (int power = first; power <= last; power++)
        {
            double decade = Math.Pow(10, power);
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * decade;
                if (value >= scale.Low * (1 - 1e-9) && value <= scale.High * (1 + 1e-9))
                {
                    ticks.Add(new(value, digit is 1 or 2 or 5 ? Text(value, decade, value) : string.Empty));
                }
            }
        }

        return ticks.Count(tick => tick.Label.Length > 0) >= 3 ? ticks : Linear(scale.Low, scale.High, Math.Min(wanted, 5));
    }

    private static string Text(double value, double step, double largest)
    {
        if (Math.Abs(value) < step / 1e6)
        {
            return "0";
        }

        // The exponent of the number as it will be rounded: 0.9999… is 1.
        int power = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        bool isPlain = largest < Largest && (largest >= Smallest || step >= Smallest) && step >= 1e-5;
        double unit = isPlain ? 1 : Math.Pow(10, power);
        int decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(step / unit) + 1e-9), 0, 15);
        string digits = Math.Abs(value / unit).ToString($"F{decimals}", CultureInfo.InvariantCulture), sign = value < 0 ? "−" : string.Empty;
        return isPlain ? sign + Grouped(digits) : digits == "1" ? $"{sign}10{SvgText.Superscript(power)}" : $"{sign}{digits}×10{SvgText.Superscript(power)}";
    }

    /// <summary>Five figures and more before the point are read in threes.</summary>
    private static string Grouped(string digits)
    {
        int whole = digits.IndexOf('.') is var point && point >= 0 ? point : digits.Length;
        return whole < 5 ? digits : $"{digits[..(whole - 3)]}\u2009{digits[(whole - 3)..]}";
    }
}
