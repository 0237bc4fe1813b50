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

    /// <summary>The same in another precision.</summary>
    public SvdParts<TOther> To<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        if (this is SvdParts<TOther> same)
        {
            return same;
        }

        TOther[] values = new TOther[Values.Length];
        Precision.Convert<T, TOther>(Values, values);
        return new SvdParts<TOther>(values, Converged, Sweeps, TOther.CreateTruncating(LargestCosine))
        {
            Left = Left is null ? null : Precision.Convert<T, TOther>(Left),
            Right = Right is null ? null : Precision.Convert<T, TOther>(Right),
        };
    }
}
