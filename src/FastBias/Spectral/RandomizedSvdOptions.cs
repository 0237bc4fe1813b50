namespace FastBias;

/// <summary>How <see cref="RandomizedSvd"/> works.</summary>
public sealed record RandomizedSvdOptions
{
    /// <summary>Random directions beyond the wanted number, not negative; 10 as in the paper.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>q: the range of (A·Aᵀ)^q·A·Ω is taken, not negative. 2 by default: with 0 a slow decay of the singular values shows in the error, with 2 seldom.</summary>
    public int PowerIterations { get; init; } = 2;

    /// <summary>The seed of Ω.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Looked at between the passes over A.</summary>
    public CancellationToken CancellationToken { get; init; }
}
