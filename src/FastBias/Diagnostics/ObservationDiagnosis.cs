using System.Numerics;

namespace FastBias;

/// <summary>What one row does to the fit.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Row">Its index, from 0.</param>
/// <param name="Leverage">hᵢ, the change of its own fitted value with its y: between 0 and 1.</param>
/// <param name="Residual">yᵢ minus the fitted value; NaN without y.</param>
/// <param name="LeaveOneOutResidual">
/// yᵢ minus the prediction of the fit without row i: rᵢ/(1 − hᵢ). Where the fit goes through the row whatever its y is (hᵢ = 1), the limit: that of the solution of minimum norm without it.
/// </param>
/// <param name="StudentizedResidual">The leave-one-out residual over its own standard deviation, the noise estimated without row i: above 3 it is an outlier. NaN where no degree of freedom is left.</param>
/// <param name="CookDistance">The squared shift of all fitted values when row i is left out, in units of p·s²: above 1 it carries the fit. NaN where no degree of freedom is left.</param>
public readonly record struct ObservationDiagnosis<T>(int Row, T Leverage, T Residual, T LeaveOneOutResidual, T StudentizedResidual, T CookDistance)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
