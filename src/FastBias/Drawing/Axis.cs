namespace FastBias.Drawing;

/// <summary>From values to pixels, linearly or by their logarithm, and the values at which an axis is marked.</summary>
public sealed class Axis
{
    private const int WantedTicks = 6;

    private Axis(double low, double high, bool isLogarithmic, double start, double end, IReadOnlyList<double> ticks) =>
        (Low, High, IsLogarithmic, Start, End, Ticks) = (low, high, isLogarithmic, start, end, ticks);

    /// <summary>The smallest value.</summary>
    public double Low { get; }

    /// <summary>The largest value.</summary>
    public double High { get; }

    /// <summary>Whether equal quotients have equal distances.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The pixel of <see cref="Low"/>.</summary>
    public double Start { get; }

    /// <summary>The pixel of <see cref="High"/>.</summary>
    public double End { get; }

    /// <summary>Round values between the ends, at most about ten.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis for all values that it can show, widened to round numbers.</summary>
    /// <remarks>NaN and infinities are left out; on a logarithmic axis also what is not positive. Without any value it goes from 0 (or 1) to 1 (or 10).</remarks>
    /// <param name="values">The values.</param>
    /// <param name="start">The pixel of the smallest.</param>
    /// <param name="end">The pixel of the largest.</param>
    /// <param name="logarithmic">Whether by the logarithm.</param>
    /// <param name="fromZero">Whether a linear axis must show zero.</param>
    public static Axis For(IEnumerable<double> values, double start, double end, bool logarithmic = false, bool fromZero = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!logarithmic || value > 0))];
        double low = shown.Length == 0 ? (logarithmic ? 1 : 0) : shown.Min(), high = shown.Length == 0 ? (logarithmic ? 10 : 1) : shown.Max();
        return logarithmic ? Decades(low, high, start, end) : Linear(fromZero ? Math.Min(0, low) : low, fromZero ? Math.Max(0, high) : high, start, end);
    }

    /// <summary>The pixel of a value; NaN where the axis has no place for it.</summary>
    /// <param name="value">The value.</param>
    public double At(double value)
    {
        double share = IsLogarithmic ? Math.Log10(value / Low) / Math.Log10(High / Low) : (value - Low) / (High - Low);
        return double.IsFinite(share) ? Start + (share * (End - Start)) : double.NaN;
    }

    private static Axis Linear(double low, double high, double start, double end)
    {
        if (low == high)
        {
            double half = low == 0 ? 0.5 : Math.Abs(low) / 2;
            (low, high) = (low - half, high + half);
        }

        double step = RoundStep((high - low) / WantedTicks), first = Math.Floor(low / step), last = Math.Ceiling(high / step);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return new(ticks[0], ticks[^1], false, start, end, ticks);
    }

    private static Axis Decades(double low, double high, double start, double end)
    {
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        last = Math.Max(last, first + 1);
        int step = ((last - first - 1) / WantedTicks) + 1;
        double[] ticks = [.. Enumerable.Range(0, last - first + 1).Where(i => i % step == 0).Select(i => Math.Pow(10, first + i))];
        return new(Math.Pow(10, first), Math.Pow(10, last), true, start, end, ticks);
    }

    /// <summary>1, 2 or 5 times a power of ten, not below the step.</summary>
    private static double RoundStep(double step)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(step))), digits = step / unit;
        return unit * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }
}
