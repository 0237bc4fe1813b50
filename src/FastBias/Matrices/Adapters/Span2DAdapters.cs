using System.Numerics;
using CommunityToolkit.HighPerformance;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Views from and to <see cref="Span2D{T}"/> of CommunityToolkit.HighPerformance: nothing is copied, writing through one side is seen on the other.</summary>
/// <remarks>The elements of a <see cref="Span2D{T}"/>'s row are adjacent and its rows do not go backwards, so every one of them is a view, but not every view is one of them.</remarks>
public static class Span2DAdapters
{
    /// <summary>A <see cref="Span2D{T}"/> as a matrix: element (i, j) is <c>span[i, j]</c>.</summary>
    /// <remarks>Shapes: any, empty ones included. Aliasing: the view is the span's memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="span">The elements.</param>
    public static MatrixSpan<T> AsMatrixSpan<T>(this Span2D<T> span)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => span.IsEmpty
        ? new MatrixSpan<T>([], span.Height, span.Width)
        : new MatrixSpan<T>(ref span[0, 0], span.Height, span.Width, span.Height == 1 ? span.Width : ViewMemory.Distance(ref span[0, 0], ref span[1, 0]), 1);

    /// <summary>A <see cref="ReadOnlySpan2D{T}"/> as a matrix: element (i, j) is <c>span[i, j]</c>.</summary>
    /// <inheritdoc cref="AsMatrixSpan{T}(Span2D{T})"/>
    public static ReadOnlyMatrixSpan<T> AsMatrixSpan<T>(this ReadOnlySpan2D<T> span)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (span.IsEmpty)
        {
            return new ReadOnlyMatrixSpan<T>([], span.Height, span.Width);
        }

        nint stride = span.Height == 1 ? span.Width : ViewMemory.Distance(in span[0, 0], in span[1, 0]);
        return ViewMemory.View(in span[0, 0], span.Height, span.Width, stride, 1);
    }

    /// <summary>A view as a <see cref="Span2D{T}"/> of the same shape.</summary>
    /// <remarks>Shapes: any, empty ones included. Aliasing: the span is the view's memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="view">The view.</param>
    /// <exception cref="ArgumentException">The elements of a row are not adjacent (<see cref="MatrixSpan{T}.ColumnStride"/> is not one), rows go backwards or overlap
    /// (<see cref="MatrixSpan{T}.RowStride"/> is less than the number of columns), or the view reaches over more elements than a span can have.</exception>
    public static Span2D<T> AsSpan2D<T>(this MatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int pitch = Pitch<T>(view);
        return view.IsEmpty ? default : ViewMemory.Cover(view).AsSpan2D(0, view.Rows, view.Columns, pitch);
    }

    /// <summary>A view as a <see cref="ReadOnlySpan2D{T}"/> of the same shape.</summary>
    /// <inheritdoc cref="AsSpan2D{T}(MatrixSpan{T})"/>
    public static ReadOnlySpan2D<T> AsSpan2D<T>(this ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int pitch = Pitch<T>(view);
        return view.IsEmpty ? default : ViewMemory.Cover(view).AsSpan2D(0, view.Rows, view.Columns, pitch);
    }

    /// <summary>The gap between the end of one row and the beginning of the next.</summary>
    private static int Pitch<T>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (view.IsEmpty)
        {
            return 0;
        }

        if ((view.Columns > 1 && view.ColumnStride != 1) || (view.Rows > 1 && (view.RowStride < view.Columns || view.RowStride > int.MaxValue)))
        {
            throw new ArgumentException(
                $"A {view.Rows}x{view.Columns} view with strides ({view.RowStride}, {view.ColumnStride}) is no Span2D: that needs a column stride of 1 and a row stride of at least {view.Columns}; copy it to a Matrix first.",
                nameof(view));
        }

        return view.Rows == 1 ? 0 : (int)view.RowStride - view.Columns;
    }
}
