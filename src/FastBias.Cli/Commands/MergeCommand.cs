using System.CommandLine;
using System.Diagnostics;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias merge a.fbls b.fbls … -o all.fbls</c></summary>
internal static class MergeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> states = new("STATES") { Description = "States of different shards, in any order.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--output", "-o") { Description = "Where the merged state goes.", Required = true, HelpName = "FILE.fbls" };
        Option<bool> json = SharedOptions.Json();
        Command command = new("merge", "Merges states; the result has the same bits whatever was merged first.") { states, output, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string target = parsed.GetRequiredValue(output);
                StateFiles.RequireOutput(target);
                long start = Stopwatch.GetTimestamp();
                return AccumulateCommand.Report(terminal, Merge(parsed.GetRequiredValue(states)), 0, target, parsed.GetValue(json), start);
            },
            cancellation));
        return command;
    }

    /// <summary>The merged state of some files.</summary>
    public static LeastSquaresAccumulator<double> Merge(IReadOnlyList<string> paths)
    {
        LeastSquaresAccumulator<double>? all = null;
        foreach (string path in paths)
        {
            LeastSquaresAccumulator<double> state = StateFiles.Read(path);
            if (all is null)
            {
                all = state;
                continue;
            }

            try
            {
                all.Merge(state);
            }
            catch (ArgumentException error)
            {
                throw new UsageException($"{path}: {error.Message.Split(" (Parameter", StringSplitOptions.None)[0]}");
            }
        }

        return all!;
    }
}
