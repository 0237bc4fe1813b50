using System.Numerics;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>Copies into Math.NET's own dense storage, which is column-major and managed.</summary>
internal static class MathNetMatrix
{
    /// <summary>A dense matrix of Math.NET.</summary>
    internal static NetLib.Matrix<T> Copy<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] byColumns = new T[a.Rows * a.Columns];
        a.CopyTo(new MatrixSpan<T>(byColumns, 0, a.Rows, a.Columns, 1, a.Rows));
        return NetLib.Matrix<T>.Build.Dense(a.Rows, a.Columns, byColumns);
    }

    /// <summary>A dense vector of Math.NET.</summary>
    internal static NetLib.Vector<T> Copy<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => NetLib.Vector<T>.Build.Dense(x.ToArray());
}
