using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Q = H₀H₁… as a factorization stores it: the vectors below the diagonal, the scalars, and, where they were kept, the T of each panel.</summary>
/// <remarks>
/// <code>
///    r r r r      tau   T of panel 0 (w x w)
///    v r r r      ...   T of panel 1
///    v v r r            ...
///    v v v r
/// </code>
/// </remarks>
internal readonly ref struct StoredReflectors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMatrixSpan<T> _packed;
    private readonly ReadOnlySpan<T> _tau;
    private readonly ReadOnlyMatrixSpan<T> _triangles;
    private readonly int _width;

    /// <summary>The reflectors of a factorization.</summary>
    /// <param name="packed">m x n: the vectors below the diagonal of the first columns.</param>
    /// <param name="tau">min(m, n) scalars.</param>
    /// <param name="triangles">min(m, n) x width: the T of each panel, one under the other; or without columns, and each is formed where it is needed.</param>
    public StoredReflectors(ReadOnlyMatrixSpan<T> packed, ReadOnlySpan<T> tau, ReadOnlyMatrixSpan<T> triangles)
    {
        _packed = packed;
        _tau = tau;
        _triangles = triangles;
        _width = QrBlocking.Width(packed.Rows, packed.Columns);
    }

    /// <summary>The elements of workspace for applying Q of an m x n factorization to so many columns.</summary>
    public static int ApplyWorkspaceLength(int rows, int columns, int applied, bool hasTriangles) =>
        QrBlocking.Width(rows, columns) is var width ? Workspace<T>.RequireLength(((hasTriangles ? 1L : 2L) * width * width) + (2L * width * applied)) : 0;

    /// <summary>The elements of workspace for forming so many columns of Q of an m x n factorization.</summary>
    public static int FormWorkspaceLength(int rows, int columns, int formed)
    {
        if (Math.Min(rows, columns) == 0 || QrBlocking.IsDirect<T>(rows, formed))
        {
            return 0;
        }

        long width = Math.Min(QrBlocking.FormWidth(rows, columns), Math.Min(rows, columns));
        return Workspace<T>.RequireLength((rows * (long)QrBlocking.PanelStride<T>((int)width)) + (width * width) + (2 * width * formed));
    }

    /// <summary>C = Q·C, or Qᵀ·C, without forming Q.</summary>
    /// <param name="c">m rows.</param>
    /// <param name="transposed">Qᵀ instead of Q.</param>
    /// <param name="workspace">At least <see cref="ApplyWorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Apply(MatrixSpan<T> c, bool transposed, Span<T> workspace, Parallelism parallelism)
    {
        int panels = (_tau.Length + _width - 1) / _width;
        for (int p = 0; p < panels; p++)
        {
            ApplyPanel(c, (transposed ? p : panels - 1 - p) * _width, transposed, workspace, parallelism);
        }
    }

    private void ApplyPanel(MatrixSpan<T> c, int first, bool transposed, Span<T> workspace, Parallelism parallelism)
    {
        int count = Math.Min(_width, _tau.Length - first), below = _packed.Rows - first - count;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> v1 = parts.TakeMatrix(count, count);
        ReadOnlyMatrixSpan<T> v2 = _packed.Slice(first + count, first, below, count), t;
        CopyVectors(v1, first);
        if (_triangles.Columns > 0)
        {
            t = Triangle(first, count);
        }
        else
        {
            MatrixSpan<T> formed = parts.TakeMatrix(count, count);
            FormTriangle(formed, v1, v2, first);
            t = formed;
        }

        BlockReflector.Apply(c.Slice(first, 0, count, c.Columns), v1, c.Slice(first + count, 0, below, c.Columns), v2, t, transposed, parts.Take(2 * count * c.Columns), parallelism);
    }

    /// <summary>The first columns of Q, at least min(m, n) of them: the last panels first, each to the rows and columns it can change.</summary>
    /// <param name="q">m x p, all of it overwritten; its first columns may be the reflectors themselves.</param>
    /// <param name="workspace">At least <see cref="FormWorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Form(MatrixSpan<T> q, Span<T> workspace, Parallelism parallelism)
    {
        int reflectors = _tau.Length;
        if (QrBlocking.IsDirect<T>(q.Rows, q.Columns))
        {
            QrDirect.Form(q, _packed.Slice(0, 0, q.Rows, reflectors), _tau);
            return;
        }

        MatrixSpan<T> beyond = q.Slice(reflectors, reflectors, q.Rows - reflectors, q.Columns - reflectors);
        beyond.Fill(T.Zero);
        AddIdentity(beyond);
        int width = QrBlocking.FormWidth(_packed.Rows, _packed.Columns);
        for (int j = reflectors == 0 ? -1 : (reflectors - 1) / width * width; j >= 0; j -= width)
        {
            FormPanels(q.Slice(j, j, q.Rows - j, q.Columns - j), j, Math.Min(width, reflectors - j), workspace, parallelism);
        }
    }

    /// <summary>C = (I − V·T·Vᵀ)·[I 0; 0 C2] for the panels of some columns, with the C2 that those on the right have made; all else of C is written only (LAPACK: dorgqr).</summary>
    private void FormPanels(MatrixSpan<T> c, int first, int count, Span<T> workspace, Parallelism parallelism)
    {
        int below = c.Rows - count, right = c.Columns - count;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> v = parts.TakePadded(c.Rows, count, QrBlocking.PanelStride<T>(count)), t = parts.TakeMatrix(count, count);
        MatrixSpan<T> w = parts.TakeMatrix(count, c.Columns);
        Span<T> other = parts.Take(count * c.Columns);
        MatrixSpan<T> tw = Workspace<T>.Shape(other, count, c.Columns);
        MatrixSpan<T> v1 = v.Slice(0, 0, count, count), v2 = v.Slice(count, 0, below, count);
        CopyVectors(v, first);
        JoinTriangles(t, v, first, other);
        v1.Transposed.CopyTo(w.Slice(0, 0, count, count));
        if (right > 0)
        {
            Gemm.Multiply(w.Slice(0, count, count, right), v2.Transposed, c.Slice(count, count, below, right), T.One, T.Zero, parallelism);
        }

        BlockReflector.MultiplyByTriangle(tw, t, false, w, -T.One, parallelism);
        Gemm.Multiply(c.Slice(0, 0, count, c.Columns), v1, tw, T.One, T.Zero, parallelism);
        AddIdentity(c.Slice(0, 0, count, count));
        if (below > 0)
        {
            Gemm.Multiply(c.Slice(count, 0, below, count), v2, tw.Slice(0, 0, count, count), T.One, T.Zero, parallelism);
            Gemm.Multiply(c.Slice(count, count, below, right), v2, tw.Slice(0, count, count, right), T.One, T.One, parallelism);
        }
    }

    /// <summary>T of the panels from column <paramref name="first"/> on, whose vectors are V.</summary>
    private void JoinTriangles(MatrixSpan<T> t, MatrixSpan<T> v, int first, Span<T> work)
    {
        if (_triangles.Columns == 0)
        {
            FormTriangle(t, v, v.Slice(0, 0, 0, v.Columns), first);
            return;
        }

        for (int j = 0, count; j < t.Rows; j += count)
        {
            count = Math.Min(_width, t.Rows - j);
            Triangle(first + j, count).CopyTo(t.Slice(j, j, count, count));
            if (j > 0)
            {
                t.Slice(j, 0, count, j).Fill(T.Zero);
                MatrixSpan<T> below = v.Slice(j, 0, v.Rows - j, j + count);
                BlockReflector.JoinTriangles(
                    t.Slice(0, j, j, count), t.Slice(0, 0, j, j), t.Slice(j, j, count, count), below.Slice(0, 0, below.Rows, j), below.Slice(0, j, below.Rows, count), work);
            }
        }
    }

    /// <summary>T of the panel at column <paramref name="first"/>, whose vectors are [V1; V2].</summary>
    public void FormTriangle(MatrixSpan<T> t, ReadOnlyMatrixSpan<T> v1, ReadOnlyMatrixSpan<T> v2, int first)
    {
        Gemm.Gram(t, v1, T.One, T.Zero);
        Gemm.Gram(t, v2, T.One, T.One);
        BlockReflector.FormTriangle(t, t, _tau.Slice(first, t.Rows));
    }

    /// <summary>The first rows of the vectors from column <paramref name="first"/> on, with their ones and zeros.</summary>
    public void CopyVectors(MatrixSpan<T> v, int first)
    {
        _packed.Slice(first, first, v.Rows, v.Columns).CopyTo(v);
        for (int i = 0; i < v.Columns; i++)
        {
            Span<T> row = v.RowSpan(i);
            row[i] = T.One;
            row[(i + 1)..].Clear();
        }
    }

    private ReadOnlyMatrixSpan<T> Triangle(int first, int count) => _triangles.Slice(first, 0, count, count);

    private static void AddIdentity(MatrixSpan<T> c)
    {
        for (int i = 0; i < c.Columns; i++)
        {
            c[i, i] += T.One;
        }
    }
}
