namespace FastBias.Bench.Measure;

/// <summary>The few statistics that the tables need.</summary>
internal static class Statistics
{
    /// <summary>exp(mean(log x)) of positive values, NaN of none.</summary>
    internal static double GeometricMean(IEnumerable<double> values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            sum += Math.Log(value);
            count++;
        }

        return count == 0 ? double.NaN : Math.Exp(sum / count);
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of none.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>The smallest, NaN of none.</summary>
    internal static double Minimum(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Min();
}
