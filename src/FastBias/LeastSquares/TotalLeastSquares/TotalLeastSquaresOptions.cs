using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="TotalLeastSquaresSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TotalLeastSquaresOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Singular values of [A B] that differ by at most this times the largest count as equal, and a solution exists if its denominator is larger: 0 ≤ cutoff &lt; 1; max(m, n + p)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }
}
