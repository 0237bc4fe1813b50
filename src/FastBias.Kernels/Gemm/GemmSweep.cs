using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>All tiles of one block of C, for a piece of the chains.</summary>
/// <remarks>
/// The last two rows or columns of tiles share what is left, where one of them would otherwise be a sliver: a tile with few accumulators waits
/// for its own multiply-adds.
/// <code>
///   27 columns of vectors of 8:   24 + 3  →  16 + 11         10 rows:   8 + 2  →  5 + 5
/// </code>
/// </remarks>
internal static unsafe class GemmSweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The columns of the next tile where <paramref name="left"/> are left.</summary>
    public static int NextColumns(KernelTable<T> kernels, int left) =>
        left <= kernels.TileColumns ? left
        : left <= kernels.TileColumns + kernels.VectorElements ? kernels.SplitColumns
        : kernels.TileColumns;

    /// <summary>The rows of the next tile where <paramref name="left"/> are left.</summary>
    public static int NextRows(KernelTable<T> kernels, int left)
    {
        int most = kernels.TileRows;
        return left >= 2 * most ? most : left <= most ? left : (left + 1) / 2;
    }

    /// <summary>The distance of two rows of a packed panel: whole vectors, so that each of its loads is aligned.</summary>
    public static int PanelStep(KernelTable<T> kernels, int columns) => kernels.Padded(columns);

    /// <summary>Runs the tiles.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="call">The block: its corners, strides, depth and factors; left changed.</param>
    /// <param name="m">The rows of the block.</param>
    /// <param name="n">Its columns.</param>
    /// <param name="packings">Which operands are packed, or to be packed on the way.</param>
    /// <param name="panels">The panels of B, where it has any.</param>
    /// <param name="lower">The row of the diagonal's element in column 0, where only what touches the diagonal or lies below it is wanted; else null.</param>
    /// <param name="cancellationToken">Observed between rows of tiles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(KernelTable<T> kernels, GemmTileCall<T>* call, int m, int n, GemmPackings packings, T* panels, int? lower, CancellationToken cancellationToken)
    {
        if (packings == GemmPackings.None)
        {
            InPlace(kernels, call, m, n, lower, cancellationToken);
            return;
        }

        T* a = call->A, b = call->B, c = call->C;
        call->TilesBelow = 0;
        bool slivers = (packings & GemmPackings.A) != 0, packed = (packings & GemmPackings.B) != 0, keeps = (packings & GemmPackings.KeepB) != 0;
        nint bStep = call->BStep;
        nint aRow = slivers ? (nint)call->Depth : call->ARow, nextRow = slivers ? (nint)call->Depth : call->AStep == 1 ? call->ARow : 0;

        // From the bottom up: the last rows of a lower triangle need every panel, so that they can leave them for the others.
        for (int left = m; left > 0 && !cancellationToken.IsCancellationRequested; left -= call->Rows)
        {
            call->Rows = NextRows(kernels, left);
            int i = left - call->Rows;
            call->A = a + (i * aRow);
            if (slivers)
            {
                call->AStep = call->Rows;
            }

            // Each tile asks for one row (or as much of a sliver) of what the next row of tiles will read.
            T* next = call->A - (NextRows(kernels, i) * aRow);
            int wanted = 0, width, end = lower is { } offset ? Math.Min(n, left + offset) : n;
            for (int j = 0; j < end; j += width)
            {
                width = NextColumns(kernels, n - j);
                call->Columns = Math.Min(width, end - j);
                T* panel = panels + (j * (nint)call->Depth);
                call->Keep = keeps ? panel : null;
                call->B = packed ? panel : b + j;
                call->BStep = packed ? PanelStep(kernels, width) : bStep;
                call->C = c + (i * call->CRow) + j;
                call->Next = next + (wanted * nextRow);
                wanted = (wanted + 1) & 7;
                if (keeps)
                {
                    // A panel has the width that all rows of tiles agree on.
                    call->Columns = width;
                }

                kernels.GemmTile(call);
            }

            packed |= keeps;
            keeps = false;
        }
    }

    /// <summary>Where nothing is packed, a column of tiles is one call, or two where the last two tiles share what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InPlace(KernelTable<T> kernels, GemmTileCall<T>* call, int m, int n, int? lower, CancellationToken cancellationToken)
    {
        T* a = call->A, c = call->C;
        for (int j = 0; j < n && !cancellationToken.IsCancellationRequested; j += call->Columns, call->B += call->Columns)
        {
            int first = lower is { } offset ? Math.Clamp(j - offset, 0, m) : 0;
            call->Columns = NextColumns(kernels, n - j);
            int most = kernels.MostRows(call->Columns);
            call->A = a + (first * call->ARow);
            call->C = c + (first * call->CRow) + j;
            for (int left = m - first, done; left > 0; left -= done)
            {
                (int rows, int tiles) = left <= most ? (left, 1) : left < 2 * most ? ((left + 1) / 2, 2 - (left & 1)) : (most, Wholes(left, most));
                done = rows * tiles;
                call->Rows = rows;
                call->TilesBelow = tiles - 1;
                call->Next = call->A;
                kernels.GemmTile(call);
                call->A += done * call->ARow;
                call->C += done * call->CRow;
            }
        }
    }

    /// <summary>How many tiles have all their rows: where some are left below them, the last whole one shares its rows with those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Wholes(int left, int most)
    {
        if (left == 2 * most)
        {
            // Much the most often; a division takes as long as a row of a tile.
            return 2;
        }

        int whole = left / most;
        return whole * most == left ? whole : whole - 1;
    }
}

/// <summary>Which operands of a product lie packed.</summary>
[Flags]
internal enum GemmPackings
{
    /// <summary>Both are read where they lie.</summary>
    None = 0,

    /// <summary>A lies in slivers: the columns of as many rows as a tile has, one after the other.</summary>
    A = 1,

    /// <summary>B lies in panels: the rows of as many columns as a tile has, one after the other.</summary>
    B = 2,

    /// <summary>B lies in rows, and the first row of tiles, which has all its rows, leaves it in panels for the others.</summary>
    KeepB = 4,
}
