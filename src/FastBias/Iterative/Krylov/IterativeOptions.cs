using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>What all iterative solvers share: where they start, when they stop, what they report.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public record IterativeOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The relative backward error at which to stop, not negative; eps^(3/4) if not given, 1.8e-12 in double and 6.4e-6 in float. The rules are those of
    /// <see cref="IterationStop"/>, with a lower bound of ‖A‖ in place of the norm, so that they never stop too early for its sake.
    /// </summary>
    public T? RelativeTolerance { get; init; }

    /// <summary>The cap on the steps, at least 1; the larger of 10,000 and 10·min(m, n) if not given.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>The start x₀, n elements; zero if not given. Not changed.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[]? Start { get; init; }

    /// <summary>
    /// The preconditioner P, n x n. Least squares (CGLS, LSQR, LSMR): min ‖A·P·u − b‖, x = x₀ + P·u, P of any kind, used with its transpose. CG and MINRES: an approximation
    /// of A⁻¹, symmetric positive definite. <see cref="Preconditioner"/> makes some.
    /// </summary>
    public ILinearOperator<T>? Preconditioner { get; init; }

    /// <summary>Whether the solution keeps a record of every step.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>Told of every step, on the calling thread; a slow receiver slows the solver.</summary>
    public IProgress<IterationRecord<T>>? Progress { get; init; }

    /// <summary>Looked at in every step; what has been computed so far is returned, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>The options of the least-squares iterations.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public record LeastSquaresIterationOptions<T> : IterativeOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>λ of min ‖A·x − b‖² + λ‖x‖², finite and not negative: the solver works on <see cref="AugmentedOperator{T}"/>.</summary>
    public T Lambda { get; init; }
}
