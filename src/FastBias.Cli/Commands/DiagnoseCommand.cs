using System.CommandLine;
using System.Diagnostics;
using FastBias.Cli.Diagnosing;
using FastBias.Cli.Json;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias diagnose TABLE.csv [--target NAME] [--intercept] [--html report.html] [--json]</c></summary>
internal static class DiagnoseCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> html = new("--html") { Description = "Write the report with pictures as one HTML file that needs no other.", HelpName = "FILE.html" };
        Option<double?> cutoff = SharedOptions.Number("--cutoff", "Singular values of at most this times the largest count as zero.", value => value is >= 0 and < 1, "must be at least 0 and less than 1");
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("diagnose", "Says what a table can tell about a linear model: which coefficients are determined, how well, and which rows decide.");
        TableOptions table = new(command, requiresTarget: false);
        foreach (Option option in (Option[])[html, cutoff, threads, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(terminal, table.Read(parsed), parsed.GetValue(html), parsed.GetValue(cutoff), parsed.Threads(threads), parsed.GetValue(json), cancellation),
            cancellation));
        return command;
    }

    private static int Run(Terminal terminal, TableRequest request, string? html, double? cutoff, Parallelism parallelism, bool json, CancellationToken cancellation)
    {
        if (html is not null)
        {
            Outputs.RequireHtml(html);
        }

        FitData data = terminal.Watch($"reading {request.Table}", () => FitData.Read(request));
        DiagnosisOptions<double> options = new()
        {
            Intercept = request.Intercept,
            Names = data.Names,
            RelativeCutoff = cutoff,
            Parallelism = parallelism,
            CancellationToken = cancellation,
        };
        long start = Stopwatch.GetTimestamp();
        DesignDiagnosis<double> diagnosis = terminal.Watch(
            $"diagnosing {data.X.Rows}x{data.X.Columns}",
            () => data.Y is null ? DesignDiagnosis.Diagnose<double>(data.X, options) : DesignDiagnosis.Diagnose<double>(data.X, data.Y, options));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (html is not null && diagnosis.Status == Status.Success)
        {
            DiagnosisPage.Write(html, new(request, data, diagnosis));
        }

        if (json)
        {
            terminal.WriteJson(DiagnosisReport.Create(diagnosis, data, elapsed), JsonReports.Default.DiagnosisReport);
        }
        else
        {
            DiagnosisText.Write(terminal, data, diagnosis, html, elapsed);
        }

        return ExitCode.Of(diagnosis.Status);
    }
}
