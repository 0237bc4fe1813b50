using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The least-squares solution between bounds with the proof that it is one.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BoundedSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>x, n elements; exactly the bound where it is held at one.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] X { get; internal init; } = [];

    /// <summary>w = Aᵀ(b − A·x): zero where x is free, not positive at a lower bound, not negative at an upper one. |wⱼ| is what the bound costs.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Gradient { get; internal init; } = [];

    /// <summary>The indices of the coefficients strictly between their bounds, ascending.</summary>
    public IReadOnlyList<int> Free { get; internal init; } = [];

    /// <summary>The indices of the coefficients at their lower bounds (equal bounds count here).</summary>
    public IReadOnlyList<int> AtLower { get; internal init; } = [];

    /// <summary>The indices of the coefficients at their upper bounds.</summary>
    public IReadOnlyList<int> AtUpper { get; internal init; } = [];

    /// <summary>The changes of the set of free coefficients.</summary>
    public int Iterations { get; internal init; }

    /// <summary>‖A·x − b‖.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: the largest |wⱼ|/(‖aⱼ‖·(‖b‖ + Σ‖aₖ‖·|xₖ|)) by which a coefficient at a bound would still like to move inwards. A few ε.</summary>
    public T DualInfeasibility { get; internal init; } = T.NaN;

    /// <summary>Certificate: the largest of the same quotients of a free coefficient: how far its equation is from holding. A few ε.</summary>
    public T Stationarity { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
