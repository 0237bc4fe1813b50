using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q₀·R₀ without pivoting, by matrix products, where A has many more rows than columns.</summary>
/// <remarks>
/// Unpivoted Householder QR has a small error in each column, so that R₀ has the singular values of A = B·D as accurately as A.
/// The columns' powers of two stay beside them: Q₀ is the same for every scaling of the columns.
/// </remarks>
internal readonly ref struct TallReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>With fewer columns the rotations of so few rows are cheaper.</summary>
    private const int FewestColumns = 9, FewestRows = 500;

    private readonly StoredReflectors<T> _reflectors;
    private readonly Parallelism _parallelism;

    private TallReduction(StoredReflectors<T> reflectors, ScaledVectors<T> columns, Parallelism parallelism)
    {
        _reflectors = reflectors;
        _parallelism = parallelism;
        Columns = columns;
    }

    /// <summary>The columns of R₀.</summary>
    public ScaledVectors<T> Columns { get; }

    /// <summary>Whether it pays: from m = 11/6·n on (Chan's rule as in LAPACK), but not where the matrix is small.</summary>
    public static bool Pays(int rows, int columns) => 6L * rows >= 11L * columns && (columns >= FewestColumns || (columns > 1 && rows >= FewestRows));

    /// <summary>The reduction, bit for bit as <see cref="Qr{T}"/> does it.</summary>
    public static TallReduction<T> Of(ScaledVectors<T> columns, scoped ref Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int m = columns.Length, n = columns.Count;
        MatrixSpan<T> packed = memory.TakeMatrix<T>(m, n), triangles = memory.TakeMatrix<T>(KeptWidth(m, n), n).Transposed;
        Span<T> tau = memory.Take<T>(n);
        ScaledVectors<T> reduced = new ScaledVectors<T>(n, n, 0, ref memory).WithBase(columns.Base);
        columns.Exponents.CopyTo(reduced.Exponents);
        columns.AsRows().Transposed.CopyTo(packed);
        T largest = ExactScaling.MaxAbs<T>(packed);
        int shift = ExactScaling.Shift(largest);
        ExactScaling.Scale(packed, shift);
        Arena inner = memory;
        QrDriver.Factor(packed, tau, T.ScaleB(largest, shift), triangles, inner.Take<T>(QrDriver.WorkspaceLength(m, n)), parallelism, cancellationToken);
        WriteTriangle(packed.Slice(0, 0, n, n), reduced, -shift);
        return new TallReduction<T>(new StoredReflectors<T>(packed, tau, triangles), reduced, parallelism);
    }

    /// <summary>The bytes that the reduction takes to keep.</summary>
    public static long KeptBytes(int rows, int columns) =>
        Arena.Bytes<T>((long)rows * columns) + Arena.Bytes<T>((long)KeptWidth(rows, columns) * columns) + Arena.Bytes<T>(columns) + ScaledVectors<T>.Bytes(columns, columns, 0);

    /// <summary>The bytes that making it works in, and <see cref="Expand"/> to so many columns.</summary>
    public static long WorkBytes(int rows, int columns, int count) =>
        Math.Max(Arena.Bytes<T>(QrDriver.WorkspaceLength(rows, columns)), Arena.Bytes<T>(StoredReflectors<T>.ApplyWorkspaceLength(rows, columns, count, hasTriangles: false)));

    /// <summary>Q₀ times [U 0; 0 I], m x count: the left singular vectors of A, and as many more as there are columns; U is in its place.</summary>
    public void Expand(MatrixSpan<T> left, Arena memory)
    {
        int n = Columns.Count;
        left.Slice(n, 0, left.Rows - n, left.Columns).Fill(T.Zero);
        left.Slice(0, n, n, left.Columns - n).Fill(T.Zero);
        for (int i = n; i < left.Columns; i++)
        {
            left[i, i] = T.One;
        }

        int length = StoredReflectors<T>.ApplyWorkspaceLength(left.Rows, n, left.Columns, hasTriangles: false);
        _reflectors.Apply(left, false, memory.Take<T>(length), _parallelism);
    }

    /// <summary>The columns of the T that the factorization leaves; none where it has no panels.</summary>
    private static int KeptWidth(int rows, int columns) => QrBlocking.IsDirect<T>(rows, columns) ? 0 : QrBlocking.Width(rows, columns);

    /// <summary>The columns of R, 2^exponent times what is on and above the diagonal, with zeros below.</summary>
    private static void WriteTriangle(MatrixSpan<T> packed, ScaledVectors<T> columns, int exponent)
    {
        MatrixSpan<T> rows = columns.AsRows();
        packed.Transposed.CopyTo(rows);
        for (int j = 0; j < columns.Count; j++)
        {
            columns[j][(j + 1)..].Clear();
        }

        ExactScaling.Scale(rows, exponent);
    }
}
