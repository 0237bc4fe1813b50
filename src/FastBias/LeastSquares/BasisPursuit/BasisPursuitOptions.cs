using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="BasisPursuitSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BasisPursuitOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rank of A, and whether b lies in its range, are decided at this relative size (100 times it for b): 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>The solution is accepted at an optimality gap of at most this times ‖x‖₁; 10⁴·ε if not given. Positive, less than 1.</summary>
    public T? RelativeGap { get; init; }

    /// <summary>The largest number of simplex steps, not negative; 20·(m + n) + 100 if not given.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Told the number of simplex steps done, after each, on the calling thread; a slow receiver slows the solver.</summary>
    public IProgress<int>? Progress { get; init; }
}
