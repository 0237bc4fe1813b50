namespace FastBias.Lab;

/// <summary>Numbers that describe many repeats, and laws fitted to them.</summary>
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

    /// <summary>The mean, summed in order; NaN of none.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>The deviation from the mean, with n − 1; 0 of one value.</summary>
    public static double Deviation(ReadOnlySpan<double> values) => Math.Sqrt(SquaresFrom(Mean(values), values) / Math.Max(1, values.Length - 1));

    /// <summary>The mean and its standard error; the error of one value's is NaN.</summary>
    public static (double Mean, double Error) MeanWithError(ReadOnlySpan<double> values)
    {
        double mean = Mean(values);
        return (mean, Math.Sqrt(SquaresFrom(mean, values) / (values.Length - 1) / values.Length));
    }

    /// <summary>The slope of the least-squares line through points.</summary>
    public static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = Mean(x), meanY = Mean(y), products = 0;
        for (int i = 0; i < x.Length; i++)
        {
            products += (x[i] - meanX) * (y[i] - meanY);
        }

        return products / SquaresFrom(meanX, x);
    }

    /// <summary>The exponent p of the power law y ~ x^p that fits points best, in the logarithms.</summary>
    public static double Exponent(IEnumerable<double> x, IEnumerable<double> y) =>
        Slope([.. x.Select(Elementary.Log)], [.. y.Select(Elementary.Log)]);

    /// <summary>How often a sequence rises by more than a relative tolerance.</summary>
    public static int Rises(IReadOnlyList<double> values, double tolerance = 0) =>
        Enumerable.Range(1, Math.Max(0, values.Count - 1)).Count(i => values[i] > values[i - 1] + (tolerance * Math.Abs(values[i - 1])));

    /// <summary>Σ(x_i − mean)², summed in order.</summary>
    public static double SquaresFrom(double mean, ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum;
    }
}
