using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The columns of a matrix view with contiguous rows, each multiplied by a number.</summary>
internal static unsafe class ColumnScaling
{
    /// <summary>a[i, j] = a[i, j]·factors[j].</summary>
    public static void Apply<T>(MatrixSpan<T> a, ReadOnlySpan<T> factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelTable<T> kernels = Kernels<T>.Current;
        fixed (T* pa = &a.Reference, factor = factors)
        {
            for (int j = 0; j < a.Columns; j += kernels.StripeColumns)
            {
                kernels.ScaleColumns((nuint)a.Rows, (nuint)Math.Min(kernels.StripeColumns, a.Columns - j), factor + j, pa + j, a.RowStride);
            }
        }
    }
}
