namespace FastBias;

/// <summary>How a direct factorization (<see cref="Qr{T}"/>, <see cref="PivotedQr{T}"/>, <see cref="CompleteOrthogonal{T}"/>, <see cref="Cholesky{T}"/>) works.</summary>
public sealed record FactorOptions
{
    /// <summary>What to do about NaN and infinity. The check costs one pass over the matrix, which the factorization makes anyhow.</summary>
    public FinitePolicy Finite { get; init; } = FinitePolicy.Check;

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the factorization early, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
