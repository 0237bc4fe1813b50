using System.CommandLine;
using System.Diagnostics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias fit TABLE.csv --target NAME [--standardize] [--intercept] [--lambda l] [--json]</c></summary>
internal static class FitCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> standardize = new("--standardize") { Description = "Coefficients per standard deviation: each column becomes (x - mean) / deviation." };
        Option<double?> lambda = SharedOptions.Lambda();
        Option<bool> stream = new("--stream") { Description = "Read the table block by block, in little memory: always for .npy and for tables that would fill a quarter of the memory. No leverages; text columns take a pass of their own." };
        Option<string?> output = SharedOptions.OutputFile("Where the coefficients go, the intercept last.");
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("fit", "Fits a linear model to a table, and says which coefficients the data determine.");
        TableOptions table = new(command, requiresTarget: true);
        foreach (Option option in (Option[])[standardize, lambda, stream, output, threads, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(terminal, new FitRequest
            {
                Data = table.Read(parsed),
                Standardize = parsed.GetValue(standardize),
                Lambda = parsed.GetValue(lambda),
                Stream = parsed.GetValue(stream),
                Output = parsed.GetValue(output),
                Parallelism = parsed.Threads(threads),
                Json = parsed.GetValue(json),
                Cancellation = cancellation,
            }),
            cancellation));
        return command;
    }

    private static int Run(Terminal terminal, FitRequest request)
    {
        if (request.Output is not null)
        {
            Outputs.RequireFile(request.Output);
        }

        if (StreamedFit.Suits(request))
        {
            return StreamedFit.Run(terminal, request);
        }

        FitData data = terminal.Watch($"reading {request.Data.Table}", () => FitData.Read(request.Data));
        RegressionOptions<double> options = new()
        {
            Intercept = request.Data.Intercept,
            Standardize = request.Standardize,
            Lambda = request.Lambda,
            Names = data.Names,
            Parallelism = request.Parallelism,
            CancellationToken = request.Cancellation,
        };
        long start = Stopwatch.GetTimestamp();
        RegressionSolution<double> fit = terminal.Watch($"fitting {data.X.Rows}x{data.X.Columns}", () => LinearRegression.Fit<double>(data.X, data.Y!, options));
        FitReport report = FitReport.Create(fit, data.DroppedRows, Stopwatch.GetElapsedTime(start));
        if (request.Output is not null && fit.Status == Status.Success)
        {
            double[] estimates = [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)];
            NpyFile.WriteVector<double>(request.Output, fit.Intercept is { } intercept ? [.. estimates, intercept.Estimate] : estimates);
        }

        if (request.Json)
        {
            terminal.WriteJson(report, JsonReports.Default.FitReport);
        }
        else
        {
            FitText.Write(terminal, request, data, fit, report);
        }

        return ExitCode.Of(fit.Status);
    }
}
