namespace FastBias;

/// <summary>Which singular vectors <see cref="Svd{T}"/> computes.</summary>
public enum SvdVectors
{
    /// <summary>The singular values only.</summary>
    None,

    /// <summary>min(m, n) left and right singular vectors: U is m x min(m, n), Vt is min(m, n) x n.</summary>
    Thin,

    /// <summary>Complete orthogonal bases: U is m x m, Vt is n x n.</summary>
    Full,
}

/// <summary>How <see cref="Svd{T}"/> works; every tolerance that is not here follows from the working precision.</summary>
public sealed record SvdOptions
{
    /// <summary>Which vectors to compute; <see cref="SvdVectors.Thin"/> unless said otherwise, because the full U of a tall matrix may not fit into memory.</summary>
    public SvdVectors Vectors { get; init; } = SvdVectors.Thin;

    /// <summary>The largest number of Jacobi sweeps, at least 1; 30 as in LAPACK's dgesvj. In practice 4 to 8 are needed.</summary>
    public int MaxSweeps { get; init; } = 30;

    /// <summary>What to do about NaN and infinity.</summary>
    public FinitePolicy Finite { get; init; } = FinitePolicy.Check;
}
