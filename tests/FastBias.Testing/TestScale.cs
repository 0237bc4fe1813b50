using System.Globalization;

namespace FastBias.Testing;

/// <summary>The thinning switch of the suites: <c>FASTBIAS_TEST_SCALE</c>, 1 where it is not set, 10 for a full run.</summary>
public static class TestScale
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "FASTBIAS_TEST_SCALE";

    /// <summary>The factor by which suites multiply their number of cases.</summary>
    public static double Factor { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether this is a full run, in which nothing is left out.</summary>
    public static bool IsFull => Factor >= 10;

    /// <summary><paramref name="count"/> cases, scaled; never below one.</summary>
    public static int Of(int count) => Scaled(count, Factor);

    /// <summary>Every <c>stride</c>-th of many cases, so that about 1/<paramref name="thinning"/> of them run at factor 1 and all at <see cref="IsFull"/>.</summary>
    public static int Stride(int thinning) => IsFull ? 1 : Math.Max(1, (int)Math.Round(thinning / Factor));

    /// <summary>What <see cref="Of"/> does, for a given factor.</summary>
    public static int Scaled(int count, double factor) => (int)Math.Clamp(Math.Round(count * factor), 1, int.MaxValue);

    /// <summary>Reads a factor; throws on text that is no positive number, because a typing error must not thin a suite out silently.</summary>
    public static double Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return 1;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) || !(factor > 0) || !double.IsFinite(factor))
        {
            throw new FormatException($"{Variable} must be a positive number, not \"{text}\".");
        }

        return factor;
    }
}
