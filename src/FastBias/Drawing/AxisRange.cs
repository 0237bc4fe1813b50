namespace FastBias.Drawing;

/// <summary>The ends of an axis.</summary>
internal static class AxisRange
{
    /// <summary>What is left free between the data and the frame, as a share of their range.</summary>
    private const double Margin = 0.04;

    /// <summary>An axis of quantities that come as near to zero as this, relative to the largest, begins at zero.</summary>
    private const double NearZero = 0.2;

    /// <summary>The ends that the axis names itself, and for the others those of the data with a margin.</summary>
    /// <remarks>NaN and infinities are left out; on a logarithmic axis also what is not positive. Without any value it goes from 0 (or 1) to 1 (or 10).</remarks>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values.</param>
    /// <param name="isTight">Whether there is no margin: the cells of a grid.</param>
    /// <param name="isFromZero">Whether a linear axis must show zero, at its end if possible: bars.</param>
    public static (double Low, double High) Of(FigureAxis axis, IEnumerable<double> values, bool isTight, bool isFromZero)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value) && (!axis.IsLogarithmic || value > 0))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        if (low > high)
        {
            (low, high) = axis.IsLogarithmic ? (1, 10) : (0, 1);
            isTight = true;
        }

        (low, high) = axis.IsLogarithmic ? Logarithmic(low, high, isTight, isFromZero) : Linear(low, high, isTight, isFromZero);
        (low, high) = (axis.Low ?? low, axis.High ?? high);
        return low < high ? (low, high) : Separate(low, high, axis);
    }

    private static (double Low, double High) Linear(double low, double high, bool isTight, bool isFromZero)
    {
        if (isFromZero)
        {
            double range = Math.Max(high, 0) - Math.Min(low, 0);
            return range == 0 ? (0, 1) : (low < 0 ? low - (Margin * range) : 0, high > 0 ? high + (Margin * range) : 0);
        }

        // What differs by rounding only is one value.
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)) || high - low < 1e-300)
        {
            double half = low == 0 ? 0.5 : Math.Abs(low) / 2;
            return (low - half, high + half);
        }

        // Halves: the range of all doubles is twice the largest of them.
        double margin = isTight ? 0 : 2 * Margin * ((high / 2) - (low / 2));
        double first = Math.Max(low - margin, -double.MaxValue / 4), last = Math.Min(high + margin, double.MaxValue / 4);
        return isTight ? (low, high)
            : low > 0 && low < NearZero * high ? (0, last)
            : high < 0 && high > NearZero * low ? (first, 0)
            : (first, last);
    }

    private static (double Low, double High) Logarithmic(double low, double high, bool isTight, bool isFromBelow)
    {
        double from = Math.Log10(low), to = Math.Log10(high);
        if (to - from < 1e-9)
        {
            return (low / 3, high * 3);
        }

        double margin = isTight ? 0 : Margin * (to - from);
        return (Math.Pow(10, Math.Max(from - margin - (isFromBelow ? 0.3 : 0), -307)), Math.Pow(10, Math.Min(to + margin, 308)));
    }

    /// <summary>One end is given and the data lie beyond it.</summary>
    private static (double Low, double High) Separate(double low, double high, FigureAxis axis) => axis switch
    {
        { IsLogarithmic: true, Low: not null } => (low, low * 10),
        { IsLogarithmic: true } => (high / 10, high),
        { Low: not null } => (low, low + Math.Max(1, Math.Abs(low))),
        _ => (high - Math.Max(1, Math.Abs(high)), high),
    };
}
