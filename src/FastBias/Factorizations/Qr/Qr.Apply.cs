using System.Numerics;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>C = Q·C with the full Q, without forming it (LAPACK: dormqr).</summary>
    /// <remarks>
    /// Aliasing: C is overwritten. NaN and infinity in C spread within their column. Accuracy: backward stable, the relative change of a column is at most c·m·n·ε.
    /// Cost: 4mk·p operations for p columns and k = min(m, n) reflectors, in matrix products; allocates 2·w·p elements for panels of w columns.
    /// </remarks>
    /// <param name="c">m x p, any strides.</param>
    /// <exception cref="ArgumentException"><paramref name="c"/> has not m rows. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public void ApplyQ(MatrixSpan<T> c) => Apply(c, transposed: false);

    /// <summary>C = Qᵀ·C with the full Q, without forming it (LAPACK: dormqr).</summary>
    /// <remarks>As <see cref="ApplyQ(MatrixSpan{T})"/>.</remarks>
    /// <param name="c">m x p, any strides.</param>
    /// <exception cref="ArgumentException"><paramref name="c"/> has not m rows. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public void ApplyQTransposed(MatrixSpan<T> c) => Apply(c, transposed: true);

    private void Apply(MatrixSpan<T> c, bool transposed)
    {
        FactorCheck.RequireSuccess(Status);
        FactorCheck.RequireShape(c.Rows, c.Columns, Rows, c.Columns, nameof(c));
        _factors.Apply(c, transposed, new T[_factors.ApplyWorkspaceLength(c.Columns)], _parallelism);
    }
}
