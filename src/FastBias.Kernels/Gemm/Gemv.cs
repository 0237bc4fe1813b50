using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The product of a matrix and one column.</summary>
/// <remarks>
/// Where the rows of A are contiguous, an element of y is a dot product over the fixed virtual lanes; otherwise it is the chain of the general
/// product, and the columns of A (the rows of Aᵀ) are read once, in order. Which of the two depends on the layout of A alone.
/// </remarks>
internal static unsafe partial class Gemv
{
    /// <summary>The lines of A that stripes of a result go down at a time: each processor that was measured follows so many, and 32 no more.</summary>
    public const int LinesAtOnce = 16;

    /// <summary>The lines of A that are read side by side from beyond the second-level cache, as the planner of GemvLines says.</summary>
    private const int LinesSideBySide = 4;

    private const int CacheLine = 64;

    /// <summary>The bytes of a row that all virtual lanes of a sum take at once.</summary>
    private const int Block = 256;

    /// <summary>The bytes from which a row is long enough to be read alone: three blocks of virtual lanes, against one tree of sums.</summary>
    private const int LineThatPays = 3 * Block;

    /// <summary>The bytes from which rows that were just read are gone along side by side, and not down in stripes; twice as many where their vectors straddle lines of the cache, since stripes load nothing else.</summary>
    private const int LineToGoAlong = 7168;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        // What lies in the second-level cache is read in its own order; in the first one, and where memory is what is waited for, rows share the elements of x.
        long line = (long)n * sizeof(T), bytes = m * line;
        bool alone = AreReadInTurn(m, line) || (line >= LineThatPays && bytes > MachineInfo.L1 && bytes <= MachineInfo.L2);
        Rows(kernels, y, a, row, m, n, x, alpha, beta, alone);
    }

    /// <summary>Whether rows of so many bytes are read one after the other, as they lie in memory: side by side, rows of two blocks in whole pairs of cache lines come at 0.6 of its rate.</summary>
    public static bool AreReadInTurn(int rows, long line) => line > Block && line <= 2 * Block && line % (2 * CacheLine) == 0 && rows * line > MachineInfo.L2;

    /// <summary>Elements of y as dot products with rows that are contiguous, which share the elements of x or are read one after the other: the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows<T>(KernelTable<T> kernels, T* y, T* a, nint row, int m, int n, T* x, T alpha, T beta, bool alone)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int grouped = alone ? 0 : m & -kernels.GemvRowCount;
        if (grouped > 0)
        {
            kernels.GemvRows((nuint)grouped, (nuint)n, a, row, x, y, alpha, beta);
        }

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
        if (a.RowStride != 1 || a.Columns > Gemm.Depth || beta != T.Zero)
        {
            ThroughScratch(kernels, y, a, pa, x, alpha, beta);
            return;
        }

        nuint m = (nuint)a.Rows;
        Run(kernels, LinesFor(kernels, a.Rows, a.Columns), m, pa, a.ColumnStride, x, a.Columns, y, T.Zero);
        if (alpha != T.One)
        {
            kernels.Scale(m, alpha, y);
        }
    }

    /// <summary>The same where y cannot hold the chains, or a column of A is not contiguous and has to be copied.</summary>
    private static void ThroughScratch<T>(KernelTable<T> kernels, T* y, in ReadOnlyMatrixSpan<T> a, T* pa, T* x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool copy = a.RowStride != 1;
        using Scratch.Lease<T> chains = Scratch.Rent<T>(a.Rows);
        using Scratch.Lease<T> contiguous = Scratch.Rent<T>(copy ? (nint)a.Rows * Math.Min(LinesAtOnce, a.Columns) : 0);
        nuint m = (nuint)a.Rows;
        int lines = LinesFor(kernels, a.Rows, a.Columns);
        for (int p0 = 0; p0 < a.Columns; p0 += Gemm.Depth)
        {
            int end = Math.Min(p0 + Gemm.Depth, a.Columns);
            if (!copy)
            {
                Run(kernels, lines, m, pa + (p0 * a.ColumnStride), a.ColumnStride, x + p0, end - p0, chains.Pointer, T.Zero);
            }

            for (int p = p0; copy && p < end; p += LinesAtOnce)
            {
                int columns = Math.Min(LinesAtOnce, end - p);
                GemmPacking<T>.Copy(kernels, pa + (p * a.ColumnStride), a.ColumnStride, a.RowStride, columns, a.Rows, contiguous.Pointer, a.Rows);
                Run(kernels, 0, m, contiguous.Pointer, a.Rows, x + p, columns, chains.Pointer, p == p0 ? T.Zero : T.One);
            }

            AddPiece(kernels, m, chains.Pointer, y, alpha, p0 == 0 ? beta : T.One);
        }
    }

    /// <summary>y = alpha·chains + beta·y: what a piece of the chains is to the result.</summary>
    public static void AddPiece<T>(KernelTable<T> kernels, nuint m, T* chains, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta == T.Zero)
        {
            kernels.CopyRows(1, m, chains, 0, y, 0);
            if (alpha != T.One)
            {
                kernels.Scale(m, alpha, y);
            }
        }
        else
        {
            if (beta != T.One)
            {
                kernels.Scale(m, beta, y);
            }

            kernels.Axpy(m, alpha, chains, y);
        }
    }

    /// <summary>How many lines of A are read from end to end at a time; zero: none, the result is cut into stripes.</summary>
    /// <remarks>
    /// Stripes go down their lines where the chains stay in registers, or most of A in the first-level cache. From the second one a core fetches ahead in the order of one line after the other, and
    /// of no other; where a line and its chains do not fit into the first one, four lines side by side share the loads and stores of the chains. Vectors that are shorter than a
    /// line of the cache load and store more often than the second one delivers, and stay with stripes; so do lines of up to a first-level cache from beyond the second one.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LinesFor<T>(KernelTable<T> kernels, int m, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = (long)m * steps * sizeof(T);
        if (m <= kernels.GemvColumnCount || 2 * bytes <= 3 * MachineInfo.L1)
        {
            return 0;
        }

        long lineBytes = (long)m * sizeof(T);
        if (bytes > MachineInfo.L2)
        {
            return lineBytes > MachineInfo.L1 ? LinesSideBySide : 0;
        }

        return kernels.VectorElements * sizeof(T) < CacheLine ? 0 : 2 * lineBytes <= MachineInfo.L1 ? 1 : LinesSideBySide;
    }

    /// <summary>Continues the chains of Aᵀ·x by some rows of A, which are contiguous and were just read, or begins them where <paramref name="keep"/> is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRows<T>(KernelTable<T> kernels, T* chains, T* a, nint row, int m, int n, T* x, T keep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int least = row * sizeof(T) % (CacheLine / 2) == 0 ? LineToGoAlong : 2 * LineToGoAlong;
        bool along = n > kernels.GemvColumnCount && (long)n * sizeof(T) >= least && kernels.VectorElements * sizeof(T) >= CacheLine;
        Run(kernels, along ? LinesSideBySide : 0, (nuint)n, a, row, x, m, chains, keep);
    }

    /// <summary>Continues the chains by some steps, or begins them where <paramref name="keep"/> is zero: in stripes, at once where they all stay in registers, or along <paramref name="lines"/> lines of A at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T>(KernelTable<T> kernels, int lines, nuint m, T* a, nint line, T* x, int steps, T* chains, T keep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (lines != 0)
        {
            if (keep == T.Zero)
            {
                new Span<T>(chains, (int)m).Clear();
            }

            int grouped = steps & -lines;
            kernels.GemvLines((nuint)lines, (nuint)grouped, m, a, line, x, chains);
            if (grouped < steps)
            {
                kernels.GemvLines(1, (nuint)(steps - grouped), m, a + (grouped * line), line, x + grouped, chains);
            }

            return;
        }

        int most = m <= (nuint)kernels.GemvColumnCount ? steps : LinesAtOnce;
        for (; steps > 0; steps -= most)
        {
            kernels.GemvColumns((nuint)Math.Min(most, steps), m, a, line, x, chains, keep);
            keep = T.One;
            a += most * line;
            x += most;
        }
    }
}
