namespace FastBias.Lab;

/// <summary>The range of seeds of NumPy's legacy generator.</summary>
internal static class LegacySeed
{
    /// <summary>What is wrong with a seed, or null.</summary>
    public static string? Problem(ulong seed) => seed <= uint.MaxValue ? null : $"seed: {seed} is more than {uint.MaxValue}, the largest of NumPy's legacy generator";
}
