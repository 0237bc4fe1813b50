using System.Numerics;

namespace FastBias;

/// <summary>Norms of the columns of a matrix; the bits do not depend on its layout.</summary>
internal static class Columns
{
    /// <summary>‖column j‖₂ for each j.</summary>
    public static T[] Norms<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> lines = a.Columns == 1 ? new(a.Data, 1, a.Rows) : Matrix<T>.Copy(a.Transposed);
        T[] norms = new T[a.Columns];
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = VectorProduct.Norm<T>(lines.Row(j));
        }

        return norms;
    }

    /// <summary>‖A‖_F, from the norms of the rows.</summary>
    public static T Frobenius<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] norms = new T[a.Rows], line = new T[a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            a.Slice(i, 0, 1, a.Columns).CopyTo(new MatrixSpan<T>(line, 1, a.Columns));
            norms[i] = VectorProduct.Norm<T>(line);
        }

        return VectorProduct.Norm<T>(norms);
    }

    /// <summary>The first index of the largest value that is not done; there is one.</summary>
    public static int IndexOfLargest<T>(ReadOnlySpan<T> values, ReadOnlySpan<bool> done)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = -1;
        for (int j = 0; j < values.Length; j++)
        {
            if (!done[j] && (best < 0 || values[j] > values[best]))
            {
                best = j;
            }
        }

        return best;
    }
}
