using System.Numerics;

namespace FastBias;

/// <summary>What a path knows about one λ; with several right-hand sides norms are Frobenius norms and errors are means.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Lambda">λ.</param>
/// <param name="ResidualNorm">‖A·x + c − b‖.</param>
/// <param name="SolutionNorm">‖x‖.</param>
/// <param name="EffectiveDegrees">Σₖ σₖ²/(σₖ² + λ), the trace of the hat matrix; without the constant.</param>
/// <param name="LeaveOneOutError">The mean over rows (and right-hand sides) of (bᵢ − the prediction of the fit without row i)²; as the next one zero or infinite where the square leaves the range, which the choice of λ does not depend on.</param>
/// <param name="GcvError">m·‖r‖²/(m − trace of the hat matrix)² per right-hand side: Golub's, Heath's and Wahba's criterion.</param>
public readonly record struct RidgePathPoint<T>(T Lambda, T ResidualNorm, T SolutionNorm, T EffectiveDegrees, T LeaveOneOutError, T GcvError)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
