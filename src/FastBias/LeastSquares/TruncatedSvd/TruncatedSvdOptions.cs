using System.Numerics;

namespace FastBias;

/// <summary>Where <see cref="TruncatedSvdSolver"/> cuts; at most one of the three, and max(m, n)·ε relative to σ₁ if none is given.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TruncatedSvdOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Keep σ &gt; cutoff·σ₁; 0 ≤ cutoff &lt; 1.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>Keep σ &gt; cutoff, in the units of A; not negative, finite.</summary>
    public T? AbsoluteCutoff { get; init; }

    /// <summary>Keep the k largest singular values, as far as they are not zero; 0 ≤ k ≤ min(m, n).</summary>
    public int? Kept { get; init; }
}
