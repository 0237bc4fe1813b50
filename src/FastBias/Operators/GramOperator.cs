using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The normal operator AᵀA + λ·I, without forming it: symmetric, its eigenvalues are σ² + λ for the singular values σ of A.</summary>
/// <remarks>
/// y = Aᵀ·(A·x) + λ·x, two applications of A, or one pass over a matrix (<see cref="ILinearOperator{T}.ApplyGram"/>). Holds a vector of A.Rows elements between them: not for two threads at a time.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class GramOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _inner;
    private readonly T[] _image;
    private readonly T _lambda;

    /// <summary>AᵀA + λ·I for an operator A.</summary>
    /// <param name="inner">A, any shape.</param>
    /// <param name="lambda">λ, finite and not negative; zero if not given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative or not finite.</exception>
    public GramOperator(ILinearOperator<T> inner, T lambda = default)
    {
        ArgumentNullException.ThrowIfNull(inner);
        OperatorCheck.RequireLambda(lambda);
        _inner = inner;
        _image = new T[inner.Rows];
        _lambda = lambda;
    }

    /// <inheritdoc/>
    public int Rows => _inner.Columns;

    /// <inheritdoc/>
    public int Columns => _inner.Columns;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        _inner.ApplyGram(y, _image, x);
        if (_lambda != T.Zero)
        {
            VectorKernels.Axpy(y, _lambda, x);
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => Apply(y, x);

    /// <inheritdoc/>
    public void ApplyRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x)
    {
        Matrix<T> image = new(x.Rows, _inner.Rows);
        _inner.ApplyRows(image.AsSpan(), x);
        _inner.ApplyTransposedRows(y, image);
        for (int i = 0; _lambda != T.Zero && i < x.Rows; i++)
        {
            VectorKernels.Axpy(y.RowSpan(i), _lambda, x.RowSpan(i));
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposedRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x) => ApplyRows(y, x);
}
