using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Dominant eigenpairs by repeated application: of a matrix, or of anything that can be applied to a vector.</summary>
public static partial class PowerIteration
{
    /// <summary>The eigenvalue of largest magnitude, by v ← A·v/‖A·v‖ with θ = vᵀ·A·v.</summary>
    /// <remarks>
    /// <para>Converges like |λ₂/λ₁| per step, and not at all if two eigenvalues share the largest magnitude (λ and −λ, or a complex pair): the status then says so.
    /// A start vector without any part along v₁ has probability zero, and rounding would supply one.</para>
    /// <para>Cost: 2·n² operations a step. The start depends on the seed alone; the bits do not depend on the number of threads.</para>
    /// Source: Golub, Van Loan, "Matrix Computations", 7.3.1 and 8.2.1.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, any strides; symmetric or not.</param>
    /// <param name="options">Tolerance, cap and seed.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PowerIterationResult<T> Dominant<T>(
        ReadOnlyMatrixSpan<T> a, PowerIterationOptions? options = null, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSquare(a.Rows, a.Columns, nameof(a));
        if (FiniteScan.First(a) is { } place)
        {
            return new PowerIterationResult<T>(Status.NonFiniteInput, T.Zero, [], T.Zero, 0) { FirstNonFinite = place };
        }

        return Dominant(new DenseOperator<T>(Matrix<T>.Copy(a), parallelism), options, cancellationToken);
    }

    /// <summary>The eigenvalue of largest magnitude of an operator; see the overload for a matrix. Only <see cref="ILinearOperator{T}.Apply"/> is called.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n.</param>
    /// <param name="options">Tolerance, cap and seed.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PowerIterationResult<T> Dominant<T>(
        ILinearOperator<T> a, PowerIterationOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        RequireSquare(a.Rows, a.Columns, nameof(a));
        options ??= new PowerIterationOptions();
        T tolerance = Tolerance<T>(options);
        T[] v = Start<T>(a.Rows, options.Seed), image = new T[a.Rows], rest = new T[a.Rows];
        T value = T.Zero, residual = T.Zero;
        for (int iteration = 1; iteration <= options.MaxIterations; iteration++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return new PowerIterationResult<T>(Status.Cancelled, value, v, residual, iteration - 1);
            }

            a.Apply(image, v);
            T norm = VectorKernels.Norm<T>(image), before = value;
            if (!T.IsFinite(norm))
            {
                return new PowerIterationResult<T>(Status.NonFiniteInput, value, v, residual, iteration);
            }

            value = VectorKernels.Dot<T>(v, image);
            image.CopyTo(rest, 0);
            VectorKernels.Axpy<T>(rest, -value, v);
            residual = VectorKernels.Norm<T>(rest);
            T allowed = tolerance * T.Abs(value);
            if (residual <= allowed && T.Abs(value - before) <= allowed)
            {
                return new PowerIterationResult<T>(Status.Success, value, v, residual, iteration);
            }

            if (norm != T.Zero && iteration < options.MaxIterations)
            {
                Divide(image, norm);
                (v, image) = (image, v);
            }
        }

        return new PowerIterationResult<T>(Status.NotConverged, value, v, residual, options.MaxIterations);
    }

    private static T[] Start<T>(int length, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] v = new T[length];
        new SplitMix(seed).Fill<T>(v);
        T norm = VectorKernels.Norm<T>(v);
        if (norm == T.Zero)
        {
            v[0] = norm = T.One;
        }

        Divide(v, norm);
        return v;
    }

    /// <summary>Divides, and does not multiply by 1/norm, which overflows for a subnormal norm.</summary>
    private static void Divide<T>(T[] x, T norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T element in x.AsSpan())
        {
            element /= norm;
        }
    }

    private static T Tolerance<T>(PowerIterationOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options));
        if (options.RelativeTolerance is { } given && !(given >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), given, "A tolerance is not negative.");
        }

        return options.RelativeTolerance is { } tolerance ? T.CreateTruncating(tolerance) : WorkingRange<T>.LooseTolerance;
    }

    internal static void RequireSquare(int rows, int columns, string name)
    {
        if (rows != columns || rows == 0)
        {
            throw new ArgumentException($"An eigenpair needs a square matrix that is not empty, and this one is {rows}x{columns}.", name);
        }
    }
}
