using System.Numerics;

namespace FastBias;

/// <summary>A decomposition of a matrix with m ≥ n; singular vectors lie in rows.</summary>
internal sealed class SvdParts<T>(T[] values, bool converged, int sweeps, T largestCosine)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Values { get; } = values;

    public bool Converged { get; } = converged;

    public int Sweeps { get; } = sweeps;

    public T LargestCosine { get; } = largestCosine;

    public Matrix<T>? Left { get; set; }

    public Matrix<T>? Right { get; set; }
}
