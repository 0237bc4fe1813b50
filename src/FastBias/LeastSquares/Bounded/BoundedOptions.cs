namespace FastBias;

/// <summary>How <see cref="BoundedSolver"/> works.</summary>
public sealed record BoundedOptions : SolverOptions
{
    /// <summary>The largest number of changes of the set of free coefficients; 10·n + 30 if not given, where about n are usual.</summary>
    public int? MaxIterations { get; init; }
}
