using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A += V·W for narrow matrices with contiguous rows.</summary>
internal static unsafe class NarrowProduct
{
    /// <summary>The columns of V and rows of W.</summary>
    public const int Depth = 8;

    /// <summary>A += V·W, each element a chain of <see cref="Depth"/> multiply-adds that begins with itself.</summary>
    /// <param name="a">m x n.</param>
    /// <param name="v">m x Depth.</param>
    /// <param name="w">Depth x n.</param>
    public static void Add<T>(MatrixSpan<T> a, ReadOnlyMatrixSpan<T> v, ReadOnlyMatrixSpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(Kernels<T>.Current, a, v, w);

    /// <summary>The same with the kernels of an ISA.</summary>
    public static void Add<T>(KernelTable<T> kernels, MatrixSpan<T> a, ReadOnlyMatrixSpan<T> v, ReadOnlyMatrixSpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int step = kernels.StripeColumns / 2;
        fixed (T* pa = &a.Reference, pv = &v.Reference, pw = &w.Reference)
        {
            for (int j = 0; j < a.Columns; j += step)
            {
                kernels.RankUpdate((nuint)a.Rows, (nuint)Math.Min(step, a.Columns - j), pv, v.RowStride, pw + j, w.RowStride, pa + j, a.RowStride);
            }
        }
    }
}
