using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

/// <summary>Collects ratios, fails on the first one above the limit with the case it belongs to, and holds the largest of each to the record.</summary>
internal sealed class WorstRatio(double limit = FactorRatios.Limit)
{
    private readonly SortedDictionary<string, (double Ratio, string Case)> _worst = new(StringComparer.Ordinal);

    /// <summary>One ratio; NaN fails too.</summary>
    public void Add(string ratio, double value, string description)
    {
        Assert.True(value <= limit, $"{ratio} = {value:G4} > {limit} on {description}");
        if (!_worst.TryGetValue(ratio, out (double Ratio, string Case) known) || value > known.Ratio)
        {
            _worst[ratio] = (value, description);
        }
    }

    /// <summary>Prints the largest ratios and compares them with those that are committed.</summary>
    public void Settle(string suite, ITestOutputHelper output)
    {
        output.WriteLine(ToString());
        RatioRecord.Settle(suite, _worst);
    }

    /// <summary>The largest ratio of each name and where it was seen.</summary>
    public override string ToString() => string.Join(Environment.NewLine, _worst.Select(entry => $"{entry.Key}: {entry.Value.Ratio:F2} ({entry.Value.Case})"));
}
