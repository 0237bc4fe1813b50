using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The product of a matrix and one column.</summary>
/// <remarks>
/// Where the rows of A are contiguous, an element of y is a dot product over the fixed virtual lanes; otherwise it is the chain of the general
/// product, and the columns of A (the rows of Aᵀ) are read once, in order. Which of the two depends on the layout of A alone.
/// </remarks>
internal static unsafe class Gemv
{
    /// <summary>y = alpha·A·x + beta·y with y and x as matrices of one column.</summary>
    public static void Multiply<T>(KernelTable<T> kernels, MatrixSpan<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool copyX = x.RowStride != 1, copyY = y.RowStride != 1;
        using Scratch.Lease<T> leaseX = Scratch.Rent<T>(copyX ? x.Rows : 0);
        using Scratch.Lease<T> leaseY = Scratch.Rent<T>(copyY ? y.Rows : 0);
        if (copyX)
        {
            x.CopyTo(new MatrixSpan<T>(ref *leaseX.Pointer, x.Rows, 1, 1, 1));
        }

        if (copyY && beta != T.Zero)
        {
            y.CopyTo(new MatrixSpan<T>(ref *leaseY.Pointer, y.Rows, 1, 1, 1));
        }

        fixed (T* py = &y.Reference, pa = &a.Reference, px = &x.Reference)
        {
            T* into = copyY ? leaseY.Pointer : py;
            T* from = copyX ? leaseX.Pointer : px;
            if (a.ColumnStride == 1 || a.Columns == 1)
            {
                ByRows(kernels, into, pa, a.RowStride, a.Rows, a.Columns, from, alpha, beta);
            }
            else
            {
                ByColumns(kernels, into, a, pa, from, alpha, beta);
            }
        }

        if (copyY)
        {
            new ReadOnlyMatrixSpan<T>(ref *leaseY.Pointer, y.Rows, 1, 1, 1).CopyTo(y);
        }
    }

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
    private static void ByColumns<T>(KernelTable<T> kernels, T* y, ReadOnlyMatrixSpan<T> a, T* pa, T* x, T alpha, T beta)
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
