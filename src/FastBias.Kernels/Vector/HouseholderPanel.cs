using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Householder's reduction of a matrix with contiguous rows to upper triangular form, one pass over the rows for each column.</summary>
/// <remarks>
/// A column waits for its reflector to be applied until the next one is looked for: one pass does both (<see cref="KernelTable{T}.ReflectPanel"/>).
/// <code>
///   pass j:   apply H(j−1)         s = Aᵀx over the rows below j, x = column j
///             alpha = A(j, j)      s_j = ‖x‖²           →  beta = −sign(alpha)·√(alpha² + s_j),  d = alpha − beta
///             H(j) = I + v·vᵀ/(beta·d), v = (d, x)      the vector is left where it is, as it is, and divided by d at the very end
///             s_k, k &lt; j: what VᵀV needs                s_k, k &gt; j: what the next pass needs
/// </code>
/// Where the norm of a column is such that its products with others could leave the range, it is scaled by a power of two first, and summed up
/// once more: a column times 2^k has the same reflector, to the bit.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
internal readonly unsafe ref struct HouseholderPanel<T> : IColumnReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelTable<T> _kernels;
    private readonly int _m;
    private readonly int _n;
    private readonly int _reflectors;
    private readonly T* _a;
    private readonly nint _row;
    private readonly T* _tau;
    private readonly T* _t;
    private readonly nint _tRow;
    private readonly T* _sums;
    private readonly T* _inverse;
    private readonly T* _diagonal;
    private readonly T _high;

    private HouseholderPanel(KernelTable<T> kernels, int m, int n, int reflectors, T* a, nint row, T* tau, T* t, nint tRow, T* work, T high)
    {
        _high = high;
        (_kernels, _m, _n, _reflectors, _row, _tRow) = (kernels, m, n, reflectors, row, tRow);
        _a = a;
        _tau = tau;
        _t = t;
        _sums = work;
        _inverse = work + n;
        _diagonal = _inverse + reflectors;
    }

    /// <summary>The elements of workspace.</summary>
    public static int WorkspaceLength(int m, int n) => n + (2 * Math.Min(m, n));

    /// <summary>Whether elements of this size ask for the narrow window: 2^400 in double, 2^60 in float.</summary>
    public static bool IsExtreme(T largest) => largest > SafeSquares<T>.High;

    /// <summary>Factors in place: R on and above the diagonal, below it the reflectors with their leading ones left out.</summary>
    /// <param name="kernels">The kernels of an ISA.</param>
    /// <param name="a">m x n, rows contiguous.</param>
    /// <param name="tau">As many scalars as reflectors are wanted: min(m, n), or fewer where all else in the columns behind them is zero.</param>
    /// <param name="extreme">Whether <see cref="IsExtreme"/> holds for the largest element of the whole matrix; changes the time, never a bit.</param>
    /// <param name="triangle">Empty, or min(m, n) x min(m, n) with contiguous rows, zero: Tᵀ, lower triangular, for m ≥ n.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements.</param>
    public static void Factor(KernelTable<T> kernels, MatrixSpan<T> a, Span<T> tau, bool extreme, MatrixSpan<T> triangle, Span<T> work)
    {
        InPlaceOrder<T> order = default;
        Factor(kernels, a, tau, extreme, triangle, work, ref order);
    }

    /// <summary>The same with the columns in an order that is decided on the way.</summary>
    public static void Factor<TOrder>(KernelTable<T> kernels, MatrixSpan<T> a, Span<T> tau, bool extreme, MatrixSpan<T> triangle, Span<T> work, scoped ref TOrder order)
        where TOrder : IColumnOrder<T>, allows ref struct
    {
        if (a.IsEmpty || tau.IsEmpty)
        {
            return;
        }

        fixed (T* pa = &a.Reference, pTau = tau, pt = &triangle.Reference, pWork = work)
        {
            new HouseholderPanel<T>(kernels, a.Rows, a.Columns, tau.Length, pa, a.RowStride, pTau, triangle.IsEmpty ? null : pt, triangle.RowStride, pWork, extreme ? SafeSquares<T>.HighBesideExtremes : SafeSquares<T>.High).Factor(ref order);
        }
    }

    public void CopyRow(int j, T factor, Span<T> row)
    {
        T* from = _a + (j * _row);
        T leading = from[j];
        for (int k = 0, column = j + 1; k < row.Length; k++, column++)
        {
            T w = T.FusedMultiplyAdd(leading, from[column], _sums[column]) * factor;
            row[k] = T.FusedMultiplyAdd(leading, w, from[column]);
        }
    }

    public void Exchange(int j, int k) => ColumnExchange.Swap(new MatrixSpan<T>(ref *_a, _m, _n, _row, 1), j, k);

    public void CopyColumn(int j, T factor, int column, Span<T> x)
    {
        T* from = _a + (j * _row);
        T w = T.FusedMultiplyAdd(from[j], from[column], _sums[column]) * factor;
        for (int i = 0; i < x.Length; i++)
        {
            from += _row;
            x[i] = T.FusedMultiplyAdd(from[j], w, from[column]);
        }
    }

    private void Factor<TOrder>(scoped ref TOrder order)
        where TOrder : IColumnOrder<T>, allows ref struct
    {
        new Span<T>(_sums, _n).Clear();
        order.First(this);
        T factor = T.Zero;
        for (int j = 0; j < _reflectors; j++)
        {
            Pass(j, Math.Max(0, j - 1), factor);
            factor = Eliminate(j);
            if (j + 1 < _reflectors)
            {
                int next = order.Next(this, j, factor);
                (_sums[j + 1], _sums[next]) = (_sums[next], _sums[j + 1]);
            }

            if (_t != null)
            {
                ExtendTriangle(j);
            }
        }

        Normalize(_reflectors);
    }

    /// <summary>Applies the reflector of row <paramref name="row"/>, and sums up for column j; with row = j there is none to apply.</summary>
    private void Pass(int j, int row, T factor)
    {
        int head = j - row + 1;
        T* a = _a + (row * _row);
        T next = row == j ? T.Zero : T.FusedMultiplyAdd(a[row], a[j], _sums[j]) * factor;

        // The stripe with column j comes last: until then x is as it was, and `next` brings it up to date.
        int own = _t != null ? 0 : j & -_kernels.VectorElements, stripe = _kernels.StripeColumns;
        for (int c = own; c < _n; c += stripe)
        {
            if (c <= j && j < c + stripe)
            {
                own = c;
            }
            else
            {
                Stripe(j, row, c, head, factor, next);
            }
        }

        Stripe(j, row, own, head, factor, next);
    }

    private void Stripe(int j, int row, int first, int head, T factor, T next)
    {
        T* a = _a + (row * _row);
        int columns = Math.Min(_kernels.StripeColumns, _n - first), finished = row == j ? columns : Math.Clamp(j - first, 0, columns);
        _kernels.ReflectPanel((nuint)(_m - row), (nuint)columns, (nuint)finished, (nuint)head, factor, next, a + row, a + j, _row, a + first, _row, _sums + first);
    }

    /// <summary>The reflector of column j from its sums.</summary>
    /// <returns>1/(beta·d).</returns>
    private T Eliminate(int j)
    {
        T* diagonal = _a + (j * (_row + 1));
        T square = T.FusedMultiplyAdd(*diagonal, *diagonal, _sums[j]);
        int exponent = 0;
        if (!SafeSquares<T>.Hold(_sums[j], square, _high))
        {
            T tail = TailMaximum(j);
            if (tail == T.Zero)
            {
                _diagonal[j] = *diagonal;
                (_tau[j], _inverse[j], *diagonal) = (T.Zero, T.One, T.One);
                return T.Zero;
            }

            exponent = Rescale(j, T.Max(T.Abs(*diagonal), tail));
            square = T.FusedMultiplyAdd(*diagonal, *diagonal, _sums[j]);
        }

        (T beta, *diagonal, _inverse[j], _tau[j]) = SafeSquares<T>.Reflect(*diagonal, square);
        _diagonal[j] = exponent == 0 ? beta : T.ScaleB(beta, exponent);
        return _inverse[j] / beta;
    }

    private T TailMaximum(int j)
    {
        T max = T.Zero;
        for (int i = j + 1; i < _m; i++)
        {
            max = T.Max(max, T.Abs(_a[(i * _row) + j]));
        }

        return max;
    }

    /// <summary>Brings the largest element of what is left of column j near one, and sums up once more.</summary>
    /// <returns>The power of two that was taken out.</returns>
    private int Rescale(int j, T largest)
    {
        int exponent = T.IsFinite(largest) ? T.ILogB(largest) : 0;
        if (exponent != 0)
        {
            for (int i = j; i < _m; i++)
            {
                _a[(i * _row) + j] = T.ScaleB(_a[(i * _row) + j], -exponent);
            }

            Pass(j, j, T.Zero);
        }

        return exponent;
    }

    /// <summary>Row j of Tᵀ from the products of v_j with the vectors before it: −tau_j·(v_jᵀV)·Tᵀ, then tau_j.</summary>
    private void ExtendTriangle(int j)
    {
        T* row = _t + (j * _tRow);
        T* vectors = _a + (j * _row);
        T minus = -_tau[j] * _inverse[j];
        for (int k = 0; k < j; k++)
        {
            _sums[k] = T.FusedMultiplyAdd(vectors[j], vectors[k], _sums[k]) * _inverse[k] * minus;
        }

        GemmTileCall<T> call = new()
        {
            Rows = 1,
            Depth = (nuint)j,
            A = _sums,
            AStep = 1,
            BStep = _tRow,
            Alpha = T.One,
        };
        for (int c = 0; c < j; c += _kernels.TileColumns)
        {
            call.Columns = Math.Min(_kernels.TileColumns, j - c);
            call.B = _t + c;
            call.C = row + c;
            _kernels.GemmTile(&call);
        }

        row[j] = _tau[j];
    }

    /// <summary>Divides each vector by its leading element, and puts the diagonal of R in that one's place.</summary>
    private void Normalize(int reflectors)
    {
        for (int i = 0; i < reflectors; i++)
        {
            T* row = _a + (i * _row);
            for (int j = 0; j < i; j++)
            {
                row[j] *= _inverse[j];
            }

            row[i] = _diagonal[i];
        }

        for (int c = 0; c < reflectors && reflectors < _m; c += _kernels.StripeColumns)
        {
            _kernels.ScaleColumns((nuint)(_m - reflectors), (nuint)Math.Min(_kernels.StripeColumns, reflectors - c), _inverse + c, _a + (reflectors * _row) + c, _row);
        }
    }
}
