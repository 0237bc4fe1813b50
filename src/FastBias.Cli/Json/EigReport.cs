namespace FastBias.Cli.Json;

/// <summary>One eigenpair.</summary>
internal sealed record EigenpairReport
{
    public required double Value { get; init; }

    public required double Residual { get; init; }

    public required IReadOnlyList<double> Vector { get; init; }
}

/// <summary>What <c>eig</c> found.</summary>
internal sealed record EigReport
{
    public required string Status { get; init; }

    public required string Method { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required IReadOnlyList<EigenpairReport> Eigenpairs { get; init; }

    public required double ElapsedMs { get; init; }

    public Place? FirstNonFinite { get; init; }
}
