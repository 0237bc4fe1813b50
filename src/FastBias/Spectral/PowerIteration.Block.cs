using System.Numerics;

namespace FastBias;

/// <content>Several eigenpairs of a symmetric matrix.</content>
public static partial class PowerIteration
{
    /// <summary>The k eigenvalues of largest magnitude of a symmetric matrix, by orthogonal iteration with Rayleigh-Ritz.</summary>
    /// <remarks>
    /// <para>A block of k + max(k, 8) vectors is applied at once, by a matrix product; a pair converges like |λ_b+1/λ_j| per step, b the size of the block, so
    /// that a cluster among the wanted values, λ and −λ included, does no harm.</para>
    /// <para>Accuracy: every residual is at most the tolerance times |θ₁|. Cost: 2·n²·b + 8·n·b² operations a step.</para>
    /// Source: Parlett, "The Symmetric Eigenvalue Problem", 14.4; Rutishauser, Numer. Math. 13 (1969).
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, any strides, symmetric (which is not checked).</param>
    /// <param name="count">k, from 1 to n.</param>
    /// <param name="options">Tolerance, cap and seed.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or an option is out of its range.</exception>
    public static DominantEigenpairs<T> DominantEigenpairs<T>(
        ReadOnlyMatrixSpan<T> a, int count, PowerIterationOptions? options = null, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSquare(a.Rows, a.Columns, nameof(a));
        if (FiniteScan.First(a) is { } place)
        {
            return new DominantEigenpairs<T>(Status.NonFiniteInput, [], new Matrix<T>(a.Rows, 0), [], 0) { FirstNonFinite = place };
        }

        Matrix<T> copy = Matrix<T>.Copy(a);
        BlockIteration<T> block = new(a.Rows, count, options ?? new PowerIterationOptions(), Tolerance<T>);

        // Rows times Aᵀ, so that a transposed view of A means what it says even if A is not quite symmetric.
        return block.Run((image, rows) => Product.Multiply(image.AsSpan(), rows, ((ReadOnlyMatrixSpan<T>)copy).Transposed, parallelism, cancellationToken), cancellationToken);
    }

    /// <summary>The k eigenvalues of largest magnitude of a symmetric operator; see the overload for a matrix. Only <see cref="ILinearOperator{T}.Apply"/> is called.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, symmetric (which is not checked).</param>
    /// <param name="count">k, from 1 to n.</param>
    /// <param name="options">Tolerance, cap and seed.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or an option is out of its range.</exception>
    public static DominantEigenpairs<T> DominantEigenpairs<T>(
        ILinearOperator<T> a, int count, PowerIterationOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RequireSquare(a.Rows, a.Columns, nameof(a));
        BlockIteration<T> block = new(a.Rows, count, options ?? new PowerIterationOptions(), Tolerance<T>);
        return block.Run((image, rows) => a.ApplyRows(image.AsSpan(), rows), cancellationToken);
    }
}
