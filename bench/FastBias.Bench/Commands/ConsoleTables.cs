using FastBias.Bench.Results;
using Spectre.Console;

namespace FastBias.Bench.Commands;

/// <summary>Results for people at a terminal.</summary>
internal static class ConsoleTables
{
    /// <summary>A table without a terminal (a log file) is as wide as it needs to be.</summary>
    private static void Print(Table table)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 220;
        }

        AnsiConsole.Write(table);
    }

    /// <summary>One line while the run goes on.</summary>
    internal static void Progress(RowResult row) => AnsiConsole.WriteLine(
        $"{row.Suite,-6} {row.Name,-34} {row.Type,-7} {row.Against,-18} {Format.Ratio(row.GeometricMean),6} (min {Format.Ratio(row.Minimum)}) {Format.Share(row.Share),5} {Format.Word(row.Verdict)}");

    /// <summary>All rows.</summary>
    internal static void Rows(RunResult run)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("row", "type", "against", "must / aim", "mean", "min", "share must / aim", "share", "");
        foreach (RowResult row in run.Rows)
        {
            string color = row.Verdict switch { Verdict.Aim => "green", Verdict.Must => "yellow", Verdict.Below or Verdict.Wrong => "red", _ => "grey" };
            table.AddRow(
                Markup.Escape(row.Name), row.Type, Markup.Escape(row.Against), Format.Demand(row.Must, row.Aim), Format.Ratio(row.GeometricMean), Format.Ratio(row.Minimum),
                Format.ShareDemand(row.ShareMust, row.ShareAim), Format.Share(row.Share), $"[{color}]{Format.Word(row.Verdict)}[/]");
        }

        Print(table);
        foreach (RowResult row in run.Rows)
        {
            foreach (CaseResult c in row.Cases.Where(c => c.Failure is not null))
            {
                AnsiConsole.MarkupLineInterpolated($"[red]WRONG[/] {row.Name} {row.Type} {c.Shape}: {c.Failure}");
            }
        }
    }

    /// <summary>What moved since a baseline.</summary>
    internal static void Changes(IReadOnlyList<RowChange> changes)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("row", "before", "now", "factor", "noise", "moved");
        foreach (RowChange change in changes.Where(change => change.IsSlower || change.IsFaster || change.Factor is null || change.Shapes.Count > 0))
        {
            string factor = change.Factor is { } f ? Format.Ratio(f) : change.Before is null ? "new" : change.After is null ? "gone" : "no common shape";
            string color = change.IsSlower ? "red" : change.IsFaster ? "green" : "grey";
            string shapes = string.Join(", ", change.Shapes.Take(6).Select(s => $"{s.Shape}: {Format.Ratio(s.Factor)}")) + (change.Shapes.Count > 6 ? $", and {change.Shapes.Count - 6} more" : "");
            table.AddRow(Markup.Escape(change.Key), Format.Ratio(change.Before), Format.Ratio(change.After), $"[{color}]{factor}[/]", Format.Share(change.Floor), Markup.Escape(shapes));
        }

        Print(table);
        AnsiConsole.WriteLine($"{changes.Count(c => c.IsFaster)} rows faster, {changes.Count(c => c.IsSlower)} slower, {changes.Count(c => !c.IsFaster && !c.IsSlower)} within the noise or without a counterpart.");
    }
}
