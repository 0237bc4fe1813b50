using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Products of matrices and vectors (BLAS: gemm, gemv, ger, syrk).</summary>
public static class Product
{
    /// <summary>C = A·B (BLAS: dgemm, sgemm).</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="c">m x n, overwritten.</param>
    /// <param name="a">m x k.</param>
    /// <param name="b">k x n.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks; C is then partly written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B. Nothing was written.</exception>
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(c, a, b, T.One, T.Zero, parallelism, cancellationToken);

    /// <summary>C = alpha·A·B + beta·C (BLAS: dgemm, sgemm).</summary>
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(a.Columns == b.Rows && c.Rows == a.Rows && c.Columns == b.Columns, $"C is {c.Rows}x{c.Columns}, A is {a.Rows}x{a.Columns}, B is {b.Rows}x{b.Columns}.", nameof(c));
        Gemm.Multiply(c, a, b, alpha, beta, parallelism, cancellationToken);
    }

    /// <summary>A·B as a new matrix.</summary>
    public static Matrix<T> Multiply<T>(Matrix<T> a, Matrix<T> b, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Matrix<T> c = new(a.Rows, b.Columns);
        Multiply(c.AsSpan(), a, b, parallelism, cancellationToken);
        return c;
    }

    /// <summary>y = alpha·A·x + beta·y (BLAS: dgemv); pass <c>a.Transposed</c> for Aᵀx.</summary>
    public static void Multiply<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(a.Columns == x.Length && a.Rows == y.Length, $"y has {y.Length} elements, A is {a.Rows}x{a.Columns}, x has {x.Length}.", nameof(y));
        Gemm.MultiplyVector(y, a, x, alpha, beta, parallelism);
    }

    /// <summary>y = A·x (BLAS: dgemv).</summary>
    public static void Multiply<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(y, a, x, T.One, T.Zero, parallelism);

    /// <summary>A = A + alpha·x·yᵀ (BLAS: dger).</summary>
    public static void AddRankOne<T>(MatrixSpan<T> a, ReadOnlySpan<T> x, ReadOnlySpan<T> y, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(a.Rows == x.Length && a.Columns == y.Length, $"A is {a.Rows}x{a.Columns}, x has {x.Length} elements, y has {y.Length}.", nameof(a));
        Gemm.RankOne(a, x, y, alpha);
    }

    /// <summary>The Gram matrix C = alpha·AᵀA + beta·C, both triangles (BLAS: dsyrk); pass <c>a.Transposed</c> for A·Aᵀ.</summary>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(c.Rows == a.Columns && c.Columns == a.Columns, $"C is {c.Rows}x{c.Columns}, A is {a.Rows}x{a.Columns}.", nameof(c));
        Gemm.Gram(c, a, alpha, beta, parallelism, cancellationToken);
    }

    private static void Require(bool fits, string message, string name)
    {
        if (!fits)
        {
            throw new ArgumentException(message, name);
        }
    }
}
