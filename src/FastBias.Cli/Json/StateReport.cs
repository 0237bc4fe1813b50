namespace FastBias.Cli.Json;

/// <summary>What a state holds: <c>accumulate</c> and <c>merge</c> write it.</summary>
internal sealed record StateReport(long Rows, int Columns, IReadOnlyList<string> Shards, long DroppedRows, long Bytes, double ElapsedMs, string Written)
{
    /// <summary>Ranges of shards for people: 0-3, 7.</summary>
    public static IReadOnlyList<string> Ranges(LeastSquaresAccumulator<double> state) =>
        [.. state.Shards.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}")];
}
