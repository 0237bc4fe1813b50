using System.Numerics;

namespace FastBias;

/// <summary>One coefficient of a linear model.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Name">The column's name, or "intercept".</param>
/// <param name="Estimate">The estimate; for a coefficient that is not determined, that of the minimum-norm solution.</param>
/// <param name="StandardError">√(s²·(XᵀX)⁻¹ⱼⱼ); NaN where the data leave no degree of freedom or do not determine the coefficient.</param>
/// <param name="IsDetermined">Whether every least-squares solution has this value: the row of the null space's basis is zero.</param>
/// <param name="VarianceInflation">How many times larger the variance is than if the column were orthogonal to the others (VIF); infinite where not determined, NaN for the intercept.</param>
public sealed record RegressionCoefficient<T>(string Name, T Estimate, T StandardError, bool IsDetermined, T VarianceInflation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
