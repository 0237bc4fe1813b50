using System.Runtime.CompilerServices;
using Xunit;

namespace FastBias.Testing;

/// <summary>Asserts on test ratios, with the ratio's own expression in the message.</summary>
public static class RatioAssert
{
    /// <summary>The project's threshold (LAPACK's own: 30 or 50).</summary>
    public const double Threshold = 10;

    /// <summary>Fails unless the ratio is at most <paramref name="threshold"/>; NaN fails.</summary>
    public static void AtMost(double ratio, double threshold = Threshold, string? context = null, [CallerArgumentExpression(nameof(ratio))] string? expression = null)
    {
        if (!(ratio <= threshold))
        {
            Assert.Fail($"{expression} = {Literal.Of(ratio)} exceeds {Literal.Of(threshold)}{(context is null ? string.Empty : $" for {context}")}.");
        }
    }
}
