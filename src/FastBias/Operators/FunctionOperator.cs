using System.Numerics;

namespace FastBias;

/// <summary>An operator of two functions of the caller's: a convolution, a sparse matrix, a Hessian-vector product.</summary>
/// <remarks>Try <see cref="AdjointTest"/> on it once: a second function that is not the adjoint of the first makes every solver wrong without a sign.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class FunctionOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearAction<T> _apply;
    private readonly LinearAction<T> _applyTransposed;

    /// <summary>An operator of two functions.</summary>
    /// <param name="rows">m, not negative.</param>
    /// <param name="columns">n, not negative.</param>
    /// <param name="apply">y = A·x: writes m elements, reads n.</param>
    /// <param name="applyTransposed">y = Aᵀ·x: writes n elements, reads m.</param>
    /// <exception cref="ArgumentNullException">A function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public FunctionOperator(int rows, int columns, LinearAction<T> apply, LinearAction<T> applyTransposed)
    {
        OperatorCheck.RequireShape(rows, columns);
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(applyTransposed);
        Rows = rows;
        Columns = columns;
        _apply = apply;
        _applyTransposed = applyTransposed;
    }

    /// <summary>A symmetric operator of one function.</summary>
    /// <param name="size">n, not negative.</param>
    /// <param name="apply">y = A·x, which is also Aᵀ·x.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public FunctionOperator(int size, LinearAction<T> apply)
        : this(size, size, apply, apply)
    {
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap; the function was not called.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Rows, Columns);
        _apply(y, x);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap; the function was not called.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Columns, Rows);
        _applyTransposed(y, x);
    }
}
