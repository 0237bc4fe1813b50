using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="FirstOrderSolver"/> works; what a method does not use is not looked at.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record FirstOrderOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The method.</summary>
    public FirstOrderMethod Method { get; init; } = FirstOrderMethod.GradientDescent;

    /// <summary>c of f(w) = (c/2)·‖X·w − y‖², positive: 1 for half the sum of squares, 1/m for half the mean, 2/m for the mean.</summary>
    public T LossFactor { get; init; } = T.One;

    /// <summary>
    /// The step α (for Kaczmarz the relaxation ω), positive. Not given: the one with the best factor for gradient descent and heavy ball, 1/λ₁ for Nesterov and exponentiated
    /// gradient, half of its bound for stochastic gradients, 1 for Kaczmarz, 0.001 for sign descent and Adam.
    /// </summary>
    public T? Step { get; init; }

    /// <summary>β of heavy ball, Nesterov and Adam, 0 ≤ β &lt; 1. Not given: the best for heavy ball, (√κ − 1)/(√κ + 1) for Nesterov, 0.9 for Adam.</summary>
    public T? Momentum { get; init; }

    /// <summary>Adam's β₂, 0 ≤ β₂ &lt; 1.</summary>
    public T SecondMomentum { get; init; } = T.CreateTruncating(0.999);

    /// <summary>Adam's ε, not negative.</summary>
    public T Epsilon { get; init; } = T.CreateTruncating(1e-8);

    /// <summary>Rows in a batch of stochastic gradients, at least 1; the last may be smaller. A batch's gradient has the factor m/rows.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The seed of orders and choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>w₀, n elements; zeros if not given, ones for exponentiated gradient, which needs positive ones.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[]? Start { get; init; }

    /// <summary>See <see cref="FirstOrderStop.GradientSmall"/>; eps^(3/4) if not given. 0 runs to the cap.</summary>
    public T? RelativeTolerance { get; init; }

    /// <summary>The cap on steps (for stochastic gradients epochs, for Kaczmarz rounds of m projections), at least 1.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Singular values at most this times the largest count as zero; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>Runs although the step is not below its bound: to watch it diverge.</summary>
    public bool RunDivergent { get; init; }

    /// <summary>A record is kept of every step whose number is a multiple of this, and of the last; 0 keeps none.</summary>
    public int HistoryStride { get; init; }

    /// <summary>Told of every record that is kept.</summary>
    public IProgress<FirstOrderRecord<T>>? Progress { get; init; }

    /// <summary>How many threads the full gradients may use; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the run early, with what there is.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>The state after a step.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Iteration">Steps done; 0 is the start.</param>
/// <param name="Loss">f(w).</param>
/// <param name="GradientNorm">‖c·Xᵀ(X·w − y)‖, the full gradient.</param>
/// <param name="SolutionNorm">‖w‖.</param>
/// <param name="DistanceToLimit">‖w − predicted limit‖; NaN where there is no prediction.</param>
/// <param name="DistanceToMinimumNorm">‖w − X⁺y‖.</param>
public readonly record struct FirstOrderRecord<T>(int Iteration, T Loss, T GradientNorm, T SolutionNorm, T DistanceToLimit, T DistanceToMinimumNorm)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
