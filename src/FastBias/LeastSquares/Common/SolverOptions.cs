namespace FastBias;

/// <summary>What every direct solver lets its caller choose.</summary>
public abstract record SolverOptions
{
    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the call early, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
