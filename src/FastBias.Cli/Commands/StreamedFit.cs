using System.Diagnostics;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fit</c> on a table that is read block by block.</summary>
internal static class StreamedFit
{
    /// <summary>Asked for, or no text, or so large that it would fill a quarter of the memory.</summary>
    public static bool Suits(FitRequest request)
    {
        string ending = Path.GetExtension(request.Table).ToLowerInvariant();
        return request.Stream || ending == ".npy"
            || (ending is ".csv" or ".tsv" && File.Exists(request.Table) && new FileInfo(request.Table).Length > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
    }

    public static int Run(Terminal terminal, FitRequest request)
    {
        string? cannot = request.Standardize ? "--standardize" : request.Categorical || request.Categories.Count > 0 ? "text columns" : request.Missing == CsvMissing.Mean ? "--missing mean" : null;
        if (cannot is not null)
        {
            throw new UsageException($"{request.Table} is read block by block, and {cannot} would need it whole");
        }

        long start = Stopwatch.GetTimestamp();
        (LeastSquaresAccumulator<double> state, long dropped) = terminal.WatchProgress($"reading {request.Table}", progress => ShardReader.Accumulate(request.Table, new ShardOptions
        {
            Target = request.Target,
            Excluded = request.Excluded,
            Intercept = request.Intercept,
            DropMissing = request.Missing == CsvMissing.DropRow,
            Progress = progress,
            CancellationToken = request.Cancellation,
        }));
        LeastSquaresOptions<double> options = new() { Lambda = request.Lambda, Parallelism = request.Parallelism, CancellationToken = request.Cancellation };
        return StateFit.Solve(terminal, state, options, dropped, request.Output, request.Json, start);
    }
}
