using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>The memory under a view as a span: the one step from a view to another library's view that the type system cannot check.</summary>
/// <remarks>Every element that a view reaches lies in one object or one native block, so all between the lowest and the highest of them does too.</remarks>
internal static class ViewMemory
{
    /// <summary>The shortest span with every element of the view, which begins with element (0, 0) where no stride is negative; empty for an empty view.</summary>
    /// <exception cref="ArgumentException">The view reaches over more elements than a span can have.</exception>
    public static Span<T> Cover<T>(MatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nint low, int length) = Extent<T>(view);
        return length == 0 ? default : MemoryMarshal.CreateSpan(ref Unsafe.Add(ref view.Reference, low), length);
    }

    /// <inheritdoc cref="Cover{T}(MatrixSpan{T})"/>
    public static ReadOnlySpan<T> Cover<T>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nint low, int length) = Extent<T>(view);
        return length == 0 ? default : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref view.Reference, low), length);
    }

    /// <summary>A view over memory that is reached by a read-only reference; without any check.</summary>
    public static ReadOnlyMatrixSpan<T> View<T>(ref readonly T reference, int rows, int columns, nint rowStride, nint columnStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(ref Unsafe.AsRef(in reference), rows, columns, rowStride, columnStride);

    /// <summary>The same view in generic code that knows its element type.</summary>
    /// <exception cref="InvalidCastException">The types differ.</exception>
    public static ReadOnlyMatrixSpan<TKnown> Known<T, TKnown>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKnown : unmanaged, IBinaryFloatingPointIeee754<TKnown> =>
        typeof(T) == typeof(TKnown)
            ? new(ref Unsafe.As<T, TKnown>(ref view.Reference), view.Rows, view.Columns, view.RowStride, view.ColumnStride)
            : throw new InvalidCastException($"The elements are of the type {typeof(T)}, not {typeof(TKnown)}.");

    /// <summary>How many elements lie between two references into one matrix.</summary>
    public static nint Distance<T>(ref readonly T from, ref readonly T to)
        where T : unmanaged =>
        Unsafe.ByteOffset(in from, in to) / Unsafe.SizeOf<T>();

    private static (nint Low, int Length) Extent<T>(ReadOnlyMatrixSpan<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (view.IsEmpty)
        {
            return (0, 0);
        }

        (Int128 low, Int128 high) = ViewExtent.Range(view.Rows, view.Columns, view.RowStride, view.ColumnStride);
        return high - low < int.MaxValue
            ? ((nint)low, (int)(high - low) + 1)
            : throw new ArgumentException(
                $"A {view.Rows}x{view.Columns} view with strides ({view.RowStride}, {view.ColumnStride}) reaches over {high - low + 1} elements; a span has at most {int.MaxValue}.",
                nameof(view));
    }
}
