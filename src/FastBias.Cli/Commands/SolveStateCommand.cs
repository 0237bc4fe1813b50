using System.CommandLine;
using System.Diagnostics;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias solve-state all.fbls [--lambda l] [-o x.npy] [--json]</c></summary>
internal static class SolveStateCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> states = new("STATES") { Description = "A state, or several, which are merged first.", Arity = ArgumentArity.OneOrMore };
        Option<double?> lambda = SharedOptions.Lambda();
        Option<double?> cutoff = SharedOptions.Number(
            "--rcond", "Singular values at most this times the largest count as zero; n eps by default.", value => value is >= 0 and < 1, "must be a number from 0 to below 1");
        Option<string?> output = SharedOptions.OutputFile("Where the coefficients go, the intercept last.");
        Option<bool> json = SharedOptions.Json();
        Command command = new("solve-state", "Solves the least-squares problem of a state: the shortest solution, or ridge.") { states, lambda, cutoff, output, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string? target = parsed.GetValue(output);
                if (target is not null)
                {
                    Outputs.RequireFile(target);
                }

                long start = Stopwatch.GetTimestamp();
                LeastSquaresOptions<double> options = new() { Lambda = parsed.GetValue(lambda), RelativeCutoff = parsed.GetValue(cutoff), CancellationToken = cancellation };
                return StateFit.Solve(terminal, MergeCommand.Merge(parsed.GetRequiredValue(states)), options, 0, target, parsed.GetValue(json), start);
            },
            cancellation));
        return command;
    }
}
