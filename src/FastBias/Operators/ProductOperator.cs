using System.Numerics;

namespace FastBias;

/// <summary>A·B.</summary>
/// <remarks>y = A·(B·x); the product is never formed. Holds a vector between the two: not for two threads at a time. Cost: those of A and B.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class ProductOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _left;
    private readonly ILinearOperator<T> _right;
    private readonly T[] _between;

    /// <summary>A·B.</summary>
    /// <param name="left">A, m x k.</param>
    /// <param name="right">B, k x n.</param>
    /// <exception cref="ArgumentNullException">An operator is null.</exception>
    /// <exception cref="ArgumentException">A has not as many columns as B has rows.</exception>
    public ProductOperator(ILinearOperator<T> left, ILinearOperator<T> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Columns != right.Rows)
        {
            throw new ArgumentException($"A is {left.Rows}x{left.Columns}, B is {right.Rows}x{right.Columns}; A·B needs m x k, k x n.", nameof(right));
        }

        _left = left;
        _right = right;
        _between = new T[left.Columns];
    }

    /// <inheritdoc/>
    public int Rows => _left.Rows;

    /// <inheritdoc/>
    public int Columns => _right.Columns;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        _right.Apply(_between, x);
        _left.Apply(y, _between);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        _left.ApplyTransposed(_between, x);
        _right.ApplyTransposed(y, _between);
    }
}
