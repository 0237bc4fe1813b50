namespace FastBias.Cli.Json;

/// <summary>What <c>info</c> found.</summary>
internal sealed record InfoReport
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required string Isa { get; init; }

    public required int VectorBits { get; init; }

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required CacheReport Caches { get; init; }

    /// <summary>Measured, one core, GFLOP/s.</summary>
    public required double PeakDouble { get; init; }

    /// <summary>Measured, one core, GFLOP/s.</summary>
    public required double PeakSingle { get; init; }
}

/// <summary>Data caches in bytes.</summary>
internal sealed record CacheReport(int L1, int L2, int L3);
