using System.Numerics;

namespace FastBias;

/// <summary>Coefficients that somebody has, against the solution of minimum norm.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Distance">‖w − w*‖.</param>
/// <param name="NullComponent">‖P_null·w‖: what changes no fitted value. Distance² is the sum of this squared and of the next squared.</param>
/// <param name="RowSpaceDistance">‖P_row·(w − w*)‖: what does change them; zero for every least-squares solution.</param>
/// <param name="Norm">‖w‖.</param>
/// <param name="MinimumNorm">‖w*‖.</param>
/// <param name="ResidualNorm">‖y − X·w − c‖ with the best constant (where there is one) for w.</param>
/// <param name="LeastResidualNorm">‖y − X·w* − c*‖, the least there is.</param>
public sealed record CoefficientComparison<T>(T Distance, T NullComponent, T RowSpaceDistance, T Norm, T MinimumNorm, T ResidualNorm, T LeastResidualNorm)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
