using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Views over arrays and memory, and spans over views: nothing is copied, writing through one side is seen on the other.</summary>
public static class ArrayAdapters
{
    /// <summary>An array as a row-major matrix: element (i, j) is <c>array[i · columns + j]</c>. NumPy: <c>reshape</c>.</summary>
    /// <remarks>Shapes: any that fits into the array, which may be longer. Aliasing: the view is the array's memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="array">The elements, row after row.</param>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">The array is shorter than <paramref name="rows"/> · <paramref name="columns"/>.</exception>
    public static MatrixSpan<T> AsMatrixSpan<T>(this T[] array, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(array);
        return new MatrixSpan<T>(array, rows, columns);
    }

    /// <summary>A two-dimensional array as a matrix: element (i, j) is <c>array[i, j]</c>, counted from the array's lower bounds.</summary>
    /// <remarks>Shapes: any, empty ones included. Aliasing: the view is the array's memory; <see cref="Matrix{T}(T[,])"/> copies instead. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="array">The elements.</param>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    [SuppressMessage("Performance", "CA1814:Prefer jagged arrays over multidimensional", Justification = "The array is the caller's.")]
    public static MatrixSpan<T> AsMatrixSpan<T>(this T[,] array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(array);
        (int rows, int columns) = (array.GetLength(0), array.GetLength(1));
        return array.Length == 0
            ? new MatrixSpan<T>([], rows, columns)
            : new MatrixSpan<T>(ref array[array.GetLowerBound(0), array.GetLowerBound(1)], rows, columns, columns, 1);
    }

    /// <summary>Memory as a row-major matrix: element (i, j) is <c>memory.Span[i · columns + j]</c>.</summary>
    /// <remarks>Shapes: any that fits into the memory, which may be longer. Aliasing: the view is that memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="memory">The elements, row after row; its owner must outlive the view.</param>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="ArgumentException">The memory is shorter than <paramref name="rows"/> · <paramref name="columns"/>.</exception>
    public static MatrixSpan<T> AsMatrixSpan<T>(this Memory<T> memory, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(memory.Span, rows, columns);

    /// <inheritdoc cref="AsMatrixSpan{T}(Memory{T}, int, int)"/>
    public static ReadOnlyMatrixSpan<T> AsMatrixSpan<T>(this ReadOnlyMemory<T> memory, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(memory.Span, rows, columns);

    /// <summary>The elements of a whole matrix as memory, row after row: what may be kept in a field or used across an <c>await</c>.</summary>
    /// <remarks>Shapes: any. Aliasing: the memory is <see cref="Matrix{T}.Data"/>. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matrix"/> is null.</exception>
    public static Memory<T> AsMemory<T>(this Matrix<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Data;
    }

    /// <summary>The elements of a view as one span, row after row.</summary>
    /// <remarks>Shapes: any whose rows lie one behind the other without a gap; a view of one row or none always does, if its elements are adjacent.
    /// Aliasing: the span is the view's memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="view">The view.</param>
    /// <exception cref="ArgumentException">The elements are not contiguous in row-major order: a transpose, a block of a wider matrix, a stride that is negative or zero.</exception>
    public static Span<T> AsSpan<T>(this MatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireContiguous<T>(view);
        return ViewMemory.Cover(view);
    }

    /// <inheritdoc cref="AsSpan{T}(MatrixSpan{T})"/>
    public static ReadOnlySpan<T> AsSpan<T>(this ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireContiguous<T>(view);
        return ViewMemory.Cover(view);
    }

    private static void RequireContiguous<T>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool adjacent = view.Columns <= 1 || view.ColumnStride == 1, packed = view.Rows <= 1 || view.RowStride == view.Columns;
        if (!view.IsEmpty && !(adjacent && packed))
        {
            throw new ArgumentException(
                $"The elements of a {view.Rows}x{view.Columns} view with strides ({view.RowStride}, {view.ColumnStride}) are not contiguous in row-major order; copy it to a Matrix first.",
                nameof(view));
        }
    }
}
