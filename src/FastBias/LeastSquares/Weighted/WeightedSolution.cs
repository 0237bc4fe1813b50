using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The weighted least-squares solution of minimum norm.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record WeightedSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution, n x p; the shortest where there are several (the constants are not counted).</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The constants, one for each right-hand side; empty without an intercept.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Intercepts { get; internal init; } = [];

    /// <summary>The number of rows with a weight above zero.</summary>
    public int RowsUsed { get; internal init; }

    /// <summary>The rank of the rows that were used, without the constant.</summary>
    public int Rank { get; internal init; }

    /// <summary>√(Σ wᵢ·rᵢ²), the largest over the right-hand sides.</summary>
    public T WeightedResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>√(largest weight/smallest positive weight): from 2¹⁰ on the rows are sorted and pivoted, so that none drowns the others.</summary>
    public T WeightSpread { get; internal init; } = T.NaN;

    /// <summary>
    /// Certificate: the largest over columns and right-hand sides of |Σᵢ aᵢⱼ·wᵢ·rᵢ|/Σᵢ |aᵢⱼ|·wᵢ·(‖aᵢ‖·‖x‖ + |bᵢ|): the gradient against the size of its terms, which no weight distorts.
    /// A few ε for a solution that is as good as the data.
    /// </summary>
    public T Optimality { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X) && SolverMath.IsFinite(Intercepts);
}
