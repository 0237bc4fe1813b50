using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Exchanges of columns.</summary>
internal static unsafe class ColumnExchange
{
    /// <summary>Exchanges columns <paramref name="j"/> and <paramref name="k"/> of a view of any strides.</summary>
    public static void Swap<T>(MatrixSpan<T> a, int j, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = a.RowStride;
        fixed (T* origin = &a.Reference)
        {
            T* x = origin + (j * a.ColumnStride), y = origin + (k * a.ColumnStride);
            for (int i = 0; i < a.Rows; i++)
            {
                (*x, *y) = (*y, *x);
                x += step;
                y += step;
            }
        }
    }

    /// <summary>Exchanges column t for column <paramref name="partners"/>[t], one t after the other, in each row while it is at hand.</summary>
    /// <remarks>A column at a time would touch as many pages as there are rows, each time anew.</remarks>
    /// <param name="a">Rows contiguous.</param>
    /// <param name="partners">For each of the first columns a column that is not before it.</param>
    public static void Swap<T>(MatrixSpan<T> a, ReadOnlySpan<int> partners)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* origin = &a.Reference)
        {
            T* row = origin;
            for (int i = 0; i < a.Rows; i++)
            {
                for (int t = 0; t < partners.Length; t++)
                {
                    (row[t], row[partners[t]]) = (row[partners[t]], row[t]);
                }

                row += a.RowStride;
            }
        }
    }
}
