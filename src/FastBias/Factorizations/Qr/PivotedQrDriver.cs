using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Householder QR with column pivoting in place (Businger and Golub, 1965; LAPACK: dgeqp3, dlaqp2, dlaqps).</summary>
/// <remarks>
/// A matrix that stays in a near cache is worked on as contiguous columns, which change places at little cost (<see cref="HouseholderColumns{T}"/>). In another one, where the columns are
/// of comparable size, the pivots of a block are read off a Gram matrix and the block is factored by products of matrices (<see cref="GramPivots{T}"/>). Otherwise:
/// <para>In a block the trailing matrix is left as it was; A − V·Fᵀ is what it stands for. A step brings one column and one row of it up to date,
/// and needs one product with all of it, Aᵀv, for the next column of F:
/// <code>
///          first      k                        row k:    A(k, k+1..)  −= V(k, ..k)·Fᵀ(..k, k+1..)     → norms
///            ├────────┼──────────────┤         column k: A(k.., k)    −= V(k.., ..k−1)·Fᵀ(..k−1, k)   → v, tau
///       k ─  │   V    │  A − V·Fᵀ    │         Fᵀ(k, ·) = tau·(vᵀA − (vᵀV)·Fᵀ)
/// </code>
/// So the trailing matrix is read once per column, and written once per block, by a matrix product. A norm that can no longer be
/// updated ends the block early, because only then is its column at hand.</para>
/// </remarks>
internal readonly ref partial struct PivotedQrDriver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A Gram matrix that was formed for fewer columns than this costs more than it saves.</summary>
    private const int FewestOfAGram = 8;

    private readonly MatrixSpan<T> _a;
    private readonly Span<T> _tau;
    private readonly Span<int> _permutation;
    private readonly PivotNorms<T> _norms;
    private readonly MatrixSpan<T> _f;
    private readonly Span<T> _column;
    private readonly Span<T> _row;
    private readonly Span<T> _small;

    /// <summary>A factorization to be made.</summary>
    /// <param name="a">m x n with contiguous rows and elements in <see cref="FactorRange{T}"/>.</param>
    /// <param name="tau">At least min(m, n) scalars.</param>
    /// <param name="permutation">n indices.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements.</param>
    public PivotedQrDriver(MatrixSpan<T> a, Span<T> tau, Span<int> permutation, Span<T> workspace)
    {
        Workspace<T> parts = new(workspace);
        _a = a;
        _tau = tau[..Math.Min(a.Rows, a.Columns)];
        _permutation = permutation;
        _norms = new(parts.Take(a.Columns), parts.Take(a.Columns));
        _column = parts.Take((QrBlocking.Leaf * a.Rows) + a.Columns);
        _small = parts.Take(QrBlocking.PivotedWidth);
        _row = parts.Take(QrBlocking.PivotedWidth);
        _f = parts.TakeMatrix(QrBlocking.PivotedWidth, a.Columns);
    }

    /// <summary>The elements of workspace.</summary>
    public static int WorkspaceLength(int rows, int columns) =>
        Workspace<T>.RequireLength((3L * columns) + ((long)QrBlocking.Leaf * rows) + (2 * QrBlocking.PivotedWidth) + ((long)QrBlocking.PivotedWidth * columns));

    /// <summary>Factors.</summary>
    /// <param name="largest">The largest magnitude in A.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Checked between blocks, and passed to the products.</param>
    public void Factor(T largest, Parallelism parallelism, CancellationToken cancellationToken)
    {
        for (int j = 0; j < _a.Columns; j++)
        {
            _permutation[j] = j;
        }

        if (QrBlocking.IsPivotedByColumns<T>(_a.Rows, _a.Columns))
        {
            FactorByColumns(HouseholderPanel<T>.IsExtreme(largest), cancellationToken);
            return;
        }

        int reflectors = Math.Min(_a.Rows, _a.Columns), k = QrBlocking.IsByGram(_a.Rows, _a.Columns) ? FactorByGram(largest, parallelism, cancellationToken) : 0;
        if (k == 0)
        {
            _norms.ComputeAll(_a, _column);
        }

        while (!QrBlocking.IsDirectPivoted(_a.Rows - k, _a.Columns - k))
        {
            cancellationToken.ThrowIfCancellationRequested();
            k += FactorBlock(k, Math.Min(QrBlocking.PivotedWidth, reflectors - k), parallelism);
        }

        if (k < reflectors)
        {
            FactorRest(k, cancellationToken);
        }
    }

    /// <summary>All columns, each contiguous while it is worked on.</summary>
    private void FactorByColumns(bool extreme, CancellationToken cancellationToken)
    {
        LongestFirst order = new(this, _a, 0, isNew: true, cancellationToken);
        HouseholderColumns<T>.Factor(Kernels<T>.Current, _a, _tau, extreme, _norms.All, ref order);
    }

    /// <summary>Blocks whose pivots the Gram matrix tells; the norms of what is left are known afterwards, if any column is done.</summary>
    /// <returns>How many columns are done: all of them, unless the columns are of very different sizes or shrink too fast.</returns>
    private int FactorByGram(T largest, Parallelism parallelism, CancellationToken cancellationToken)
    {
        if (largest == T.Zero || !T.IsFinite(largest))
        {
            return 0;
        }

        // Squares must not leave the range: the largest element is brought near one unless it is not far from it.
        int exponent = T.ILogB(largest), scaled = Math.Abs(exponent) > GramPivots<T>.Window ? exponent : 0;
        ExactScaling.Scale(_a, -scaled);
        int k = FactorByBlocks(exponent - scaled, parallelism, cancellationToken);
        ExactScaling.ScaleUpper(_a.Slice(0, 0, k, _a.Columns), scaled);
        if (k < _tau.Length)
        {
            ExactScaling.Scale(_a.Slice(k, k, _a.Rows - k, _a.Columns - k), scaled);
        }

        for (int j = k; j < _a.Columns && k > 0 && k < _tau.Length; j++)
        {
            _norms.Compute(_a, k, j, _column);
        }

        return k;
    }

    private int FactorByBlocks(int exponent, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int m = _a.Rows, n = _a.Columns, reflectors = Math.Min(m, n), width = QrBlocking.GramWidth(m, n), k = 0;
        using Scratch.Lease<T> forGram = Scratch.Rent<T>(Workspace<T>.RequireLength(GramPivots<T>.Length(n, width)));
        using Scratch.Lease<T> forPanel = Scratch.Rent<T>(QrPanel<T>.WorkspaceLength(width, n));
        using Scratch.Lease<int> forIndices = Scratch.Rent<int>(GramPivots<T>.Indices(n, width));
        GramPivots<T> gram = new(n, width, exponent, forGram.Span, forIndices.Span);
        bool formed = false;
        for (int fewest = 0; k < reflectors; fewest = FewestOfAGram)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!formed && !(gram.Form(_a, k, parallelism, cancellationToken) && (k > 0 || gram.AreComparable(_a))))
            {
                break;
            }

            int wanted = Math.Min(width, reflectors - k), count = gram.Choose(_a, k, wanted, _permutation, parallelism);
            if (count == 0 && !formed)
            {
                break;
            }

            if (count > 0)
            {
                QrDriver.Step(_a.Slice(k, k, m - k, n - k), count, _tau.Slice(k, count), forPanel.Span, parallelism);
                k += count;
            }

            bool tooFew = !formed && count < Math.Min(fewest, wanted);
            formed = count == wanted;
            if (tooFew)
            {
                break;
            }

            if (formed && k < n)
            {
                gram.Update(_a.Slice(k - count, k, count, n - k), k, parallelism);
            }
        }

        gram.OrderRows(_a, k);
        return k;
    }

    /// <summary>All columns from k on without blocks, one pass over them for each.</summary>
    private void FactorRest(int k, CancellationToken cancellationToken)
    {
        MatrixSpan<T> rest = _a.Slice(k, k, _a.Rows - k, _a.Columns - k);
        T largest = T.Zero;
        for (int j = k; j < _a.Columns; j++)
        {
            largest = T.Max(largest, _norms.Partial(j));
        }

        // As in QrDirect, on a copy with whole vectors, unless they are whole already.
        KernelTable<T> kernels = Kernels<T>.Current.ForColumns(rest.Columns);
        int columns = kernels.Padded(rest.Columns);
        bool isWhole = columns == rest.Columns;
        using Scratch.Lease<T> forCopy = Scratch.Rent<T>(isWhole ? 0 : Workspace<T>.RequireLength((long)rest.Rows * columns));
        using Scratch.Lease<T> work = Scratch.Rent<T>(HouseholderPanel<T>.WorkspaceLength(rest.Rows, columns));
        MatrixSpan<T> padded = isWhole ? rest : QrDirect.Padded(forCopy.Span, rest, columns), own = padded.Slice(0, 0, rest.Rows, rest.Columns);
        LongestFirst order = new(this, own, k, isNew: false, cancellationToken);
        HouseholderPanel<T>.Factor(kernels, padded, _tau[k..], HouseholderPanel<T>.IsExtreme(largest), default, work.Span, ref order);
        if (!isWhole)
        {
            own.CopyTo(rest);
        }
    }

    /// <summary>Up to <paramref name="width"/> columns.</summary>
    /// <returns>How many there were.</returns>
    private int FactorBlock(int first, int width, Parallelism parallelism)
    {
        int count = 0;
        bool trusted = true;
        while (trusted && count < width)
        {
            trusted = FactorBlockColumn(first, count);
            count++;
        }

        int next = first + count, below = _a.Rows - next, right = _a.Columns - next;
        Gemm.Multiply(_a.Slice(next, next, below, right), _a.Slice(next, first, below, count), _f.Slice(0, next, count, right), -T.One, T.One, parallelism);
        for (int j = next; !trusted && j < _a.Columns; j++)
        {
            if (_norms.IsMarked(j))
            {
                _norms.Compute(_a, next, j, _column);
            }
        }

        return count;
    }

    private bool FactorBlockColumn(int first, int count)
    {
        int k = first + count, right = _a.Columns - k - 1;
        Swap(k, count);
        Span<T> v = _column[..(_a.Rows - k)], coefficients = _row[..(count + 1)], products = _small[..count];
        MatrixSpan<T> earlier = _a.Slice(k, first, v.Length, count);
        QrDirect.Gather(v, _a, k, k);
        if (count > 0)
        {
            QrDirect.Gather(products, _f, 0, k);
            Gemm.MultiplyVector<T>(v, earlier, products, -T.One, T.One);
        }

        (T tau, T beta) = ElementaryReflector.Make(v);
        _tau[k] = tau;
        Span<T> f = _f.RowSpan(count)[(k + 1)..];
        Gemm.MultiplyVector<T>(f, _a.Slice(k, k + 1, v.Length, right).Transposed, v, tau, T.Zero);
        if (count > 0)
        {
            Gemm.MultiplyVector<T>(products, earlier.Transposed, v, -tau, T.Zero);
            Gemm.MultiplyVector<T>(f, _f.Slice(0, k + 1, count, right).Transposed, products, T.One, T.One);
            earlier.RowSpan(0).CopyTo(coefficients);
        }

        coefficients[count] = T.One;
        Gemm.MultiplyVector<T>(_a.RowSpan(k)[(k + 1)..], _f.Slice(0, k + 1, count + 1, right).Transposed, coefficients, -T.One, T.One);
        v[0] = beta;
        QrDirect.Scatter(_a, k, k, v);
        return ReduceNorms(k);
    }

    /// <summary>Updates the norms of the columns on the right; marks those that must be computed anew.</summary>
    private bool ReduceNorms(int k)
    {
        bool trusted = true;
        ReadOnlySpan<T> row = _a.RowSpan(k);
        for (int j = k + 1; j < row.Length; j++)
        {
            if (!_norms.Reduce(j, row[j]))
            {
                _norms.Mark(j);
                trusted = false;
            }
        }

        return trusted;
    }

    /// <summary>Brings the largest remaining column to place k: in the matrix, in Fᵀ, in the norms and in the permutation.</summary>
    private void Swap(int k, int count)
    {
        int pivot = Choose(k);
        if (pivot != k)
        {
            ColumnExchange.Swap(_a, k, pivot);
            ColumnExchange.Swap(_f.Slice(0, 0, count, _a.Columns), k, pivot);
        }
    }

    /// <summary>Brings the largest remaining column to place k in the norms and in the permutation.</summary>
    /// <returns>Where it was.</returns>
    private int Choose(int k)
    {
        int pivot = _norms.IndexOfLargest(k);
        if (pivot != k)
        {
            (_permutation[k], _permutation[pivot]) = (_permutation[pivot], _permutation[k]);
            _norms.Replace(pivot, k);
        }

        return pivot;
    }
}
