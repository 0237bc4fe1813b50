using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The factorization of one panel, halved down to leaves of a few columns (Elmroth and Gustavson, 2000).</summary>
/// <remarks>
/// The panel is a contiguous row-major copy, m x w, which turns into the explicit V; its R goes to the matrix it came from.
/// <code>
///    1. left half                          ┌ T1  T12 ┐
///    2. right half = Q1ᵀ·(right half)  T = │         │ ,  T12 = −T1·(V1ᵀV2)·T2
///    3. right half below the left R        └      T2 ┘
/// </code>
/// A leaf is copied once more, with its columns contiguous: its reflectors are long and few, so that dot products and updates
/// along a column fill the vector registers, where rows of at most <see cref="QrBlocking.Leaf"/> elements would not.
/// </remarks>
internal readonly ref struct QrPanel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixSpan<T> _v;
    private readonly MatrixSpan<T> _r;
    private readonly MatrixSpan<T> _t;
    private readonly Span<T> _tau;
    private readonly Span<T> _leaf;
    private readonly Span<T> _work;

    /// <summary>A panel to be factored.</summary>
    /// <param name="v">m x w with m ≥ w, contiguous rows: the panel; V on return.</param>
    /// <param name="r">w x w: the place of R; only its upper triangle is written.</param>
    /// <param name="t">w x w: T on return, zeros below its diagonal included.</param>
    /// <param name="tau">w scalars.</param>
    /// <param name="leaf">At least <see cref="QrBlocking.Leaf"/>·m elements.</param>
    /// <param name="work">At least w² elements.</param>
    public QrPanel(MatrixSpan<T> v, MatrixSpan<T> r, MatrixSpan<T> t, Span<T> tau, Span<T> leaf, Span<T> work)
    {
        _v = v;
        _r = r;
        _t = t;
        _tau = tau;
        _leaf = leaf;
        _work = work;
    }

    /// <summary>Factors the panel.</summary>
    public void Factor()
    {
        _t.Fill(T.Zero);
        Factor(0, _v.Columns);
    }

    private void Factor(int first, int count)
    {
        if (count <= QrBlocking.Leaf)
        {
            FactorLeaf(first, count);
            return;
        }

        int left = ((count / 2) + QrBlocking.Leaf - 1) / QrBlocking.Leaf * QrBlocking.Leaf;
        int middle = first + left, right = count - left, below = _v.Rows - middle;
        Factor(first, left);
        BlockReflector.Apply(
            _v.Slice(first, middle, _v.Rows - first, right), _v.Slice(first, first, _v.Rows - first, left), _t.Slice(first, first, left, left), true, _work, Parallelism.Serial);
        Factor(middle, right);
        BlockReflector.JoinTriangles(
            _t.Slice(first, middle, left, right),
            _t.Slice(first, first, left, left),
            _t.Slice(middle, middle, right, right),
            _v.Slice(middle, first, below, left),
            _v.Slice(middle, middle, below, right),
            _work);
    }

    private void FactorLeaf(int first, int count)
    {
        MoveFinishedRows(first, count);
        int length = _v.Rows - first;
        MatrixSpan<T> columns = Workspace<T>.Shape(_leaf, count, length);
        MatrixSpan<T> home = _v.Slice(first, first, length, count);
        home.Transposed.CopyTo(columns);
        for (int j = 0; j < count; j++)
        {
            Span<T> v = columns.RowSpan(j)[j..];
            (T tau, T beta) = ElementaryReflector.Make(v);
            for (int c = j + 1; c < count; c++)
            {
                Span<T> x = columns.RowSpan(c)[j..];
                VectorKernels.ReflectVector(x, v, tau);
                _r[first + j, first + c] = x[0];
                x[0] = T.Zero;
            }

            _r[first + j, first + j] = beta;
            _tau[first + j] = tau;
        }

        columns.CopyTo(home.Transposed);
        FormTriangle(columns, first);
    }

    /// <summary>Rows of R that the reflectors on the left have finished leave the panel; V has zeros there.</summary>
    private void MoveFinishedRows(int first, int count)
    {
        for (int i = 0; i < first; i++)
        {
            Span<T> row = _v.RowSpan(i).Slice(first, count);
            for (int j = 0; j < count; j++)
            {
                _r[i, first + j] = row[j];
            }

            row.Clear();
        }
    }

    private void FormTriangle(ReadOnlyMatrixSpan<T> columns, int first)
    {
        MatrixSpan<T> t = _t.Slice(first, first, columns.Rows, columns.Rows);
        for (int j = 1; j < columns.Rows; j++)
        {
            ReadOnlySpan<T> v = columns.RowSpan(j)[j..];
            for (int i = 0; i < j; i++)
            {
                t[i, j] = VectorKernels.Dot(columns.RowSpan(i)[j..], v);
            }
        }

        BlockReflector.FormTriangle(t, t, _tau.Slice(first, columns.Rows));
    }
}
