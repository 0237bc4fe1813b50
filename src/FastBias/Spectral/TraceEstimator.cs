using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>tr A of an operator that can only be applied.</summary>
public static class TraceEstimator
{
    /// <summary>Vectors applied at once.</summary>
    private const int Block = 16;

    /// <summary>Hutchinson's estimate: the mean of zᵀ·A·z over random signs z.</summary>
    /// <remarks>
    /// Variance of one sample: 2·(‖A_s‖_F² − Σ a_ii²), A_s the symmetric part; exact for a diagonal A. An empty A has trace 0. Cost: one application a sample. The bits depend on the
    /// seed alone. Source: M. Hutchinson, Commun. Stat. Simul. 19 (1990).
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n; only <see cref="ILinearOperator{T}.ApplyRows"/> is called.</param>
    /// <param name="samples">At least 1.</param>
    /// <param name="seed">The seed of the signs.</param>
    /// <param name="cancellationToken">Looked at between blocks of samples.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    public static TraceEstimate<T> Hutchinson<T>(ILinearOperator<T> a, int samples, ulong seed = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return Sample(a, samples, new RandomSource(seed), null, cancellationToken);
    }

    /// <summary>Hutch++: tr(QᵀAQ) exactly for an approximate range Q of A, and Hutchinson's estimate of what lies outside it.</summary>
    /// <remarks>
    /// A third of the applications each for the range, the exact part and the samples. For a positive semidefinite A the relative error is of the order 1/applications, where
    /// Hutchinson's is 1/√applications; nothing is gained for a flat spectrum. The bits depend on the seed alone.
    /// Source: R. Meyer, C. Musco, C. Musco, D. Woodruff, Hutch++: optimal stochastic trace estimation, SOSA 2021.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n; only <see cref="ILinearOperator{T}.ApplyRows"/> is called.</param>
    /// <param name="applications">At least 3.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than three applications.</exception>
    public static TraceEstimate<T> HutchPlusPlus<T>(ILinearOperator<T> a, int applications, ulong seed = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(applications, 3);
        int n = a.Rows, width = Math.Min(n, applications / 3);
        if (cancellationToken.IsCancellationRequested)
        {
            return Nothing<T>(Status.Cancelled, 0);
        }

        RandomSource random = new(seed);
        Matrix<T> signs = new(width, n), images = new(width, n);
        random.FillSigns<T>(signs.Data);
        a.ApplyRows(images.AsSpan(), signs);
        if (!T.IsFinite(VectorKernels.MaxAbs<T>(images.Data)))
        {
            return Nothing<T>(Status.NonFiniteInput, width);
        }

        KrylovBasis<T> range = new(width, n, random.Split(0), default);
        range.Append(images);
        Matrix<T> basis = Matrix<T>.Copy(range.Rows(0, range.Count));
        a.ApplyRows(images.AsSpan(), basis);
        T inside = T.Zero;
        for (int i = 0; i < width; i++)
        {
            inside += VectorKernels.Dot<T>(basis.Row(i), images.Row(i));
        }

        if (width == n)
        {
            return new(T.IsFinite(inside) ? Status.Success : Status.NonFiniteInput, inside, T.Zero, 2 * width);
        }

        TraceEstimate<T> outside = Sample(a, applications - (2 * (applications / 3)), random.Split(1), basis, cancellationToken);
        return outside with { Value = inside + outside.Value, Applications = outside.Applications + (2 * width) };
    }

    /// <summary>The mean and the spread of zᵀ·A·z, z without its part in the span of <paramref name="without"/>.</summary>
    private static TraceEstimate<T> Sample<T>(ILinearOperator<T> a, int samples, RandomSource random, Matrix<T>? without, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[samples];
        for (int first = 0; first < samples; first += Block)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Nothing<T>(Status.Cancelled, first);
            }

            int count = Math.Min(Block, samples - first);
            Matrix<T> signs = new(count, a.Columns), images = new(count, a.Rows);
            random.FillSigns<T>(signs.Data);
            if (without is not null)
            {
                RemoveSpan(signs, without);
            }

            a.ApplyRows(images.AsSpan(), signs);
            for (int i = 0; i < count; i++)
            {
                values[first + i] = VectorKernels.Dot<T>(signs.Row(i), images.Row(i));
            }
        }

        return T.IsFinite(VectorKernels.MaxAbs<T>(values)) ? Summary(values) : Nothing<T>(Status.NonFiniteInput, samples);
    }

    private static void RemoveSpan<T>(Matrix<T> rows, Matrix<T> basis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> shares = new(rows.Rows, basis.Rows);
        Product.Multiply(shares.AsSpan(), rows, ((ReadOnlyMatrixSpan<T>)basis).Transposed);
        Product.Multiply<T>(rows.AsSpan(), shares, basis, -T.One, T.One);
    }

    private static TraceEstimate<T> Summary<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(values.Length), mean = T.Zero;
        foreach (T value in values)
        {
            mean += value / count;
        }

        T[] deviations = [.. values.Select(value => value - mean)];
        T spread = VectorKernels.Norm<T>(deviations);
        return new(Status.Success, mean, values.Length < 2 ? T.NaN : spread / T.Sqrt(count * (count - T.One)), values.Length);
    }

    private static TraceEstimate<T> Nothing<T>(Status status, int applications)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(status, T.NaN, T.NaN, applications);

    private static void Require<T>(ILinearOperator<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A is {a.Rows}x{a.Columns}, and not square.", nameof(a));
        }
    }
}
