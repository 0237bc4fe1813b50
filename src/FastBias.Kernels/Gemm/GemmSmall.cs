using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

// Products of a few elements, which are over before a general choice would be made.
internal static unsafe partial class Gemm
{
    /// <summary>Rows and columns less than two more than this, and as long chains, are what one comparison lets through; a power of two.</summary>
    private const uint SmallSide = 32;

    /// <summary>The longest chains of a product of one tile that goes to GemmTiny: longer ones gain by what a tile does ahead.</summary>
    private const int TinyDepth = 48;

    private const int CacheLine = 64;

    /// <summary>C = alpha·A·B + beta·C where it is a few tiles and steps, and the ranges of addresses are apart: true if it was; else nothing was done, and nothing is known.</summary>
    /// <remarks>
    /// One tile is over in fewer nanoseconds than it takes to write three views to the stack and read them again. So the views are taken apart where they are, in the caller, who often has
    /// their parts in registers, or as constants; what is called has seven of those, packed as the kernel takes them, and has only to look it up.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTiny<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = c.Rows, n = c.Columns, k = a.Columns;
        nint aRow = a.RowStride, aColumn = a.ColumnStride, bRow = b.RowStride, bColumn = b.ColumnStride, cRow = c.RowStride, cColumn = c.ColumnStride;
        return ((m ^ a.Rows) | (n ^ b.Columns) | (k ^ b.Rows)) == 0 && (uint)((m - 2) | (n - 2) | (k - 1)) < SmallSide
            && ArePacked(aRow | aColumn | bRow | bColumn | cRow | cColumn) && alpha != T.Zero
            && Tiny(TinyTiles<T>.Shape(m, n, k), ref a.Reference, aRow | (aColumn << 32), ref b.Reference, bRow | (bColumn << 32), ref c.Reference, cRow | (cColumn << 32), alpha, beta);
    }

    /// <summary>Whether two strides share one number, for which an address has to have 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ArePacked(nint strides) => sizeof(nint) == sizeof(long) && (nuint)strides <= int.MaxValue;

    /// <summary>The product of packed arguments, if there are kernels for it and C is apart from A and B.</summary>
    /// <remarks>Two references are compared by one subtraction: whatever moves them later, two objects stay apart, and the distance within one object stays what it was.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Tiny<T>(nuint shape, ref T a, nint aStrides, ref T b, nint bStrides, ref T c, nint cStrides, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        delegate*<nuint, T*, nint, T*, T*, nint, T, T, void> tile = TinyTiles<T>.OfCurrent(shape);
        if (tile == null || (((bStrides >> 32) ^ 1) | ((cStrides >> 32) ^ 1)) != 0)
        {
            return SeveralTiles(shape, ref a, aStrides, ref b, bStrides, ref c, cStrides, alpha, beta);
        }

        nint rows = (nint)(shape & 63), columns = (nint)(shape >> 6 & 63), depth = (nint)(shape >> 12) - 1;

        // From the first element to the last.
        nint lengthOfC = (rows * (int)cStrides) + columns;
        nint lengthOfA = (rows * (int)aStrides) + (depth * (aStrides >> 32));
        nint lengthOfB = (depth * (int)bStrides) + columns;
        if (Meet<T>(Unsafe.ByteOffset(ref c, ref a), lengthOfC, lengthOfA) || Meet<T>(Unsafe.ByteOffset(ref c, ref b), lengthOfC, lengthOfB))
        {
            return false;
        }

        fixed (T* pa = &a, pb = &b, pc = &c)
        {
            tile(shape, pa, aStrides, pb, pc, (int)bStrides | (cStrides << 32), alpha, beta);
        }

        return true;
    }

    /// <summary>The same where one tile is not all, or B or C lies by columns.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool SeveralTiles<T>(nuint shape, ref T a, nint aStrides, ref T b, nint bStrides, ref T c, nint cStrides, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = (int)(shape & 63) + 1, n = (int)(shape >> 6 & 63) + 1, k = (int)(shape >> 12);
        T* room = stackalloc T[StackElements + (CacheLine / sizeof(T))];
        fixed (T* pc = &c, pa = &a, pb = &b)
        {
            nint aRow = (int)aStrides, aColumn = aStrides >> 32, bRow = (int)bStrides, bColumn = bStrides >> 32, cRow = (int)cStrides, cColumn = cStrides >> 32;
            T* last = pc + ((m - 1) * cRow) + ((n - 1) * cColumn);
            bool meet = (pa <= last && pc <= pa + ((m - 1) * aRow) + ((k - 1) * aColumn)) || (pb <= last && pc <= pb + ((k - 1) * bRow) + ((n - 1) * bColumn));
            return !meet && SmallView(Kernels<T>.Current, room, m, n, k, pa, aRow, aColumn, pb, bRow, bColumn, pc, cRow, cColumn, alpha, beta);
        }
    }

    /// <summary>Whether two ranges of addresses meet, the second of which begins so many bytes behind the first; from first to last element they are so long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Meet<T>(nint distance, nint first, nint second)
        where T : unmanaged =>
        (nuint)(distance + ((second + 1) * sizeof(T)) - 1) < (nuint)(((first + second + 2) * sizeof(T)) - 1);

    /// <summary>A product of a few elements, each operand by rows or by columns: true if it was one, and its shapes fit; else nothing was done, and nothing is known. C is apart from A and B.</summary>
    /// <remarks>
    /// Such a product is over in as many nanoseconds as it takes to ask a dozen questions one by one, or to copy its views from call to call: hence the references, one
    /// method from the checks to the tile, and one comparison for all sizes, one for all strides.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySmall<T>(KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = c.Rows, n = c.Columns, k = a.Columns;
        nint cRow = c.RowStride, aRow = a.RowStride, bRow = b.RowStride;
        if (((m ^ a.Rows) | (n ^ b.Columns) | (k ^ b.Rows)) != 0
            || (uint)((m - 2) | (n - 2) | (k - 1)) >= SmallSide
            || (cRow | aRow | bRow) < 0
            || alpha == T.Zero)
        {
            return false;
        }

        if (((c.ColumnStride ^ 1) | (a.ColumnStride ^ 1) | (b.ColumnStride ^ 1)) != 0)
        {
            return TrySmallView(kernels, c, a, b, alpha, beta);
        }

        fixed (T* pc = &c.Reference, pa = &a.Reference, pb = &b.Reference)
        {
            Small(kernels, m, n, k, pa, aRow, 1, pb, bRow, pc, cRow, alpha, beta);
        }

        return true;
    }

    /// <summary>The same where an operand or the result lies by columns: along the lines of C, with a B that lies across them transposed on the stack.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool TrySmallView<T>(KernelTable<T> kernels, in MatrixSpan<T> c, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> b, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* room = stackalloc T[StackElements + (CacheLine / sizeof(T))];
        fixed (T* pc = &c.Reference, pa = &a.Reference, pb = &b.Reference)
        {
            return (c.ColumnStride | a.ColumnStride | b.ColumnStride) >= 0
                && SmallView(
                    kernels, room, c.Rows, c.Columns, a.Columns, pa, a.RowStride, a.ColumnStride, pb, b.RowStride, b.ColumnStride, pc, c.RowStride, c.ColumnStride, alpha, beta);
        }
    }

    /// <summary>The product of pinned operands that are apart, no stride of which is negative, with room for a B that lies across the lines of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SmallView<T>(
        KernelTable<T> kernels, T* room, int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, nint cColumn, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (cColumn != 1)
        {
            // Cᵀ = BᵀAᵀ.
            (m, n) = (n, m);
            T* right = a;
            a = b;
            b = right;
            (aRow, aColumn, bRow, bColumn) = (bColumn, bRow, aColumn, aRow);
            (cRow, cColumn) = (cColumn, cRow);
        }

        if (cColumn != 1 || (aColumn != 1 && (aRow != 1 || IsTall(kernels, m, n))))
        {
            return false;
        }

        if (bColumn != 1)
        {
            nint step = GemmSweep<T>.PanelStep(kernels, n);
            if (bRow != 1 || k * step > StackElements)
            {
                return false;
            }

            T* rows = (T*)(((nuint)room + CacheLine - 1) & ~(nuint)(CacheLine - 1));
            kernels.Transpose((nuint)n, (nuint)k, b, bColumn, rows, step);
            b = rows;
            bRow = step;
        }

        Small(kernels, m, n, k, a, aRow, aColumn, b, bRow, c, cRow, alpha, beta);
        return true;
    }

    /// <summary>The tiles of a product whose chains are not cut; one tile of a few steps, by a call whose arguments are all parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Small<T>(KernelTable<T> kernels, int m, int n, int k, T* a, nint aRow, nint aStep, T* b, nint bRow, T* c, nint cRow, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint shape = TinyTiles<T>.Shape(m, n, k);
        delegate*<nuint, T*, nint, T*, T*, nint, T, T, void> tile = (uint)((m - 1) | (n - 1)) < TinyTiles<T>.Side && k <= TinyDepth && ArePacked(aRow | aStep | bRow | cRow) ? kernels.TinyTiles.Of(shape) : null;
        if (tile != null)
        {
            tile(shape, a, aRow | (aStep << 32), b, c, bRow | (cRow << 32), alpha, beta);
        }
        else
        {
            SmallTiles(kernels.ForColumns(n), m, n, k, a, aRow, aStep, b, bRow, c, cRow, alpha, beta);
        }
    }

    /// <summary>The same by several tiles, or by one with long chains.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SmallTiles<T>(KernelTable<T> kernels, int m, int n, int k, T* a, nint aRow, nint aStep, T* b, nint bRow, T* c, nint cRow, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Field by field: an initializer would clear it first.
        GemmTileCall<T> call;
        call.TilesBelow = 0;
        call.Depth = (nuint)k;
        call.A = a;
        call.ARow = aRow;
        call.AStep = aStep;
        call.Next = a;
        call.B = b;
        call.BStep = bRow;
        call.Keep = null;
        call.Ask = 0;
        call.C = c;
        call.CRow = cRow;
        call.Alpha = alpha;
        call.Beta = beta;
        GemmSweep<T>.InPlace(kernels, &call, m, n, lower: null, default);
    }
}
