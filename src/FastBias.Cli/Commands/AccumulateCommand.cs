using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias accumulate SHARD -o s.fbls [--shard n] [--target NAME] …</c></summary>
internal static class AccumulateCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> shard = SharedOptions.File("SHARD", "A part of the rows: .npy, .csv or .tsv, of any length.");
        Option<string> output = new("--output", "-o") { Description = "Where the state goes.", Required = true, HelpName = "FILE.fbls" };
        Option<long> number = new("--shard")
        {
            Description = "The shard's number, from 0. States merge in the order of their numbers; a number that comes twice is refused.",
            HelpName = "n",
            CustomParser = result =>
            {
                if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= 1L << 60)
                {
                    return value;
                }

                result.AddError($"--shard must be a whole number from 0 to 2^60, not '{result.Tokens[0].Value}'");
                return 0;
            },
        };
        ShardCommandOptions columns = new();
        Option<bool> json = SharedOptions.Json();
        Command command = new("accumulate", "Reduces a part of the rows of a least-squares problem to a small state that merges with others.") { shard, output, number, json };
        columns.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string path = parsed.GetRequiredValue(shard), target = parsed.GetRequiredValue(output);
                StateFiles.RequireOutput(target);
                long start = Stopwatch.GetTimestamp();
                ShardOptions options = columns.Read(parsed, cancellation) with { Shard = parsed.GetValue(number) };
                (LeastSquaresAccumulator<double> state, long dropped) = terminal.WatchProgress($"reading {path}", progress => ShardReader.Accumulate(path, options with { Progress = progress }));
                return Report(terminal, state, dropped, target, parsed.GetValue(json), start);
            },
            cancellation));
        return command;
    }

    /// <summary>Writes a state and says what it holds.</summary>
    public static int Report(Terminal terminal, LeastSquaresAccumulator<double> state, long dropped, string output, bool json, long start)
    {
        long bytes = StateFiles.Write(output, state);
        StateReport report = new(state.Rows, state.Columns, StateReport.Ranges(state), dropped, bytes, Stopwatch.GetElapsedTime(start).TotalMilliseconds, output);
        if (json)
        {
            terminal.WriteJson(report, JsonReports.Default.StateReport);
        }
        else
        {
            terminal.WritePairs(
                ("rows", $"{report.Rows}{(dropped > 0 ? $", {dropped} with missing values left out" : string.Empty)}"),
                ("columns", $"{report.Columns}"),
                ("shards", string.Join(", ", report.Shards)),
                ("time", PeopleText.Time(TimeSpan.FromMilliseconds(report.ElapsedMs))),
                ("written", $"{output}, {bytes} bytes"));
        }

        return ExitCode.Success;
    }
}
