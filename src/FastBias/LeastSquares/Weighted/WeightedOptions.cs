using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="WeightedSolver"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record WeightedOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether a constant is added to the model, one for each right-hand side: min Σ wᵢ·(aᵢ·x + c − bᵢ)².</summary>
    public bool Intercept { get; init; }

    /// <summary>Directions in which A (its rows as they are, centred with an intercept) is not larger than this times its norm count as zero; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }
}
