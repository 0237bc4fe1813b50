namespace FastBias.Drawing;

/// <summary>From values to pixels, linearly or by their logarithm.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value, above <paramref name="Low"/>.</param>
/// <param name="IsLogarithmic">Whether equal quotients have equal distances.</param>
/// <param name="Start">The pixel of <paramref name="Low"/>.</param>
/// <param name="End">The pixel of <paramref name="High"/>.</param>
internal sealed record AxisScale(double Low, double High, bool IsLogarithmic, double Start, double End)
{
    /// <summary>The pixel of a value; NaN where the axis has no place for it. Values outside the ends have pixels too.</summary>
    public double At(double value)
    {
        double share = Share(value);
        return double.IsFinite(share) ? Start + (share * (End - Start)) : double.NaN;
    }

    /// <summary>How far a value is from the low end (0) to the high one (1).</summary>
    public double Share(double value) => IsLogarithmic
        ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
        : (value - Low) / (High - Low);

    /// <summary>Whether a value lies between the ends.</summary>
    public bool Shows(double value) => value >= Low && value <= High;
}
