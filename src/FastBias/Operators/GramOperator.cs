using System.Numerics;

namespace FastBias;

/// <summary>AᵀA as an operator, without forming it: symmetric, its eigenvalues are the squares of A's singular values.</summary>
/// <remarks>
/// y = Aᵀ·(A·x), two applications of A. Holds a vector of A.Rows elements between them: not for two threads at a time.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class GramOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _inner;
    private readonly T[] _image;

    /// <summary>AᵀA for an operator A.</summary>
    /// <param name="inner">A, any shape.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    public GramOperator(ILinearOperator<T> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _image = new T[inner.Rows];
    }

    /// <inheritdoc/>
    public int Rows => _inner.Columns;

    /// <inheritdoc/>
    public int Columns => _inner.Columns;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        _inner.Apply(_image, x);
        _inner.ApplyTransposed(y, _image);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => Apply(y, x);
}
