using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Unchecked triangular solves and products by halves: all but small diagonal blocks is done by products of matrices.</summary>
/// <remarks>The triangle's other half is never read. The cut into halves depends on the order alone, so the bits do too.</remarks>
internal static class TriangularKernels
{
    /// <summary>The order up to which a triangle is solved row by row.</summary>
    private const int Leaf = 16;

    /// <summary>B = L⁻¹·B (<paramref name="lower"/>) or U⁻¹·B. A zero on the diagonal gives infinities or NaNs, as IEEE division does.</summary>
    public static void Solve<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        if (b.IsEmpty)
        {
            return;
        }

        if (n <= Leaf)
        {
            SolveLeaf(b, triangle, lower, unitDiagonal);
            return;
        }

        int half = Half(n);
        MatrixSpan<T> top = b.Slice(0, 0, half, b.Columns), bottom = b.Slice(half, 0, n - half, b.Columns);
        ReadOnlyMatrixSpan<T> first = triangle.Slice(0, 0, half, half), last = triangle.Slice(half, half, n - half, n - half);
        if (lower)
        {
            Solve(top, first, lower, unitDiagonal, parallelism);
            Gemm.Multiply(bottom, triangle.Slice(half, 0, n - half, half), top, -T.One, T.One, parallelism);
            Solve(bottom, last, lower, unitDiagonal, parallelism);
        }
        else
        {
            Solve(bottom, last, lower, unitDiagonal, parallelism);
            Gemm.Multiply(top, triangle.Slice(0, half, half, n - half), bottom, -T.One, T.One, parallelism);
            Solve(top, first, lower, unitDiagonal, parallelism);
        }
    }

    /// <summary>B = L·B (<paramref name="lower"/>) or U·B.</summary>
    public static void Multiply<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        if (b.IsEmpty)
        {
            return;
        }

        if (n <= Leaf)
        {
            MultiplyLeaf(b, triangle, lower, unitDiagonal);
            return;
        }

        int half = Half(n);
        MatrixSpan<T> top = b.Slice(0, 0, half, b.Columns), bottom = b.Slice(half, 0, n - half, b.Columns);
        ReadOnlyMatrixSpan<T> first = triangle.Slice(0, 0, half, half), last = triangle.Slice(half, half, n - half, n - half);
        if (lower)
        {
            Multiply(bottom, last, lower, unitDiagonal, parallelism);
            Gemm.Multiply(bottom, triangle.Slice(half, 0, n - half, half), top, T.One, T.One, parallelism);
            Multiply(top, first, lower, unitDiagonal, parallelism);
        }
        else
        {
            Multiply(top, first, lower, unitDiagonal, parallelism);
            Gemm.Multiply(top, triangle.Slice(0, half, half, n - half), bottom, T.One, T.One, parallelism);
            Multiply(bottom, last, lower, unitDiagonal, parallelism);
        }
    }

    /// <summary>Half, rounded up to a whole number of leaves, so that the products have the tiles' shape.</summary>
    private static int Half(int n) => ((n / 2) + Leaf - 1) / Leaf * Leaf;

    /// <summary>Row i of B: minus what the solved rows contribute, then divided by the diagonal.</summary>
    private static void SolveLeaf<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? step : n - 1 - step;
            for (int s = 0; s < step; s++)
            {
                int p = lower ? s : n - 1 - s;
                AddScaledRow(b, i, -triangle[i, p], p);
            }

            if (!unitDiagonal)
            {
                DivideRow(b, i, triangle[i, i]);
            }
        }
    }

    /// <summary>Row i of B: from the rows that are still as they were.</summary>
    private static void MultiplyLeaf<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? n - 1 - step : step;
            if (!unitDiagonal)
            {
                ScaleRow(b, i, triangle[i, i]);
            }

            for (int s = step + 1; s < n; s++)
            {
                int p = lower ? n - 1 - s : s;
                AddScaledRow(b, i, triangle[i, p], p);
            }
        }
    }

    /// <summary>b[into] += factor·b[from], each element one fused multiply-add.</summary>
    private static void AddScaledRow<T>(MatrixSpan<T> b, int into, T factor, int from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.ColumnStride == 1)
        {
            VectorKernels.Axpy(b.RowSpan(into), factor, b.RowSpan(from));
            return;
        }

        for (int j = 0; j < b.Columns; j++)
        {
            b[into, j] = T.FusedMultiplyAdd(factor, b[from, j], b[into, j]);
        }
    }

    private static void DivideRow<T>(MatrixSpan<T> b, int row, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < b.Columns; j++)
        {
            b[row, j] /= divisor;
        }
    }

    private static void ScaleRow<T>(MatrixSpan<T> b, int row, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < b.Columns; j++)
        {
            b[row, j] *= factor;
        }
    }
}
