using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>Whether two views share an element.</summary>
internal static class ViewOverlap
{
    /// <summary>Whether both run forwards and one ends before the other begins: by far the most pairs do, and need no more than this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreInOrder<T>(in MatrixSpan<T> x, in ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint distance = Unsafe.ByteOffset(ref x.Reference, ref y.Reference);
        nint xHigh = ((x.Rows - 1) * x.RowStride) + ((x.Columns - 1) * x.ColumnStride);
        nint yHigh = ((y.Rows - 1) * y.RowStride) + ((y.Columns - 1) * y.ColumnStride);
        return (x.RowStride | x.ColumnStride | y.RowStride | y.ColumnStride) >= 0
            && (distance > xHigh * Unsafe.SizeOf<T>() || distance < -yHigh * Unsafe.SizeOf<T>());
    }

    /// <summary>Exact for views with the same strides, such as two blocks of one matrix; for others, whether their address ranges meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Exists<T>(in MatrixSpan<T> x, in ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => !AreInOrder(x, y) && Exists((ReadOnlyMatrixSpan<T>)x, y);

    /// <summary>The same for two views to read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Exists<T>(in ReadOnlyMatrixSpan<T> x, in ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.IsEmpty || y.IsEmpty)
        {
            return false;
        }

        // A byte offset between two managed objects means nothing more than that they are apart, and that it says correctly.
        nint distance = Unsafe.ByteOffset(ref x.Reference, ref y.Reference) / Unsafe.SizeOf<T>();
        (nint xLow, nint xHigh) = Range(x.Rows, x.Columns, x.RowStride, x.ColumnStride);
        (nint yLow, nint yHigh) = Range(y.Rows, y.Columns, y.RowStride, y.ColumnStride);
        if (distance + yLow > xHigh || distance + yHigh < xLow)
        {
            return false;
        }

        return !IsGrid(x, y, out nint step) || Meets(x, y, distance, step);
    }

    /// <summary>The lowest and the highest offset of a view; its elements lie in memory, so the offsets are native integers.</summary>
    private static (nint Low, nint High) Range(int rows, int columns, nint rowStride, nint columnStride)
    {
        nint down = (rows - 1) * rowStride, right = (columns - 1) * columnStride;
        return (Math.Min(down, 0) + Math.Min(right, 0), Math.Max(down, 0) + Math.Max(right, 0));
    }

    /// <summary>Whether both are blocks of one grid: equal strides, rows longer than either block (or columns, for column-major ones).</summary>
    private static bool IsGrid<T>(in ReadOnlyMatrixSpan<T> x, in ReadOnlyMatrixSpan<T> y, out nint rowLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool byRows = x.ColumnStride == 1;
        rowLength = byRows ? x.RowStride : x.ColumnStride;
        int widest = byRows ? Math.Max(x.Columns, y.Columns) : Math.Max(x.Rows, y.Rows);
        return x.RowStride == y.RowStride && x.ColumnStride == y.ColumnStride && (byRows || x.RowStride == 1) && rowLength >= widest;
    }

    /// <summary>Two rectangles of a grid with lines of <paramref name="rowLength"/> elements, the second one's corner at <paramref name="distance"/> from the first one's.</summary>
    private static bool Meets<T>(in ReadOnlyMatrixSpan<T> x, in ReadOnlyMatrixSpan<T> y, nint distance, nint rowLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool byRows = x.ColumnStride == 1;
        (int xLines, int xLength) = byRows ? (x.Rows, x.Columns) : (x.Columns, x.Rows);
        (int yLines, int yLength) = byRows ? (y.Rows, y.Columns) : (y.Columns, y.Rows);

        // Blocks of a larger matrix: y's corner is right of x's by across (which may be negative) and below it by down, in one of two ways.
        nint down = (nint)Math.Floor((double)distance / rowLength);
        nint across = distance - (down * rowLength);
        return Intersects(down, across) || Intersects(down + 1, across - rowLength);

        bool Intersects(nint below, nint right) => below < xLines && below + yLines > 0 && right < xLength && right + yLength > 0;
    }
}
