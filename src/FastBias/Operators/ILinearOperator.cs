using System.Numerics;

namespace FastBias;

/// <summary>A linear map that is known by what it does to a vector: a matrix, a product of matrices, a Hessian.</summary>
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
}
