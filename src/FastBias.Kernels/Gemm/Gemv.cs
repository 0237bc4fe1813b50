using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The product of a matrix and one column.</summary>
/// <remarks>
/// Where the rows of A are contiguous, an element of y is a dot product over the fixed virtual lanes; otherwise it is the chain of the general
/// product, and the columns of A (the rows of Aᵀ) are read once, in order. Which of the two depends on the layout of A alone.
/// </remarks>
internal static unsafe class Gemv
{
    /// <summary>y = alpha·A·x + beta·y with y and x as matrices of one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(KernelTable<T> kernels, in MatrixSpan<T> y, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.RowStride != 1 || y.RowStride != 1)
        {
            ThroughCopies(kernels, y, a, x, alpha, beta);
            return;
        }

        fixed (T* py = &y.Reference, px = &x.Reference)
        {
            Contiguous(kernels, py, a, px, alpha, beta);
        }
    }

    /// <summary>The same for vectors that do not lie in one piece.</summary>
    private static void ThroughCopies<T>(KernelTable<T> kernels, in MatrixSpan<T> y, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Scratch.Lease<T> leaseX = Scratch.Rent<T>(x.Rows);
        using Scratch.Lease<T> leaseY = Scratch.Rent<T>(y.Rows);
        x.CopyTo(new MatrixSpan<T>(ref *leaseX.Pointer, x.Rows, 1, 1, 1));
        if (beta != T.Zero)
        {
            y.CopyTo(new MatrixSpan<T>(ref *leaseY.Pointer, y.Rows, 1, 1, 1));
        }

        Contiguous(kernels, leaseY.Pointer, a, leaseX.Pointer, alpha, beta);
        new ReadOnlyMatrixSpan<T>(ref *leaseY.Pointer, y.Rows, 1, 1, 1).CopyTo(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Contiguous<T>(KernelTable<T> kernels, T* y, in ReadOnlyMatrixSpan<T> a, T* x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = &a.Reference)
        {
            if (a.ColumnStride == 1 || a.Columns == 1)
            {
                ByRows(kernels, y, pa, a.RowStride, a.Rows, a.Columns, x, alpha, beta);
            }
            else
            {
                ByColumns(kernels, y, a, pa, x, alpha, beta);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ByRows<T>(KernelTable<T> kernels, T* y, T* a, nint row, int m, int n, T* x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int grouped = m - (m % kernels.GemvRowCount);
        kernels.GemvRows((nuint)grouped, (nuint)n, a, row, x, y, alpha, beta);
        if (grouped < m)
        {
            kernels.GemvRow((nuint)(m - grouped), (nuint)n, a + (grouped * row), row, x, y + grouped, alpha, beta);
        }
    }

    /// <summary>The chains of all elements of y run side by side, Depth steps at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByColumns<T>(KernelTable<T> kernels, T* y, in ReadOnlyMatrixSpan<T> a, T* pa, T* x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool copy = a.RowStride != 1, direct = a.Columns <= Gemm.Depth && beta == T.Zero;
        using Scratch.Lease<T> lease = Scratch.Rent<T>(direct ? 0 : a.Rows);
        using Scratch.Lease<T> contiguous = Scratch.Rent<T>(copy ? (nint)a.Rows * Math.Min(4, a.Columns) : 0);
        T* chains = direct ? y : lease.Pointer;
        nuint m = (nuint)a.Rows;
        for (int p0 = 0; p0 < a.Columns; p0 += Gemm.Depth)
        {
            new Span<T>(chains, a.Rows).Clear();
            int end = Math.Min(p0 + Gemm.Depth, a.Columns);
            for (int p = p0; p < end;)
            {
                int columns = end - p < 4 ? end - p : copy ? 4 : (end - p) / 4 * 4;
                T* at = pa + (p * a.ColumnStride);
                nint step = a.ColumnStride;
                if (copy)
                {
                    GemmPacking<T>.Copy(kernels, at, a.ColumnStride, a.RowStride, columns, a.Rows, contiguous.Pointer, a.Rows);
                    at = contiguous.Pointer;
                    step = a.Rows;
                }

                if (columns % 4 == 0)
                {
                    kernels.GemvColumns((nuint)columns, m, at, step, x + p, chains);
                }
                else
                {
                    kernels.GemvColumn((nuint)columns, m, at, step, x + p, chains);
                }

                p += columns;
            }

            if (p0 == 0 && beta == T.Zero)
            {
                // The first piece overwrites y.
                if (!direct)
                {
                    kernels.CopyRows(1, m, chains, 0, y, 0);
                }

                if (alpha != T.One)
                {
                    kernels.Scale(m, alpha, y);
                }
            }
            else
            {
                if (p0 == 0 && beta != T.One)
                {
                    kernels.Scale(m, beta, y);
                }

                kernels.Axpy(m, alpha, chains, y);
            }
        }
    }
}
