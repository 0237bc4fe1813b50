using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A + B.</summary>
/// <remarks>y = A·x + B·x, each element rounded once more. Holds a vector between the two: not for two threads at a time. Cost: those of A and B, and one pass over y.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class SumOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _first;
    private readonly ILinearOperator<T> _second;
    private readonly T[] _term;

    /// <summary>A + B.</summary>
    /// <param name="first">A.</param>
    /// <param name="second">B, of the same shape.</param>
    /// <exception cref="ArgumentNullException">An operator is null.</exception>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public SumOperator(ILinearOperator<T> first, ILinearOperator<T> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Rows != second.Rows || first.Columns != second.Columns)
        {
            throw new ArgumentException($"A is {first.Rows}x{first.Columns}, B is {second.Rows}x{second.Columns}; a sum needs equal shapes.", nameof(second));
        }

        _first = first;
        _second = second;
        _term = new T[Math.Max(first.Rows, first.Columns)];
    }

    /// <inheritdoc/>
    public int Rows => _first.Rows;

    /// <inheritdoc/>
    public int Columns => _first.Columns;

    /// <inheritdoc/>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        Span<T> term = _term.AsSpan(0, Rows);
        _first.Apply(y, x);
        _second.Apply(term, x);
        VectorKernels.Axpy(y, T.One, term);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        Span<T> term = _term.AsSpan(0, Columns);
        _first.ApplyTransposed(y, x);
        _second.ApplyTransposed(term, x);
        VectorKernels.Axpy(y, T.One, term);
    }
}
