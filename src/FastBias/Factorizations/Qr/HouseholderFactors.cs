using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Q and R as they are stored: R on and above the diagonal, the reflectors of Q = H₀H₁… below it, and the T of each panel.</summary>
/// <remarks>
/// <code>
///    r r r r      tau   T of panel 0 (w x w)
///    v r r r      ...   T of panel 1
///    v v r r            ...
///    v v v r
/// </code>
/// The T are kept by a blocked factorization; otherwise they are formed when Q is applied for the first time. A small Q is formed without them.
/// </remarks>
internal sealed class HouseholderFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _tau;
    private readonly int _width;
    private Matrix<T>? _triangles;

    /// <summary>Takes over the parts of a factorization.</summary>
    /// <param name="packed">m x n: R and the reflectors.</param>
    /// <param name="tau">min(m, n) scalars.</param>
    /// <param name="triangles">From <see cref="NewTriangles"/>: the T of each panel, or null to form them when needed.</param>
    public HouseholderFactors(Matrix<T> packed, T[] tau, Matrix<T>? triangles)
    {
        Packed = packed;
        _tau = tau;
        _width = QrBlocking.Width(packed.Rows, packed.Columns);
        _triangles = triangles;
    }

    /// <summary>Room for the T of each panel of an m x n matrix, which the panels make column by column: its transpose is min(m, n) x width.</summary>
    public static Matrix<T> NewTriangles(int rows, int columns) => new(QrBlocking.Width(rows, columns), Math.Min(rows, columns));

    /// <summary>R and the reflectors.</summary>
    public Matrix<T> Packed { get; }

    /// <summary>The number of reflectors, min(m, n).</summary>
    public int Reflectors => _tau.Length;

    /// <summary>The leading square upper triangle of R; what lies below its diagonal is not R.</summary>
    public ReadOnlyMatrixSpan<T> Triangle => Packed.Slice(0, 0, Reflectors, Reflectors);

    /// <summary>The elements of workspace for applying Q to <paramref name="columns"/> columns.</summary>
    public int ApplyWorkspaceLength(int columns) =>
        Workspace<T>.RequireLength(((long)_width * _width) + (2L * _width * columns));

    /// <summary>C = Q·C, or Qᵀ·C, without forming Q.</summary>
    /// <param name="c">m rows.</param>
    /// <param name="transposed">Qᵀ instead of Q.</param>
    /// <param name="workspace">At least <see cref="ApplyWorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Apply(MatrixSpan<T> c, bool transposed, Span<T> workspace, Parallelism parallelism)
    {
        int panels = (Reflectors + _width - 1) / _width;
        for (int p = 0; p < panels; p++)
        {
            ApplyPanel(c, (transposed ? p : panels - 1 - p) * _width, transposed, workspace, parallelism);
        }
    }

    /// <summary>The first <paramref name="columns"/> columns of Q, at least min(m, n): the last panel first, each to the rows and columns it can change.</summary>
    public Matrix<T> Form(int columns, Parallelism parallelism)
    {
        Matrix<T> q = Matrix<T>.Uninitialized(Packed.Rows, columns);
        if (QrBlocking.IsDirect(q.Rows, columns))
        {
            QrDirect.Form<T>(q, Packed.Slice(0, 0, q.Rows, Reflectors), _tau);
            return q;
        }

        MatrixSpan<T> beyond = q.Slice(Reflectors, Reflectors, q.Rows - Reflectors, columns - Reflectors);
        beyond.Fill(T.Zero);
        AddIdentity(beyond, beyond.Columns);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Reflectors == 0 ? 0 : ApplyWorkspaceLength(columns));
        for (int j = (Reflectors - 1) / _width * _width; j >= 0 && Reflectors > 0; j -= _width)
        {
            FormPanel(q.Slice(j, j, q.Rows - j, columns - j), j, lease.Span, parallelism);
        }

        return q;
    }

    /// <summary>C = (I − V·T·Vᵀ)·[I 0; 0 C2] with the C2 that the panels on the right have made; all else of C is written only (LAPACK: dorgqr).</summary>
    private void FormPanel(MatrixSpan<T> c, int first, Span<T> workspace, Parallelism parallelism)
    {
        int count = Math.Min(_width, Reflectors - first), below = c.Rows - count, right = c.Columns - count;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> v1 = parts.TakeMatrix(count, count), w = parts.TakeMatrix(count, c.Columns), tw = parts.TakeMatrix(count, c.Columns), top = c.Slice(0, 0, count, c.Columns);
        ReadOnlyMatrixSpan<T> v2 = Packed.Slice(first + count, first, below, count);
        ExplicitTop(v1, first);
        v1.Transposed.CopyTo(w.Slice(0, 0, count, count));
        if (right > 0)
        {
            Gemm.Multiply(w.Slice(0, count, count, right), v2.Transposed, c.Slice(count, count, below, right), T.One, T.Zero, parallelism);
        }

        Gemm.Multiply(tw, Triangles().Slice(first, 0, count, count), w, -T.One, T.Zero, parallelism);
        Gemm.Multiply(top, v1, tw, T.One, T.Zero, parallelism);
        AddIdentity(top, count);
        if (below > 0)
        {
            Gemm.Multiply(c.Slice(count, 0, below, count), v2, tw.Slice(0, 0, count, count), T.One, T.Zero, parallelism);
            Gemm.Multiply(c.Slice(count, count, below, right), v2, tw.Slice(0, count, count, right), T.One, T.One, parallelism);
        }
    }

    private static void AddIdentity(MatrixSpan<T> c, int count)
    {
        for (int i = 0; i < count; i++)
        {
            c[i, i] += T.One;
        }
    }

    /// <summary>The upper trapezoid R, min(m, n) x n, times 2^exponent.</summary>
    public Matrix<T> FormR(int exponent)
    {
        Matrix<T> r = new(Reflectors, Packed.Columns);
        for (int i = 0; i < r.Rows; i++)
        {
            Packed.Row(i)[i..].CopyTo(r.Row(i)[i..]);
        }

        ExactScaling.Scale(r.Data.AsSpan(), exponent);
        return r;
    }

    /// <summary>Q·R·2^exponent.</summary>
    public Matrix<T> Reconstruct(int exponent, Parallelism parallelism)
    {
        Matrix<T> a = new(Packed.Rows, Packed.Columns);
        FormR(0).AsSpan().CopyTo(a.Slice(0, 0, Reflectors, a.Columns));
        Apply(a, false, new T[ApplyWorkspaceLength(a.Columns)], parallelism);
        ExactScaling.Scale(a.Data.AsSpan(), exponent);
        return a;
    }

    private void ApplyPanel(MatrixSpan<T> c, int first, bool transposed, Span<T> workspace, Parallelism parallelism)
    {
        int count = Math.Min(_width, Reflectors - first), below = Packed.Rows - first - count;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> v1 = parts.TakeMatrix(count, count);
        ExplicitTop(v1, first);
        BlockReflector.Apply(
            c.Slice(first, 0, count, c.Columns),
            v1,
            c.Slice(first + count, 0, below, c.Columns),
            Packed.Slice(first + count, first, below, count),
            Triangles().Slice(first, 0, count, count),
            transposed,
            parts.Take(2 * count * c.Columns),
            parallelism);
    }

    /// <summary>V1, the square top of a panel's V, with its ones and zeros.</summary>
    private void ExplicitTop(MatrixSpan<T> v1, int first)
    {
        v1.Fill(T.Zero);
        for (int i = 0; i < v1.Rows; i++)
        {
            Packed.Row(first + i).Slice(first, i).CopyTo(v1.RowSpan(i));
            v1[i, i] = T.One;
        }
    }

    /// <summary>min(m, n) x width: the T of each panel, one under the other.</summary>
    private ReadOnlyMatrixSpan<T> Triangles()
    {
        // Two threads may both form them; they get the same bits, and either result may stay.
        Matrix<T>? triangles = Volatile.Read(ref _triangles);
        if (triangles is null)
        {
            triangles = NewTriangles(Packed.Rows, Packed.Columns);
            for (int j = 0; j < Reflectors; j += _width)
            {
                FormTriangle(triangles.AsSpan().Transposed, j);
            }

            Volatile.Write(ref _triangles, triangles);
        }

        return triangles.AsSpan().Transposed;
    }

    private void FormTriangle(MatrixSpan<T> triangles, int first)
    {
        int count = Math.Min(_width, Reflectors - first), below = Packed.Rows - first - count;
        MatrixSpan<T> t = triangles.Slice(first, 0, count, count);
        MatrixSpan<T> v1 = Workspace<T>.Shape(new T[count * count], count, count);
        ExplicitTop(v1, first);
        Gemm.Gram(t, v1, T.One, T.Zero);
        Gemm.Gram(t, Packed.Slice(first + count, first, below, count), T.One, T.One);
        BlockReflector.FormTriangle(t, t, _tau.AsSpan(first, count));
    }
}
