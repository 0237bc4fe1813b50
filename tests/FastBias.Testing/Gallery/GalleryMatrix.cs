using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>A test matrix and what is known about it.</summary>
/// <param name="Name">The name in <see cref="Gallery.Names"/>.</param>
/// <param name="A">The matrix.</param>
public sealed record GalleryMatrix(string Name, Matrix<double> A)
{
    /// <summary>The singular values, descending, where they are known; to about eps·σ₁.</summary>
    public double[]? SingularValues { get; init; }

    /// <summary>σ₁/σₙ, where it is known (∞ if singular); for some only the order of magnitude.</summary>
    public double? Condition { get; init; }

    /// <summary>The rank of the matrix before rounding, where it is known.</summary>
    public int? Rank { get; init; }

    /// <summary>Whether it is symmetric.</summary>
    public bool IsSymmetric { get; init; }

    /// <summary>Whether it is symmetric positive definite (before rounding).</summary>
    public bool IsPositiveDefinite { get; init; }

    /// <summary>The number of rows.</summary>
    public int Rows => A.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => A.Columns;

    /// <summary>Whether rounding to T neither overflows nor takes the largest element out of the normal range: what is known then holds to T's eps·σ₁.</summary>
    public bool FitsIn<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = A.Data.Length == 0 ? 0 : A.Data.Max(Math.Abs);
        return largest == 0 || T.IsNormal(T.CreateTruncating(largest));
    }

    /// <summary>The matrix rounded to T; see <see cref="FitsIn{T}"/>.</summary>
    public Matrix<T> As<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rounded = new(Rows, Columns);
        for (int i = 0; i < rounded.Data.Length; i++)
        {
            rounded.Data[i] = T.CreateTruncating(A.Data[i]);
        }

        return rounded;
    }

    /// <summary>The singular values of what is stored: exact to double, from double-double Jacobi.</summary>
    public double[] ComputeSingularValues() => [.. DoubleDoubleMatrix.SingularValues(A.ToArray()).Select(s => s.Hi)];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Rows}x{Columns}";
}
