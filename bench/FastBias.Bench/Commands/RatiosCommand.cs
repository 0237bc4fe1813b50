using System.CommandLine;
using FastBias.Bench.Machine;
using FastBias.Bench.Results;
using Spectre.Console;

namespace FastBias.Bench.Commands;

/// <summary><c>ratios</c>: FastBias beside its peers, in turns, in one process.</summary>
internal static class RatiosCommand
{
    private static readonly string[] SuiteNames = ["gemm", "fixed", "qr", "svd", "lstsq"];

    /// <summary>The command with its options.</summary>
    internal static Command Create()
    {
        Option<string[]> suite = new("--suite") { Description = "gemm, fixed, qr, svd, lstsq or all; several separated by commas.", DefaultValueFactory = _ => ["all"], AllowMultipleArgumentsPerToken = true };
        Option<string> type = new("--type") { Description = "double, float or both.", DefaultValueFactory = _ => "both" };
        type.AcceptOnlyFromAmong("double", "float", "both");
        Option<int> threads = new("--threads") { Description = "Threads of every contestant; the process is pinned to as many cores.", DefaultValueFactory = _ => 1 };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--threads must be at least 1.");
            }
        });
        Option<bool> quick = new("--quick") { Description = "At most three small shapes a row, timed briefly: shows that all works, not how fast." };
        Option<string?> row = new("--row") { Description = "Only rows whose name contains this." };
        Option<string?> json = new("--json") { Description = "Write the results to this file." };
        Option<string?> table = new("--table") { Description = "Write the tables as Markdown to this file." };
        Option<bool> save = new("--save") { Description = "Write into perf-baselines/<cpu-name>/ of this repository." };
        Option<string?> compare = new("--compare") { Description = "Report what moved since this result." };
        Option<string?> with = new("--with") { Description = "With --compare: compare that with this result instead of measuring." };
        Option<double> floor = new("--floor") { Description = "With --compare: a change below this is noise.", DefaultValueFactory = _ => Comparison.DefaultFloor };

        Command command = new("ratios", "Times FastBias, OpenBLAS/LAPACK and Math.NET in turns and prints peer's time / FastBias's time.")
        {
            suite, type, threads, quick, row, json, table, save, compare, with, floor,
        };
        command.SetAction(parsed => Guarded(() =>
        {
            if (parsed.GetValue(save) && (parsed.GetValue(quick) || parsed.GetValue(row) is not null))
            {
                throw new ArgumentException("--save keeps whole suites at full length: not with --quick or --row.");
            }

            RunResult? baseline = parsed.GetValue(compare) is { } path ? ResultJson.Read(path) : null;
            RunResult run = parsed.GetValue(with) is { } other
                ? ResultJson.Read(other)
                : Measure(new(Suites(parsed.GetValue(suite)!), Types(parsed.GetValue(type)!), parsed.GetValue(threads), parsed.GetValue(quick), parsed.GetValue(row)));
            Write(run, parsed.GetValue(json), parsed.GetValue(table), parsed.GetValue(save));
            if (baseline is not null)
            {
                ConsoleTables.Changes(Comparison.Compare(baseline, run, parsed.GetValue(floor), parsed.GetValue(row)));
            }

            return run.Rows.Any(r => r.Verdict == Verdict.Wrong) ? 1 : 0;
        }));
        return command;
    }

    private static RunResult Measure(RatiosOptions options)
    {
        IReadOnlyList<int> cores = CpuAffinity.PinTo(options.Threads);
        AnsiConsole.WriteLine($"{CpuName.Read()}, {VectorWidth.Current}, {options.Threads} thread(s), {(cores.Count > 0 ? $"pinned to core {string.Join(", ", cores)}" : "not pinned")}");
        OwnCores own = new(options.Quick ? [] : cores);
        RunResult run = new RatiosRunner(options, own, ConsoleTables.Progress, AnsiConsole.WriteLine).Run();
        ConsoleTables.Rows(run);
        if (own.Waited > TimeSpan.Zero)
        {
            AnsiConsole.WriteLine($"waited {own.Waited.TotalSeconds:F0} s in all until every processor was a core of its own{(own.HasGivenUp ? ", then no longer" : string.Empty)}");
        }

        AnsiConsole.WriteLine($"FMA peak of one core: {string.Join(", ", run.PeakGflops.Select(p => $"{p.Value:F1} GFLOP/s in {p.Key}"))}");
        return run;
    }

    private static void Write(RunResult run, string? json, string? table, bool save)
    {
        if (json is not null)
        {
            ResultJson.Write(run, json);
        }

        if (table is not null)
        {
            File.WriteAllText(table, MarkdownTable.Write([run]));
        }

        if (save)
        {
            BaselineFolder folder = new(BaselineFolder.FindRoot(Directory.GetCurrentDirectory()), run.Machine.Cpu);
            folder.Save(run);
            AnsiConsole.WriteLine($"Saved in {folder.Folder}");
        }
    }

    /// <summary>Wrong usage and unreadable files end with one line and exit code 2.</summary>
    private static int Guarded(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    private static string[] Suites(string[] asked)
    {
        string[] names = [.. asked.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (names.FirstOrDefault(name => name != "all" && !SuiteNames.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"There is no suite '{unknown}': {string.Join(", ", SuiteNames)} or all.");
        }

        return names.Contains("all") ? SuiteNames : [.. names.Distinct()];
    }

    private static string[] Types(string asked) => asked == "both" ? ["double", "float"] : [asked];
}
