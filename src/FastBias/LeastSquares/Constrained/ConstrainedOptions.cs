using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="ConstrainedSolver"/> solves.</summary>
public enum ConstrainedMethod
{
    /// <summary>x = x₁ + Z·y with an orthonormal basis Z of the constraints' null space: backward stable, any ranks.</summary>
    NullSpace,

    /// <summary>The optimality conditions as one symmetric system in multipliers, residual and x.</summary>
    Kkt,
}

/// <summary>How <see cref="ConstrainedSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record ConstrainedOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The method.</summary>
    public ConstrainedMethod Method { get; init; } = ConstrainedMethod.NullSpace;

    /// <summary>Relative size below which pivots and singular values count as zero, and constraints as fulfilled: 0 ≤ cutoff &lt; 1; max(m, n, q)·ε (at most √ε) if not given (for feasibility, 100 times that).</summary>
    public T? RelativeCutoff { get; init; }
}
