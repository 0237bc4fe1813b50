using System.Numerics;

namespace FastBias;

/// <summary>A least-squares solution with at most rank(A) elements that are not zero, and how it differs from the shortest one.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BasicSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution, n x p; exactly zero outside <see cref="Support"/>.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The columns that were chosen, in the order of their choice: as many as the rank.</summary>
    public IReadOnlyList<int> Support { get; internal init; } = [];

    /// <summary>The rank of A at <see cref="RelativeCutoff"/>.</summary>
    public int Rank { get; internal init; }

    /// <summary>The cutoff that decided the rank.</summary>
    public T RelativeCutoff { get; internal init; } = T.NaN;

    /// <summary>The last pivot that was kept over the first that was cut.</summary>
    public T RankGap { get; internal init; } = T.NaN;

    /// <summary>An estimate of κ₁ of the chosen columns.</summary>
    public T ConditionEstimate { get; internal init; } = T.NaN;

    /// <summary>‖A·x − b‖, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>‖x⁺‖ of the solution of minimum norm, the largest over the right-hand sides.</summary>
    public T MinimumNorm { get; internal init; } = T.NaN;

    /// <summary>‖x − x⁺‖ = ‖P_null·x‖, the largest over the right-hand sides: what the choice of columns has put into x that the data did not ask for.</summary>
    public T NullComponentNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖Aᵀ(b − A·x)‖_F/(‖A‖_F·(‖A‖_F‖x‖_F + ‖b‖_F)), a few ε.</summary>
    public T Optimality { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
