using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Products of matrix views: pins the operands, chooses a route by shape alone, and drives it. Shapes and overlap were checked by the caller.</summary>
internal static unsafe class Gemm
{
    /// <summary>The depth at which every chain of multiply-adds is cut, on every ISA and path (ADR 0001).</summary>
    public const int Depth = 256;

    /// <summary>The multiply-adds up to which a product goes straight to its tiles: what else there is to decide would cost more than it saves.</summary>
    private const int SmallWork = 48 * 48 * 48;

    /// <summary>C = alpha·A·B + beta·C.</summary>
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(Kernels<T>.Current, c, a, b, alpha, beta, parallelism, cancellationToken);

    /// <summary>The same with the kernels of an ISA.</summary>
    public static void Multiply<T>(
        KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty)
        {
            return;
        }

        if (IsSmall(c, a, b) && alpha != T.Zero)
        {
            Small(kernels, c, a, b, alpha, beta);
        }
        else if (alpha == T.Zero || a.Columns == 0)
        {
            ScaleBy(c, beta);
        }
        else if (c.Columns == 1)
        {
            GemvJob<T>.Run(kernels, c, a, b, alpha, beta, parallelism);
        }
        else if (c.Rows == 1)
        {
            GemvJob<T>.Run(kernels, c.Transposed, b.Transposed, a.Transposed, alpha, beta, parallelism);
        }
        else
        {
            Chains(kernels, c, a, b, alpha, beta, parallelism, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The symmetric C = alpha·AᵀA + beta·C: half the work, then mirrored.</summary>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Gram(Kernels<T>.Current, c, a, alpha, beta, parallelism, cancellationToken);

    /// <summary>The same with the kernels of an ISA.</summary>
    public static void Gram<T>(KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta != T.Zero)
        {
            // The lower triangle is C's, whichever of its triangles the loops below write.
            Mirror(kernels, c);
        }

        MatrixSpan<T> byRows = c.ColumnStride == 1 ? c : c.Transposed;
        if (c.Rows < 2 || alpha == T.Zero || a.Rows == 0 || byRows.ColumnStride != 1)
        {
            Multiply(kernels, c, a.Transposed, a, alpha, beta, parallelism, cancellationToken);
            return;
        }

        Drive(kernels, byRows, a.Transposed, a, alpha, beta, lower: true, parallelism, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Mirror(kernels, byRows);
    }

    /// <summary>y = alpha·A·x + beta·y.</summary>
    public static void MultiplyVector<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(new MatrixSpan<T>(y, y.Length, 1), a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), alpha, beta, parallelism);

    /// <summary>A += alpha·x·yᵀ.</summary>
    /// <remarks>By chains of one link also where A is a single row or column: a matrix times vector would round twice, and a block split off would have other bits.</remarks>
    public static void RankOne<T>(MatrixSpan<T> a, ReadOnlySpan<T> x, ReadOnlySpan<T> y, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!a.IsEmpty && alpha != T.Zero)
        {
            Chains(Kernels<T>.Current, a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), new ReadOnlyMatrixSpan<T>(y, 1, y.Length), alpha, T.One, default, default);
        }
    }

    /// <summary>Whether a product of matrices (no row, no column) is small and all its operands can be read where they lie.</summary>
    private static bool IsSmall<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        IsSmallWork(c, a) && c.ColumnStride == 1 && b.ColumnStride == 1 && (a.ColumnStride == 1 || a.RowStride == 1) && c.Rows > 1 && c.Columns > 1;

    private static bool IsSmallWork<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (long)c.Rows * c.Columns * a.Columns <= SmallWork && (uint)(a.Columns - 1) < Depth;

    /// <summary>The tiles of a product whose chains are not cut.</summary>
    private static void Small<T>(KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pc = &c.Reference, pa = &a.Reference, pb = &b.Reference)
        {
            GemmTileCall<T> call = new()
            {
                Depth = (nuint)a.Columns,
                A = pa,
                ARow = a.RowStride,
                AStep = a.ColumnStride,
                B = pb,
                BStep = b.RowStride,
                C = pc,
                CRow = c.RowStride,
                Alpha = alpha,
                Beta = beta,
            };
            if (c.Rows <= kernels.TileRows && c.Columns <= kernels.TileColumns)
            {
                (call.Rows, call.Columns) = (c.Rows, c.Columns);
                kernels.GemmTile(&call);
            }
            else
            {
                GemmSweep<T>.Run(kernels, &call, c.Rows, c.Columns, GemmPackings.None, null, lower: null, default);
            }
        }
    }

    /// <summary>The general product, along whichever direction of C is contiguous.</summary>
    private static void Chains<T>(
        KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.ColumnStride != 1 && c.RowStride == 1 && c.Columns > 1)
        {
            // The transpose has contiguous rows, and its elements are the same chains: fma(a, b, c) = fma(b, a, c).
            Chains(kernels, c.Transposed, b.Transposed, a.Transposed, alpha, beta, parallelism, cancellationToken);
        }
        else if (IsSmall(c, a, b))
        {
            Small(kernels, c, a, b, alpha, beta);
        }
        else if (IsBetterTransposed(kernels, c, a, b))
        {
            ThroughCopy(kernels, c.Transposed, b.Transposed, a.Transposed, alpha, beta, parallelism, cancellationToken);
        }
        else if (c.ColumnStride == 1 || c.Columns == 1)
        {
            Drive(kernels, c, a, b, alpha, beta, lower: false, parallelism, cancellationToken);
        }
        else
        {
            ThroughCopy(kernels, c, a, b, alpha, beta, parallelism, cancellationToken);
        }
    }

    /// <summary>Whether Cᵀ = BᵀAᵀ and a transposition cost less; never so for both C and Cᵀ.</summary>
    private static bool IsBetterTransposed<T>(KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Rows of C that fill a vector to a half or less; or both operands of a small product by columns.
        bool byColumns = a.ColumnStride != 1 && a.RowStride == 1 && b.ColumnStride != 1 && b.RowStride == 1;
        return IsNarrow(c.Rows, c.Columns) || (byColumns && IsSmallWork(c, a) && c.Rows > 1 && c.Columns > 1 && !IsNarrow(c.Columns, c.Rows));

        bool IsNarrow(int rows, int columns) => columns <= kernels.VectorElements / 2 && rows >= 4 * kernels.TileColumns;
    }

    /// <summary>The lower triangle, copied to the upper one: a few rows at a time, what is right of their square from the columns below it.</summary>
    private static void Mirror<T>(KernelTable<T> kernels, MatrixSpan<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Lines = 32;
        int n = c.Rows;
        fixed (T* pc = &c.Reference)
        {
            for (int first = 0; first < n; first += Lines)
            {
                int end = Math.Min(first + Lines, n);
                for (int i = first; i < end; i++)
                {
                    for (int j = i + 1; j < end; j++)
                    {
                        pc[(i * c.RowStride) + (j * c.ColumnStride)] = pc[(j * c.RowStride) + (i * c.ColumnStride)];
                    }
                }

                MatrixSpan<T> below = c.Slice(end, first, n - end, end - first), right = c.Slice(first, end, end - first, n - end);
                if (c.ColumnStride == 1)
                {
                    kernels.Transpose((nuint)(n - end), (nuint)(end - first), pc + (end * c.RowStride) + first, c.RowStride, pc + (first * c.RowStride) + end, c.RowStride);
                }
                else
                {
                    below.Transposed.CopyTo(right);
                }
            }
        }
    }

    private static void Drive<T>(
        KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, bool lower, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pc = &c.Reference, pa = &a.Reference, pb = &b.Reference)
        {
            GemmProblem<T> problem = new()
            {
                M = c.Rows,
                N = c.Columns,
                K = a.Columns,
                A = pa,
                ARow = a.RowStride,
                AColumn = a.ColumnStride,
                B = pb,
                BRow = b.RowStride,
                BColumn = b.ColumnStride,
                C = pc,
                CRow = c.RowStride,
                Alpha = alpha,
                Beta = beta,
                LowerOffset = lower ? 0 : null,
            };
            GemmJob<T>.Run(kernels, problem, parallelism, cancellationToken);
        }
    }

    /// <summary>Through a copy of C that has contiguous rows.</summary>
    private static void ThroughCopy<T>(
        KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)c.Rows * c.Columns);
        MatrixSpan<T> copy = new(ref *lease.Pointer, c.Rows, c.Columns, c.Columns, 1);
        fixed (T* pc = &c.Reference)
        {
            if (beta != T.Zero)
            {
                GemmPacking<T>.Copy(kernels, pc, c.RowStride, c.ColumnStride, c.Rows, c.Columns, lease.Pointer, c.Columns);
            }

            Chains(kernels, copy, a, b, alpha, beta, parallelism, cancellationToken);
            if (c.RowStride == 1)
            {
                GemmPacking<T>.Copy(kernels, lease.Pointer, 1, c.Columns, c.Columns, c.Rows, pc, c.ColumnStride);
            }
            else
            {
                copy.CopyTo(c);
            }
        }
    }

    /// <summary>C = beta·C without reading C where beta is zero.</summary>
    private static void ScaleBy<T>(MatrixSpan<T> c, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta == T.Zero)
        {
            c.Fill(T.Zero);
            return;
        }

        for (int i = 0; beta != T.One && i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                c[i, j] *= beta;
            }
        }
    }
}
