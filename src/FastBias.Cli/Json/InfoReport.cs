namespace FastBias.Cli.Json;

/// <summary>What <c>info</c> found.</summary>
internal sealed record InfoReport
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required string Isa { get; init; }

    public required int VectorBits { get; init; }

    public required int Cores { get; init; }

    public required IReadOnlyList<CacheReport> Caches { get; init; }

    /// <summary>Measured, one core, GFLOP/s.</summary>
    public required double PeakDouble { get; init; }

    /// <summary>Measured, one core, GFLOP/s.</summary>
    public required double PeakSingle { get; init; }
}

/// <summary>A level of cache.</summary>
internal sealed record CacheReport(int Level, long Bytes);
