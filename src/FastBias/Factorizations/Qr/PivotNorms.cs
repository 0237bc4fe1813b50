using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The norms of the columns' remaining parts, updated instead of recomputed while the update can be trusted.</summary>
/// <remarks>
/// With r_kj the element that step k takes out of column j, ‖rest‖² = ‖column‖² − r_kj². The partial norm is multiplied by
/// √(1 − (r_kj/partial)²). What has been lost since the last exact norm is measured by (partial/exact)²: if no more than √ε of it
/// remains, so ε^¼ of the norm, the norm is computed anew (Drmač and Bujanović, ACM TOMS 35 (2008), LAPACK Working Note 176).
/// Ratios only: nothing here depends on the scale of a column.
/// </remarks>
internal readonly ref struct PivotNorms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Trust = T.Sqrt(T.Sqrt(FactorRange<T>.Epsilon));
    private readonly Span<T> _partial;
    private readonly Span<T> _exact;

    /// <summary>Norms of n columns in two spans of n elements.</summary>
    public PivotNorms(Span<T> partial, Span<T> exact)
    {
        _partial = partial;
        _exact = exact;
    }

    /// <summary>Where somebody else writes the norms of all columns, before <see cref="Begin"/>.</summary>
    public Span<T> All => _partial;

    /// <summary>All norms are exact.</summary>
    public void Begin() => _partial.CopyTo(_exact);

    /// <summary>The first column from <paramref name="start"/> on whose norm is the largest.</summary>
    public int IndexOfLargest(int start)
    {
        int best = start;
        for (int j = start + 1; j < _partial.Length; j++)
        {
            best = _partial[j] > _partial[best] ? j : best;
        }

        return best;
    }

    /// <summary>Column <paramref name="k"/> goes to place <paramref name="j"/> with its norms; those of the pivot, which goes to k, are not needed again.</summary>
    public void Replace(int j, int k)
    {
        _partial[j] = _partial[k];
        _exact[j] = _exact[k];
    }

    /// <summary>Takes r_kj out of column j.</summary>
    /// <returns>False if the norm must be computed anew.</returns>
    public bool Reduce(int j, T element)
    {
        T partial = _partial[j];
        if (partial == T.Zero)
        {
            return true;
        }

        T ratio = T.Abs(element) / partial;
        T left = partial * T.Sqrt(T.Max(T.Zero, (T.One - ratio) * (T.One + ratio)));
        if (!(left > Trust * _exact[j]))
        {
            return false;
        }

        _partial[j] = left;
        return true;
    }

    /// <summary>The norm of what is left of column j.</summary>
    public T Partial(int j) => _partial[j];

    /// <summary>The norm of what is left of column j, computed anew.</summary>
    public void Set(int j, T norm) => _partial[j] = _exact[j] = norm;

    /// <summary>Marks a norm that must be computed anew.</summary>
    public void Mark(int j) => _exact[j] = -T.One;

    /// <summary>Whether the norm was marked.</summary>
    public bool IsMarked(int j) => _exact[j] < T.Zero;

    /// <summary>Computes the norms of all columns, a few of them at a time, copied next to each other.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="work">At least <see cref="QrBlocking.Leaf"/>·m elements.</param>
    public void ComputeAll(ReadOnlyMatrixSpan<T> a, Span<T> work)
    {
        for (int first = 0; first < a.Columns; first += QrBlocking.Leaf)
        {
            MatrixSpan<T> columns = Workspace<T>.Shape(work, Math.Min(QrBlocking.Leaf, a.Columns - first), a.Rows);
            a.Slice(0, first, a.Rows, columns.Rows).Transposed.CopyTo(columns);
            for (int j = 0; j < columns.Rows; j++)
            {
                _partial[first + j] = _exact[first + j] = VectorKernels.Norm<T>(columns.RowSpan(j));
            }
        }
    }

    /// <summary>Computes the norm of column j from row <paramref name="row"/> down.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="row">The first remaining row.</param>
    /// <param name="j">The column.</param>
    /// <param name="work">At least as many elements as there are remaining rows.</param>
    public void Compute(ReadOnlyMatrixSpan<T> a, int row, int j, Span<T> work)
    {
        Span<T> x = work[..(a.Rows - row)];
        QrDirect.Gather(x, a, row, j);
        _partial[j] = _exact[j] = VectorKernels.Norm<T>(x);
    }
}
