using System.Numerics;

namespace FastBias;

/// <summary>A decomposition of a matrix with m ≥ n.</summary>
internal sealed class SvdParts<T>(T[] values, bool converged, int sweeps, T largestCosine)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Values { get; } = values;

    public bool Converged { get; } = converged;

    public int Sweeps { get; } = sweeps;

    public T LargestCosine { get; } = largestCosine;

    /// <summary>The left singular vectors in columns.</summary>
    public Matrix<T>? Left { get; set; }

    /// <summary>The right singular vectors in rows.</summary>
    public Matrix<T>? Right { get; set; }
}
