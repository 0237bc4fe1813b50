using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Preconditioners for the iterative solvers; any other <see cref="ILinearOperator{T}"/> of the right shape is one too.</summary>
public static class Preconditioner
{
    /// <summary>Column scaling P = diag(1/‖a_j‖) for least squares: A·P has columns of norm 1.</summary>
    /// <remarks>
    /// Within a factor of √n of the best diagonal scaling (van der Sluis 1969). A zero column keeps the factor 1. For a wide A the solution is then the one with the
    /// smallest ‖P⁻¹x‖, and not the smallest ‖x‖. Cost: 2mn operations.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    public static DiagonalOperator<T> Columns<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] scale = new T[a.Columns], column = new T[a.Rows];
        for (int j = 0; j < a.Columns; j++)
        {
            a.Slice(0, j, a.Rows, 1).CopyTo(new MatrixSpan<T>(column, a.Rows, 1));
            T norm = VectorKernels.Norm<T>(column);
            scale[j] = norm == T.Zero ? T.One : T.One / norm;
        }

        return new DiagonalOperator<T>(scale);
    }

    /// <summary>Jacobi's preconditioner diag(1/a_ii) for CG and MINRES.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n with a positive diagonal; nothing else of it is read.</param>
    /// <exception cref="ArgumentException">A is not square, or a diagonal element is not positive and finite.</exception>
    public static DiagonalOperator<T> Jacobi<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FactorCheck.RequireShape(a.Rows, a.Columns, a.Rows, a.Rows, nameof(a));
        T[] scale = new T[a.Rows];
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = a[i, i] > T.Zero && T.IsFinite(a[i, i]) ? T.One / a[i, i] : throw new ArgumentException($"a[{i}, {i}] = {a[i, i]} is not positive and finite.", nameof(a));
        }

        return new DiagonalOperator<T>(scale);
    }

    /// <summary>(L·Lᵀ)⁻¹ for CG and MINRES, from the Cholesky factor of a matrix near A.</summary>
    /// <remarks>Cost: 2n² operations an application.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="factor">The factorization of a matrix near A.</param>
    /// <exception cref="ArgumentNullException"><paramref name="factor"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The factorization has no result.</exception>
    public static ILinearOperator<T> Cholesky<T>(Cholesky<T> factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(factor);
        TriangularInverseOperator<T> inverse = new(factor.L, Triangle.Lower);
        return new ProductOperator<T>(new TransposedOperator<T>(inverse), inverse);
    }

    /// <summary>R⁻¹ for least squares, from a triangular R with RᵀR near AᵀA: that of a sketch of A, of a part of its rows, of yesterday's A.</summary>
    /// <remarks>Cost: n² operations an application.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="r">n x n, upper triangular.</param>
    /// <exception cref="ArgumentNullException"><paramref name="r"/> is null.</exception>
    /// <exception cref="ArgumentException">R is not square.</exception>
    public static TriangularInverseOperator<T> UpperTriangle<T>(Matrix<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(r, Triangle.Upper);
}
