using System.Numerics;
using System.Numerics.Tensors;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Views from and to <see cref="TensorSpan{T}"/> of System.Numerics.Tensors: nothing is copied, writing through one side is seen on the other.</summary>
/// <remarks>A tensor of rank two has two free strides, as a view has; only negative ones it does not have.</remarks>
public static class TensorAdapters
{
    /// <summary>A tensor of rank two as a matrix: element (i, j) is <c>tensor[i, j]</c>.</summary>
    /// <remarks>Shapes: any, empty ones and any strides included, so a transposed or sliced tensor is no copy either. Aliasing: the view is the tensor's memory.
    /// Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">The rank is not two, a length exceeds <see cref="int.MaxValue"/>, or two elements share an address (a broadcast tensor, which is for reading only).</exception>
    public static MatrixSpan<T> AsMatrixSpan<T>(this in TensorSpan<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = ShapeOf(tensor.Lengths, tensor.Strides);
        if (shape.IsEmpty)
        {
            return new MatrixSpan<T>([], shape.Rows, shape.Columns);
        }

        if (ViewExtent.SharesAddress(shape.Rows, shape.Columns, shape.RowStride, shape.ColumnStride))
        {
            throw new ArgumentException(
                $"Two elements of this {shape.Rows}x{shape.Columns} tensor with strides ({shape.RowStride}, {shape.ColumnStride}) share an address; read it as a ReadOnlyTensorSpan.", nameof(tensor));
        }

        return new MatrixSpan<T>(ref tensor.GetPinnableReference(), shape.Rows, shape.Columns, shape.RowStride, shape.ColumnStride);
    }

    /// <summary>A read-only tensor of rank two as a matrix: element (i, j) is <c>tensor[i, j]</c>.</summary>
    /// <remarks>Shapes: any, empty ones and any strides included: transposed, sliced and broadcast tensors too. Aliasing: the view is the tensor's memory.
    /// Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">The rank is not two, or a length exceeds <see cref="int.MaxValue"/>.</exception>
    public static ReadOnlyMatrixSpan<T> AsMatrixSpan<T>(this in ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = ShapeOf(tensor.Lengths, tensor.Strides);
        return shape.IsEmpty
            ? new ReadOnlyMatrixSpan<T>([], shape.Rows, shape.Columns)
            : ViewMemory.View(in tensor.GetPinnableReference(), shape.Rows, shape.Columns, shape.RowStride, shape.ColumnStride);
    }

    /// <summary>A view as a tensor of rank two with the same shape and strides.</summary>
    /// <remarks>Shapes: any, empty ones included. Aliasing: the tensor is the view's memory. Cost: constant, no allocation.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="view">The view.</param>
    /// <exception cref="ArgumentException">A stride is negative, or the view reaches over more elements than a span can have.</exception>
    public static TensorSpan<T> AsTensorSpan<T>(this MatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireForward<T>(view);
        return view.IsEmpty
            ? new TensorSpan<T>((T[])[], [view.Rows, view.Columns])
            : new TensorSpan<T>(ViewMemory.Cover(view), [view.Rows, view.Columns], [Stride(view.Rows, view.RowStride), Stride(view.Columns, view.ColumnStride)]);
    }

    /// <summary>A view as a read-only tensor of rank two with the same shape and strides.</summary>
    /// <inheritdoc cref="AsTensorSpan{T}(MatrixSpan{T})"/>
    public static ReadOnlyTensorSpan<T> AsTensorSpan<T>(this ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireForward<T>(view);
        return view.IsEmpty
            ? new ReadOnlyTensorSpan<T>((T[])[], [view.Rows, view.Columns])
            : new ReadOnlyTensorSpan<T>(ViewMemory.Cover(view), [view.Rows, view.Columns], [Stride(view.Rows, view.RowStride), Stride(view.Columns, view.ColumnStride)]);
    }

    /// <summary>A tensor's stride: zero where there is no next element to go to.</summary>
    private static nint Stride(int length, nint stride) => length == 1 ? 0 : stride;

    private static void RequireForward<T>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!view.IsEmpty && ((view.Rows > 1 && view.RowStride < 0) || (view.Columns > 1 && view.ColumnStride < 0)))
        {
            throw new ArgumentException(
                $"A {view.Rows}x{view.Columns} view with strides ({view.RowStride}, {view.ColumnStride}) is no tensor: those have no negative stride; copy it to a Matrix first.", nameof(view));
        }
    }

    /// <summary>The shape of a tensor, which must be of rank two.</summary>
    private static Shape ShapeOf(ReadOnlySpan<nint> tensor, ReadOnlySpan<nint> strides)
    {
        if (tensor.Length != 2)
        {
            throw new ArgumentException($"A matrix is a tensor of rank 2, this one has rank {tensor.Length}.", nameof(tensor));
        }

        return tensor[0] <= int.MaxValue && tensor[1] <= int.MaxValue
            ? new Shape((int)tensor[0], (int)tensor[1], strides[0], strides[1])
            : throw new ArgumentException($"The tensor is {tensor[0]}x{tensor[1]}; a matrix has at most {int.MaxValue} rows and columns.", nameof(tensor));
    }

    private readonly record struct Shape(int Rows, int Columns, nint RowStride, nint ColumnStride)
    {
        public bool IsEmpty => Rows == 0 || Columns == 0;
    }
}
