using System.Numerics;

namespace FastBias;

/// <summary>The lasso solution for one λ, with its certificate.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Lambda">λ.</param>
/// <param name="X">The coefficients, n of them; most are exactly zero.</param>
/// <param name="Intercept">The constant; zero without one.</param>
/// <param name="Support">The indices of those that are not zero, ascending.</param>
/// <param name="ResidualNorm">‖A·x + c − b‖.</param>
/// <param name="OneNorm">‖x‖₁.</param>
/// <param name="Gap">Certificate: no x whatever has an objective smaller than this one's by more than the gap.</param>
/// <param name="Sweeps">The sweeps over all columns that it took.</param>
public sealed record LassoPoint<T>(T Lambda, IReadOnlyList<T> X, T Intercept, IReadOnlyList<int> Support, T ResidualNorm, T OneNorm, T Gap, int Sweeps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Lasso solutions for many λ.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record LassoPathSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One point for each λ, in the order given.</summary>
    public IReadOnlyList<LassoPoint<T>> Points { get; internal init; } = [];

    /// <summary>‖Aᵀb‖_∞ (centred with an intercept): from this λ on all coefficients are zero.</summary>
    public T LargestLambda { get; internal init; } = T.NaN;

    /// <summary>The largest gap over ½‖b‖² (centred with an intercept).</summary>
    public T LargestRelativeGap { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => Points.All(point => SolverMath.IsFinite(point.X) && T.IsFinite(point.Intercept));
}
