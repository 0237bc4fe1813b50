using System.Numerics;

namespace FastBias;

/// <summary>Aᵀ.</summary>
/// <remarks>The two applications of A with their roles exchanged: no cost of its own.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class TransposedOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _inner;

    /// <summary>Aᵀ for an operator A.</summary>
    /// <param name="inner">A, any shape.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    public TransposedOperator(ILinearOperator<T> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <inheritdoc/>
    public int Rows => _inner.Columns;

    /// <inheritdoc/>
    public int Columns => _inner.Rows;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x) => _inner.ApplyTransposed(y, x);

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => _inner.Apply(y, x);

    /// <inheritdoc/>
    public void ApplyRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x) => _inner.ApplyTransposedRows(y, x);

    /// <inheritdoc/>
    public void ApplyTransposedRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x) => _inner.ApplyRows(y, x);
}
