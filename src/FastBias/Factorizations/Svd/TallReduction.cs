using System.Numerics;

namespace FastBias;

/// <summary>A = Q₀·R₀ without pivoting, by matrix products, where A has many more rows than columns.</summary>
/// <remarks>
/// Unpivoted Householder QR has a small error in each column, so that R₀ has the singular values of A = B·D as accurately as A.
/// The columns' powers of two stay beside them: Q₀ is the same for every scaling of the columns.
/// </remarks>
internal sealed class TallReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>With fewer columns the rotations of so few rows are cheaper.</summary>
    private const int FewestColumns = 9, FewestRows = 500;

    private readonly Qr<T> _qr;
    private readonly Parallelism _parallelism;

    private TallReduction(Qr<T> qr, ScaledVectors<T> columns, Parallelism parallelism)
    {
        _qr = qr;
        _parallelism = parallelism;
        Columns = columns;
    }

    /// <summary>The columns of R₀.</summary>
    public ScaledVectors<T> Columns { get; }

    /// <summary>Whether it pays: from m = 11/6·n on (Chan's rule as in LAPACK), but not where the matrix is small.</summary>
    public static bool Pays(int rows, int columns) => 6L * rows >= 11L * columns && (columns >= FewestColumns || (columns > 1 && rows >= FewestRows));

    /// <summary>The reduction, or null where it does not pay.</summary>
    public static TallReduction<T>? Of(ScaledVectors<T> columns, Parallelism parallelism, CancellationToken cancellationToken)
    {
        if (!Pays(columns.Length, columns.Count))
        {
            return null;
        }

        FactorOptions options = new() { Finite = FinitePolicy.Assume, Parallelism = parallelism, CancellationToken = cancellationToken };
        Qr<T> qr = Qr<T>.Factor(((ReadOnlyMatrixSpan<T>)columns.AsRows()).Transposed, options);
        cancellationToken.ThrowIfCancellationRequested();
        ScaledVectors<T> reduced = new(columns.Count, columns.Count) { Base = columns.Base };
        ((ReadOnlyMatrixSpan<T>)qr.R).Transposed.CopyTo(reduced.AsRows());
        columns.Exponents.CopyTo(reduced.Exponents, 0);
        return new TallReduction<T>(qr, reduced, parallelism);
    }

    /// <summary>Q₀ times [U 0; 0 I], m x count: the left singular vectors of A, and as many more as asked for.</summary>
    public Matrix<T> Expand(Matrix<T> left, int count)
    {
        Matrix<T> expanded = Matrix<T>.Identity(_qr.Rows, count);
        left.AsSpan().CopyTo(expanded.Slice(0, 0, left.Rows, left.Columns));
        _qr.ApplyQ(expanded.AsSpan());
        return expanded;
    }
}
