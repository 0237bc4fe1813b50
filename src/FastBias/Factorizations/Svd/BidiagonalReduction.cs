using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·B·Pᵀ with an upper bidiagonal B, by Householder reflectors from both sides in blocks (Dongarra, Sorensen, Hammarling 1989; LAPACK: dlabrd).</summary>
/// <remarks>
/// In a block the rest of the matrix is left as it was; A − LᵀR is what it stands for. A step appends the rows v, x to L and y, w to R:
/// <code>
///        k             column k:  c = A(k.., k) − Lᵀ·R(·, k), made a reflector v, d(k)       H·A = A − v·yᵀ,   y = tau·(Aᵀv − Rᵀ(L·v))
///      k d e · ·       row k:     A(k, k+1..) − L(·, k)ᵀR, made a reflector w, e(k)          A·G = A − x·wᵀ,   x = tau·(A·w − Lᵀ(R·w))
///        v · · ·       after the block: A −= LᵀR, one product of matrices
///        v · · ·
/// </code>
/// The matrix is read once per step: some rows of it give their part of x, that gives their part of the next column c, and while they are in the cache they are multiplied by
/// that. What Aᵀv needs follows from Aᵀc, for v = (c − beta·e₁)/(c₀ − beta).
/// Source of the one pass: Howell, Demmel, Fulton, Hammarling, Marmol, "Cache efficient bidiagonalization using BLAS 2.5 operators", TOMS 34 (2008).
/// </remarks>
internal readonly ref struct BidiagonalReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Width = 16;

    /// <summary>Up to this many columns lie in the first cache, and two passes that write cost less than the calls of a block.</summary>
    private const int Direct = 48;

    /// <summary>Elements that stay in the cache between two passes.</summary>
    private const int Near = 1 << 15;

    private static readonly T s_nothing = T.ScaleB(T.One, -WorkingRange<T>.Unit);

    private readonly MatrixSpan<T> _a;
    private readonly MatrixSpan<T> _left;
    private readonly MatrixSpan<T> _right;
    private readonly Span<T> _work;
    private readonly Span<T> _diagonal;
    private readonly Span<T> _beside;

    private BidiagonalReduction(MatrixSpan<T> a, Span<T> diagonal, Span<T> beside, Arena memory)
    {
        int m = a.Rows, n = a.Columns, most = 2 * Math.Min(Width, n);
        _a = a;
        _left = memory.TakeMatrix<T>(most, m);
        _right = memory.TakeMatrix<T>(most, n);
        _work = memory.Take<T>(m + n);
        _diagonal = diagonal;
        _beside = beside;
    }

    /// <summary>c, from row k on.</summary>
    private Span<T> Column => _work[.._a.Rows];

    /// <summary>Aᵀc, from column k + 1 on.</summary>
    private Span<T> Product => _work[_a.Rows..];

    /// <summary>B's diagonal and what is right of it, for m ≥ n; A, whose elements are at most 1, is overwritten.</summary>
    /// <param name="a">m x n with contiguous rows.</param>
    /// <param name="diagonal">n elements.</param>
    /// <param name="beside">n − 1 elements.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="cancellationToken">Looked at in every block.</param>
    public static void Run(MatrixSpan<T> a, Span<T> diagonal, Span<T> beside, Arena memory, CancellationToken cancellationToken)
    {
        BidiagonalReduction<T> reduction = new(a, diagonal, beside, memory);
        int n = a.Columns, first = 0;
        for (; n - first > Direct; first += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reduction.Block(first, first + Width);
        }

        for (int k = first; k < n; k++)
        {
            reduction.Step(k);
        }
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes(int rows, int columns)
    {
        long most = 2 * Math.Min(Width, columns);
        return Arena.Bytes<T>(most * rows) + Arena.Bytes<T>(most * columns) + Arena.Bytes<T>((long)rows + columns);
    }

    private void Block(int first, int end)
    {
        int m = _a.Rows, n = _a.Columns, rows = 2 * (end - first);
        Pass(first, 0, default, T.Zero, true);
        for (int k = first; k < end; k++)
        {
            int earlier = 2 * (k - first);
            ReflectColumn(k, earlier);
            T tau = ReflectRow(k, earlier + 1);
            Pass(k + 1, earlier + 2, _right.RowSpan(earlier + 1)[(k + 1)..], tau, k + 1 < end);
        }

        Gemm.Multiply(
            _a.Slice(end, end, m - end, n - end), ((ReadOnlyMatrixSpan<T>)_left.Slice(0, end, rows, m - end)).Transposed, _right.Slice(0, end, rows, n - end), -T.One, T.One);
    }

    /// <summary>
    /// One pass over the rows and columns from <paramref name="k"/> on: x of the last pair from its w, and, if there is a next step, the column k as it is by now and Aᵀ times it.
    /// </summary>
    private void Pass(int k, int pairs, ReadOnlySpan<T> w, T tau, bool next)
    {
        int m = _a.Rows, n = _a.Columns, known = Math.Max(0, pairs - 1), height = Math.Max(8, Near / (n - k));
        Span<T> coefficients = stackalloc T[2 * Width], column = stackalloc T[2 * Width];
        coefficients = coefficients[..known];
        column = column[..pairs];
        if (pairs > 0)
        {
            Gemm.MultiplyVector<T>(coefficients, _right.Slice(0, k, known, n - k), w, tau, T.Zero);
            QrDirect.Gather(column, _right, 0, k);
        }

        for (int i = k, rows; i < m; i += rows)
        {
            rows = Math.Min(height, m - i);
            if (pairs > 0)
            {
                Span<T> x = _left.RowSpan(known).Slice(i, rows);
                Gemm.MultiplyVector<T>(x, _a.Slice(i, k, rows, n - k), w, tau, T.Zero);
                Gemm.MultiplyVector<T>(x, Transposed(_left.Slice(0, i, known, rows)), coefficients, -T.One, T.One);
            }

            if (next)
            {
                Span<T> c = Column.Slice(i, rows);
                QrDirect.Gather(c, _a, i, k);
                if (pairs > 0)
                {
                    Gemm.MultiplyVector<T>(c, Transposed(_left.Slice(0, i, pairs, rows)), column, -T.One, T.One);
                }

                Gemm.MultiplyVector<T>(Product[(k + 1)..], Transposed(_a.Slice(i, k + 1, rows, n - k - 1)), c, T.One, i == k ? T.Zero : T.One);
            }
        }
    }

    /// <summary>v, y and d(k) from the column c and the product Aᵀc.</summary>
    private void ReflectColumn(int k, int earlier)
    {
        int n = _a.Columns;
        Span<T> v = Column[k..], y = _right.RowSpan(earlier)[(k + 1)..], coefficients = stackalloc T[2 * Width];
        T alpha = v[0];
        (T tau, _diagonal[k]) = ElementaryReflector.Make(v);
        if (T.Abs(_diagonal[k]) < s_nothing)
        {
            // So far below the elements of A that it may as well be zero; its reciprocal could not be formed.
            v[1..].Clear();
            tau = T.Zero;
        }

        v.CopyTo(_left.RowSpan(earlier)[k..]);
        if (tau == T.Zero)
        {
            y.Clear();
            return;
        }

        T scale = tau / (alpha - _diagonal[k]);
        Product[(k + 1)..].CopyTo(y);
        VectorKernels.Axpy<T>(y, -_diagonal[k], _a.RowSpan(k)[(k + 1)..]);
        VectorKernels.Scale(y, scale);
        if (earlier > 0)
        {
            coefficients = coefficients[..earlier];
            Gemm.MultiplyVector<T>(coefficients, _left.Slice(0, k, earlier, _a.Rows - k), v, tau, T.Zero);
            Gemm.MultiplyVector<T>(y, Transposed(_right.Slice(0, k + 1, earlier, n - k - 1)), coefficients, -T.One, T.One);
        }
    }

    /// <summary>w and e(k); gives tau.</summary>
    private T ReflectRow(int k, int known)
    {
        int rest = _a.Columns - k - 1;
        Span<T> w = _right.RowSpan(known)[(k + 1)..], coefficients = stackalloc T[2 * Width];
        coefficients = coefficients[..known];
        _a.RowSpan(k)[(k + 1)..].CopyTo(w);
        QrDirect.Gather(coefficients, _left, 0, k);
        Gemm.MultiplyVector<T>(w, Transposed(_right.Slice(0, k + 1, known, rest)), coefficients, -T.One, T.One);
        (T tau, _beside[k]) = ElementaryReflector.Make(w);
        return tau;
    }

    /// <summary>A column's reflector on what is right of it, a row's on what is below it.</summary>
    private void Step(int k)
    {
        int rest = _a.Columns - k - 1, below = _a.Rows - k - 1;
        QrDirect.Eliminate(_a, k, k, _work);
        _diagonal[k] = _a[k, k];
        if (rest == 0)
        {
            return;
        }

        Span<T> w = _a.RowSpan(k)[(k + 1)..];
        (T tau, _beside[k]) = ElementaryReflector.Make(w);
        if (tau != T.Zero && below > 0)
        {
            MatrixSpan<T> others = _a.Slice(k + 1, k + 1, below, rest);
            Gemm.MultiplyVector<T>(Column[..below], others, w, -tau, T.Zero);
            Gemm.RankOne(others, Column[..below], w, T.One);
        }
    }

    private static ReadOnlyMatrixSpan<T> Transposed(ReadOnlyMatrixSpan<T> view) => view.Transposed;
}
