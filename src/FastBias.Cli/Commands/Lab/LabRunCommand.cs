using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FastBias.Cli.Json;
using FastBias.Lab;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias lab run NAME... | all [--seed n] [--set key=value ...] [--out DIR] [--quick] [--claims FILE] [--threads n] [--json]</c></summary>
internal static class LabRunCommand
{
    private const string DefaultOutput = "fastbias-lab";

    public static Command Create(Terminal terminal, IReadOnlyList<Experiment> experiments)
    {
        Argument<string[]> names = new("name") { Description = "The experiments, or 'all'.", Arity = ArgumentArity.OneOrMore };
        Option<ulong?> seed = new("--seed") { Description = "The seed of all random numbers; each experiment has its own by default.", HelpName = "n", CustomParser = ReadSeed };
        Option<string[]> set = new("--set") { Description = "A parameter; may be given several times, and holds for each experiment that has it. 'lab show' lists them.", HelpName = "key=value", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "The folder for the results, one folder in it for each experiment.", HelpName = "DIR", DefaultValueFactory = _ => DefaultOutput };
        Option<string?> claims = new("--claims") { Description = "Write the catalogue of claims too, as Markdown.", HelpName = "FILE.md" };
        Option<bool> quick = new("--quick") { Description = "Small sizes, for a look: claims about large ones may fail." };
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("run", "Runs experiments, and writes numbers, figures and a report with the verdict on each claim.") { names, seed, set, output, claims, quick, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                terminal,
                new()
                {
                    Experiments = LabRunRequest.Choose(experiments, parsed.GetRequiredValue(names), parsed.GetValue(quick), parsed.GetValue(seed), parsed.GetValue(set) ?? []),
                    Output = parsed.GetRequiredValue(output),
                    Claims = parsed.GetValue(claims),
                    IsQuick = parsed.GetValue(quick),
                    Parallelism = parsed.Threads(threads),
                    Json = parsed.GetValue(json),
                },
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static ulong? ReadSeed(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (ulong.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
        {
            return value;
        }

        result.AddError($"--seed must be a whole number from 0 to 2^64 - 1, not '{result.Tokens[0].Value}'");
        return null;
    }

    private static int Run(Terminal terminal, LabRunRequest request, CancellationToken cancellation)
    {
        if (request.Output.Length == 0 || File.Exists(request.Output))
        {
            throw new UsageException($"--out '{request.Output}': not a folder");
        }

        if (request.Claims is not null)
        {
            Outputs.RequireFolder(request.Claims);
        }

        List<ExperimentRun> runs = [];
        List<SkippedRun> skipped = [];
        string? index = request.Experiments.Count > 1 ? "../index.html" : null;
        bool isCancelled = false;
        try
        {
            for (int i = 0; i < request.Experiments.Count; i++)
            {
                (Experiment experiment, ExperimentSpec spec) = request.Experiments[i];
                try
                {
                    runs.Add(RunOne(terminal, request, experiment, spec, $"{experiment.Name} ({i + 1} of {request.Experiments.Count})", cancellation));
                    RunFolder.Write(Path.Combine(request.Output, experiment.Name), runs[^1], index);
                }
                catch (DataNotFoundException missing)
                {
                    skipped.Add(new(experiment, missing.Message));
                }

                LabText.WriteProgress(terminal, request, runs, skipped);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isCancelled = true;
        }
        finally
        {
            if (index is not null && runs.Count > 0)
            {
                RunFolder.WriteIndex(request.Output, runs, skipped);
            }
        }

        if (isCancelled)
        {
            terminal.Error.WriteLine($"fastbias: cancelled; {runs.Count} of {request.Experiments.Count} experiments are finished{(runs.Count > 0 ? $", their results are in {request.Output}" : string.Empty)}");
            return ExitCode.NumericalFailure;
        }

        if (request.Claims is not null)
        {
            RunFolder.WriteClaims(request.Claims, runs, skipped);
        }

        if (request.Json)
        {
            terminal.WriteJson(LabRunReport.Create(request.Output, runs, skipped), JsonReports.Default.LabRunReport);
        }
        else
        {
            LabText.WriteSummary(terminal, request, runs, skipped);
        }

        return LabText.WriteFailedLaws(terminal, runs) ? ExitCode.NumericalFailure : ExitCode.Success;
    }

    private static ExperimentRun RunOne(Terminal terminal, LabRunRequest request, Experiment experiment, ExperimentSpec spec, string what, CancellationToken cancellation)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();
        ExperimentResult result = terminal.WatchProgress(what, progress => experiment.Run(spec, new() { Parallelism = request.Parallelism, Progress = progress, Cancellation = cancellation }));
        return new(experiment, spec, result) { Started = started, Elapsed = Stopwatch.GetElapsedTime(start), Threads = request.Parallelism.MaxThreads, IsQuick = request.IsQuick };
    }
}
