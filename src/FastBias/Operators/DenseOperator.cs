using System.Numerics;

namespace FastBias;

/// <summary>A matrix as an operator.</summary>
/// <remarks>
/// y = A·x and y = Aᵀ·x by <see cref="Product"/>. The matrix is not copied: changes to it show. NaN and infinity propagate.
/// Cost: 2·m·n operations an application, nothing is allocated.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class DenseOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _matrix;
    private readonly Parallelism _parallelism;

    /// <summary>The operator of a matrix.</summary>
    /// <param name="matrix">The matrix, any shape.</param>
    /// <param name="parallelism">How many threads an application may use; the bits do not depend on it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matrix"/> is null.</exception>
    public DenseOperator(Matrix<T> matrix, Parallelism parallelism = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _matrix = matrix;
        _parallelism = parallelism;
    }

    /// <inheritdoc/>
    public int Rows => _matrix.Rows;

    /// <inheritdoc/>
    public int Columns => _matrix.Columns;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x) => Product.Multiply(y, _matrix, x, _parallelism);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => Product.Multiply(y, ((ReadOnlyMatrixSpan<T>)_matrix).Transposed, x, _parallelism);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void ApplyGram(Span<T> w, Span<T> y, ReadOnlySpan<T> x) => Product.MultiplyGram(w, y, _matrix, x, T.One, T.Zero, _parallelism);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public void ApplyRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x) => Product.Multiply(y, x, ((ReadOnlyMatrixSpan<T>)_matrix).Transposed, _parallelism);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public void ApplyTransposedRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x) => Product.Multiply(y, x, _matrix, _parallelism);
}
