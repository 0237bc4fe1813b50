using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Columns of Q = H₀·H₁·…, from the last reflector to the first, one pass over the rows for each (LAPACK: dorg2r).</summary>
/// <remarks>
/// As in <see cref="HouseholderPanel{T}"/> a pass applies one reflector and sums up for the one that follows, here the one before it:
/// <code>
///   pass j:   Q += v_j·wᵀ,  w = −tau_j·(Q(j, ·) + s)       rows from j on; the columns before j have only zeros there
///             s = Qᵀ·v_j−1                                 over the same rows, without row j − 1, where v_j−1 is one
/// </code>
/// </remarks>
internal static unsafe class ReflectorProduct
{
    /// <summary>Q = H₀·H₁·…·[I; 0].</summary>
    /// <param name="kernels">The kernels of an ISA.</param>
    /// <param name="q">m x n with contiguous rows, n at least the number of reflectors: ones on the diagonal, as far as columns of Q are wanted, and zeros elsewhere.</param>
    /// <param name="v">m x k with contiguous rows: the vectors, with their ones on the diagonal; what is above it is not read.</param>
    /// <param name="tau">k scalars.</param>
    /// <param name="sums">At least n elements.</param>
    public static void Form<T>(KernelTable<T> kernels, MatrixSpan<T> q, ReadOnlyMatrixSpan<T> v, ReadOnlySpan<T> tau, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = tau.Length - 1;
        sums[..q.Columns].Clear();
        fixed (T* pq = &q.Reference, pv = &v.Reference, pSums = sums)
        {
            if (last >= 0 && Math.Min(q.Columns, q.Rows) > last + 1 && q[last + 1, last + 1] != T.Zero)
            {
                // Behind the reflectors the unit matrix goes on: to apply nothing to it sums it up.
                Pass(kernels, q, last + 1, T.Zero, pq, pv + last, v.RowStride, pSums);
            }

            for (int j = last; j >= 0; j--)
            {
                Pass(kernels, q, j, -tau[j], pq, pv + j - 1, v.RowStride, pSums);
            }
        }
    }

    /// <summary>Applies the reflector of column <paramref name="j"/>, and sums up for the one before it, whose column is <paramref name="before"/>.</summary>
    private static void Pass<T>(KernelTable<T> kernels, in MatrixSpan<T> q, int j, T factor, T* pq, T* before, nint step, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Before the first reflector there is none to sum up for. Columns begin where whole vectors do.
        int rows = q.Rows - j, head = j == 0 ? rows : 0;
        T* row = pq + (j * q.RowStride), x = before + (j * step), own = factor == T.Zero ? x : x + 1;
        for (int c = j & -kernels.VectorElements; c < q.Columns; c += kernels.StripeColumns)
        {
            kernels.ReflectPanel((nuint)rows, (nuint)Math.Min(kernels.StripeColumns, q.Columns - c), 0, (nuint)head, factor, T.Zero, own, x, step, row + c, q.RowStride, sums + c);
        }
    }
}
