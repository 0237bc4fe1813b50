using System.Numerics;

namespace FastBias.Kernels;

/// <summary>[R C; A B] = Q·[R' C'; 0 ·]: rows of few columns are taken into a triangle, each column of them contiguous while it is worked on.</summary>
/// <remarks>
/// A reflector of column j reaches row j of the triangle and all of the rows below, so that no row is ever finished. As in <see cref="HouseholderColumns{T}"/>
/// <code>
///   step j:   v /= d            x = column j + w_j·v       ‖x‖²      →  beta, d from alpha = r_jj
///             column k += w_k·v    s_k = xᵀ·column k       k &gt; j
///             w_k = −tau·(r_jk + s_k/d)                    r_jk += w_k
/// </code>
/// and sums have the same lanes on every ISA. What becomes of B is not made: its last reflector is never applied.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class HouseholderRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The elements of workspace for m rows.</summary>
    public static long WorkspaceLength(int rows, int columns) => (columns * (long)ContiguousColumns<T>.StrideOf(rows)) + columns;

    /// <summary>Takes rows into a triangle; its diagonal gets any signs. All elements are in the window of <see cref="SafeSquares{T}.High"/>.</summary>
    /// <param name="kernels">The kernels of an ISA.</param>
    /// <param name="r">n x (n + p) with contiguous rows: R and C; what is below the diagonal is neither read nor written.</param>
    /// <param name="a">m x n, any strides; not changed.</param>
    /// <param name="b">m x p, any strides; not changed.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements, aligned to a line of the cache.</param>
    public static void Absorb(KernelTable<T> kernels, MatrixSpan<T> r, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Span<T> work)
    {
        int m = a.Rows, n = a.Columns, all = r.Columns;
        fixed (T* memory = work, pr = &r.Reference)
        {
            ContiguousColumns<T> columns = new(kernels, m, memory);
            columns.ClearEnds(all);
            MatrixSpan<T> lines = new(ref *memory, all, m, columns.Stride, 1);
            a.Transposed.CopyTo(lines.Slice(0, 0, n, m));
            b.Transposed.CopyTo(lines.Slice(n, 0, all - n, m));
            Reduce(columns, n, all, pr, r.RowStride, columns.Column(all));
        }
    }

    private static void Reduce(in ContiguousColumns<T> columns, int n, int all, T* r, nint step, T* sums)
    {
        new Span<T>(sums, all).Clear();
        T* v = columns.Column(0);
        T inverse = T.One;
        for (int j = 0; j < n; j++, r += step)
        {
            T* x = columns.Column(j);
            T sum = columns.Kernels.ReflectColumn((nuint)columns.Length, 0, inverse, sums[j], v, x);
            (T tau, inverse, r[j]) = columns.Eliminate(x, 0, 0, r[j], sum, SafeSquares<T>.High);
            columns.Apply(j + 1, all, 0, v, x, sums);
            for (int k = j + 1; k < all; k++)
            {
                T w = -tau * T.FusedMultiplyAdd(inverse, sums[k], r[k]);
                sums[k] = w;
                r[k] += w;
            }

            v = x;
        }
    }
}
