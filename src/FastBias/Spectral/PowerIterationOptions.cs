namespace FastBias;

/// <summary>When an iteration for dominant eigenpairs stops, and where it starts.</summary>
public sealed record PowerIterationOptions
{
    /// <summary>
    /// The iteration ends when both ‖A·v − θ·v‖ and the last change of θ are at most this times |θ|. Not given: eps^(3/4), that is 1.8e-12 in double
    /// and 6.4e-6 in float; for a symmetric matrix θ is then accurate to the square of it over the relative gap.
    /// </summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>The largest number of applications of the matrix (to a vector, or to the block), at least 1.</summary>
    public int MaxIterations { get; init; } = 5000;

    /// <summary>The seed of the start vectors.</summary>
    public ulong Seed { get; init; } = 1;
}
