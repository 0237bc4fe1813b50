using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="RidgePathSolver"/> minimises when it chooses λ.</summary>
public enum RidgePathCriterion
{
    /// <summary>The mean squared error of each row by the fit without it.</summary>
    LeaveOneOut,

    /// <summary>Generalised cross-validation: the same with the mean leverage in the place of each row's own.</summary>
    GeneralizedCrossValidation,
}

/// <summary>How <see cref="RidgePathSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RidgePathOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The λ's, each finite and not negative, in any order; a geometric grid of <see cref="Count"/> values if not given.</summary>
    public IReadOnlyList<T>? Lambdas { get; init; }

    /// <summary>The size of the default grid, from 10·σ₁² down to σᵣ²/100, descending; at least 1.</summary>
    public int Count { get; init; } = 100;

    /// <summary>Whether a constant is fitted, which is never penalised.</summary>
    public bool Intercept { get; init; }

    /// <summary>What the choice minimises.</summary>
    public RidgePathCriterion Criterion { get; init; } = RidgePathCriterion.LeaveOneOut;

    /// <summary>Singular values of at most this times the largest count as zero: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }
}
