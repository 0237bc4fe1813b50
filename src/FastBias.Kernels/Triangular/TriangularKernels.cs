using System.Numerics;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>Unchecked triangular solves and products by halves: all but small diagonal blocks is done by products of matrices.</summary>
/// <remarks>The triangle's other half is never read. The cut into halves depends on the order alone, so the bits do too.</remarks>
internal static unsafe class TriangularKernels
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
        int n = triangle.Rows, forwards = lower ? 1 : -1, first = lower ? 0 : n - 1;
        T* factors = stackalloc T[Leaf];
        for (int step = 0; step < n; step++)
        {
            int i = first + (forwards * step);
            for (int s = 0; s < step; s++)
            {
                factors[s] = -triangle[i, first + (forwards * s)];
            }

            AddRows(b, i, first, forwards, step, factors);
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
        int n = triangle.Rows, forwards = lower ? -1 : 1, first = lower ? n - 1 : 0;
        T* factors = stackalloc T[Leaf];
        for (int step = 0; step < n; step++)
        {
            int i = first + (forwards * step), next = i + forwards;
            if (!unitDiagonal)
            {
                ScaleRow(b, i, triangle[i, i]);
            }

            int count = n - 1 - step;
            for (int s = 0; s < count; s++)
            {
                factors[s] = triangle[i, next + (forwards * s)];
            }

            AddRows(b, i, next, forwards, count, factors);
        }
    }

    /// <summary>b[into] += Σ factors[s]·b[first + s·step], each element a chain of multiply-adds in the order of s.</summary>
    private static void AddRows<T>(MatrixSpan<T> b, int into, int first, int step, int count, T* factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.ColumnStride != 1)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                for (int s = 0; s < count; s++)
                {
                    b[into, j] = T.FusedMultiplyAdd(factors[s], b[first + (s * step), j], b[into, j]);
                }
            }

            return;
        }

        KernelTable<T> kernels = Kernels<T>.Current;
        fixed (T* p = &b.Reference)
        {
            nint row = b.RowStride;
            kernels.GemvColumns((nuint)count, (nuint)b.Columns, p + (first * row), step * row, factors, p + (into * row), T.One);
        }
    }

    /// <summary>Divides, and does not multiply by the reciprocal, which would round twice; the quotients of a vector are rounded like single ones.</summary>
    private static void DivideRow<T>(MatrixSpan<T> b, int row, T divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int j = 0;
        if (b.ColumnStride == 1)
        {
            Vector<T> all = new(divisor);
            Span<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(b.RowSpan(row));
            foreach (ref Vector<T> vector in vectors)
            {
                vector /= all;
            }

            j = vectors.Length * Vector<T>.Count;
        }

        for (; j < b.Columns; j++)
        {
            b[row, j] /= divisor;
        }
    }

    private static void ScaleRow<T>(MatrixSpan<T> b, int row, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.ColumnStride == 1)
        {
            VectorKernels.Scale(b.RowSpan(row), factor);
            return;
        }

        for (int j = 0; j < b.Columns; j++)
        {
            b[row, j] *= factor;
        }
    }
}
