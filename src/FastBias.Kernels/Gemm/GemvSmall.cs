using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

// A matrix of a few elements times a vector, which is over before a general choice would be made.
internal static unsafe partial class Gemv
{
    /// <summary>The most elements of such a matrix: with 64 x 64 the calls to the general choice still take a tenth of the time.</summary>
    private const long SmallElements = 64 * 64;

    /// <summary>y = alpha·A·x + beta·y for a small A by rows, or by columns where y is overwritten: true if it was one, its shapes fit and y is apart from A and x; else nothing was done, and nothing is known.</summary>
    /// <remarks>All its arguments are in registers; no view is made of a vector, and no result is cleared in memory that a kernel would then wait for.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TrySmall<T>(Span<T> y, in ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TrySmall(Kernels<T>.Current, y, a, x, alpha, beta);

    /// <summary>The same with the kernels of an ISA.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySmall<T>(KernelTable<T> kernels, Span<T> y, in ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = y.Length, n = x.Length;
        nint row = a.RowStride, column = a.ColumnStride;
        bool byRows = column == 1 || n == 1;
        if (((m ^ a.Rows) | (n ^ a.Columns)) != 0
            || (uint)(m - 1) >= Gemm.Depth || (uint)(n - 1) >= Gemm.Depth || (long)m * n > SmallElements
            || (row | column) < 0 || !(byRows | ((row == 1) & (beta == T.Zero)))
            || alpha == T.Zero)
        {
            return false;
        }

        fixed (T* py = &MemoryMarshal.GetReference(y), pa = &a.Reference, px = &MemoryMarshal.GetReference(x))
        {
            T* end = py + m;
            if ((pa < end && py <= pa + ((m - 1) * row) + ((n - 1) * column)) || (px < end && py < px + n))
            {
                return false;
            }

            if (byRows)
            {
                ByRows(kernels, py, pa, row, m, n, px, alpha, beta);
                return true;
            }

            kernels.GemvColumns((nuint)n, (nuint)m, pa, column, px, py, T.Zero);
            if (alpha != T.One)
            {
                kernels.Scale((nuint)m, alpha, py);
            }
        }

        return true;
    }
}
