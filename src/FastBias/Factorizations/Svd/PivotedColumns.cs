using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A·P = Q·R by Householder reflectors with column pivoting, over columns that carry their own powers of two.</summary>
/// <remarks>
/// The preconditioner of the Jacobi iteration (Drmač, Veselić 2008): R's rows are nearly orthogonal and sorted by size, so that
/// few sweeps remain. A reflector does not see the scale of the columns that it is applied to, so that the columns of A = B·D are
/// factored as accurately as those of B; with an exponent per column that holds for any D, even far outside T's range.
/// Stops at the first step whose remaining columns are exactly zero; nothing else is ever called zero.
/// <code>
///   column Order[k], in place:   [ R(0,k) … R(k−1,k) | 1  v(k+1) … v(m−1) ]        R(k,k) = Diagonal[k]
/// </code>
/// </remarks>
internal ref struct PivotedColumns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScaledVectors<T> _columns;
    private readonly Span<T> _tau;
    private readonly Span<T> _norms;
    private readonly Span<T> _reference;

    private PivotedColumns(ScaledVectors<T> columns, scoped ref Arena memory)
    {
        _columns = columns;
        int steps = Math.Min(columns.Count, columns.Length);
        _tau = memory.Take<T>(steps);
        Diagonal = memory.Take<T>(steps);
        Order = memory.Take<int>(columns.Count);
        _norms = memory.Take<T>(columns.Count);
        _reference = memory.Take<T>(columns.Count);
        for (int j = 0; j < columns.Count; j++)
        {
            Order[j] = j;
            _norms[j] = _reference[j] = VectorKernels.Norm<T>(columns[j]);
        }
    }

    /// <summary>Column k of R belongs to column Order[k] of A.</summary>
    public Span<int> Order { get; }

    /// <summary>The diagonal of R, without the powers of two.</summary>
    public Span<T> Diagonal { get; }

    /// <summary>The number of rows of R that are not exactly zero.</summary>
    public int Rank { get; private set; }

    /// <summary>Factors in place: the columns become R and the reflectors.</summary>
    public static PivotedColumns<T> Factor(ScaledVectors<T> columns, scoped ref Arena memory, CancellationToken cancellationToken = default)
    {
        PivotedColumns<T> factor = new(columns, ref memory);
        while (factor.Rank < factor._tau.Length && factor.Step(factor.Rank))
        {
            factor.Rank++;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return factor;
    }

    /// <summary>The bytes that the factors of so many vectors take, or of fewer.</summary>
    public static long Bytes(int count, int length)
    {
        int steps = Math.Min(count, length);
        return (2 * Arena.Bytes<T>(steps)) + Arena.Bytes<int>(count) + (2 * Arena.Bytes<T>(count));
    }

    /// <summary>The nonzero rows of R as vectors, with their elements in the order of A's columns, and unit vectors as tails, if those are wanted.</summary>
    public readonly ScaledVectors<T> RowsOfR(bool withTail, scoped ref Arena memory)
    {
        ScaledVectors<T> rows = new(Rank, _columns.Count, withTail ? Rank : 0, ref memory, _columns.Base);
        rows.Clear();
        rows.FillTails();
        for (int i = 0; i < Rank; i++)
        {
            Span<T> row = rows[i];
            int pivot = Order[i];

            // Pivoting makes R(i,i) the largest of its row, up to rounding.
            int exponent = rows.ClassOf(T.ILogB(Diagonal[i]) + _columns.Exponents[pivot]);
            rows.Exponents[i] = exponent;
            row[pivot] = T.ScaleB(Diagonal[i], _columns.Exponents[pivot] - exponent);
            for (int k = i + 1; k < Order.Length; k++)
            {
                int column = Order[k], shift = _columns.Exponents[column] - exponent;
                T element = _columns[column][i];
                row[column] = shift == 0 ? element : T.ScaleB(element, shift);
            }
        }

        return rows;
    }

    /// <summary>Each row c of the view becomes (Q·cᵀ)ᵀ; its length is that of A's columns.</summary>
    public readonly void ApplyQ(MatrixSpan<T> rows)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<T> row = rows.RowSpan(i);
            for (int k = Rank - 1; k >= 0; k--)
            {
                if (_tau[k] != T.Zero)
                {
                    VectorKernels.ReflectVector<T>(row[k..], _columns[Order[k]][k..], _tau[k]);
                }
            }
        }
    }

    private readonly bool Step(int k)
    {
        MovePivot(k);
        Span<T> pivot = _columns[Order[k]][k..];
        (_tau[k], Diagonal[k]) = HouseholderVector.Make(pivot);
        if (Diagonal[k] == T.Zero)
        {
            return false;
        }

        for (int j = k + 1; j < Order.Length; j++)
        {
            Span<T> column = _columns[Order[j]][k..];
            if (_tau[k] != T.Zero)
            {
                VectorKernels.ReflectVector<T>(column, pivot, _tau[k]);
            }

            Downdate(Order[j], column);
        }

        return true;
    }

    /// <summary>Brings the column with the largest remaining part to place k; the first of equals.</summary>
    private readonly void MovePivot(int k)
    {
        int best = k;
        for (int j = k + 1; j < Order.Length; j++)
        {
            if (PowerOfTwo.IsGreater(_norms[Order[j]], _columns.Exponents[Order[j]], _norms[Order[best]], _columns.Exponents[Order[best]]))
            {
                best = j;
            }
        }

        (Order[k], Order[best]) = (Order[best], Order[k]);
    }

    /// <summary>Takes the first entry out of a column's norm; afresh where cancellation would leave too few digits (LAPACK working note 176).</summary>
    private readonly void Downdate(int column, ReadOnlySpan<T> x)
    {
        T norm = _norms[column];
        if (norm == T.Zero)
        {
            return;
        }

        T share = T.Abs(x[0]) / norm;
        T rest = T.Max(T.Zero, (T.One - share) * (T.One + share));
        T left = norm / _reference[column];
        if (rest * left * left <= T.Sqrt(WorkingRange<T>.Epsilon))
        {
            _norms[column] = _reference[column] = VectorKernels.Norm(x[1..]);
        }
        else
        {
            _norms[column] = norm * T.Sqrt(rest);
        }
    }
}
