using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>R and C = (Qᵀ·B)₁..ₙ of a tall A, without Q: what least squares needs. A and B are read once, and no copy of them is kept.</summary>
/// <remarks>
/// B stands on the right of A and is reflected with it. Which of four ways is taken depends on the shape alone, so that the bits do too:
/// <code>
///   few columns, tall       few columns             blocks of rows          all rows at once
///   ┌ R C ┐                 ┌ R C ┐ n               ┌ R C ┐ n               ┌ A B ┐
///   ├─┬─┬─┤                 │ A B │ rows, so that   │ A B │ rows, so that   │     │  panels, and matrix products
///   │ │ │ │ blocks of       └     ┘ all fits into   └     ┘ all fits into   └     ┘  on their right
///   └─┴─┴─┘ columns                 the first cache         the second
/// </code>
/// A sequence of blocks is the flat tree of TSQR (Demmel, Grigori, Hoemmen, Langou, 2012).
/// </remarks>
internal static class LeastSquaresTriangle
{
    /// <summary>Up to so many columns A is taken in blocks of rows; beyond, products of whole panels are as fast, and run on several threads.</summary>
    private const int MostColumnsOfBlocks = 256;

    /// <summary>The elements of a block that fits into a second-level cache together with its panel.</summary>
    private const int BlockElements = 65536;

    private const int FewestBlockRows = 256;

    /// <summary>Up to so many columns of [A B] are contiguous while they are reduced; beyond, products of panels are faster.</summary>
    private const int MostContiguousColumns = 80;

    /// <summary>The lines of the cache in a block of contiguous columns.</summary>
    private const int BlockLines = 2048;

    /// <summary>R, n x n, and C, n x p, in memory of their own.</summary>
    /// <inheritdoc cref="Form"/>
    public static (Matrix<T> R, Matrix<T> C) Of<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> r = Matrix<T>.Uninitialized(a.Columns, a.Columns), c = Matrix<T>.Uninitialized(a.Columns, b.Columns);
        Form<T>(r, c, a, b, parallelism, cancellationToken);
        return (r, c);
    }

    /// <summary>R and C into given memory.</summary>
    /// <param name="r">n x n with contiguous rows, overwritten, with zeros below its diagonal.</param>
    /// <param name="c">n x p, overwritten.</param>
    /// <param name="a">m x n with m ≥ n, finite and in the working range.</param>
    /// <param name="b">m x p, the same.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static void Form<T>(
        MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Columns == 0)
        {
            return;
        }

        if (TryTiny(r, c, a, b))
        {
            return;
        }

        int width = QrBlocking.Padded(a.Columns + b.Columns), together = QrBlocking.DirectElements / width;
        if (IsByColumns(a.Rows, a.Columns, b.Columns))
        {
            ByColumns(r, c, a, b, cancellationToken);
        }
        else if (width <= QrBlocking.DirectColumns && (a.Rows <= together || 4 * a.Columns <= together))
        {
            InFirstCache(r, c, a, b, Math.Min(together, a.Rows), cancellationToken);
        }
        else if (IsByBlocks(a.Rows, a.Columns))
        {
            InBlocks(r, c, a, b, BlockRows(a.Columns), parallelism, cancellationToken);
        }
        else
        {
            AtOnce(r, c, a, b, parallelism, cancellationToken);
        }
    }

    /// <summary>Whether A is taken in blocks of <see cref="BlockRows"/> rows: there are at least two, and products of whole panels would be no faster.</summary>
    public static bool IsByBlocks(int rows, int columns) => columns <= MostColumnsOfBlocks && rows >= 2 * BlockRows(columns);

    /// <summary>The rows of a block that stays in the second-level cache.</summary>
    public static int BlockRows(int columns) => Math.Max(Math.Max(FewestBlockRows, 2 * columns), Math.Min(4 * columns, BlockElements / columns));

    /// <summary>Whether [A B] is taken by contiguous columns: there are few, of some length, and not so many right-hand sides that products pay for them.</summary>
    private static bool IsByColumns(int rows, int columns, int sides) =>
        rows > HouseholderTiny<double>.MostSide && rows >= 2 * columns && columns + sides <= MostContiguousColumns && !TriangleSides.IsWorthwhile(columns, sides);

    /// <summary>The rows of a block of contiguous columns: whole lines, in a part of any second-level cache, and enough to be worth a reflector of every column.</summary>
    private static int ColumnBlockRows<T>(int columns, int width)
        where T : unmanaged => Math.Max(8 * columns, BlockLines * QrBlocking.Line<T>() / width) / 16 * 16;

    /// <summary>A few rows and columns, element by element, with the bits of <see cref="InFirstCache"/>; false where they are too many, or ask for more care.</summary>
    private static bool TryTiny<T>(MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Most = HouseholderTiny<double>.MostSide;
        int m = a.Rows, n = a.Columns, p = b.Columns;
        if (m > Most || n + p > Most)
        {
            return false;
        }

        Workspace<T> parts = new(stackalloc T[(Most + 1) * Most]);
        MatrixSpan<T> all = parts.TakeMatrix(m, n + p);
        for (int i = 0; i < m; i++)
        {
            Span<T> row = all.RowSpan(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = j < n ? a[i, j] : b[i, j - n];
            }
        }

        if (!HouseholderTiny<T>.TryFactor(all, parts.Take(Most), false))
        {
            return false;
        }

        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<T> row = all.RowSpan(i);
            for (int j = 0; j < n; j++)
            {
                r[i, j] = j < i ? T.Zero : row[j];
            }

            for (int j = n; j < row.Length; j++)
            {
                c[i, j - n] = row[j];
            }
        }

        return true;
    }

    /// <summary>[R C] over as many rows as fit, reflected in place column by column; nothing of it leaves the cache.</summary>
    private static void InFirstCache<T>(
        MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, int rows, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Whole vectors, as in QrDirect; how many rows fit was decided without them, the same on every ISA.
        int n = a.Columns, p = b.Columns;
        KernelTable<T> kernels = Kernels<T>.Current.ForColumns(n + p);
        int width = kernels.Padded(n + p);
        using Scratch.Lease<T> lease = Scratch.Rent<T>((rows * width) + n + 1 + HouseholderPanel<T>.WorkspaceLength(rows, width));
        Workspace<T> parts = new(lease.Span);
        MatrixSpan<T> all = parts.TakeMatrix(rows, width);
        Span<T> tau = parts.Take(n + 1), work = parts.Take(HouseholderPanel<T>.WorkspaceLength(rows, width));
        all.Fill(T.Zero);
        for (int first = 0, kept = 0; first < a.Rows;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(rows - kept, a.Rows - first), height = kept + count;
            a.Slice(first, 0, count, n).CopyTo(all.Slice(kept, 0, count, n));
            b.Slice(first, 0, count, p).CopyTo(all.Slice(kept, n, count, p));

            // One reflector more than are wanted: the last one is not applied to the columns behind its own.
            HouseholderPanel<T>.Factor(kernels, all.Slice(0, 0, height, width), tau[..Math.Min(height, n + 1)], false, default, work);
            (first, kept) = (first + count, n);
            for (int i = 0; i < n; i++)
            {
                all.RowSpan(i)[..i].Clear();
            }
        }

        all.Slice(0, 0, n, n).CopyTo(r);
        all.Slice(0, n, n, p).CopyTo(c);
    }

    /// <summary>[R C] over blocks of rows, whose columns are contiguous while they are reduced.</summary>
    private static void ByColumns<T>(MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelTable<T> kernels = Kernels<T>.Current;
        int n = a.Columns, p = b.Columns, rows = Math.Min(a.Rows, ColumnBlockRows<T>(n, n + p));
        int length = Workspace<T>.RequireLength(HouseholderRows<T>.WorkspaceLength(rows, n + p));
        using Scratch.Lease<T> lease = Scratch.Rent<T>(length + (n * (n + p)));
        Workspace<T> parts = new(lease.Span);
        Span<T> work = parts.Take(length);
        MatrixSpan<T> top = parts.TakeMatrix(n, n + p);
        top.Fill(T.Zero);
        for (int first = 0; first < a.Rows; first += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(rows, a.Rows - first);
            HouseholderRows<T>.Absorb(kernels, top, a.Slice(first, 0, count, n), b.Slice(first, 0, count, p), work);
        }

        top.Slice(0, 0, n, n).CopyTo(r);
        top.Slice(0, n, n, p).CopyTo(c);
    }

    private static void InBlocks<T>(
        MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, int rows, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Many right-hand sides stay where they are; only a few are reflected with A.
        bool apart = TriangleSides.IsWorthwhile(a.Columns, b.Columns);
        int n = a.Columns, p = b.Columns, beside = apart ? 0 : p, stride = TriangleUpdate.Stride<T>(n + beside), room = TriangleUpdate.Room(n);
        int sideLength = apart ? Workspace<T>.RequireLength(TriangleSides.WorkspaceLength(n, p)) : 0, triangleRows = apart ? n : 0;
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Workspace<T>.RequireLength((((long)n + room + rows) * stride) + ((long)triangleRows * TriangleUpdate.Width) + sideLength));
        Workspace<T> parts = new(lease.Span);
        MatrixSpan<T> top = parts.TakePadded(n, n + beside, stride), all = parts.TakePadded(room + rows, n + beside, stride);
        MatrixSpan<T> triangles = parts.TakeMatrix(triangleRows, TriangleUpdate.Width);
        Span<T> work = parts.Take(sideLength);
        top.Fill(T.Zero);
        c.Fill(T.Zero);
        for (int first = 0; first < a.Rows; first += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(rows, a.Rows - first);
            ReadOnlyMatrixSpan<T> sides = b.Slice(first, 0, count, p);
            a.Slice(first, 0, count, n).CopyTo(all.Slice(room, 0, count, n));
            sides.Slice(0, 0, count, beside).CopyTo(all.Slice(room, n, count, beside));
            TriangleUpdate.Absorb(top, all.Slice(0, 0, room + count, n + beside), n, false, false, triangles);
            if (apart)
            {
                TriangleSides.Absorb(c, all.Slice(room, 0, count, n), triangles, sides, work, parallelism);
            }
        }

        top.Slice(0, 0, n, n).CopyTo(r);
        top.Slice(0, n, n, beside).CopyTo(c.Slice(0, 0, n, beside));
    }

    private static void AtOnce<T>(
        MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, p = b.Columns, width = QrBlocking.Width(m, n);
        using Scratch.Lease<T> forCopy = Scratch.Rent<T>(Workspace<T>.RequireLength((long)m * (n + p)));
        using Scratch.Lease<T> forTau = Scratch.Rent<T>(n);
        using Scratch.Lease<T> forWork = Scratch.Rent<T>(QrPanel<T>.WorkspaceLength(width, n + p));
        MatrixSpan<T> all = Workspace<T>.Shape(forCopy.Span, m, n + p);
        CopyJob<T>.Run(a, all.Slice(0, 0, m, n), parallelism);
        b.CopyTo(all.Slice(0, n, m, p));
        QrDriver.FactorByPanels(all, forTau.Span, width, false, default, forWork.Span, parallelism, cancellationToken);
        UpperTrapezoid.Copy(all.Slice(0, 0, m, n), r);
        all.Slice(0, n, n, p).CopyTo(c);
    }
}
