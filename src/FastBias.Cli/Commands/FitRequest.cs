namespace FastBias.Cli.Commands;

/// <summary>The arguments of <c>fit</c>.</summary>
internal sealed record FitRequest
{
    public required TableRequest Data { get; init; }

    public required bool Standardize { get; init; }

    public required double? Lambda { get; init; }

    public required bool Stream { get; init; }

    public required string? Output { get; init; }

    public required Parallelism Parallelism { get; init; }

    public required bool Json { get; init; }

    public required CancellationToken Cancellation { get; init; }
}
