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

        if (Path.GetExtension(request.Table).ToLowerInvariant() is ".fbls" or ".json")
        {
            return RunState(terminal, request, html, cutoff, parallelism, json, cancellation);
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
        return Report(terminal, new(request, data, diagnosis), html, json, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>A state that <c>accumulate</c> or <c>merge</c> wrote knows what all its rows know, but of single rows.</summary>
    private static int RunState(Terminal terminal, TableRequest request, string? html, double? cutoff, Parallelism parallelism, bool json, CancellationToken cancellation)
    {
        if (request.Target is not null || request.Excluded.Count > 0 || request.Categorical || request.Categories.Count > 0 || request.Intercept)
        {
            throw new UsageException($"{request.Table}: a state has its target, its columns and its constant already; only --html, --cutoff, --threads and --json apply to it");
        }

        LeastSquaresAccumulator<double> state = StateFiles.Read(request.Table);
        if (state.Targets != 1 || state.Rows == 0)
        {
            throw new UsageException($"{request.Table}: the state has {state.Targets} targets and {state.Rows} rows; one target and some rows are needed");
        }

        long start = Stopwatch.GetTimestamp();
        DiagnosisOptions<double> options = new() { RelativeCutoff = cutoff, Parallelism = parallelism, CancellationToken = cancellation };
        DesignDiagnosis<double> diagnosis = state.Reduce().Diagnose(0, StateFit.Ones(state), options);
        FitData data = new(new Matrix<double>(0, 0), null, [], [], 0, 0);
        TableRequest named = request with { Target = state.Names.Count > 0 ? state.Names[^1] : null };
        return Report(terminal, new(named, data, diagnosis), html, json, Stopwatch.GetElapsedTime(start));
    }

    private static int Report(Terminal terminal, DiagnosisSubject subject, string? html, bool json, TimeSpan elapsed)
    {
        DesignDiagnosis<double> diagnosis = subject.Diagnosis;
        if (html is not null && diagnosis.Status == Status.Success)
        {
            DiagnosisPage.Write(html, subject);
        }

        if (json)
        {
            terminal.WriteJson(DiagnosisReport.Create(diagnosis, subject.Data, elapsed), JsonReports.Default.DiagnosisReport);
        }
        else
        {
            DiagnosisText.Write(terminal, subject.Data, diagnosis, html, elapsed);
        }

        return ExitCode.Of(diagnosis.Status);
    }
}
