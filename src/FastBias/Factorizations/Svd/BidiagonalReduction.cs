using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·B·Pᵀ with an upper bidiagonal B, by Householder reflectors from both sides in blocks (Dongarra, Sorensen, Hammarling 1989; LAPACK: dlabrd).</summary>
/// <remarks>
/// In a block the rest of the matrix is left as it was; A − LᵀR is what it stands for. A step appends the rows v, x to L and y, w to R:
/// <code>
///        k             column k:  v = A(k.., k) − Lᵀ·R(·, k), made a reflector, d(k)         H·A = A − v·yᵀ,   y = tau·(Aᵀv − Rᵀ(L·v))
///      k d e · ·       row k:     w = A(k, k+1..) − L(·, k)ᵀR, made a reflector, e(k)        A·G = A − x·wᵀ,   x = tau·(A·w − Lᵀ(R·w))
///        v · · ·       after the block: A −= LᵀR, one product of matrices
///        v · · ·
/// </code>
/// So the matrix is read twice per step and written once per block.
/// </remarks>
internal static class BidiagonalReduction
{
    private const int Width = 16;

    /// <summary>B's diagonal and what is right of it, for m ≥ n; A is overwritten.</summary>
    public static (T[] Diagonal, T[] Beside) Run<T>(Matrix<T> a, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, most = 2 * Math.Min(Width, n);
        T[] diagonal = new T[n], beside = new T[Math.Max(0, n - 1)];
        Matrix<T> left = Matrix<T>.Uninitialized(most, m), right = Matrix<T>.Uninitialized(most, n);
        for (int first = 0; first < n; first += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Math.Min(n, first + Width), rows = 2 * (end - first);
            for (int k = first; k < end; k++)
            {
                diagonal[k] = Column(a, left, right, 2 * (k - first), k);
                if (k + 1 < n)
                {
                    beside[k] = Row(a, left, right, 2 * (k - first), k);
                }
            }

            if (end < n)
            {
                Gemm.Multiply(
                    a.Slice(end, end, m - end, n - end), ((ReadOnlyMatrixSpan<T>)left.Slice(0, end, rows, m - end)).Transposed, right.Slice(0, end, rows, n - end), -T.One, T.One,
                    default, cancellationToken);
            }
        }

        return (diagonal, beside);
    }

    /// <summary>v and y; gives d(k).</summary>
    private static T Column<T>(Matrix<T> a, Matrix<T> left, Matrix<T> right, int earlier, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, rest = n - k - 1;
        Span<T> v = left.Row(earlier)[k..], small = stackalloc T[2 * Width];
        small = small[..earlier];
        QrDirect.Gather(v, a, k, k);
        if (earlier > 0)
        {
            QrDirect.Gather(small, right, 0, k);
            Gemm.MultiplyVector<T>(v, ((ReadOnlyMatrixSpan<T>)left.Slice(0, k, earlier, m - k)).Transposed, small, -T.One, T.One);
        }

        (T tau, T beta) = HouseholderVector.Make(v);
        if (rest == 0)
        {
            return beta;
        }

        Span<T> y = right.Row(earlier)[(k + 1)..];
        Gemm.MultiplyVector<T>(y, ((ReadOnlyMatrixSpan<T>)a.Slice(k, k + 1, m - k, rest)).Transposed, v, tau, T.Zero);
        if (earlier > 0)
        {
            Gemm.MultiplyVector<T>(small, left.Slice(0, k, earlier, m - k), v, tau, T.Zero);
            Gemm.MultiplyVector<T>(y, ((ReadOnlyMatrixSpan<T>)right.Slice(0, k + 1, earlier, rest)).Transposed, small, -T.One, T.One);
        }

        return beta;
    }

    /// <summary>w and x; gives e(k).</summary>
    private static T Row<T>(Matrix<T> a, Matrix<T> left, Matrix<T> right, int earlier, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, rest = n - k - 1, below = m - k - 1, known = earlier + 1;
        Span<T> w = right.Row(known)[(k + 1)..], x = left.Row(known)[(k + 1)..], small = stackalloc T[2 * Width];
        small = small[..known];
        ReadOnlyMatrixSpan<T> rows = right.Slice(0, k + 1, known, rest);
        a.Row(k)[(k + 1)..].CopyTo(w);
        QrDirect.Gather(small, left, 0, k);
        Gemm.MultiplyVector<T>(w, rows.Transposed, small, -T.One, T.One);
        (T tau, T beta) = HouseholderVector.Make(w);
        if (below > 0)
        {
            Gemm.MultiplyVector<T>(x, a.Slice(k + 1, k + 1, below, rest), w, tau, T.Zero);
            Gemm.MultiplyVector<T>(small, rows, w, tau, T.Zero);
            Gemm.MultiplyVector<T>(x, ((ReadOnlyMatrixSpan<T>)left.Slice(0, k + 1, known, below)).Transposed, small, -T.One, T.One);
        }

        return beta;
    }
}
