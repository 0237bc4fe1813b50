namespace FastBias.Lab;

/// <summary>Singular values with a given condition number.</summary>
internal static class GradedSpectrum
{
    /// <summary>From 1 down to 1/κ with equal quotients.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <param name="condition">κ, at least 1.</param>
    public static double[] Create(int count, double condition) =>
        [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1 : i == count - 1 ? 1 / condition : Elementary.Pow(condition, -(double)i / (count - 1)))];
}
