using FastBias.Lab;

namespace FastBias.Cli.Json;

/// <summary>What <c>lab list</c> has.</summary>
internal sealed record LabListReport(IReadOnlyList<LabListEntry> Experiments);

/// <summary>An experiment in the list.</summary>
internal sealed record LabListEntry(string Name, string Title, IReadOnlyList<string> Ids);

/// <summary>What <c>lab show</c> says of an experiment.</summary>
internal sealed record LabShowReport(string Name, string Title, string About, IReadOnlyList<string> Ids, IReadOnlyList<LabParameter> Parameters);

/// <summary>A parameter of an experiment, its values as <c>--set</c> reads them.</summary>
internal sealed record LabParameter(string Name, string Description, string Default, string Quick);

/// <summary>What <c>lab run</c> found.</summary>
internal sealed record LabRunReport(string Output, int PublishedClaims, int PublishedTrue, int Laws, int LawsConfirmed, IReadOnlyList<LabRunEntry> Experiments)
{
    public static LabRunReport Create(string output, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        ClaimCounts counts = ClaimCounts.Of(runs);
        IEnumerable<LabRunEntry> entries = runs.Select(run => new LabRunEntry(run.Experiment.Name, "ran")
        {
            Command = run.Command,
            Folder = Path.Combine(output, run.Experiment.Name),
            ElapsedSeconds = run.Elapsed.TotalSeconds,
            Claims = [.. run.Result.Claims.Select(ClaimRecord.Create)],
        });
        return new(output, counts.Published, counts.PublishedTrue, counts.Laws, counts.LawsTrue, [.. entries, .. skipped.Select(item => new LabRunEntry(item.Experiment.Name, "skipped") { Reason = item.Reason })]);
    }
}

/// <summary>One experiment of a run: <c>ran</c>, or <c>skipped</c> with the reason.</summary>
internal sealed record LabRunEntry(string Name, string Status)
{
    public string? Reason { get; init; }

    public string? Command { get; init; }

    public string? Folder { get; init; }

    public double? ElapsedSeconds { get; init; }

    public IReadOnlyList<ClaimRecord>? Claims { get; init; }
}
