using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>Products of matrix views: pins the operands, chooses a route by shape alone, and drives it. Shapes and overlap were checked by the caller.</summary>
internal static unsafe partial class Gemm
{
    /// <summary>The depth at which every chain of multiply-adds is cut, on every ISA and path (ADR 0001).</summary>
    public const int Depth = 256;

    /// <summary>The multiply-adds up to which a product goes straight to its tiles: what else there is to decide would cost more than it saves.</summary>
    private const int SmallWork = 48 * 48 * 48;

    /// <summary>The most elements of B that are transposed on the stack, for a small product whose B lies by columns.</summary>
    private const int StackElements = 1024;

    /// <summary>The most rows of a tall C, or columns of a flat one, whose transpose is computed at a time: what bounds the memory for it.</summary>
    private const int TransposedRows = 1 << 14;

    /// <summary>C = alpha·A·B + beta·C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(Kernels<T>.Current, c, a, b, alpha, beta, parallelism, cancellationToken);

    /// <summary>The same with the kernels of an ISA.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!TrySmall(kernels, c, a, b, alpha, beta))
        {
            Route(kernels, c, a, b, alpha, beta, parallelism, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Chooses by shape and factors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Route<T>(
        KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.IsEmpty)
        {
            return;
        }

        if (alpha == T.Zero || a.Columns == 0)
        {
            ScaleBy(c, beta);
        }
        else if (c.Columns == 1)
        {
            GemvJob<T>.Run(kernels, c, a, b, alpha, beta, parallelism);
        }
        else if (c.Rows == 1)
        {
            MultiplyRow(kernels, c, a, b, alpha, beta, parallelism);
        }
        else
        {
            Chains(kernels, c, a, b, alpha, beta, parallelism, cancellationToken);
        }
    }

    /// <summary>C = alpha·A·B + beta·C for a single column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyColumn<T>(in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || a.Columns == 0 || alpha == T.Zero)
        {
            Route(Kernels<T>.Current, c, a, b, alpha, beta, parallelism, default);
        }
        else
        {
            GemvJob<T>.Run(Kernels<T>.Current, c, a, b, alpha, beta, parallelism);
        }
    }

    /// <summary>The same for a single row, by transposes. Apart from <see cref="Route"/>, which would clear the room for them in each call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyRow<T>(KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GemvJob<T>.Run(kernels, c.Transposed, b.Transposed, a.Transposed, alpha, beta, parallelism);

    /// <summary>The symmetric C = alpha·AᵀA + beta·C: half the work, then mirrored.</summary>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Gram(Kernels<T>.Current, c, a, alpha, beta, parallelism, cancellationToken);

    /// <summary>The same with the kernels of an ISA.</summary>
    public static void Gram<T>(KernelTable<T> kernels, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> byRows = c.ColumnStride == 1 ? c : c.Transposed;
        bool byTriangle = c.Rows >= 2 && alpha != T.Zero && a.Rows > 0 && byRows.ColumnStride == 1;
        if (beta != T.Zero && !(byTriangle && c.ColumnStride == 1))
        {
            // The lower triangle is C's; what follows reads the other one too, or instead.
            Mirror(kernels, c);
        }

        if (!byTriangle)
        {
            Multiply(kernels, c, a.Transposed, a, alpha, beta, parallelism, cancellationToken);
            return;
        }

        Chains(kernels, byRows, a.Transposed, a, alpha, beta, parallelism, cancellationToken, lowerOffset: 0);
        cancellationToken.ThrowIfCancellationRequested();
        Mirror(kernels, byRows);
    }

    /// <summary>y = alpha·A·x + beta·y.</summary>
    public static void MultiplyVector<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        MultiplyColumn(new MatrixSpan<T>(y, y.Length, 1), a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), alpha, beta, parallelism);

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

    /// <summary>Whether a product goes straight to its tiles where B lies by rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSmall<T>(KernelTable<T> kernels, int m, int n, int k, nint cColumn, nint aRow, nint aColumn)
        where T : unmanaged =>
        (long)m * n * k <= SmallWork && (uint)(k - 1) < Depth && cColumn == 1 && (aColumn == 1 || (aRow == 1 && !IsTall(kernels, m, n)));

    /// <summary>Whether C is so narrow and so tall that its transpose has the better tiles where the columns of A are contiguous: A then is what lies in vectors, and is read along its lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTall<T>(KernelTable<T> kernels, int m, int n)
        where T : unmanaged => n <= 2 * kernels.TileColumns && m >= 8 * n;

    /// <summary>Whether C has so few rows that B, which lies by columns, would be turned for a tile or two: the transposed product reads it where it lies, and turns A and C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFlat<T>(KernelTable<T> kernels, in GemmProblem<T> problem)
        where T : unmanaged =>
        problem.BRow == 1 && problem.BColumn != 1 && problem.AColumn == 1 && problem.CColumn == 1
        && problem.M >= kernels.VectorElements && problem.M <= kernels.TileColumns && problem.N >= 8 * problem.M;

    /// <summary>The general product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chains<T>(
        KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism, CancellationToken cancellationToken, int? lowerOffset = null)
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
                CColumn = c.ColumnStride,
                Alpha = alpha,
                Beta = beta,
                LowerOffset = lowerOffset,
            };
            if (lowerOffset is null)
            {
                Chains(kernels, ref problem, parallelism, cancellationToken);
            }
            else
            {
                GemmJob<T>.Run(kernels, problem, parallelism, cancellationToken);
            }
        }
    }

    /// <summary>The same along whichever direction of C is contiguous.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chains<T>(KernelTable<T> kernels, ref GemmProblem<T> problem, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (problem.CColumn != 1 && problem.CRow == 1 && problem.N > 1)
        {
            problem.Transpose();
        }

        if (TurnedProduct<T>.Fits(kernels, problem))
        {
            GemmJob<T>.Run(kernels, problem, parallelism, cancellationToken);
            return;
        }

        bool isSmall = IsSmall(kernels, problem.M, problem.N, problem.K, problem.CColumn, problem.ARow, problem.AColumn);
        if (isSmall && problem.BColumn == 1)
        {
            Small(kernels, problem.M, problem.N, problem.K, problem.A, problem.ARow, problem.AColumn, problem.B, problem.BRow, problem.C, problem.CRow, problem.Alpha, problem.Beta);
        }
        else if (isSmall && problem.BRow == 1 && (long)problem.K * problem.N <= StackElements)
        {
            SmallTransposed(kernels, problem);
        }
        else if ((problem.ARow == 1 && problem.AColumn != 1 && (isSmall ? problem.BRow == 1 : problem.CColumn == 1 && problem.N > 1 && IsTall(kernels, problem.M, problem.N)))
            || (!isSmall && IsFlat(kernels, problem)))
        {
            ThroughTranspose(kernels, problem, parallelism, cancellationToken);
        }
        else if (problem.CColumn == 1 || problem.N == 1)
        {
            GemmJob<T>.Run(kernels, problem, parallelism, cancellationToken);
        }
        else
        {
            ThroughCopy(kernels, problem, parallelism, cancellationToken);
        }
    }

    /// <summary>A small product whose B lies by columns, through its transpose.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SmallTransposed<T>(KernelTable<T> kernels, in GemmProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* rows = stackalloc T[StackElements];
        kernels.Transpose((nuint)problem.N, (nuint)problem.K, problem.B, problem.BColumn, rows, problem.N);
        Small(kernels, problem.M, problem.N, problem.K, problem.A, problem.ARow, problem.AColumn, rows, problem.N, problem.C, problem.CRow, problem.Alpha, problem.Beta);
    }

    /// <summary>Through the transposed product, which reads by rows what lies by columns: worth a transposition of C where an operand would need one, or where C's few columns leave vectors empty.</summary>
    private static void ThroughTranspose<T>(KernelTable<T> kernels, in GemmProblem<T> problem, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isTall = problem.M >= problem.N;
        int length = isTall ? problem.M : problem.N;
        for (int first = 0; first < length && !cancellationToken.IsCancellationRequested; first += TransposedRows)
        {
            int count = Math.Min(TransposedRows, length - first);
            GemmProblem<T> part = isTall ? problem.Part(first, 0, count, problem.N) : problem.Part(0, first, problem.M, count);
            part.Transpose();
            ThroughCopy(kernels, part, parallelism, cancellationToken);
        }
    }

    /// <summary>Through a copy of C that has contiguous rows.</summary>
    private static void ThroughCopy<T>(KernelTable<T> kernels, in GemmProblem<T> problem, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = problem.M, n = problem.N;
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)m * n);
        GemmProblem<T> copy = problem;
        copy.C = lease.Pointer;
        (copy.CRow, copy.CColumn) = (n, 1);
        if (problem.Beta != T.Zero)
        {
            GemmPacking<T>.Copy(kernels, problem.C, problem.CRow, problem.CColumn, m, n, lease.Pointer, n);
        }

        Chains(kernels, ref copy, parallelism, cancellationToken);
        if (problem.CRow == 1)
        {
            GemmPacking<T>.Copy(kernels, lease.Pointer, 1, n, n, m, problem.C, problem.CColumn);
        }
        else
        {
            new ReadOnlyMatrixSpan<T>(ref *lease.Pointer, m, n, n, 1).CopyTo(new MatrixSpan<T>(ref *problem.C, m, n, problem.CRow, problem.CColumn));
        }
    }

    /// <summary>The lower triangle, copied to the upper one.</summary>
    private static void Mirror<T>(KernelTable<T> kernels, MatrixSpan<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.ColumnStride == 1)
        {
            fixed (T* pc = &c.Reference)
            {
                Mirror(kernels, pc, c.RowStride, c.Rows, 32);
            }

            return;
        }

        for (int i = 0; i < c.Rows - 1; i++)
        {
            c.Slice(i + 1, i, c.Rows - i - 1, 1).Transposed.CopyTo(c.Slice(i, i + 1, 1, c.Rows - i - 1));
        }
    }

    /// <summary>Some lines at a time: their square on the diagonal by fewer lines, what is right of it from the columns below.</summary>
    private static void Mirror<T>(KernelTable<T> kernels, T* c, nint row, int n, int lines)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Few = 8;
        for (int first = 0; first < n; first += lines)
        {
            int end = Math.Min(first + lines, n);
            if (lines > Few)
            {
                Mirror(kernels, c + (first * (row + 1)), row, end - first, Few);
            }
            else
            {
                for (int i = first; i < end; i++)
                {
                    for (int j = i + 1; j < end; j++)
                    {
                        c[(i * row) + j] = c[(j * row) + i];
                    }
                }
            }

            kernels.Transpose((nuint)(n - end), (nuint)(end - first), c + (end * row) + first, row, c + (first * row) + end, row);
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
