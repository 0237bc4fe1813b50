using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The arithmetic of views, checked: which elements a shape and its strides reach.</summary>
internal static class ViewExtent
{
    /// <summary>Throws unless every element of the view lies in a buffer of <paramref name="length"/> elements.</summary>
    public static void Require(nint length, nint offset, int rows, int columns, nint rowStride, nint columnStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // Rows one after the other: what almost every view is needs no wide arithmetic.
        bool plain = columnStride == 1 && rowStride >= columns && rowStride <= int.MaxValue && offset >= 0;
        if (plain && offset + ((rows - 1) * rowStride) + columns <= length)
        {
            return;
        }

        RequireWide(length, offset, rows, columns, rowStride, columnStride);
    }

    /// <summary>The same of any view. Not inlined: a message is long, and what it makes its callers longer by they may no longer inline of a product.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequireWide(nint length, nint offset, int rows, int columns, nint rowStride, nint columnStride)
    {
        (Int128 low, Int128 high) = Range(rows, columns, rowStride, columnStride);
        if (offset + low < 0 || offset + high >= length)
        {
            throw new ArgumentException(
                $"A {rows}x{columns} view at offset {offset} with strides ({rowStride}, {columnStride}) reaches elements {offset + low}..{offset + high} of a buffer of {length}.",
                nameof(length));
        }
    }

    /// <summary>Throws if two elements of the view share an address, as far as that follows from the strides.</summary>
    public static void RequireDistinct(int rows, int columns, nint rowStride, nint columnStride)
    {
        if (columnStride != 1 || rowStride < columns)
        {
            RequireDistinctWide(rows, columns, rowStride, columnStride);
        }
    }

    /// <summary>The same of any view; not inlined, as <see cref="RequireWide"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequireDistinctWide(int rows, int columns, nint rowStride, nint columnStride)
    {
        if (SharesAddress(rows, columns, rowStride, columnStride))
        {
            throw new ArgumentException(
                $"Two elements of a writable {rows}x{columns} view with strides ({rowStride}, {columnStride}) share an address.", nameof(rowStride));
        }
    }

    /// <summary>Whether two elements of the view share an address.</summary>
    public static bool SharesAddress(int rows, int columns, nint rowStride, nint columnStride)
    {
        if (rows == 0 || columns == 0)
        {
            return false;
        }

        // Two distances i·r and j·c with |i| < rows, |j| < columns meet iff a multiple of the strides' lcm is in both ranges.
        Int128 r = Int128.Abs(rowStride), c = Int128.Abs(columnStride);
        if ((rows > 1 && r == 0) || (columns > 1 && c == 0))
        {
            return true;
        }

        if (rows == 1 || columns == 1)
        {
            return false;
        }

        Int128 gcd = Gcd(r, c);
        return c / gcd < rows && r / gcd < columns;
    }

    /// <summary>Throws unless the block lies inside a matrix of <paramref name="allRows"/> x <paramref name="allColumns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireBlock(int row, int column, int rows, int columns, int allRows, int allColumns)
    {
        if (row < 0 || column < 0 || rows < 0 || columns < 0 || row > allRows - rows || column > allColumns - columns)
        {
            ThrowBlock(row, column, rows, columns, allRows, allColumns);
        }
    }

    /// <summary>The offset of a block; zero for an empty one, whose first element may not exist.</summary>
    public static nint BlockOffset(int row, int column, int rows, int columns, nint rowStride, nint columnStride) =>
        rows == 0 || columns == 0 ? 0 : (row * rowStride) + (column * columnStride);

    /// <summary>Throws unless the line exists and its elements are next to each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLine(int index, int count, int length, nint stride, string name)
    {
        if ((uint)index >= (uint)count || (stride != 1 && length > 1))
        {
            ThrowLine(index, count, stride, name);
        }
    }

    [DoesNotReturn]
    private static void ThrowBlock(int row, int column, int rows, int columns, int allRows, int allColumns) => throw new ArgumentOutOfRangeException(
        nameof(row), $"The {rows}x{columns} block at ({row}, {column}) does not lie inside a {allRows}x{allColumns} matrix.");

    [DoesNotReturn]
    private static void ThrowLine(int index, int count, nint stride, string name) => throw ((uint)index >= (uint)count
        ? new ArgumentOutOfRangeException(name, index, $"There are {count}.")
        : new InvalidOperationException($"The elements of this line are {stride} apart; only a line with stride 1 is a span."));

    [DoesNotReturn]
    public static void ThrowIndex(int row, int column, int rows, int columns) =>
        throw new ArgumentOutOfRangeException(nameof(row), $"There is no element ({row}, {column}) in a {rows}x{columns} matrix.");

    /// <summary>The lowest and the highest element offset of a view that is not empty.</summary>
    public static (Int128 Low, Int128 High) Range(int rows, int columns, nint rowStride, nint columnStride)
    {
        Int128 down = (Int128)(rows - 1) * rowStride, right = (Int128)(columns - 1) * columnStride;
        Int128 low = Int128.Min(down, 0) + Int128.Min(right, 0);
        Int128 high = Int128.Max(down, 0) + Int128.Max(right, 0);
        return (low, high);
    }

    private static Int128 Gcd(Int128 a, Int128 b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
