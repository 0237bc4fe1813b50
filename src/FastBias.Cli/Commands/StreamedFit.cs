using System.Diagnostics;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fit</c> on a table that is read block by block.</summary>
internal static class StreamedFit
{
    /// <summary>Asked for, or no text, or so large that it would fill a quarter of the memory.</summary>
    public static bool Suits(FitRequest request)
    {
        TableRequest table = request.Data;
        string ending = Path.GetExtension(table.Table).ToLowerInvariant();
        return request.Stream || ending == ".npy"
            || (ending is ".csv" or ".tsv" && File.Exists(table.Table) && new FileInfo(table.Table).Length > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
    }

    public static int Run(Terminal terminal, FitRequest request)
    {
        TableRequest table = request.Data;
        string? cannot = request.Standardize ? "--standardize" : table.Missing == CsvMissing.Mean ? "--missing mean" : null;
        if (cannot is not null)
        {
            throw new UsageException($"{table.Table} is read block by block, and {cannot} would need it whole{(request.Stream ? "; without --stream it is read whole if it fits into memory" : string.Empty)}");
        }

        long start = Stopwatch.GetTimestamp();
        (LeastSquaresAccumulator<double> state, long dropped) = TableHints.Read(() => terminal.WatchProgress($"reading {table.Table}", progress => ShardReader.Accumulate(table.Table, new ShardOptions
        {
            Target = table.Target,
            Excluded = table.Excluded,
            Categorical = table.Categorical,
            CategoryColumns = table.Categories,
            Baseline = table.Baseline,
            Intercept = table.Intercept,
            DropMissing = table.Missing == CsvMissing.DropRow,
            Progress = progress,
            CancellationToken = request.Cancellation,
        })), "--missing drop leaves such rows out");
        LeastSquaresOptions<double> options = new() { Lambda = request.Lambda, Parallelism = request.Parallelism, CancellationToken = request.Cancellation };
        return StateFit.Solve(terminal, state, options, dropped, request.Output, request.Json, start);
    }
}
