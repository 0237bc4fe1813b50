using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>[A; √λ·I], m + n rows: min ‖[A; √λ·I]·x − [b; 0]‖² is min ‖A·x − b‖² + λ‖x‖².</summary>
/// <remarks>Ridge for every least-squares solver that knows nothing of ridge. Cost: that of A and one pass over x.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class AugmentedOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _inner;
    private readonly T _root;

    /// <summary>[A; √λ·I].</summary>
    /// <param name="inner">A, m x n.</param>
    /// <param name="lambda">λ, finite and not negative.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative or not finite.</exception>
    public AugmentedOperator(ILinearOperator<T> inner, T lambda)
    {
        ArgumentNullException.ThrowIfNull(inner);
        OperatorCheck.RequireLambda(lambda);
        _inner = inner;
        _root = T.Sqrt(lambda);
    }

    /// <inheritdoc/>
    public int Rows => checked(_inner.Rows + _inner.Columns);

    /// <inheritdoc/>
    public int Columns => _inner.Columns;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Rows, Columns);
        _inner.Apply(y[.._inner.Rows], x);
        Span<T> below = y[_inner.Rows..];
        x.CopyTo(below);
        VectorKernels.Scale(below, _root);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Columns, Rows);
        _inner.ApplyTransposed(y, x[.._inner.Rows]);
        VectorKernels.Axpy(y, _root, x[_inner.Rows..]);
    }
}
