using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="LassoPathSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record LassoPathOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The λ's, each positive and finite; a geometric grid from λ_max = ‖Aᵀb‖_∞, where the first coefficient enters, if not given. Descending order is fastest.</summary>
    public IReadOnlyList<T>? Lambdas { get; init; }

    /// <summary>The size of the default grid, at least 1.</summary>
    public int Count { get; init; } = 100;

    /// <summary>The last λ of the default grid over the first: between 0 and 1, both excluded.</summary>
    public T Ratio { get; init; } = T.One / T.CreateTruncating(1000);

    /// <summary>Whether a constant is fitted, which is never penalised.</summary>
    public bool Intercept { get; init; }

    /// <summary>A solution is accepted at a duality gap of at most this times ½‖b‖²; 10⁴·ε if not given. Positive, less than 1.</summary>
    public T? RelativeGap { get; init; }

    /// <summary>The largest number of sweeps over all columns for one λ, at least 1.</summary>
    public int MaxSweeps { get; init; } = 10_000;

    /// <summary>Told the number of λ's that are done.</summary>
    public IProgress<int>? Progress { get; init; }
}
