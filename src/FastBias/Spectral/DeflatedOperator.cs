using System.Numerics;

namespace FastBias;

/// <summary>A·P, or P·A·P, with the projection P = I − Vᵀ·V to what is orthogonal to some orthonormal rows V.</summary>
internal sealed class DeflatedOperator<T>(ILinearOperator<T> a, Matrix<T> rows, bool bothSides) : ILinearOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _shares = new T[rows.Rows];
    private readonly T[] _projected = new T[a.Columns];

    public int Rows => a.Rows;

    public int Columns => a.Columns;

    public void Apply(Span<T> y, ReadOnlySpan<T> x)
    {
        x.CopyTo(_projected);
        Project(_projected);
        a.Apply(y, _projected);
        if (bothSides)
        {
            Project(y);
        }
    }

    public void ApplyTransposed(Span<T> y, ReadOnlySpan<T> x)
    {
        if (bothSides)
        {
            Apply(y, x);
            return;
        }

        a.ApplyTransposed(y, x);
        Project(y);
    }

    /// <summary>x = P·x, twice, as the first time leaves rounding errors of the size of what it took away.</summary>
    public void Project(Span<T> x)
    {
        for (int k = 0; k < 2; k++)
        {
            Product.Multiply<T>(_shares, rows, x);
            Product.Multiply(x, ((ReadOnlyMatrixSpan<T>)rows).Transposed, _shares, -T.One, T.One);
        }
    }
}
