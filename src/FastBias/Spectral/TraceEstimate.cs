using System.Numerics;

namespace FastBias;

/// <summary>An estimate of a trace and how uncertain it is.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Status"><see cref="FastBias.Status.Success"/>, <see cref="FastBias.Status.NonFiniteInput"/> (the operator gave NaN or infinity) or <see cref="FastBias.Status.Cancelled"/>; without success the numbers are NaN.</param>
/// <param name="Value">The estimate, unbiased.</param>
/// <param name="StandardError">Its standard error from the spread of the samples; NaN for fewer than two.</param>
/// <param name="Applications">Applications of A to a vector.</param>
public readonly record struct TraceEstimate<T>(Status Status, T Value, T StandardError, int Applications)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
