using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="BayesianSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BayesianOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>τ of the prior x ~ N(0, τ²·I), positive and finite; null for the flat prior, the limit τ → ∞.</summary>
    public T? PriorDeviation { get; init; }

    /// <summary>Singular values of at most this times the largest count as zero: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }
}
