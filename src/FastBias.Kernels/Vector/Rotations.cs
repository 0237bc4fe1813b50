using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A chain of plane rotations on the rows of a matrix view with contiguous rows.</summary>
internal static unsafe class Rotations
{
    /// <summary>(a[k], a[k+1]) = (c·a[k] − s·a[k+1], s·a[k] + c·a[k+1]), the last pair first.</summary>
    /// <param name="a">One row more than there are rotations.</param>
    /// <param name="rotations">c and s of each pair of rows, the first pair's first.</param>
    public static void Apply<T>(MatrixSpan<T> a, ReadOnlySpan<T> rotations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KernelTable<T> kernels = Kernels<T>.Current;
        fixed (T* pa = &a.Reference, pr = rotations)
        {
            for (int j = 0; j < a.Columns; j += kernels.StripeColumns)
            {
                kernels.RotateChain((nuint)(a.Rows - 1), (nuint)Math.Min(kernels.StripeColumns, a.Columns - j), pr, pa + j, a.RowStride);
            }
        }
    }
}
