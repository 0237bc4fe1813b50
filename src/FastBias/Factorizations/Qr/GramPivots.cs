using System.Numerics;
using System.Numerics.Tensors;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Chooses the pivots of a block of columns from the Gram matrix of what is left of A, so that the block can be factored by matrix products.</summary>
/// <remarks>
/// Businger's and Golub's pivot is the column whose remaining part is longest, and the squares of these lengths are the diagonal of a Schur complement of AᵀA:
/// <code>
///   G = AᵀA                     once, a product of matrices
///   in a block:  p = arg max d,  r = (G(p, ·) − Σ r_s(p)·r_s)/√d_p,  d −= r∘r        pivoted Cholesky, which decides the order and nothing else
///   after it:    QR of the chosen columns, R12 exact to rounding,   G −= R12ᵀ·R12,  d = diag G
/// </code>
/// d_j is as good as the updated norms of LAPACK's dgeqp3: it is off by about ε times the square of the column's length when G was formed, and is believed down
/// to √ε of that (working note 176). A column that has fallen below stands with that bound; where the bound could hide the longest column, G is formed afresh.
/// </remarks>
internal readonly ref struct GramPivots<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Trust = T.Sqrt(FactorRange<T>.Epsilon);

    private readonly MatrixSpan<T> _gram;
    private readonly MatrixSpan<T> _rows;
    private readonly Span<T> _squares;
    private readonly Span<T> _floors;
    private readonly Span<T> _coefficients;
    private readonly Span<T> _row;
    private readonly Span<int> _order;
    private readonly Span<int> _pivots;
    private readonly Span<int> _ends;
    private readonly Span<int> _partners;
    private readonly Span<int> _moved;
    private readonly Span<int> _sources;
    private readonly int _exponent;

    /// <summary>For n columns and blocks of a width, in buffers of <see cref="Length"/> elements and of <see cref="Indices"/>.</summary>
    /// <param name="n">The columns.</param>
    /// <param name="width">The columns of a block.</param>
    /// <param name="exponent">That of the largest element; no decision depends on the scale of A.</param>
    /// <param name="buffer">Elements.</param>
    /// <param name="indices">Indices.</param>
    public GramPivots(int n, int width, int exponent, Span<T> buffer, Span<int> indices)
    {
        _exponent = exponent;
        _order = indices[..n];
        _pivots = indices.Slice(n, n);
        _ends = indices.Slice(2 * n, n);
        _partners = indices.Slice(3 * n, width);
        _moved = indices.Slice((3 * n) + width, width);
        _sources = indices.Slice((3 * n) + (2 * width), width);
        Workspace<T> parts = new(buffer);
        _gram = parts.TakeMatrix(n, n);
        _rows = parts.TakeMatrix(width, n);
        _squares = parts.Take(n);
        _floors = parts.Take(n);
        _coefficients = parts.Take(width);
        _row = parts.Take(n);
    }

    /// <summary>Norms further apart than 2^this are not compared by their squares.</summary>
    private static int Spread => typeof(T) == typeof(double) ? 300 : 30;

    /// <summary>A largest element of 2^±this needs no scaling: all squares that matter stay in the range.</summary>
    public static int Window => typeof(T) == typeof(double) ? 50 : 8;

    /// <summary>The elements that it works with.</summary>
    public static long Length(int n, int width) => ((long)n * n) + ((long)width * n) + (3L * n) + width;

    /// <summary>The indices that it works with.</summary>
    public static int Indices(int n, int width) => (3 * n) + (3 * width);

    /// <summary>Forms the Gram matrix of the columns from <paramref name="k"/> on, below the rows that are done.</summary>
    /// <returns>False where all that is left is so small that squares could leave the range.</returns>
    public bool Form(ReadOnlyMatrixSpan<T> a, int k, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int left = a.Columns - k;
        Gemm.Gram(_gram.Slice(k, k, left, left), a.Slice(k, k, a.Rows - k, left), T.One, T.Zero, parallelism, cancellationToken);
        T largest = T.Zero;
        for (int j = k; j < a.Columns; j++)
        {
            T square = _gram[j, j];
            _squares[j] = square;
            _floors[j] = Trust * square;
            largest = T.Max(largest, square);
        }

        return largest >= T.ScaleB(T.One, (2 * _exponent) - (typeof(T) == typeof(double) ? 700 : 60));
    }

    /// <summary>Whether no column but those of zeros is shorter than the longest by more than 2^<see cref="Spread"/>, as <see cref="Form"/> has found them.</summary>
    public bool AreComparable(ReadOnlyMatrixSpan<T> a)
    {
        T largest = VectorKernels.MaxAbs<T>(_squares), least = T.ScaleB(largest, -2 * Spread);
        for (int j = 0; j < _squares.Length; j++)
        {
            if (!(_squares[j] >= least) && !(_squares[j] == T.Zero && ExactScaling.MaxAbs(a.Slice(0, j, a.Rows, 1)) == T.Zero))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Brings the pivots of up to <paramref name="width"/> columns to places k, k + 1, …</summary>
    /// <remarks>
    /// Within the block the Gram matrix stays as it is, and is read through an order of its columns; A and it are brought into that order at the end, row by row. The rows of A
    /// that are done follow when all blocks are (<see cref="OrderRows"/>).
    /// </remarks>
    /// <param name="a">m x n.</param>
    /// <param name="k">The first place.</param>
    /// <param name="width">How many are wanted.</param>
    /// <param name="permutation">n indices.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <returns>How many could be told; 0 where the Gram matrix has to be formed afresh.</returns>
    public int Choose(MatrixSpan<T> a, int k, int width, Span<int> permutation, Parallelism parallelism)
    {
        int count = 0, n = a.Columns;
        for (int j = k; j < n; j++)
        {
            _order[j] = j;
        }

        for (T highestFloor = VectorKernels.MaxAbs<T>(_floors[k..]); count < width; count++)
        {
            int place = k + count, pivot = Pivot(place, highestFloor);
            if (pivot < 0)
            {
                break;
            }

            _pivots[place] = pivot;
            _partners[count] = pivot - k;
            if (pivot != place)
            {
                ColumnExchange.Swap(_rows.Slice(0, 0, count, n), place, pivot);
                (permutation[place], permutation[pivot]) = (permutation[pivot], permutation[place]);
                (_order[place], _order[pivot]) = (_order[pivot], _order[place]);
                (_squares[place], _squares[pivot]) = (_squares[pivot], _squares[place]);
                (_floors[place], _floors[pivot]) = (_floors[pivot], _floors[place]);
            }

            Downdate(k, count);
        }

        ColumnExchange.Swap(a.Slice(k, k, a.Rows - k, n - k), _partners[..count], parallelism);
        _ends.Slice(k, count).Fill(k + count);
        Move(k, count);
        return count;
    }

    /// <summary>Brings the rows of R into the final order of the columns: each goes through the exchanges of the blocks after its own, all at once.</summary>
    /// <param name="a">m x n.</param>
    /// <param name="done">The rows of R, and the columns that were chosen.</param>
    public void OrderRows(MatrixSpan<T> a, int done)
    {
        // Where the element of column j goes; every earlier block has a few exchanges more before those of the later ones.
        Span<int> to = _order;
        for (int j = 0; j < to.Length; j++)
        {
            to[j] = j;
        }

        Span<T> before = _rows.RowSpan(0);
        for (int i = done - 1, place = done; i >= 0; i--)
        {
            int end = _ends[i];
            while (place > end)
            {
                place--;
                (to[place], to[_pivots[place]]) = (to[_pivots[place]], to[place]);
            }

            if (end < done)
            {
                Span<T> row = a.RowSpan(i);
                row[end..].CopyTo(before[end..]);
                for (int j = end; j < to.Length; j++)
                {
                    row[to[j]] = before[j];
                }
            }
        }
    }

    /// <summary>Takes the rows of R that a block has added out of the Gram matrix.</summary>
    /// <param name="r12">The new rows, right of their block.</param>
    /// <param name="next">The first column that is left.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Update(ReadOnlyMatrixSpan<T> r12, int next, Parallelism parallelism)
    {
        int left = _gram.Rows - next;
        MatrixSpan<T> gram = _gram.Slice(next, next, left, left);
        Gemm.Gram(gram, r12, -T.One, T.One, parallelism);
        for (int j = next; j < _gram.Rows; j++)
        {
            _squares[j] = _gram[j, j];
        }
    }

    /// <summary>Moves what was in the places of a block to where the columns that were chosen came from; the rows and columns of the block itself are not read again.</summary>
    private void Move(int k, int count)
    {
        int next = k + count, moves = 0;
        foreach (int partner in _partners[..count])
        {
            int target = k + partner;
            if (target >= next)
            {
                _gram.RowSpan(_order[target])[k..].CopyTo(_gram.RowSpan(target)[k..]);
                _sources[moves] = _order[target];
                _moved[moves++] = target;
            }
        }

        ColumnExchange.Copy(_gram.Slice(next, 0, _gram.Rows - next, _gram.Columns), _sources[..moves], _moved[..moves]);
    }

    /// <summary>The first of the longest columns, or −1 where one that cannot be told apart from zero might be longer.</summary>
    private int Pivot(int place, T highestFloor)
    {
        ReadOnlySpan<T> squares = _squares[place..];
        T largest = VectorKernels.MaxAbs(squares);
        if (largest > highestFloor)
        {
            for (int j = 0; j < squares.Length; j++)
            {
                if (squares[j] == largest)
                {
                    return place + j;
                }
            }
        }

        return PivotAmongFloors(place);
    }

    /// <summary>The same where some column may stand below its floor.</summary>
    private int PivotAmongFloors(int place)
    {
        int best = -1;
        T largest = T.Zero, hidden = T.Zero;
        for (int j = place; j < _squares.Length; j++)
        {
            T floor = _floors[j];
            if (!(_squares[j] > floor))
            {
                hidden = T.Max(hidden, floor);
            }
            else if (_squares[j] > largest)
            {
                (best, largest) = (j, _squares[j]);
            }
        }

        return hidden < largest ? best : -1;
    }

    /// <summary>Row t of the Cholesky factor of the block from k on, and what it leaves of the squares.</summary>
    private void Downdate(int k, int t)
    {
        int place = k + t, right = _squares.Length - place;
        Span<T> row = _rows.RowSpan(t), rest = row[place..], squares = _squares[place..], coefficients = _coefficients[..t];
        ReadOnlySpan<T> from = _gram.RowSpan(_order[place]);
        from[place..].CopyTo(rest);
        foreach (int partner in _partners[..(t + 1)])
        {
            // The only places that hold another column than at the beginning of the block.
            row[k + partner] = from[_order[k + partner]];
        }

        row[place] = from[_order[place]];
        if (t > 0)
        {
            QrDirect.Gather(coefficients, _rows, 0, place);
            Gemm.MultiplyVector<T>(rest, ((ReadOnlyMatrixSpan<T>)_rows.Slice(0, place, t, right)).Transposed, coefficients, -T.One, T.One);
        }

        VectorKernels.Scale(rest, T.One / T.Sqrt(squares[0]));
        TensorPrimitives.Negate<T>(rest, _row[..right]);
        TensorPrimitives.FusedMultiplyAdd<T>(rest, _row[..right], squares, squares);
    }
}
