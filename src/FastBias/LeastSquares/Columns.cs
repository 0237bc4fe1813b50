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

    /// <summary>‖A‖_F, from the norms of groups of rows: a short row by itself would take longer to call than to sum up.</summary>
    public static T Frobenius<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Together = 2048;
        int group = Math.Clamp(Together / Math.Max(1, a.Columns), 1, Math.Max(1, a.Rows));
        T[] norms = new T[(a.Rows + group - 1) / group], line = new T[group * a.Columns];
        bool contiguous = a.TryGetContiguous(out ReadOnlySpan<T> all);
        for (int i = 0; i < norms.Length; i++)
        {
            int first = i * group, rows = Math.Min(group, a.Rows - first), length = rows * a.Columns;
            if (!contiguous)
            {
                a.Slice(first, 0, rows, a.Columns).CopyTo(new MatrixSpan<T>(line, rows, a.Columns));
            }

            norms[i] = VectorProduct.Norm(contiguous ? all.Slice(first * a.Columns, length) : line.AsSpan(0, length));
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
