using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="TikhonovSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TikhonovOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The method.</summary>
    public TikhonovMethod Method { get; init; } = TikhonovMethod.Stacked;

    /// <summary>Directions that [A; √λ·L] (or, in standard form, L) does not see by more than this, relative, count as free: 0 ≤ cutoff &lt; 1; max(m + q, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }
}
