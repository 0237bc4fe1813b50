using System.Numerics;

namespace FastBias;

/// <summary>A linear map that is known by what it does to a vector: a matrix, a product of matrices, a Hessian.</summary>
/// <remarks>
/// The iterative solvers see a matrix only through this. <see cref="AdjointTest"/> tells whether the two applications belong together, which is where hand-written
/// operators go wrong. An operator that holds a vector between two applications (sums, products, <see cref="GramOperator{T}"/>) is not for two threads at a time.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public interface ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The length of A·x.</summary>
    int Rows { get; }

    /// <summary>The length of x.</summary>
    int Columns { get; }

    /// <summary>y = A·x.</summary>
    /// <param name="y"><see cref="Rows"/> elements, overwritten; never overlaps <paramref name="x"/>.</param>
    /// <param name="x"><see cref="Columns"/> elements.</param>
    void Apply(Span<T> y, ReadOnlySpan<T> x);

    /// <summary>y = Aᵀ·x.</summary>
    /// <param name="y"><see cref="Columns"/> elements, overwritten; never overlaps <paramref name="x"/>.</param>
    /// <param name="x"><see cref="Rows"/> elements.</param>
    void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x);

    /// <summary>y = A·x and w = Aᵀ·y. One after the other unless an operator knows better: a dense matrix is then read once.</summary>
    /// <param name="w"><see cref="Columns"/> elements, overwritten; never overlaps the others.</param>
    /// <param name="y"><see cref="Rows"/> elements, overwritten; never overlaps <paramref name="x"/>.</param>
    /// <param name="x"><see cref="Columns"/> elements.</param>
    void ApplyGram(Span<T> w, Span<T> y, ReadOnlySpan<T> x)
    {
        Apply(y, x);
        ApplyTransposed(w, y);
    }

    /// <summary>Several vectors at once, each in a row: Y = X·Aᵀ. One by one unless an operator knows better: a dense matrix is then read once for all of them.</summary>
    /// <param name="y">k x <see cref="Rows"/> with contiguous rows, overwritten; never overlaps <paramref name="x"/>.</param>
    /// <param name="x">k x <see cref="Columns"/> with contiguous rows.</param>
    void ApplyRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x)
    {
        for (int i = 0; i < x.Rows; i++)
        {
            Apply(y.RowSpan(i), x.RowSpan(i));
        }
    }

    /// <summary>Several vectors at once, each in a row: Y = X·A.</summary>
    /// <param name="y">k x <see cref="Columns"/> with contiguous rows, overwritten; never overlaps <paramref name="x"/>.</param>
    /// <param name="x">k x <see cref="Rows"/> with contiguous rows.</param>
    void ApplyTransposedRows(MatrixSpan<T> y, ReadOnlyMatrixSpan<T> x)
    {
        for (int i = 0; i < x.Rows; i++)
        {
            ApplyTransposed(y.RowSpan(i), x.RowSpan(i));
        }
    }
}
