namespace FastBias.Cli.Json;

/// <summary>A place in an input: row and column, counted from 0 as in NumPy.</summary>
internal sealed record Place(int Row, int Column, string? Input = null)
{
    public static Place? Of((int Row, int Column)? place, string? input = null) => place is { } at ? new Place(at.Row, at.Column, input) : null;
}

/// <summary>What <c>multiply</c> did.</summary>
internal sealed record MultiplyReport
{
    public required string Status { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Inner { get; init; }

    public required string Precision { get; init; }

    public required double GigaflopsPerSecond { get; init; }

    public required double ElapsedMs { get; init; }

    public required string Output { get; init; }
}

/// <summary>What <c>qr</c> and <c>svd</c> did.</summary>
internal sealed record FactorReport
{
    public required string Status { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public int? Rank { get; init; }

    public double? RankGap { get; init; }

    public required double ConditionEstimate { get; init; }

    public int? Sweeps { get; init; }

    public Place? FirstNonFinite { get; init; }

    public required double ElapsedMs { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }
}
