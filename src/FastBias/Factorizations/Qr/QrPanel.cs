using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The factorization of one panel, halved down to strips (Elmroth and Gustavson, 2000), each strip leaf by leaf.</summary>
/// <remarks>
/// The panel is a contiguous row-major copy, m x w, which turns into the explicit V; its R goes to the matrix it came from.
/// <code>
///    1. left half                          ┌ T1  T12 ┐
///    2. right half = Q1ᵀ·(right half)  T = │         │ ,  T12 = −T1·(V1ᵀV2)·T2
///    3. right half below the left R        └      T2 ┘
/// </code>
/// A leaf takes one pass over its rows for each of its columns; a strip of many rows is cut into leaves as narrow as one line of the cache, and each is applied
/// to the rest of the strip by a kernel for narrow matrices.
/// </remarks>
internal readonly ref struct QrPanel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixSpan<T> _v;
    private readonly MatrixSpan<T> _r;
    private readonly MatrixSpan<T> _t;
    private readonly Span<T> _tau;
    private readonly Span<T> _work;
    private readonly bool _extreme;
    private readonly bool _needsTriangle;

    /// <summary>A panel to be factored.</summary>
    /// <param name="v">m x w with m ≥ w, contiguous rows: the panel; V on return.</param>
    /// <param name="r">w x w: the place of R; only its upper triangle is written.</param>
    /// <param name="t">w x w with contiguous columns: T on return, zeros below its diagonal included.</param>
    /// <param name="tau">w scalars.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor"/>.</param>
    /// <param name="needsTriangle">Whether the whole of T is wanted, or only what the panel itself needs.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements.</param>
    public QrPanel(MatrixSpan<T> v, MatrixSpan<T> r, MatrixSpan<T> t, Span<T> tau, bool extreme, bool needsTriangle, Span<T> work)
    {
        _v = v;
        _r = r;
        _t = t;
        _tau = tau;
        _extreme = extreme;
        _needsTriangle = needsTriangle;
        _work = work;
    }

    /// <summary>The elements of workspace for a panel and for applying it to so many columns on its right.</summary>
    public static int WorkspaceLength(int width, int right) => Workspace<T>.RequireLength(2L * width * Math.Max(right, Math.Max(width, 2)));

    /// <summary>Factors the panel.</summary>
    public void Factor()
    {
        _t.Fill(T.Zero);
        Factor(0, _v.Columns, _needsTriangle);
    }

    private void Factor(int first, int count, bool needsTriangle)
    {
        if (count <= QrBlocking.Strip)
        {
            FactorStrip(first, count, needsTriangle);
            return;
        }

        int left = ((count / 2) + QrBlocking.Strip - 1) / QrBlocking.Strip * QrBlocking.Strip;
        int middle = first + left, right = count - left;
        Factor(first, left, true);
        BlockReflector.Apply(
            _v.Slice(first, middle, _v.Rows - first, right), _v.Slice(first, first, _v.Rows - first, left), _t.Slice(first, first, left, left), true, _work, Parallelism.Serial);
        Factor(middle, right, needsTriangle);
        if (needsTriangle)
        {
            Join(first, left, right);
        }
    }

    private void FactorStrip(int first, int count, bool needsTriangle)
    {
        int width = QrBlocking.LeafWidth<T>(_v.Rows - first), end = first + count;
        for (int j = first; j < end; j += width)
        {
            int columns = Math.Min(width, end - j);
            FactorLeaf(j, columns, needsTriangle || j + columns < end);
            if (j + columns < end)
            {
                ApplyLeaf(j, columns, end - j - columns);
            }
        }

        for (int j = first + width; needsTriangle && j < end; j += width)
        {
            Join(first, j - first, Math.Min(width, end - j));
        }
    }

    /// <summary>The block of T between the columns from <paramref name="first"/> on and the ones behind them.</summary>
    private void Join(int first, int left, int right)
    {
        int middle = first + left, below = _v.Rows - middle;
        BlockReflector.JoinTriangles(
            _t.Slice(first, middle, left, right),
            _t.Slice(first, first, left, left),
            _t.Slice(middle, middle, right, right),
            _v.Slice(middle, first, below, left),
            _v.Slice(middle, middle, below, right),
            _work);
    }

    private void FactorLeaf(int first, int count, bool needsTriangle)
    {
        MoveFinishedRows(first, count);
        MatrixSpan<T> leaf = _v.Slice(first, first, _v.Rows - first, count), triangle = _t.Slice(first, first, count, count);
        HouseholderPanel<T>.Factor(Kernels<T>.Current, leaf, _tau.Slice(first, count), _extreme, needsTriangle ? triangle.Transposed : default, _work);
        for (int i = 0; i < count; i++)
        {
            Span<T> row = leaf.RowSpan(i), upper = _r.RowSpan(first + i)[first..];
            for (int j = i; j < count; j++)
            {
                upper[j] = row[j];
                row[j] = T.Zero;
            }

            row[i] = T.One;
        }
    }

    /// <summary>C = Hᵀ·C for the columns on the right of a leaf.</summary>
    private void ApplyLeaf(int first, int count, int right)
    {
        MatrixSpan<T> v = _v.Slice(first, first, _v.Rows - first, count), c = _v.Slice(first, first + count, v.Rows, right), t = _t.Slice(first, first, count, count);
        if (count % NarrowProduct.Depth != 0)
        {
            BlockReflector.Apply(c, v, t, true, _work, Parallelism.Serial);
            return;
        }

        Workspace<T> parts = new(_work);
        MatrixSpan<T> w = parts.TakeMatrix(count, right), tw = parts.TakeMatrix(count, right);
        Gemm.Multiply(w, v.Transposed, c, T.One, T.Zero);
        Gemm.Multiply(tw, t.Transposed, w, -T.One, T.Zero);
        for (int p = 0; p < count; p += NarrowProduct.Depth)
        {
            NarrowProduct.Add(c, v.Slice(0, p, v.Rows, NarrowProduct.Depth), tw.Slice(p, 0, NarrowProduct.Depth, right));
        }
    }

    /// <summary>Rows of R that the reflectors on the left have finished leave the panel; V has zeros there.</summary>
    private void MoveFinishedRows(int first, int count)
    {
        for (int i = 0; i < first; i++)
        {
            Span<T> row = _v.RowSpan(i).Slice(first, count);
            row.CopyTo(_r.RowSpan(i).Slice(first, count));
            row.Clear();
        }
    }
}
