using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>α·A.</summary>
/// <remarks>y = α·(A·x); the product is rounded once more than A's. Cost: that of A and one pass over y.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class ScaledOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _factor;
    private readonly ILinearOperator<T> _inner;

    /// <summary>α·A.</summary>
    /// <param name="factor">α.</param>
    /// <param name="inner">A, any shape.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    public ScaledOperator(T factor, ILinearOperator<T> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _factor = factor;
        _inner = inner;
    }

    /// <inheritdoc/>
    public int Rows => _inner.Rows;

    /// <inheritdoc/>
    public int Columns => _inner.Columns;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        _inner.Apply(y, x);
        VectorKernels.Scale(y, _factor);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        _inner.ApplyTransposed(y, x);
        VectorKernels.Scale(y, _factor);
    }
}
