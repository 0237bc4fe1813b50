using System.Numerics;

namespace FastBias;

/// <summary>The directions in which a triangle R is smallest, by inverse iteration of a few vectors at once: X = orth(R⁻¹·orth(R⁻ᵀ·X)).</summary>
/// <remarks>
/// <para>Each step brings the part of X along a singular vector down by (σ/σ_j)², σ the smallest singular value that there is no vector for, and R may be as singular as it likes: rounding
/// errors of a solve lie in the directions that are sought (Golub and Van Loan, Matrix Computations (4th ed.), section 7.6.1 for one vector, 8.2.4 for several). Orthonormal between
/// the two solves too, the numbers leave the range only where an element of the diagonal is close to its end.</para>
/// <para>How good the vectors are shows in ‖R·v‖, which is measured; nothing rests on their convergence.</para>
/// </remarks>
internal static class InverseIteration
{
    /// <summary>The number of vectors.</summary>
    public const int Vectors = 8;

    private const int Steps = 4;

    /// <summary>Orthonormal v in columns, whose R·v are orthogonal too, and the lengths of these, ascending; null where the numbers leave the range.</summary>
    /// <param name="r">n x n with n ≥ <see cref="Vectors"/>, upper triangular with zeros below, in the working range.</param>
    /// <param name="options">How many threads, and whether to stop.</param>
    /// <exception cref="OperationCanceledException">The caller wants it no longer.</exception>
    public static (Matrix<T> Directions, T[] Lengths)? Smallest<T>(ReadOnlyMatrixSpan<T> r, FactorOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> x = new(r.Rows, Vectors);
        new RandomSource(1).FillGaussian<T>(x.Data);
        for (int half = 0; half < 2 * Steps; half++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            bool first = half % 2 == 0;
            Triangular.Solve(x, first ? r.Transposed : r, first ? Triangle.Lower : Triangle.Upper, parallelism: options.Parallelism);
            Qr<T> qr = Qr<T>.Factor(x, options.Parallelism);
            if (qr.Status != Status.Success)
            {
                return null;
            }

            x = qr.Q;
        }

        // Rayleigh and Ritz: of all bases of this space the one whose images are orthogonal.
        Matrix<T> image = x.Clone(), directions = new(x.Rows, Vectors);
        Triangular.Multiply(image, r, Triangle.Upper, parallelism: options.Parallelism);
        Svd<T> svd = Svd<T>.Factor(image, new SvdOptions { Finite = FinitePolicy.Assume }, options.Parallelism, options.CancellationToken);
        options.CancellationToken.ThrowIfCancellationRequested();
        if (svd.Status != Status.Success)
        {
            return null;
        }

        Matrix<T> ascending = new(Vectors, Vectors);
        for (int j = 0; j < Vectors; j++)
        {
            svd.Vt.Row(j).CopyTo(ascending.Row(Vectors - 1 - j));
        }

        Product.Multiply(directions.AsSpan(), x, ascending.Transposed, options.Parallelism);
        svd.S.AsSpan().Reverse();
        return (directions, svd.S);
    }
}
