using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Q and R as a factorization keeps them: R on and above the diagonal, the reflectors of Q below it (<see cref="StoredReflectors{T}"/>).</summary>
/// <remarks>The T are kept by a blocked factorization; otherwise they are formed when Q is applied for the first time. A small Q is formed without them.</remarks>
internal sealed class HouseholderFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _tau;
    private Matrix<T>? _triangles;

    /// <summary>Takes over the parts of a factorization.</summary>
    /// <param name="packed">m x n: R and the reflectors.</param>
    /// <param name="tau">min(m, n) scalars.</param>
    /// <param name="triangles">From <see cref="NewTriangles"/>: the T of each panel, or null to form them when needed.</param>
    public HouseholderFactors(Matrix<T> packed, T[] tau, Matrix<T>? triangles)
    {
        Packed = packed;
        _tau = tau;
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
    public int ApplyWorkspaceLength(int columns) => StoredReflectors<T>.ApplyWorkspaceLength(Packed.Rows, Packed.Columns, columns, hasTriangles: true);

    /// <summary>C = Q·C, or Qᵀ·C, without forming Q.</summary>
    /// <param name="c">m rows.</param>
    /// <param name="transposed">Qᵀ instead of Q.</param>
    /// <param name="workspace">At least <see cref="ApplyWorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Apply(MatrixSpan<T> c, bool transposed, Span<T> workspace, Parallelism parallelism) =>
        new StoredReflectors<T>(Packed, _tau, Triangles()).Apply(c, transposed, workspace, parallelism);

    /// <summary>The first <paramref name="columns"/> columns of Q, at least min(m, n).</summary>
    public Matrix<T> Form(int columns, Parallelism parallelism)
    {
        Matrix<T> q = Matrix<T>.Uninitialized(Packed.Rows, columns);
        bool isDirect = QrBlocking.IsDirect<T>(q.Rows, columns);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(StoredReflectors<T>.FormWorkspaceLength(Packed.Rows, Packed.Columns, columns));
        new StoredReflectors<T>(Packed, _tau, isDirect ? default : Triangles()).Form(q, lease.Span, parallelism);
        return q;
    }

    /// <summary>The upper trapezoid R, min(m, n) x n, times 2^exponent.</summary>
    public Matrix<T> FormR(int exponent)
    {
        Matrix<T> r = Matrix<T>.Uninitialized(Reflectors, Packed.Columns);
        UpperTrapezoid.Copy<T>(Packed, r);
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

    /// <summary>min(m, n) x width: the T of each panel, one under the other.</summary>
    private ReadOnlyMatrixSpan<T> Triangles()
    {
        // Two threads may both form them; they get the same bits, and either result may stay.
        Matrix<T>? triangles = Volatile.Read(ref _triangles);
        if (triangles is null)
        {
            triangles = NewTriangles(Packed.Rows, Packed.Columns);
            StoredReflectors<T> stored = new(Packed, _tau, default);
            MatrixSpan<T> all = triangles.AsSpan().Transposed;
            for (int j = 0, count; j < Reflectors; j += count)
            {
                count = Math.Min(all.Columns, Reflectors - j);
                MatrixSpan<T> v1 = Workspace<T>.Shape(new T[count * count], count, count);
                stored.CopyVectors(v1, j);
                stored.FormTriangle(all.Slice(j, 0, count, count), v1, Packed.Slice(j + count, j, Packed.Rows - j - count, count), j);
            }

            Volatile.Write(ref _triangles, triangles);
        }

        return triangles.AsSpan().Transposed;
    }
}
