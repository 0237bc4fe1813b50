using System.Numerics;

namespace FastBias;

/// <summary>The options of <see cref="CglsSolver"/>.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record CglsOptions<T> : LeastSquaresIterationOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
