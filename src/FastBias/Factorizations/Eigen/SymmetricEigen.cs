using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The eigenvalues and eigenvectors of a symmetric matrix, A = V·Λ·Vᵀ (LAPACK: dsyev; NumPy: linalg.eigh).</summary>
/// <remarks>
/// A·V = V·diag(Values), V orthogonal, Values descending.
/// <para>Shapes: A is n x n and only one triangle of it is read; V is n x n. The matrix is copied and never changed.</para>
/// <para>Accuracy: ‖A − VΛVᵀ‖ ≤ p·eps·‖A‖ and ‖I − VᵀV‖ ≤ p·eps with p of the order of n (LAPACK's test ratios are at most 10 in the tests).
/// Norms may lie anywhere in the range of T; a power of two multiplies the values and changes no bit of V.</para>
/// <para>Cost: up to n = 12 two-sided Jacobi, 3·n³ operations a sweep; above, Householder's reduction to a tridiagonal matrix, 4/3·n³, divide and conquer, at most
/// 4/3·n³ in products of matrices (less where eigenvalues agree), and 2·n³ for the way back. The bits depend neither on the instruction set nor on the threads.</para>
/// Sources: Golub, Van Loan, "Matrix Computations", 8.3 to 8.5; Rutishauser, Numer. Math. 9 (1966); Bowdler, Martin, Reinsch, Wilkinson, Numer. Math. 11 (1968);
/// Cuppen, Numer. Math. 36 (1981); Gu, Eisenstat, SIMAX 16 (1995).
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class SymmetricEigen<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private SymmetricEigen(int size, Status status)
    {
        Size = size;
        Status = status;
        Values = [];
        Vectors = new Matrix<T>(size, 0);
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>: the cap on the iterations was reached, Values and Vectors are approximations;
    /// <see cref="Status.NonFiniteInput"/> and <see cref="Status.Cancelled"/>: no result.
    /// </summary>
    public Status Status { get; }

    /// <summary>The n eigenvalues, descending; infinite where the true one is beyond the range of <typeparamref name="T"/>.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Values { get; private init; }

    /// <summary>The eigenvectors in columns, in the order of <see cref="Values"/>.</summary>
    public Matrix<T> Vectors { get; private init; }

    /// <summary>Sweeps of the Jacobi method, or steps of the QL iteration in the blocks that are not divided.</summary>
    public int Iterations { get; private init; }

    /// <summary>The first element of the triangle that was read, row by row, that is NaN or infinite.</summary>
    public (int Row, int Column)? FirstNonFinite { get; private init; }

    /// <summary>A itself again: V·Λ·Vᵀ, n x n, up to rounding.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> says that there is no result.</exception>
    public Matrix<T> Reconstruct()
    {
        if (Status is Status.NonFiniteInput or Status.Cancelled)
        {
            throw new InvalidOperationException($"There is no decomposition: {Status}.");
        }

        Matrix<T> scaled = Vectors.Clone(), product = new(Size, Size);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                scaled[i, j] *= Values[j];
            }
        }

        Product.Multiply(product.AsSpan(), scaled, ((ReadOnlyMatrixSpan<T>)Vectors).Transposed);
        return product;
    }
}
