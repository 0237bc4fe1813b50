using System.Numerics;

namespace FastBias;

/// <summary>How a decomposition by <see cref="Svd{T}.FactorInto"/> ended.</summary>
/// <param name="Status">As <see cref="Svd{T}.Status"/>.</param>
/// <param name="Sweeps">As <see cref="Svd{T}.Sweeps"/>; 0 without a result.</param>
/// <param name="LargestCosine">As <see cref="Svd{T}.LargestCosine"/>; 0 without a result.</param>
/// <param name="FirstNonFinite">As <see cref="Svd{T}.FirstNonFinite"/>.</param>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public readonly record struct SvdOutcome<T>(Status Status, int Sweeps, T LargestCosine, (int Row, int Column)? FirstNonFinite)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
