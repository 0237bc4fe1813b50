using System.Numerics;
using System.Numerics.Tensors;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Numbers in another precision: exact from float to double, rounded to the nearest the other way.</summary>
internal static class Precision
{
    /// <summary>Rows that are converted at a time.</summary>
    private const int Block = 8;

    /// <summary>Writes numbers in the precision of the destination.</summary>
    public static void Convert<TFrom, T>(ReadOnlySpan<TFrom> from, Span<T> to)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.ConvertTruncating(from, to);

    /// <summary>Writes a matrix in the precision of the destination, which may have any strides, as the source may.</summary>
    public static void Convert<TFrom, T>(ReadOnlyMatrixSpan<TFrom> from, MatrixSpan<T> to, Arena memory)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(TFrom) == typeof(T))
        {
            ViewMemory.Known<TFrom, T>(from).CopyTo(to);
            return;
        }

        if (from.ColumnStride == 1 && to.ColumnStride == 1)
        {
            ConvertRows(from, to);
            return;
        }

        Span<TFrom> source = memory.Take<TFrom>(checked(Block * from.Columns));
        Span<T> result = memory.Take<T>(Block * from.Columns);
        for (int i = 0, rows; i < from.Rows; i += rows)
        {
            rows = Math.Min(Block, from.Rows - i);
            from.Slice(i, 0, rows, from.Columns).CopyTo(new MatrixSpan<TFrom>(source, rows, from.Columns));
            Convert<TFrom, T>(source[..(rows * from.Columns)], result);
            new MatrixSpan<T>(result, rows, from.Columns).CopyTo(to.Slice(i, 0, rows, to.Columns));
        }
    }

    /// <summary>The same where no row has gaps: all of it at once where there are none between the rows either.</summary>
    private static void ConvertRows<TFrom, T>(ReadOnlyMatrixSpan<TFrom> from, MatrixSpan<T> to)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (from.RowStride == from.Columns && to.RowStride == to.Columns)
        {
            Convert(ViewMemory.Cover(from), ViewMemory.Cover(to));
            return;
        }

        for (int i = 0; i < from.Rows; i++)
        {
            Convert(from.RowSpan(i), to.RowSpan(i));
        }
    }

    /// <summary>The bytes that the conversion of a matrix works in.</summary>
    public static long Bytes<TFrom, T>(int columns)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(TFrom) == typeof(T) ? 0 : Arena.Bytes<TFrom>((long)Block * columns) + Arena.Bytes<T>((long)Block * columns);
}
