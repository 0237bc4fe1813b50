using System.Numerics;

namespace FastBias;

/// <summary>The least-squares solution on an affine set, with its multipliers.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record ConstrainedSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution, n x p; the shortest of all where several are equally good.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>μ with Aᵀ(b − A·x) = Cᵀ·μ, q x p: how much ½‖A·x − b‖² falls per unit of d, with a minus sign. The shortest where the constraints repeat each other.</summary>
    public Matrix<T> Multipliers { get; internal init; } = new(0, 0);

    /// <summary>The method that was used.</summary>
    public ConstrainedMethod Method { get; internal init; }

    /// <summary>The rank of C: how many of the constraints are independent.</summary>
    public int ConstraintRank { get; internal init; }

    /// <summary>The rank of [C; A]: n where the solution is the only one.</summary>
    public int Rank { get; internal init; }

    /// <summary>‖A·x − b‖, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖C·x − d‖/(‖C‖_F·(‖x‖ + ‖b‖/‖A‖_F) + ‖d‖), the largest over the right-hand sides. With <see cref="Status.Infeasible"/>: how much the constraints contradict each other.</summary>
    public T Feasibility { get; internal init; } = T.NaN;

    /// <summary>Certificate: ‖Aᵀr − Cᵀμ‖/(‖A‖_F·(‖A‖_F‖x‖ + ‖b‖) + ‖C‖_F‖μ‖), the largest over the right-hand sides.</summary>
    public T Stationarity { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
