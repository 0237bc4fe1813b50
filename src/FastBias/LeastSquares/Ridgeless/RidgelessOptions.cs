using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="RidgelessSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RidgelessOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Singular values of at most this times the largest count as zero: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>Small λ's to which the distance from the limit is wanted; none is negative.</summary>
    public IReadOnlyList<T> Lambdas { get; init; } = [];
}
