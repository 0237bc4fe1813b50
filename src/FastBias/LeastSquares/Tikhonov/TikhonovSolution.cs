using System.Numerics;

namespace FastBias;

/// <summary>The solution of a problem with a general quadratic penalty.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TikhonovSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution, n x p; the shortest where A and L leave a common direction free.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>λ.</summary>
    public T Lambda { get; internal init; } = T.NaN;

    /// <summary>The rank of [A; √λ·L].</summary>
    public int Rank { get; internal init; }

    /// <summary>The dimension of the common null space of A and L: 0 means that the solution is the only one.</summary>
    public int NullSpaceDimension { get; internal init; }

    /// <summary>‖A·x − b‖, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖L·x‖, the largest over the right-hand sides.</summary>
    public T PenaltyNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>The condition of what was factored: of the kept part of [A; √λ·L], or of the standard form with its penalty.</summary>
    public T ConditionEstimate { get; internal init; } = T.NaN;

    /// <summary>
    /// Certificate: the relative size of a change of K = [A; √λ·L] for which x is exact, Stewart's bound min(‖Kᵀρ‖/‖ρ‖, ‖ρ‖/‖x‖)/‖K‖_F with ρ = [b; 0] − K·x; the largest over the right-hand sides.
    /// </summary>
    public T BackwardError { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
