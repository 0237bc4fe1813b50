using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The interpolant of minimum ℓ₁ norm with the proof that there is no smaller one.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BasisPursuitSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>x, n elements, at most rank(A) of them not zero.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] X { get; internal init; } = [];

    /// <summary>The dual point y, m elements, with ‖Aᵀy‖_∞ ≤ 1: bᵀy is a lower bound of ‖x‖₁ for every x with A·x = b.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Dual { get; internal init; } = [];

    /// <summary>The indices of the elements that are not zero, ascending.</summary>
    public IReadOnlyList<int> Support { get; internal init; } = [];

    /// <summary>The rank of A.</summary>
    public int Rank { get; internal init; }

    /// <summary>The simplex steps.</summary>
    public int Iterations { get; internal init; }

    /// <summary>‖x‖₁.</summary>
    public T OneNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: |‖x‖₁ − bᵀy|/‖x‖₁; a few ε at the optimum.</summary>
    public T RelativeGap { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖A·x − b‖/(‖A‖_F‖x‖ + ‖b‖). With <see cref="Status.Infeasible"/>: the distance of b from the range of A, relative to ‖b‖.</summary>
    public T Feasibility { get; internal init; } = T.NaN;

    /// <summary>
    /// Whether the dual point proves that x is the only solution: |aⱼᵀy| is less than 1 by more than rounding for every j outside a set of independent columns that holds the support.
    /// False means: not proved.
    /// </summary>
    public bool IsProvedUnique { get; internal init; }

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
