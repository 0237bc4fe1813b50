namespace FastBias.Lab;

/// <summary>Published figures that are compared by their size only.</summary>
internal static class PublishedValue
{
    /// <summary>The claim that something is a published value within a factor, with the interval spelled out: what is measured is the value itself.</summary>
    /// <param name="id">The id of the seed's item.</param>
    /// <param name="part">Which of its statements.</param>
    /// <param name="what">The sentence up to the value, such as "the test error is".</param>
    /// <param name="value">The published value, positive.</param>
    /// <param name="factor">How many times smaller or larger the measured value may be.</param>
    /// <param name="measured">The value measured.</param>
    public static Claim Within(string id, string part, string what, double value, double factor, double measured)
    {
        double low = value / factor, high = value * factor;
        return Claim.Between(id, part, $"{what} about {ReportNumber.Text(value)}: between {ReportNumber.Text(low)} and {ReportNumber.Text(high)}", low, high, measured);
    }
}
