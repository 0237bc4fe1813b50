using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The spectrum of a large symmetric operator as a measure: a few nodes with weights, by stochastic Lanczos quadrature.</summary>
/// <remarks>
/// <code>
///   tr f(A) ≈ n/s · Σ over s random vectors · Σ_k τ_k²·f(θ_k)        θ, τ from s tridiagonal matrices of order p
/// </code>
/// Exact for polynomials f up to degree 2p − 1 but for the sampling error of Hutchinson's estimate. The nodes at the ends of the spectrum are eigenvalues themselves.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class SpectralDensity<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal SpectralDensity(Status status, int size, int samples, T[] nodes, T[] weights)
    {
        Status = status;
        Size = size;
        Samples = samples;
        Nodes = nodes;
        Weights = weights;
    }

    /// <summary><see cref="Status.Success"/>; <see cref="Status.NonFiniteInput"/> (the operator gave NaN or infinity) and <see cref="Status.Cancelled"/>: no nodes.</summary>
    public Status Status { get; }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>s, the random vectors.</summary>
    public int Samples { get; }

    /// <summary>The nodes, ascending.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Nodes { get; }

    /// <summary>Their weights, not negative, with sum 1.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Weights { get; }

    /// <summary>n·Σ weight·f(node) ≈ tr f(A): log-determinants, effective degrees of freedom, moments.</summary>
    /// <param name="f">The function, finite at the nodes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="f"/> is null.</exception>
    public T TraceOf(Func<T, T> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        T sum = T.Zero;
        for (int k = 0; k < Nodes.Length; k++)
        {
            sum += Weights[k] * f(Nodes[k]);
        }

        return T.CreateTruncating(Size) * sum;
    }

    /// <summary>The share of the eigenvalues that are at most <paramref name="bound"/>, as the nodes have it.</summary>
    /// <param name="bound">The bound.</param>
    public T Cumulative(T bound)
    {
        T sum = T.Zero;
        for (int k = 0; k < Nodes.Length && Nodes[k] <= bound; k++)
        {
            sum += Weights[k];
        }

        return sum;
    }

    /// <summary>A smooth density at a point: each node as a Gaussian of that width. Uses the platform's exponential.</summary>
    /// <param name="at">The point.</param>
    /// <param name="width">The standard deviation, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
    public T Density(T at, T width)
    {
        if (!(width > T.Zero))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "A width is positive.");
        }

        T sum = T.Zero, unit = T.One / (width * T.CreateTruncating(2.50662827463100050242));
        for (int k = 0; k < Nodes.Length; k++)
        {
            T distance = (at - Nodes[k]) / width;
            sum += Weights[k] * unit * T.Exp(T.ScaleB(-distance * distance, -1));
        }

        return sum;
    }
}

/// <summary>Stochastic Lanczos quadrature.</summary>
public static class SpectralDensity
{
    /// <summary>The spectral measure of a symmetric operator.</summary>
    /// <remarks>
    /// Full reorthogonalization, so that no eigenvalue is counted twice. Cost: samples·steps applications, 4·n·steps² operations a sample. An empty A has no nodes.
    /// The bits depend on the seed alone. Source: S. Ubaru, J. Chen, Y. Saad, Fast estimation of tr f(A) via stochastic Lanczos quadrature, SIAM J. Matrix Anal. Appl. 38 (2017).
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, symmetric, which is not checked.</param>
    /// <param name="samples">s, at least 1.</param>
    /// <param name="steps">p, at least 1; cut at n.</param>
    /// <param name="seed">The seed of the signs.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public static SpectralDensity<T> Estimate<T>(ILinearOperator<T> a, int samples = 10, int steps = 60, ulong seed = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A is {a.Rows}x{a.Columns}, and not square.", nameof(a));
        }

        RandomSource random = new(seed);
        List<(T Node, T Weight)> all = [];
        for (int sample = 0; sample < samples && a.Rows > 0; sample++)
        {
            Status status = Sample(a, Math.Min(steps, a.Rows), random.Split((ulong)sample), T.CreateTruncating(samples), all, cancellationToken);
            if (status != Status.Success)
            {
                return new(status, a.Rows, samples, [], []);
            }
        }

        all.Sort((x, y) => x.Node.CompareTo(y.Node) is var sign && sign != 0 ? sign : x.Weight.CompareTo(y.Weight));
        return new(Status.Success, a.Rows, samples, [.. all.Select(pair => pair.Node)], [.. all.Select(pair => pair.Weight)]);
    }

    /// <summary>Lanczos from one vector of signs; the nodes are the Ritz values, the weights the squares of the first components over s.</summary>
    private static Status Sample<T>(ILinearOperator<T> a, int steps, RandomSource random, T samples, List<(T Node, T Weight)> all, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovBasis<T> basis = new(steps, a.Rows, random.Split(0), default);
        Matrix<T> signs = new(1, a.Rows), projected = new(steps, steps);
        random.FillSigns<T>(signs.Data);
        basis.Append(signs);
        int size = 0;
        for (bool more = true; more && size < steps;)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Status.Cancelled;
            }

            Matrix<T> image = new(1, a.Rows);
            a.ApplyRows(image.AsSpan(), basis.Rows(size, 1));
            if (!T.IsFinite(VectorKernels.MaxAbs<T>(image.Data)))
            {
                return Status.NonFiniteInput;
            }

            (Matrix<T> coefficients, Matrix<T> lower) = basis.Append(image);
            projected[size, size] = coefficients[0, size];

            // A zero means that the vectors so far span an invariant subspace: the quadrature is complete.
            more = lower.Columns == 1 && lower[0, 0] > T.Zero;
            if (more)
            {
                projected[size + 1, size] = projected[size, size + 1] = lower[0, 0];
            }

            size++;
        }

        SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(projected.Slice(0, 0, size, size), cancellationToken: CancellationToken.None);
        for (int k = 0; k < size; k++)
        {
            T first = eigen.Vectors[0, k];
            all.Add((eigen.Values[k], first * first / samples));
        }

        return Status.Success;
    }
}
