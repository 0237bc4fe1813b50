namespace FastBias;

/// <summary>How <see cref="NonNegativeSolver"/> works.</summary>
public sealed record NonNegativeOptions : SolverOptions
{
    /// <summary>The largest number of changes of the set of positive coefficients; 10·n + 30 if not given, where about n are usual.</summary>
    public int? MaxIterations { get; init; }
}
