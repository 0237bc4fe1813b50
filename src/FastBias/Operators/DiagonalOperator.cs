using System.Numerics;

namespace FastBias;

/// <summary>A diagonal matrix, y_i = d_i·x_i.</summary>
/// <remarks>The diagonal is not copied: changes to it show. NaN and infinity propagate. Cost: n operations an application, nothing is allocated.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class DiagonalOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _diagonal;

    /// <summary>The operator of a diagonal.</summary>
    /// <param name="diagonal">n elements.</param>
    /// <exception cref="ArgumentNullException"><paramref name="diagonal"/> is null.</exception>
    public DiagonalOperator(T[] diagonal)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        _diagonal = diagonal;
    }

    /// <inheritdoc/>
    public int Rows => _diagonal.Length;

    /// <inheritdoc/>
    public int Columns => _diagonal.Length;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Rows, Columns);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = _diagonal[i] * x[i];
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x) => Apply(y, x);
}
