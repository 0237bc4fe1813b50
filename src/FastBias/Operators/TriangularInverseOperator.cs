using System.Numerics;

namespace FastBias;

/// <summary>T⁻¹ of a triangular matrix T, applied by substitution: the preconditioner that a Cholesky or QR factor makes.</summary>
/// <remarks>A zero on the diagonal gives infinities or NaNs. The triangle is not copied. Cost: n² operations an application.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class TriangularInverseOperator<T> : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _triangle;
    private readonly Triangle _half;

    /// <summary>The inverse of a triangle.</summary>
    /// <param name="triangle">n x n; the other half is never read.</param>
    /// <param name="half">Which half of it is the triangle.</param>
    /// <exception cref="ArgumentNullException"><paramref name="triangle"/> is null.</exception>
    /// <exception cref="ArgumentException">It is not square.</exception>
    public TriangularInverseOperator(Matrix<T> triangle, Triangle half)
    {
        ArgumentNullException.ThrowIfNull(triangle);
        if (triangle.Rows != triangle.Columns)
        {
            throw new ArgumentException($"The triangle is {triangle.Rows}x{triangle.Columns}, and not square.", nameof(triangle));
        }

        _triangle = triangle;
        _half = half;
    }

    /// <inheritdoc/>
    public int Rows => _triangle.Rows;

    /// <inheritdoc/>
    public int Columns => _triangle.Columns;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Rows, Columns);
        x.CopyTo(y);
        Triangular.Solve(new MatrixSpan<T>(y, y.Length, 1), _triangle, _half);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit, or the vectors overlap.</exception>
    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        OperatorCheck.RequireLengths(y, x, Columns, Rows);
        x.CopyTo(y);
        Triangular.Solve(new MatrixSpan<T>(y, y.Length, 1), ((ReadOnlyMatrixSpan<T>)_triangle).Transposed, _half == Triangle.Lower ? Triangle.Upper : Triangle.Lower);
    }
}
