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

    /// <summary>The elements of workspace for applying Q to <paramref name="columns"/> columns.</summary>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative, or the workspace would not fit into one array.</exception>
    public int ApplyWorkspaceLength(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return _factors.ApplyWorkspaceLength(columns);
    }

    /// <summary>C = Q·C as <see cref="ApplyQ(MatrixSpan{T})"/>, in the caller's workspace.</summary>
    /// <remarks>Allocates nothing but, at the very first application of a small or pivoted Q, its triangular factors, which are kept.</remarks>
    /// <param name="c">m x p, any strides.</param>
    /// <param name="workspace">At least <see cref="ApplyWorkspaceLength"/> elements, overwritten; it does not overlap C.</param>
    /// <exception cref="ArgumentException"><paramref name="c"/> has not m rows, or the workspace is too short. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public void ApplyQ(MatrixSpan<T> c, Span<T> workspace) => Apply(c, transposed: false, workspace);

    /// <summary>C = Qᵀ·C as <see cref="ApplyQTransposed(MatrixSpan{T})"/>, in the caller's workspace.</summary>
    /// <remarks>As <see cref="ApplyQ(MatrixSpan{T}, Span{T})"/>.</remarks>
    /// <param name="c">m x p, any strides.</param>
    /// <param name="workspace">At least <see cref="ApplyWorkspaceLength"/> elements, overwritten; it does not overlap C.</param>
    /// <exception cref="ArgumentException"><paramref name="c"/> has not m rows, or the workspace is too short. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public void ApplyQTransposed(MatrixSpan<T> c, Span<T> workspace) => Apply(c, transposed: true, workspace);

    private void Apply(MatrixSpan<T> c, bool transposed)
    {
        FactorCheck.RequireSuccess(Status);
        Apply(c, transposed, new T[_factors.ApplyWorkspaceLength(c.Columns)]);
    }

    private void Apply(MatrixSpan<T> c, bool transposed, Span<T> workspace)
    {
        FactorCheck.RequireSuccess(Status);
        FactorCheck.RequireShape(c.Rows, c.Columns, Rows, c.Columns, nameof(c));
        FactorCheck.RequireLength(workspace.Length, _factors.ApplyWorkspaceLength(c.Columns), nameof(workspace));
        _factors.Apply(c, transposed, workspace, _parallelism);
    }
}
