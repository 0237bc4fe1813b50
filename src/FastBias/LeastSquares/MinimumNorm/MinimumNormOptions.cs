using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="MinimumNormSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record MinimumNormOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Directions in which A is not larger than this times its norm count as zero: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>The routes to take; all three if not given. The solution returned is that of the first one.</summary>
    public IReadOnlyList<MinimumNormRoute>? Routes { get; init; }
}
