using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A writable view of a matrix over memory that somebody else owns.</summary>
/// <remarks>
/// <code>
///              ColumnStride
///              ◄──►
///   Reference → a00  a01  a02 ┊ …      element (i, j) lies at
///        ▲      a10  a11  a12 ┊ …      Reference + i · RowStride + j · ColumnStride
///   RowStride   a20  a21  a22 ┊ …      (strides in elements, not bytes)
/// </code>
/// Both strides are free, so a transpose, a sub-block and a column-major buffer are views and never copies.
/// A view does not own its memory and never outlives it (it is a <c>ref struct</c>).
/// <para>Shapes: any, empty ones included. Strides: any but zero for a dimension longer than one, because two
/// elements of a destination may not share an address; <see cref="ReadOnlyMatrixSpan{T}"/> allows that too.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public readonly ref struct MatrixSpan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref T _reference;

    /// <summary>A row-major view of the first <paramref name="rows"/> · <paramref name="columns"/> elements of <paramref name="data"/>.</summary>
    /// <param name="data">The elements, row after row.</param>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="data"/> is too short.</exception>
    public MatrixSpan(Span<T> data, int rows, int columns)
    {
        // The common case, without the wide arithmetic of free strides.
        if (rows < 0 || columns < 0 || (long)rows * columns > data.Length)
        {
            ViewExtent.Require(data.Length, 0, rows, columns, columns, 1);
        }

        _reference = ref MemoryMarshal.GetReference(data);
        Rows = rows;
        Columns = columns;
        RowStride = columns;
        ColumnStride = 1;
    }

    /// <summary>A view with free strides.</summary>
    /// <param name="data">The memory that every element of the view must lie in.</param>
    /// <param name="offset">The position of element (0, 0) in <paramref name="data"/>.</param>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <param name="rowStride">Elements from one row to the next; may be negative.</param>
    /// <param name="columnStride">Elements from one column to the next; may be negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">An element would lie outside <paramref name="data"/>, or two share an address.</exception>
    public MatrixSpan(Span<T> data, nint offset, int rows, int columns, nint rowStride, nint columnStride)
    {
        ViewExtent.Require(data.Length, offset, rows, columns, rowStride, columnStride);
        ViewExtent.RequireDistinct(rows, columns, rowStride, columnStride);
        _reference = ref rows == 0 || columns == 0
            ? ref MemoryMarshal.GetReference(data)
            : ref Unsafe.Add(ref MemoryMarshal.GetReference(data), offset);
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>For kernels: no check at all.</summary>
    internal MatrixSpan(ref T reference, int rows, int columns, nint rowStride, nint columnStride)
    {
        _reference = ref reference;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance from one row to the next, in elements.</summary>
    public nint RowStride { get; }

    /// <summary>The distance from one column to the next, in elements.</summary>
    public nint ColumnStride { get; }

    /// <summary>Whether the view has no element.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    internal ref T Reference => ref _reference;

    /// <summary>The element in row <paramref name="row"/> and column <paramref name="column"/>.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <param name="column">0 ≤ column &lt; <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public ref T this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
            {
                ViewExtent.ThrowIndex(row, column, Rows, Columns);
            }

            return ref Unsafe.Add(ref _reference, (row * RowStride) + (column * ColumnStride));
        }
    }

    /// <summary>The transpose of this view: same memory, strides exchanged.</summary>
    public MatrixSpan<T> Transposed => new(ref _reference, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The block of <paramref name="rows"/> x <paramref name="columns"/> elements whose first one is (<paramref name="row"/>, <paramref name="column"/>).</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block does not lie inside this view.</exception>
    public MatrixSpan<T> Slice(int row, int column, int rows, int columns)
    {
        ViewExtent.RequireBlock(row, column, rows, columns, Rows, Columns);
        return new(ref Unsafe.Add(ref _reference, ViewExtent.BlockOffset(row, column, rows, columns, RowStride, ColumnStride)), rows, columns, RowStride, ColumnStride);
    }

    /// <summary>Row <paramref name="row"/> as a span; needs <see cref="ColumnStride"/> = 1.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The elements of a row are not next to each other.</exception>
    public Span<T> RowSpan(int row)
    {
        ViewExtent.RequireLine(row, Rows, Columns, ColumnStride, nameof(row));
        return Columns == 0 ? default : MemoryMarshal.CreateSpan(ref Unsafe.Add(ref _reference, row * RowStride), Columns);
    }

    /// <summary>Column <paramref name="column"/> as a span; needs <see cref="RowStride"/> = 1.</summary>
    /// <param name="column">0 ≤ column &lt; <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">The elements of a column are not next to each other.</exception>
    public Span<T> ColumnSpan(int column) => Transposed.RowSpan(column);

    /// <summary>Copies this view's elements to <paramref name="destination"/>.</summary>
    /// <param name="destination">A view of the same shape that does not overlap this one.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(MatrixSpan<T> destination) => ((ReadOnlyMatrixSpan<T>)this).CopyTo(destination);

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    /// <param name="value">The value.</param>
    public void Fill(T value)
    {
        MatrixSpan<T> byRows = ColumnStride == 1 ? this : RowStride == 1 ? Transposed : this;
        if (byRows.ColumnStride == 1 && byRows.RowStride == byRows.Columns && !IsEmpty && (long)Rows * Columns <= int.MaxValue)
        {
            MemoryMarshal.CreateSpan(ref _reference, Rows * Columns).Fill(value);
            return;
        }

        for (int i = 0; i < byRows.Rows; i++)
        {
            if (byRows.ColumnStride == 1)
            {
                byRows.RowSpan(i).Fill(value);
                continue;
            }

            for (int j = 0; j < byRows.Columns; j++)
            {
                byRows[i, j] = value;
            }
        }
    }

    /// <summary>Reads a writable view.</summary>
    /// <param name="span">The view.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "As Span<T> to ReadOnlySpan<T>.")]
    public static implicit operator ReadOnlyMatrixSpan<T>(MatrixSpan<T> span) =>
        new(ref span._reference, span.Rows, span.Columns, span.RowStride, span.ColumnStride);
}
