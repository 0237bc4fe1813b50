using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A read-only view of a matrix over memory that somebody else owns; <see cref="MatrixSpan{T}"/> has the drawing.</summary>
/// <remarks>Here a stride may also be zero: one row, repeated, is a matrix too.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public readonly ref struct ReadOnlyMatrixSpan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref T _reference;

    /// <inheritdoc cref="MatrixSpan{T}(Span{T}, int, int)"/>
    public ReadOnlyMatrixSpan(ReadOnlySpan<T> data, int rows, int columns)
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
    /// <param name="rowStride">Elements from one row to the next; may be negative or zero.</param>
    /// <param name="columnStride">Elements from one column to the next; may be negative or zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">An element would lie outside <paramref name="data"/>.</exception>
    public ReadOnlyMatrixSpan(ReadOnlySpan<T> data, nint offset, int rows, int columns, nint rowStride, nint columnStride)
    {
        ViewExtent.Require(data.Length, offset, rows, columns, rowStride, columnStride);
        _reference = ref rows == 0 || columns == 0
            ? ref MemoryMarshal.GetReference(data)
            : ref Unsafe.Add(ref MemoryMarshal.GetReference(data), offset);
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>For kernels: no check at all.</summary>
    internal ReadOnlyMatrixSpan(ref T reference, int rows, int columns, nint rowStride, nint columnStride)
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

    /// <inheritdoc cref="MatrixSpan{T}.this[int, int]"/>
    public ref readonly T this[int row, int column]
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
    public ReadOnlyMatrixSpan<T> Transposed => new(ref _reference, Columns, Rows, ColumnStride, RowStride);

    /// <inheritdoc cref="MatrixSpan{T}.Slice"/>
    public ReadOnlyMatrixSpan<T> Slice(int row, int column, int rows, int columns)
    {
        ViewExtent.RequireBlock(row, column, rows, columns, Rows, Columns);
        return new(ref Unsafe.Add(ref _reference, ViewExtent.BlockOffset(row, column, rows, columns, RowStride, ColumnStride)), rows, columns, RowStride, ColumnStride);
    }

    /// <inheritdoc cref="MatrixSpan{T}.RowSpan"/>
    public ReadOnlySpan<T> RowSpan(int row)
    {
        ViewExtent.RequireLine(row, Rows, Columns, ColumnStride, nameof(row));
        return Columns == 0 ? default : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _reference, row * RowStride), Columns);
    }

    /// <inheritdoc cref="MatrixSpan{T}.ColumnSpan"/>
    public ReadOnlySpan<T> ColumnSpan(int column) => Transposed.RowSpan(column);

    /// <inheritdoc cref="MatrixSpan{T}.CopyTo"/>
    public void CopyTo(MatrixSpan<T> destination)
    {
        if (destination.Rows != Rows || destination.Columns != Columns)
        {
            throw new ArgumentException($"The destination is {destination.Rows}x{destination.Columns}, the source is {Rows}x{Columns}.", nameof(destination));
        }

        if (destination.ColumnStride != 1 && destination.RowStride == 1)
        {
            CopyRows(Transposed, destination.Transposed);
        }
        else
        {
            CopyRows(this, destination);
        }
    }

    /// <summary>All elements as one span, where the rows follow one another without a gap.</summary>
    internal bool TryGetContiguous(out ReadOnlySpan<T> all)
    {
        bool contiguous = !IsEmpty && ColumnStride == 1 && RowStride == Columns && (long)Rows * Columns <= int.MaxValue;
        all = contiguous ? MemoryMarshal.CreateReadOnlySpan(ref _reference, Rows * Columns) : default;
        return contiguous;
    }

    private static void CopyRows(ReadOnlyMatrixSpan<T> source, MatrixSpan<T> destination)
    {
        if (source.IsEmpty)
        {
            return;
        }

        if (source.TryGetContiguous(out ReadOnlySpan<T> all) && destination.ColumnStride == 1 && destination.RowStride == destination.Columns)
        {
            all.CopyTo(MemoryMarshal.CreateSpan(ref destination.Reference, all.Length));
            return;
        }

        bool byRows = source.ColumnStride == 1 && destination.ColumnStride == 1;
        if (byRows && (source.Rows == 1 || source.Columns > ViewCopy.LongRow))
        {
            // The shapes were compared: a check of every row would take longer than the copy of a short one.
            for (int i = 0; i < source.Rows; i++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source._reference, i * source.RowStride), source.Columns)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination.Reference, i * destination.RowStride), source.Columns));
            }

            return;
        }

        if (ViewCopy.TryCopy(source, destination))
        {
            return;
        }

        // Squares of 16 x 16, so that a transposing copy uses every cache line that it loads.
        const int Block = 16;
        for (int i0 = 0; i0 < source.Rows; i0 += Block)
        {
            int i1 = Math.Min(i0 + Block, source.Rows);
            for (int j0 = 0; j0 < source.Columns; j0 += Block)
            {
                int j1 = Math.Min(j0 + Block, source.Columns);
                for (int i = i0; i < i1; i++)
                {
                    ref T from = ref Unsafe.Add(ref source._reference, i * source.RowStride);
                    ref T to = ref Unsafe.Add(ref destination.Reference, i * destination.RowStride);
                    for (int j = j0; j < j1; j++)
                    {
                        Unsafe.Add(ref to, j * destination.ColumnStride) = Unsafe.Add(ref from, j * source.ColumnStride);
                    }
                }
            }
        }
    }
}
