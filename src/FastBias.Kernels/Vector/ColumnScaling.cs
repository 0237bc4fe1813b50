using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The columns of a matrix view with contiguous rows, each multiplied by a number.</summary>
internal static unsafe class ColumnScaling
{
    /// <summary>More factors than these are not repeated: the masked vector is one of many.</summary>
    private const int MostRepeated = 64;

    /// <summary>a[i, j] = a[i, j]·factors[j].</summary>
    public static void Apply<T>(MatrixSpan<T> a, ReadOnlySpan<T> factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelTable<T> kernels = Kernels<T>.Current;
        int together = kernels.VectorElements;
        fixed (T* pa = &a.Reference, factor = factors)
        {
            // Rows without gaps that end within a vector: so many of them at a time that whole vectors do it. A masked one would overlap the row before.
            int done = 0;
            if (a.RowStride == a.Columns && a.Columns % together != 0 && a.Columns <= MostRepeated && a.Rows >= together)
            {
                T* repeated = stackalloc T[together * a.Columns];
                for (int i = 0; i < together; i++)
                {
                    factors.CopyTo(new(repeated + (i * a.Columns), a.Columns));
                }

                done = a.Rows / together * together;
                Run(kernels, a.Rows / together, together * a.Columns, repeated, pa, together * a.RowStride);
            }

            Run(kernels, a.Rows - done, a.Columns, factor, pa + (done * a.RowStride), a.RowStride);
        }
    }

    private static void Run<T>(KernelTable<T> kernels, int rows, int columns, T* factors, T* a, nint step)
        where T : unmanaged
    {
        for (int j = 0; j < columns; j += kernels.StripeColumns)
        {
            kernels.ScaleColumns((nuint)rows, (nuint)Math.Min(kernels.StripeColumns, columns - j), factors + j, a + j, step);
        }
    }
}
