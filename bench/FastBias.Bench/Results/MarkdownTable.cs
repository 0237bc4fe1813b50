using System.Text;

namespace FastBias.Bench.Results;

/// <summary>Results as Markdown: one table of rows per run and suite, then one line per shape.</summary>
internal static class MarkdownTable
{
    /// <summary>All runs of one machine.</summary>
    internal static string Write(IReadOnlyList<RunResult> runs)
    {
        StringBuilder text = new();
        RunResult first = runs[0];
        text.Append($"# {first.Machine.Cpu}\n\nRatio = peer's time / FastBias's time, measured in turns in one process with equal thread counts: above 1 FastBias is faster. ");
        text.Append("A row meets its must when the geometric mean does and no shape is below 0.9 of it (or what the row says).\n\n");
        text.Append("```\n").Append(Versions.Write(first)).Append("```\n");
        foreach (RunResult run in runs)
        {
            foreach (IGrouping<string, RowResult> suite in run.Rows.GroupBy(row => row.Suite))
            {
                Suite(text, run, suite);
            }
        }

        return text.ToString();
    }

    private static void Suite(StringBuilder text, RunResult run, IGrouping<string, RowResult> suite)
    {
        string threads = run.Threads == 1 ? "1 thread" : $"{run.Threads} threads";
        string peak = string.Join(", ", run.PeakGflops.Select(p => $"{p.Value:F1} GFLOP/s in {p.Key}"));
        text.Append($"\n## {suite.Key}, {run.Isa}, {threads}{(run.Quick ? " (quick: no figure to keep)" : "")}\n\n");
        text.Append($"FMA peak of one core: {peak}. Taken {run.Taken:yyyy-MM-dd}.\n\n");
        text.Append("| row | type | against | must / aim | geometric mean | minimum | share must / aim | share of peak | |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (RowResult row in suite)
        {
            text.Append($"| {row.Name} | {row.Type} | {row.Against} | {Format.Demand(row.Must, row.Aim)} | {Format.Ratio(row.GeometricMean)} | {Format.Ratio(row.Minimum)} ");
            text.Append($"| {Format.ShareDemand(row.ShareMust, row.ShareAim)} | {Format.Share(row.Share)} | {Format.Word(row.Verdict)} |\n");
        }

        text.Append("\n<details><summary>shapes</summary>\n\n| row | type | shape | FastBias | against | time | ratio | GFLOP/s | share |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (RowResult row in suite)
        {
            foreach (CaseResult c in row.Cases)
            {
                text.Append($"| {row.Name} | {row.Type} | {c.Shape} | {Time(c, Measure.Contest.FastBias)} | {row.Against} | {Time(c, row.Against)} ");
                text.Append($"| {Format.Ratio(c.Ratio)} | {(c.Gflops is { } rate ? $"{rate:F1}" : "-")} | {Format.Share(c.Share)} |\n");
            }
        }

        text.Append("\n</details>\n");
    }

    private static string Time(CaseResult c, string name) =>
        c.Failure ?? Format.Seconds(c.Seconds.TryGetValue(name, out double seconds) ? seconds : null);
}
