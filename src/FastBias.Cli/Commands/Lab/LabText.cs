using FastBias.Lab;
using Spectre.Console;

namespace FastBias.Cli.Commands;

/// <summary>What <c>lab run</c> says to people.</summary>
internal static class LabText
{
    /// <summary>Of so many experiments each claim is listed; of more the counts.</summary>
    private const int FewExperiments = 3;

    /// <summary>A line when an experiment ends, where there are several.</summary>
    public static void WriteProgress(Terminal terminal, LabRunRequest request, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        if (!request.Json && request.Experiments.Count > 1 && runs.Count > 0)
        {
            terminal.Output.WriteLine($"{runs.Count + skipped.Count} of {request.Experiments.Count}: {request.Experiments[runs.Count + skipped.Count - 1].Experiment.Name}");
        }
    }

    /// <summary>The verdicts, what was skipped and why, and where the files are.</summary>
    public static void WriteSummary(Terminal terminal, LabRunRequest request, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        terminal.Tables.Write(runs.Count > FewExperiments ? Counts(runs) : Claims(runs));
        ClaimCounts counts = ClaimCounts.Of(runs);
        terminal.Output.WriteLine($"{counts.PublishedTrue} of {counts.Published} published claims are true; {counts.LawsTrue} of {counts.Laws} laws are confirmed.");
        foreach (SkippedRun item in skipped)
        {
            terminal.Output.WriteLine($"skipped {item.Experiment.Name}: {item.Reason.ReplaceLineEndings(" ")}");
        }

        if (runs.Count > 0)
        {
            terminal.Output.WriteLine($"written to {Path.Combine(request.Output, request.Experiments.Count > 1 ? "index.html" : Path.Combine(runs[0].Experiment.Name, "report.html"))}");
        }

        if (request.Claims is not null)
        {
            terminal.Output.WriteLine($"claims written to {request.Claims}");
        }
    }

    /// <summary>On the error stream, so that nobody overlooks it: the laboratory contradicts itself. Returns whether there is such a law.</summary>
    public static bool WriteFailedLaws(Terminal terminal, IReadOnlyList<ExperimentRun> runs)
    {
        bool any = false;
        foreach (ExperimentRun run in runs)
        {
            foreach (Claim claim in run.FailedLaws)
            {
                terminal.Error.WriteLine($"fastbias: LAW NOT CONFIRMED in {run.Experiment.Name}, {claim.Key}: {claim.Statement} Expected {ReportNumber.Expected(claim)}, measured {ReportNumber.Measured(claim)}.");
                any = true;
            }
        }

        return any;
    }

    private static Table Counts(IReadOnlyList<ExperimentRun> runs)
    {
        Table table = PeopleText.CreateTable("experiment", "published, true", "laws, confirmed", "time");
        foreach (ExperimentRun run in runs)
        {
            ClaimCounts counts = ClaimCounts.Of([run]);
            table.AddTextRow(run.Experiment.Name, $"{counts.PublishedTrue} of {counts.Published}", $"{counts.LawsTrue} of {counts.Laws}", ReportNumber.Time(run.Elapsed));
        }

        return table;
    }

    private static Table Claims(IReadOnlyList<ExperimentRun> runs)
    {
        Table table = PeopleText.CreateTable("claim", "whose", "verdict", "expected", "measured");
        table.Columns[1].LeftAligned();
        table.Columns[2].LeftAligned();
        foreach (Claim claim in runs.SelectMany(run => run.Result.Claims))
        {
            table.AddTextRow(
                claim.Key,
                claim.Origin == ClaimOrigin.Law ? "law" : "published",
                claim.Holds ? "holds" : claim.Origin == ClaimOrigin.Law ? "LAW NOT CONFIRMED" : "does not hold",
                ReportNumber.Expected(claim),
                ReportNumber.Measured(claim));
        }

        return table;
    }
}
