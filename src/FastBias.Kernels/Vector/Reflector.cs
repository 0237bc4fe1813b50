using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A Householder reflector on the rows of a matrix view with contiguous rows.</summary>
internal static unsafe class Reflector
{
    /// <summary>A = (I − tau·v·vᵀ)·A, stripe by stripe of columns; v is stored in full, one element a row of A.</summary>
    /// <param name="a">m x n, rows contiguous.</param>
    /// <param name="v">m elements.</param>
    /// <param name="tau">The scalar.</param>
    /// <param name="work">At least n elements; on return w = tau·Aᵀv.</param>
    public static void Apply<T>(MatrixSpan<T> a, ReadOnlySpan<T> v, T tau, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Apply(Kernels<T>.Current, a, v, tau, work);

    /// <summary>The same with the kernels of an ISA.</summary>
    public static void Apply<T>(KernelTable<T> kernels, MatrixSpan<T> a, ReadOnlySpan<T> v, T tau, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Columns > 1 && a.ColumnStride != 1)
        {
            throw new ArgumentException($"The rows must be contiguous, their elements are {a.ColumnStride} apart.", nameof(a));
        }

        int step = kernels.StripeColumns;
        fixed (T* pa = &a.Reference, pv = v, pw = work)
        {
            for (int j = 0; j < a.Columns; j += step)
            {
                kernels.ReflectRows((nuint)a.Rows, (nuint)Math.Min(step, a.Columns - j), tau, pv, pa + j, a.RowStride, pw + j);
            }
        }
    }
}
