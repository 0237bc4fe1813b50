using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The solution of minimum norm for the nearest matrix of rank k, and what a look at the cut needs.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TruncatedSvdSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>x = Σ over k kept directions of (uₖᵀb/σₖ)·vₖ, n x p.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>How many singular values were kept.</summary>
    public int Kept { get; internal init; }

    /// <summary>All min(m, n) singular values, descending.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] SingularValues { get; internal init; } = [];

    /// <summary>uₖᵀ·b for every direction and right-hand side, min(m, n) x p. Where they fall more slowly than σₖ, the cut matters (Picard's condition).</summary>
    public Matrix<T> Coordinates { get; internal init; } = new(0, 0);

    /// <summary>σₖ/σₖ₊₁: infinite where nothing but zeros was cut. Near 1 the cut splits a cluster, and the solution changes with the smallest change of A.</summary>
    public T Gap { get; internal init; } = T.NaN;

    /// <summary>‖A·x − b‖ for the whole A, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖U₁ᵀ(b − A·x)‖/(σ₁‖x‖ + ‖b‖), a few ε: the kept equations hold.</summary>
    public T KeptResidual { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖x − V₁V₁ᵀx‖/‖x‖, a few ε: nothing of x lies outside the kept directions.</summary>
    public T RowSpaceLeak { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
