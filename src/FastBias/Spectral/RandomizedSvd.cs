using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The randomised SVD of Halko, Martinsson and Tropp: a few passes over A, all of them matrix products (scikit-learn: <c>randomized_svd</c>).</summary>
public static class RandomizedSvd
{
    /// <summary>So many vectors probe the range; the bound fails with probability 10^−10.</summary>
    private const int Probes = 10;

    /// <summary>About the k largest singular triplets of a matrix.</summary>
    /// <remarks>
    /// <para>Y = (A·Aᵀ)^q·A·Ω with a Gaussian Ω of k + p columns, orthonormalised after every product; Q a basis of Y; Qᵀ·A = Û·Σ·Vᵀ; U = Q·Û.</para>
    /// <para>Status: <see cref="Status.Success"/>: the method ended, <see cref="PartialSvd{T}.RangeError"/> says how good the range is;
    /// <see cref="Status.NonFiniteInput"/> with its place; <see cref="Status.Cancelled"/>.</para>
    /// <para>Accuracy: E‖A − Q·Qᵀ·A‖ ≤ (1 + 4·√(2·min(m, n)/(k + p − 1)))^(1/(2q + 1))·σ_(k+1); the values are never too large but for rounding. No convergence is waited for: where that is
    /// needed, <see cref="GolubKahan"/>. The bits depend on the seed, and not on the instruction set or threads. Cost: 2q + 2 passes of 2mn(k + p), and 4(m + n)(k + p)²(q + 1).</para>
    /// <para>Source: N. Halko, P.-G. Martinsson, J. Tropp, Finding structure with randomness, SIAM Review 53 (2011), algorithms 4.4 and 5.1, equation 4.3 for the bound.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n; not changed.</param>
    /// <param name="count">k, from 1 to min(m, n).</param>
    /// <param name="options">Oversampling, power iterations, seed, threads, cancellation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of its range.</exception>
    public static PartialSvd<T> Factor<T>(Matrix<T> a, int count, RandomizedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        Require(a.Rows, a.Columns, count, options);
        return T.IsFinite(ExactScaling.MaxAbs<T>(a))
            ? Run(new DenseOperator<T>(a, options.Parallelism), count, options)
            : new PartialSvd<T>(Status.NonFiniteInput, new Matrix<T>(a.Rows, 0), [], new Matrix<T>(0, a.Columns), 0) { FirstNonFinite = FiniteScan.First<T>(a) };
    }

    /// <summary>About the k largest singular triplets of an operator; see the overload for a matrix.</summary>
    /// <inheritdoc cref="Factor{T}(Matrix{T}, int, RandomizedSvdOptions?)"/>
    public static PartialSvd<T> Factor<T>(ILinearOperator<T> a, int count, RandomizedSvdOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        Require(a.Rows, a.Columns, count, options);
        return Run(a, count, options);
    }

    private static PartialSvd<T> Run<T>(ILinearOperator<T> a, int count, RandomizedSvdOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = (int)Math.Min(Math.Min(a.Rows, a.Columns), count + (long)options.Oversampling);
        RandomSource random = new(options.Seed);
        Matrix<T> across = new(width, a.Columns), along = new(width, a.Rows);
        random.FillGaussian<T>(across.Data);
        for (int pass = 0; pass <= options.PowerIterations; pass++)
        {
            if (options.CancellationToken.IsCancellationRequested)
            {
                return PartialSvd<T>.Nothing(Status.Cancelled, a.Rows, a.Columns, pass);
            }

            a.ApplyRows(along.AsSpan(), across);
            if (!T.IsFinite(VectorKernels.MaxAbs<T>(along.Data)))
            {
                return PartialSvd<T>.Nothing(Status.NonFiniteInput, a.Rows, a.Columns, pass + 1);
            }

            Orthonormalize(along, options);
            a.ApplyTransposedRows(across.AsSpan(), along);
            if (!T.IsFinite(VectorKernels.MaxAbs<T>(across.Data)))
            {
                return PartialSvd<T>.Nothing(Status.NonFiniteInput, a.Rows, a.Columns, pass + 1);
            }

            if (pass < options.PowerIterations)
            {
                Orthonormalize(across, options);
            }
        }

        Svd<T> small = Svd<T>.Factor(across, null, options.Parallelism, options.CancellationToken);
        if (small.Status is Status.Cancelled or Status.NonFiniteInput)
        {
            return PartialSvd<T>.Nothing(small.Status, a.Rows, a.Columns, options.PowerIterations + 1);
        }

        Matrix<T> u = new(a.Rows, count);
        Product.Multiply(u.AsSpan(), ((ReadOnlyMatrixSpan<T>)along).Transposed, small.U.Slice(0, 0, width, count), options.Parallelism);
        return new PartialSvd<T>(small.Status, u, small.S[..count], Matrix<T>.Copy(small.Vt.Slice(0, 0, count, a.Columns)), options.PowerIterations + 1)
        {
            RangeError = RangeError(a, along, random.Split(1)),
        };
    }

    /// <summary>10·√(2/π)·max ‖(I − Q·Qᵀ)·A·ω‖ over some Gaussian ω bounds ‖A − Q·Qᵀ·A‖ but for a probability of 10^−(their number).</summary>
    private static T RangeError<T>(ILinearOperator<T> a, Matrix<T> rows, RandomSource random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> probes = new(Probes, a.Columns), images = new(Probes, a.Rows), shares = new(Probes, rows.Rows);
        random.FillGaussian<T>(probes.Data);
        a.ApplyRows(images.AsSpan(), probes);
        Product.Multiply(shares.AsSpan(), images, ((ReadOnlyMatrixSpan<T>)rows).Transposed);
        Product.Multiply<T>(images.AsSpan(), shares, rows, -T.One, T.One);
        T worst = T.Zero;
        for (int i = 0; i < Probes; i++)
        {
            worst = T.Max(worst, VectorKernels.Norm<T>(images.Row(i)));
        }

        return T.CreateTruncating(10 * 0.79788456080286535588) * worst;
    }

    /// <summary>The rows become an orthonormal basis of their span.</summary>
    private static void Orthonormalize<T>(Matrix<T> rows, RandomizedSvdOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Qr<T> qr = Qr<T>.Factor(((ReadOnlyMatrixSpan<T>)rows).Transposed, options.Parallelism);
        ((ReadOnlyMatrixSpan<T>)qr.Q).Transposed.CopyTo(rows);
    }

    private static void Require(int rows, int columns, int count, RandomizedSvdOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(rows, columns));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Oversampling, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.PowerIterations, nameof(options));
    }
}
