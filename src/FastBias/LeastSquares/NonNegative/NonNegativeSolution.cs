using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The non-negative least-squares solution with the proof that it is one.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record NonNegativeSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>x ≥ 0, n elements; exactly zero outside <see cref="Support"/>.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] X { get; internal init; } = [];

    /// <summary>w = Aᵀ(b − A·x): zero where x is positive, and not positive where x is held at zero. −wⱼ is what the bound on xⱼ costs.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Gradient { get; internal init; } = [];

    /// <summary>The indices of the positive coefficients, ascending.</summary>
    public IReadOnlyList<int> Support { get; internal init; } = [];

    /// <summary>The changes of the set of positive coefficients.</summary>
    public int Iterations { get; internal init; }

    /// <summary>‖A·x − b‖.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: the largest positive wⱼ/(‖aⱼ‖·(‖b‖ + Σ‖aₖ‖·xₖ)) where x is zero: how much a coefficient would still like to grow. A few ε.</summary>
    public T DualInfeasibility { get; internal init; } = T.NaN;

    /// <summary>Certificate: the largest of the |wⱼ| over the same where x is positive: how far the equations of the positive coefficients are from holding. A few ε.</summary>
    public T Stationarity { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
