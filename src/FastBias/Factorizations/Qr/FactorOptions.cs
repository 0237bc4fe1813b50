namespace FastBias;

/// <summary>How a direct factorization (<see cref="Qr{T}"/>, <see cref="PivotedQr{T}"/>, <see cref="CompleteOrthogonal{T}"/>, <see cref="Cholesky{T}"/>) works.</summary>
public sealed record FactorOptions
{
    /// <summary>What to do about NaN and infinity.</summary>
    /// <remarks>A factorization looks at its largest element in any case, and never starts on one that is not finite: under
    /// <see cref="FinitePolicy.Assume"/> the status is <see cref="Status.NonFiniteInput"/> too, without the position.</remarks>
    public FinitePolicy Finite { get; init; } = FinitePolicy.Check;

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the factorization early, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
