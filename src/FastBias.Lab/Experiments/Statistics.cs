namespace FastBias.Lab;

/// <summary>Numbers that describe many repeats.</summary>
internal static class Statistics
{
    /// <summary>The middle value; the mean of the two middle ones of an even number; NaN of none.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value below which a share of the values lies, with linear interpolation between neighbours (R's type 7, NumPy's default); NaN of none.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double place = share * (sorted.Length - 1);
        int below = (int)place;
        double part = place - below;
        return part == 0 ? sorted[below] : sorted[below] + (part * (sorted[below + 1] - sorted[below]));
    }
}
