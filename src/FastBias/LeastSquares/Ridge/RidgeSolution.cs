using System.Numerics;

namespace FastBias;

/// <summary>The ridge solution and its certificate.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RidgeSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution, n x p.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The constant for each right-hand side; empty without an intercept.</summary>
    public IReadOnlyList<T> Intercepts { get; internal init; } = [];

    /// <summary>The method that was used; never <see cref="RidgeMethod.Auto"/> unless nothing was computed.</summary>
    public RidgeMethod Method { get; internal init; }

    /// <summary>λ.</summary>
    public T Lambda { get; internal init; } = T.NaN;

    /// <summary>‖A·x − b‖ (with the constant, if there is one), the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>
    /// The condition of [A; √λ·I], A centred with an intercept; where m &lt; n on the row space of A, in which x lies, but for <see cref="RidgeMethod.CholeskyPrimal"/>.
    /// Exact with <see cref="RidgeMethod.Svd"/>, otherwise an estimate from the triangular factor.
    /// </summary>
    public T ConditionEstimate { get; internal init; } = T.NaN;

    /// <summary>The relative size of a change of [A; √λ·I], A centred with an intercept, for which x is exact: Stewart's bound, the largest over the right-hand sides.</summary>
    public T BackwardError { get; internal init; } = T.NaN;

    /// <summary>
    /// A bound of ‖x − x̂‖/‖x̂‖, the largest over the right-hand sides: (‖g‖ + rounding)/(λ·‖x̂‖) with the gradient g = Aᵀ(b − A·x̂) − λ·x̂. The objective
    /// grows at least as λ/2 times the squared distance from its minimum, and so no property of the method is taken on trust.
    /// </summary>
    public T ForwardErrorBound { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X) && SolverMath.IsFinite(Intercepts);
}
