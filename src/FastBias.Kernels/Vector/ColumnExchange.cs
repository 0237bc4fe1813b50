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
}
