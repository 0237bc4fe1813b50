using System.Numerics;
using FastBias.Reference;

namespace FastBias.Kernels.Tests;

/// <summary>The bit rule of ADR 0001, written down once more, plainly.</summary>
internal static class ChainOracle
{
    /// <summary>alpha·A·B + beta·C: one chain of fused multiply-adds an element, cut every 256 steps.</summary>
    public static Matrix<T> Multiply<T>(ReadOnlyMatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> result = new(a.Rows, b.Columns), rows = Matrix<T>.Copy(b);
        T[] chain = new T[b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            Span<T> row = result.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = beta == T.Zero ? T.Zero : beta == T.One ? c[i, j] : beta * c[i, j];
            }

            for (int start = 0; start < a.Columns && alpha != T.Zero; start += 256)
            {
                Array.Clear(chain);
                for (int p = start; p < Math.Min(start + 256, a.Columns); p++)
                {
                    T factor = a[i, p];
                    ReadOnlySpan<T> from = rows.Row(p);
                    for (int j = 0; j < chain.Length; j++)
                    {
                        chain[j] = T.FusedMultiplyAdd(factor, from[j], chain[j]);
                    }
                }

                for (int j = 0; j < row.Length; j++)
                {
                    row[j] = start == 0 && beta == T.Zero ? alpha * chain[j] : T.FusedMultiplyAdd(alpha, chain[j], row[j]);
                }
            }
        }

        return result;
    }

    /// <summary>What <see cref="Gemm"/> gives: chains, or virtual lanes where the result is a column and the matrix lies in its direction.</summary>
    public static Matrix<T> Route<T>(ReadOnlyMatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty || alpha == T.Zero || a.Columns == 0 || (c.Columns > 1 && c.Rows > 1))
        {
            return Multiply(c, a, b, alpha, beta);
        }

        if (c.Columns > 1)
        {
            return Matrix<T>.Copy(Route(c.Transposed, b.Transposed, a.Transposed, alpha, beta).Transposed);
        }

        if (a.ColumnStride != 1 && a.Columns != 1)
        {
            return Multiply(c, a, b, alpha, beta);
        }

        Matrix<T> result = new(c.Rows, 1);
        T[] x = Matrix<T>.Copy(b).Data;
        for (int i = 0; i < c.Rows; i++)
        {
            T product = alpha * FixedLaneReference.Dot(Matrix<T>.Copy(a.Slice(i, 0, 1, a.Columns)).Data.AsSpan(), x);
            result[i, 0] = beta == T.Zero ? product : product + (beta * c[i, 0]);
        }

        return result;
    }

    /// <summary>Σ xᵢ·yᵢ over a number of virtual lanes and the halving tree.</summary>
    public static T Lanes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] sums = new T[lanes];
        int padded = (x.Length + lanes - 1) / lanes * lanes;
        for (int i = 0; i < padded; i++)
        {
            (T u, T v) = i < x.Length ? (x[i], y[i]) : (T.Zero, T.Zero);
            sums[i % lanes] = T.FusedMultiplyAdd(u, v, sums[i % lanes]);
        }

        return FixedLaneReference.Tree(sums.AsSpan());
    }
}
