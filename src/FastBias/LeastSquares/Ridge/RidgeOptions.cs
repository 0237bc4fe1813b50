namespace FastBias;

/// <summary>How <see cref="RidgeSolver"/> works.</summary>
public sealed record RidgeOptions : SolverOptions
{
    /// <summary>The method.</summary>
    public RidgeMethod Method { get; init; } = RidgeMethod.Auto;

    /// <summary>Whether a constant is fitted, which is never penalised.</summary>
    public bool Intercept { get; init; }
}
