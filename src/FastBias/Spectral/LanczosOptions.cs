namespace FastBias;

/// <summary>Which eigenvalues are wanted.</summary>
public enum SpectrumEnd
{
    /// <summary>Those of largest magnitude, at either end.</summary>
    Magnitude,

    /// <summary>The largest.</summary>
    Largest,

    /// <summary>The smallest (most negative).</summary>
    Smallest,
}

/// <summary>How <see cref="Lanczos"/> and <see cref="GolubKahan"/> work.</summary>
public sealed record LanczosOptions
{
    /// <summary>Which eigenvalues; for singular values always the largest.</summary>
    public SpectrumEnd End { get; init; } = SpectrumEnd.Magnitude;

    /// <summary>A pair has converged when its residual is at most this times the largest |θ| (σ); eps^(3/4) if not given, with which θ is accurate to rounding unless eigenvalues crowd.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>The vectors that are kept, at least the wanted number and two blocks; if not given, chosen from the wanted number: more memory, fewer applications.</summary>
    public int? BasisSize { get; init; }

    /// <summary>Vectors that are applied at once, at least 1; 1 if not given. More find eigenvalues of higher multiplicity sooner, and pay for operators that are cheaper by the dozen.</summary>
    public int? BlockSize { get; init; }

    /// <summary>
    /// Whether to look, once all has converged, for copies of a multiple value that the iteration passed over: a further iteration from a random vector orthogonal to what was found, which costs about as
    /// much as finding one more pair, and adds each one that is missing. False if not given: right for spectra without multiplicities above the block size (ARPACK has no such check).
    /// </summary>
    public bool Verify { get; init; }

    /// <summary>The largest number of applications to a block, at least 1.</summary>
    public int MaxIterations { get; init; } = 5000;

    /// <summary>The seed of the start vectors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads for the orthogonalization, and for a matrix; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Told of every application to a block, with the number of them so far, on the calling thread; a slow receiver slows the iteration. The further iterations of <see cref="Verify"/> count from 1 again.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>Looked at in every step.</summary>
    public CancellationToken CancellationToken { get; init; }
}
