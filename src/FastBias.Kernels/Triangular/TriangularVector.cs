using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Solves with an upper triangle and one right-hand side; every row of the triangle is read once, along its elements.</summary>
internal static class TriangularVector
{
    /// <summary>x = R⁻¹·x, from the last row to the first by dot products. A zero on the diagonal gives infinities or NaNs, as IEEE division does.</summary>
    /// <param name="x">n elements.</param>
    /// <param name="r">n x n with contiguous rows; only on and above the diagonal is read.</param>
    public static void Solve<T>(Span<T> x, ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = r.Rows - 1; i >= 0; i--)
        {
            ReadOnlySpan<T> row = r.RowSpan(i)[i..];
            x[i] = (x[i] - VectorKernels.Dot(row[1..], x.Slice(i + 1, row.Length - 1))) / row[0];
        }
    }

    /// <summary>x = R⁻ᵀ·x, from the first row to the last: each takes its share out of what is left.</summary>
    /// <inheritdoc cref="Solve"/>
    public static void SolveTransposed<T>(Span<T> x, ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            ReadOnlySpan<T> row = r.RowSpan(i)[i..];
            x[i] /= row[0];
            VectorKernels.Axpy(x.Slice(i + 1, row.Length - 1), -x[i], row[1..]);
        }
    }
}
