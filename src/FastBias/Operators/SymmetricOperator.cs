using System.Numerics;

namespace FastBias;

/// <summary>A symmetric matrix as an operator that reads little more than half of it: for large matrices the memory, and not the arithmetic, takes the time.</summary>
/// <remarks>
/// <code>
///   ┌──┐                 row panel by row panel (32 rows, which stay in the cache):
///   │d ├──┐                  y_panel += P·x_left + d·x_panel
///   │P │d ├──┐               y_left  += Pᵀ·x_panel
///   └──┴──┴──┘           what lies right of the diagonal blocks is never read
/// </code>
/// The panels are the same on every machine, and so are the bits. The matrix is not copied. NaN and infinity propagate. Cost: 2n² operations an application; on the calling thread.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class SymmetricOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Panel = 32;

    private readonly Matrix<T> _matrix;

    /// <summary>The operator of a symmetric matrix.</summary>
    /// <param name="matrix">n x n, symmetric, which is not checked: what is read is on and below the diagonal blocks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matrix"/> is null.</exception>
    /// <exception cref="ArgumentException">It is not square.</exception>
    public SymmetricOperator(Matrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        FactorCheck.RequireShape(matrix.Rows, matrix.Columns, matrix.Rows, matrix.Rows, nameof(matrix));
        _matrix = matrix;
    }

    /// <inheritdoc/>
    public int Rows => _matrix.Rows;

    /// <inheritdoc/>
    public int Columns => _matrix.Columns;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Rows, Columns);
        y.Clear();
        for (int first = 0; first < y.Length; first += Panel)
        {
            int count = Math.Min(Panel, y.Length - first);
            ReadOnlyMatrixSpan<T> panel = _matrix.Slice(first, 0, count, first + count);
            Product.Multiply(y.Slice(first, count), panel, x[..(first + count)]);
            if (first > 0)
            {
                Product.Multiply(y[..first], panel.Slice(0, 0, count, first).Transposed, x.Slice(first, count), T.One, T.One);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => Apply(y, x);
}
