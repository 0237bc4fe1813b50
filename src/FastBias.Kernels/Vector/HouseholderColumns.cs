using System.Numerics;
using System.Runtime.Intrinsics;

namespace FastBias.Kernels;

/// <summary>Householder's reduction of a tall matrix with few columns, and its Q: each column contiguous while it is worked on.</summary>
/// <remarks>
/// Rows of few elements leave most of a vector empty; a column of them is whole vectors. A matrix is transposed into columns that end with whole lines of the cache,
/// and back. As in <see cref="HouseholderPanel{T}"/> a step applies the last reflector and sums up for the next:
/// <code>
///   step j:   v /= d            x = column j + w_j·v       ‖x‖² below row j      →  beta = −sign(alpha)·√(alpha² + ‖x‖²),  d = alpha − beta     (ReflectColumn)
///             column k += w_k·v    s_k = xᵀ·column k       k &gt; j, a few at a time, while the square root is taken                            (ReflectColumns)
///             w_k = −tau·(a_jk + s_k/d)                    R(j, k) = a_jk + w_k; x/d, with a leading one that is not stored, is the next v
/// </code>
/// x has zeros in the rows that are finished, so that whole lines are read from the one of row j on, and R is kept apart. A sum runs over the lanes of one line (two for the norm),
/// the same on every ISA.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
internal readonly unsafe ref struct HouseholderColumns<T> : IColumnReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ContiguousColumns<T> _columns;
    private readonly int _n;
    private readonly T* _sums;
    private readonly T* _r;

    private HouseholderColumns(KernelTable<T> kernels, int m, int n, T* memory)
    {
        _columns = new(kernels, m, memory);
        _n = n;
        _r = _columns.Column(n);
        _sums = _r + (n * n);
    }

    private static int Line => ContiguousColumns<T>.Line;

    /// <summary>Factors in place: R on and above the diagonal, below it the reflectors with their leading ones left out.</summary>
    /// <param name="kernels">The kernels of an ISA.</param>
    /// <param name="a">m x n with m ≥ n ≥ 1, rows contiguous.</param>
    /// <param name="tau">n scalars.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor(KernelTable{T}, MatrixSpan{T}, Span{T}, bool, MatrixSpan{T}, Span{T})"/>.</param>
    public static void Factor(KernelTable<T> kernels, MatrixSpan<T> a, Span<T> tau, bool extreme)
    {
        InPlaceOrder<T> order = default;
        Factor(kernels, a, tau, extreme, default, ref order);
    }

    /// <summary>The same with the columns in an order that is decided on the way, from their norms.</summary>
    public static void Factor<TOrder>(KernelTable<T> kernels, MatrixSpan<T> a, Span<T> tau, bool extreme, Span<T> norms, scoped ref TOrder order)
        where TOrder : IColumnOrder<T>, allows ref struct
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Length(a.Rows, a.Columns));
        fixed (T* pa = &a.Reference, pTau = tau)
        {
            HouseholderColumns<T> all = new(kernels, a.Rows, a.Columns, lease.Pointer);
            all.Read(pa, a.RowStride);
            for (int j = 0; j < norms.Length; j++)
            {
                norms[j] = VectorNorm<T>.Of(kernels, all._columns.Column(j), (nuint)a.Rows);
            }

            all.Reduce(pTau, extreme ? SafeSquares<T>.HighBesideExtremes : SafeSquares<T>.High, ref order);
            all.Write(pa, a.RowStride);
            all.WriteTriangle(pa, a.RowStride);
        }
    }

    /// <summary>The thin Q = H₀·H₁·…·[I; 0] (LAPACK: dorg2r).</summary>
    /// <param name="kernels">The kernels of an ISA.</param>
    /// <param name="q">m x n with m ≥ n ≥ 1, rows contiguous, all of it overwritten; may be <paramref name="packed"/>.</param>
    /// <param name="packed">m x n, rows contiguous: the reflectors below the diagonal.</param>
    /// <param name="tau">n scalars.</param>
    public static void Form(KernelTable<T> kernels, MatrixSpan<T> q, ReadOnlyMatrixSpan<T> packed, ReadOnlySpan<T> tau)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Length(q.Rows, q.Columns));
        fixed (T* pq = &q.Reference, pPacked = &packed.Reference, pTau = tau)
        {
            HouseholderColumns<T> all = new(kernels, q.Rows, q.Columns, lease.Pointer);
            all.Read(pPacked, packed.RowStride);
            all.Expand(pTau);
            all.Write(pq, q.RowStride);
        }
    }

    public void CopyRow(int j, T factor, Span<T> row) => new ReadOnlySpan<T>(_r + (j * _n) + j + 1, row.Length).CopyTo(row);

    public void CopyColumn(int j, T factor, int column, Span<T> x)
    {
        T* v = _columns.Column(j) + j + 1, from = _columns.Column(column) + j + 1;
        T w = _sums[column];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = T.FusedMultiplyAdd(factor * v[i], w, from[i]);
        }
    }

    public void Exchange(int j, int k)
    {
        // What is above the line of row j is not read again.
        int start = j & -Line;
        byte* x = (byte*)(_columns.Column(j) + start), y = (byte*)(_columns.Column(k) + start);
        for (nint at = 0, bytes = (nint)(_columns.Length - start) * sizeof(T); at < bytes; at += Vector512<byte>.Count)
        {
            Vector512<byte> line = Vector512.Load(x + at);
            Vector512.Store(Vector512.Load(y + at), x + at);
            Vector512.Store(line, y + at);
        }

        ColumnExchange.Swap(new MatrixSpan<T>(ref *_r, j, _n, _n, 1), j, k);
    }

    private static nint Length(int m, int n) => (n * ContiguousColumns<T>.StrideOf(m)) + ((nint)n * (n + 1));

    private void Read(T* a, nint row)
    {
        _columns.ClearEnds(_n);
        _columns.Kernels.Transpose((nuint)_columns.Rows, (nuint)_n, a, row, _columns.Column(0), _columns.Stride);
    }

    private void Write(T* a, nint row) => _columns.Kernels.Transpose((nuint)_n, (nuint)_columns.Rows, _columns.Column(0), _columns.Stride, a, row);

    /// <summary>R over what the reflectors have above their ones; a call to copy a row of a few elements would take longer than the copy.</summary>
    private void WriteTriangle(T* a, nint row)
    {
        T* r = _r;
        int n = _n;
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                a[j] = r[j];
            }

            a += row;
            r += n;
        }
    }

    private void Reduce<TOrder>(T* tau, T high, scoped ref TOrder order)
        where TOrder : IColumnOrder<T>, allows ref struct
    {
        new Span<T>(_sums, _n).Clear();
        order.First(this);
        T* v = _columns.Column(0);
        T inverse = T.One;
        for (int j = 0; j < _n; j++)
        {
            T* x = _columns.Column(j);
            int start = j & -Line, finished = j + 1 - start;
            T alpha = T.FusedMultiplyAdd(inverse * v[j], _sums[j], x[j]);
            T sum = _columns.Kernels.ReflectColumn((nuint)(_columns.Length - start), (nuint)finished, inverse, _sums[j], v + start, x + start);
            (tau[j], inverse, _r[j * (_n + 1)]) = _columns.Eliminate(x, start, finished, alpha, sum, high);
            _columns.Apply(j + 1, _n, start, v, x, _sums);
            MakeRow(j, -tau[j], inverse);
            if (j + 1 < _n)
            {
                int next = order.Next(this, j, inverse);
                (_sums[j + 1], _sums[next]) = (_sums[next], _sums[j + 1]);
            }

            v = x;
        }

        _columns.Kernels.Scale((nuint)(_columns.Rows - _n), inverse, v + _n);
    }

    /// <summary>Row j of R, and what the next step applies.</summary>
    private void MakeRow(int j, T minusTau, T inverse)
    {
        T* row = _r + (j * _n);
        for (int k = j + 1; k < _n; k++)
        {
            T above = _columns.Column(k)[j], w = minusTau * T.FusedMultiplyAdd(inverse, _sums[k], above);
            _sums[k] = w;
            row[k] = above + w;
        }
    }

    /// <summary>Q in the place of its reflectors: the last one first, each applied to the columns from its own on and summed up for the one before it.</summary>
    private void Expand(T* tau)
    {
        for (int j = 0; j < _n; j++)
        {
            T* v = _columns.Column(j);
            v[j] = T.One;
            for (int i = 0; i < j; i++)
            {
                v[i] = T.Zero;
            }
        }

        for (int j = _n - 1; j >= 0; j--)
        {
            // q = −tau·v, and H_j adds q·s to each column on the right: as if q were the reflector and the sums its factors. Its own one comes last.
            T* q = _columns.Column(j), before = j > 0 ? q - _columns.Stride : q;
            int start = Math.Max(j - 1, 0) & -Line;
            _columns.Kernels.Scale((nuint)(_columns.Length - start), -tau[j], q + start);
            _sums[j] = T.Zero;
            _columns.Apply(j, _n, start, q, before, _sums);
            q[j] += T.One;
            _sums[j] += before[j];
        }
    }
}
