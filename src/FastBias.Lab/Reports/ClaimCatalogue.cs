using System.Text;

namespace FastBias.Lab;

/// <summary>All claims with their verdicts as Markdown: the file <c>docs/claims.md</c>.</summary>
public static class ClaimCatalogue
{
    /// <summary>Counts, then for each experiment the command that repeats it and a table of its claims.</summary>
    /// <remarks>Neither times nor machines are in it, so that it changes only when a result does.</remarks>
    /// <param name="runs">The runs, in the order of the page.</param>
    /// <param name="skipped">Those that did not run.</param>
    public static string Create(IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(skipped);
        ClaimCounts counts = ClaimCounts.Of(runs);
        StringBuilder text = new();
        text.Append("# Claims and verdicts\n\nWritten by `fastbias lab run all --claims docs/claims.md`. A *published* claim is stated as published, true or not; a *law* is what a theorem, a closed form or a\n");
        text.Append("reference value says of it. Each verdict is computed from the measured value: nobody writes it by hand.\n\n");
        text.Append($"| {runs.Count} experiments | claims | hold | do not hold |\n|---|---|---|---|\n");
        text.Append($"| published | {counts.Published} | {counts.PublishedTrue} | {counts.PublishedFalse} |\n| laws | {counts.Laws} | {counts.LawsTrue} | {counts.Laws - counts.LawsTrue} |\n");
        foreach (ExperimentRun run in runs)
        {
            text.Append($"\n## {ReportNumber.Prose(run.Experiment.Title)}\n\n`{run.Command}`\n\n| claim | statement | verdict | expected | measured |\n|---|---|---|---|---|\n");
            foreach (Claim claim in run.Result.Claims)
            {
                string verdict = claim.Holds ? "holds" : claim.Origin == ClaimOrigin.Law ? "**LAW NOT CONFIRMED**" : "**does not hold**";
                string statement = Cell(ReportNumber.Prose(claim.Statement)) + (claim.Note.Length > 0 ? $"<br>*{Cell(ReportNumber.Prose(claim.Note))}*" : string.Empty);
                text.Append($"| `{claim.Key}`{(claim.Origin == ClaimOrigin.Law ? " (law)" : string.Empty)} | {statement} | {verdict} | {Cell(ReportNumber.Expected(claim))} | {Cell(ReportNumber.Measured(claim))} |\n");
            }
        }

        if (skipped.Count > 0)
        {
            text.Append("\n## Not run\n\n").Append(string.Concat(skipped.Select(item => $"- `{item.Experiment.Name}`: {Cell(item.Reason)}\n")));
        }

        return text.ToString();
    }

    /// <summary>Text that cannot end its cell or become markup.</summary>
    private static string Cell(string text)
    {
        StringBuilder cell = new(text.Length);
        foreach (char c in text.ReplaceLineEndings(" "))
        {
            _ = c switch
            {
                '|' or '*' or '_' or '`' or '[' or ']' or '\\' => cell.Append('\\').Append(c),
                '<' => cell.Append("&lt;"),
                '>' => cell.Append("&gt;"),
                _ => cell.Append(c),
            };
        }

        return cell.ToString();
    }
}
