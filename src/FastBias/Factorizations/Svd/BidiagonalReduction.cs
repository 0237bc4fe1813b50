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

    /// <summary>Up to this many columns lie in the first cache, and two passes that write cost less than the calls of a block.</summary>
    private const int Direct = 48;

    /// <summary>B's diagonal and what is right of it, for m ≥ n; A is overwritten.</summary>
    public static (T[] Diagonal, T[] Beside) Run<T>(Matrix<T> a, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, most = 2 * Math.Min(Width, n);
        T[] diagonal = new T[n], beside = new T[Math.Max(0, n - 1)];
        Matrix<T> left = Matrix<T>.Uninitialized(most, m), right = Matrix<T>.Uninitialized(most, n);
        int first = 0;
        for (int end = Width; n - first > Direct; first = end, end += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int k = first; k < end; k++)
            {
                diagonal[k] = Column(a, left, right, 2 * (k - first), k);
                beside[k] = Row(a, left, right, 2 * (k - first), k);
            }

            Gemm.Multiply(
                a.Slice(end, end, m - end, n - end), ((ReadOnlyMatrixSpan<T>)left.Slice(0, end, most, m - end)).Transposed, right.Slice(0, end, most, n - end), -T.One, T.One,
                default, cancellationToken);
        }

        for (int k = first; k < n; k++)
        {
            Step(a, left.Row(0), right.Row(0), k, diagonal, beside);
        }

        return (diagonal, beside);
    }

    /// <summary>A column's reflector on what is right of it, a row's on what is below it.</summary>
    private static void Step<T>(Matrix<T> a, Span<T> column, Span<T> products, int k, T[] diagonal, T[] beside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rest = a.Columns - k - 1, below = a.Rows - k - 1;
        column = column[..(below + 1)];
        QrDirect.Gather(column, a, k, k);
        (T tau, diagonal[k]) = ElementaryReflector.Make(column);
        if (rest == 0)
        {
            return;
        }

        if (tau != T.Zero)
        {
            Reflector.Apply(a.Slice(k, k + 1, below + 1, rest), column, tau, products);
        }

        Span<T> w = a.Row(k)[(k + 1)..];
        (tau, beside[k]) = ElementaryReflector.Make(w);
        if (tau != T.Zero && below > 0)
        {
            MatrixSpan<T> others = a.Slice(k + 1, k + 1, below, rest);
            Gemm.MultiplyVector<T>(column[..below], others, w, -tau, T.Zero);
            Gemm.RankOne(others, column[..below], w, T.One);
        }
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

        (T tau, T beta) = ElementaryReflector.Make(v);
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
        (T tau, T beta) = ElementaryReflector.Make(w);
        if (below > 0)
        {
            Gemm.MultiplyVector<T>(x, a.Slice(k + 1, k + 1, below, rest), w, tau, T.Zero);
            Gemm.MultiplyVector<T>(small, rows, w, tau, T.Zero);
            Gemm.MultiplyVector<T>(x, ((ReadOnlyMatrixSpan<T>)left.Slice(0, k + 1, known, below)).Transposed, small, -T.One, T.One);
        }

        return beta;
    }
}
