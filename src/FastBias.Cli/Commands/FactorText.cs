using FastBias.Cli.Json;

namespace FastBias.Cli.Commands;

/// <summary>The table that <c>qr</c> and <c>svd</c> share.</summary>
internal static class FactorText
{
    public static void WriteFactorReport(this Terminal terminal, FactorReport report, params IReadOnlyList<(string Name, string Value)> more)
    {
        List<(string, string)> pairs = [("status", StatusText.Explain(report.Status, report.FirstNonFinite)), ("matrix", $"{report.Rows}x{report.Columns}")];
        if (report.Rank is { } rank)
        {
            pairs.Add(("rank", report.RankGap is { } gap ? $"{rank} (gap {PeopleText.Short(gap)})" : $"{rank}"));
        }

        pairs.Add(("condition", PeopleText.Short(report.ConditionEstimate)));
        pairs.AddRange(more);
        if (report.Sweeps is { } sweeps)
        {
            pairs.Add(("sweeps", $"{sweeps}"));
        }

        pairs.Add(("time", PeopleText.Time(TimeSpan.FromMilliseconds(report.ElapsedMs))));
        pairs.Add(("written", report.Outputs.Count > 0 ? string.Join("  ", report.Outputs) : "nothing"));
        terminal.WritePairs(pairs);
    }
}
