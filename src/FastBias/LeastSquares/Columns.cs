using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Norms of the columns of a matrix; the bits do not depend on its layout.</summary>
internal static class Columns
{
    /// <summary>‖column j‖₂ for each j.</summary>
    public static T[] Norms<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] norms = new T[a.Columns];
        Norms(norms, a);
        return norms;
    }

    /// <summary>norms[j] = ‖column j‖₂.</summary>
    public static void Norms<T>(Span<T> norms, ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.RowStride == 1 || a.Rows <= 1)
        {
            for (int j = 0; j < norms.Length; j++)
            {
                norms[j] = a.Rows == 1 ? T.Abs(a[0, j]) : VectorKernels.Norm(a.Slice(0, j, a.Rows, 1).Transposed.RowSpan(0));
            }

            return;
        }

        // A line of the cache at a time: each is read from memory once.
        const int Strip = 8;
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)a.Rows * Strip);
        for (int first = 0; first < a.Columns; first += Strip)
        {
            int count = Math.Min(Strip, a.Columns - first);
            MatrixSpan<T> lines = Workspace<T>.Shape(lease.Span, count, a.Rows);
            a.Slice(0, first, a.Rows, count).Transposed.CopyTo(lines);
            for (int j = 0; j < count; j++)
            {
                norms[first + j] = VectorKernels.Norm<T>(lines.RowSpan(j));
            }
        }
    }

    /// <summary>‖A‖_F, from the norms of groups of rows: a short row by itself would take longer to call than to sum up.</summary>
    public static T Frobenius<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Together = 2048;
        int group = Math.Clamp(Together / Math.Max(1, a.Columns), 1, Math.Max(1, a.Rows)), count = (a.Rows + group - 1) / group;
        bool contiguous = a.TryGetContiguous(out ReadOnlySpan<T> all);
        if (contiguous && count == 1)
        {
            return VectorKernels.Norm(all);
        }

        using Scratch.Lease<T> lease = Scratch.Rent<T>(count + (contiguous ? 0 : (nint)group * a.Columns));
        Span<T> norms = lease.Span[..count], line = lease.Span[count..];
        for (int i = 0; i < norms.Length; i++)
        {
            int first = i * group, rows = Math.Min(group, a.Rows - first), length = rows * a.Columns;
            if (!contiguous)
            {
                a.Slice(first, 0, rows, a.Columns).CopyTo(new MatrixSpan<T>(line, rows, a.Columns));
            }

            norms[i] = VectorKernels.Norm(contiguous ? all.Slice(first * a.Columns, length) : line[..length]);
        }

        return VectorKernels.Norm<T>(norms);
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
