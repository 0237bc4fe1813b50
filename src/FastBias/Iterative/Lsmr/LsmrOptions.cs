using System.Numerics;

namespace FastBias;

/// <summary>The options of <see cref="LsmrSolver"/>.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record LsmrOptions<T> : LeastSquaresIterationOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The estimate of κ(A·P) at which to give up (a regularising stop for ill-posed problems), at least 1; none if not given.</summary>
    public T? ConditionLimit { get; init; }
}
