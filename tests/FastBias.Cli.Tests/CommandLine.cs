using System.Text.Json;
using FastBias.Cli;

namespace FastBias.Cli.Tests;

/// <summary>One run of the command in this process: exit code, standard output, standard error.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON: exactly one object on one line, and nothing else.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.EndsWith("}" + Environment.NewLine, Output, StringComparison.Ordinal);
            Assert.Equal(1, Output.Count(c => c == '\n'));
            using JsonDocument document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    public static CommandLine Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(output, error, isInteractive: false, isOutputTerminal: false);
        int exitCode = Application.RunAsync(arguments, terminal).GetAwaiter().GetResult();
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run that must succeed.</summary>
    public static CommandLine Succeed(params string[] arguments)
    {
        CommandLine run = Run(arguments);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Error}{run.Output}");
        Assert.Empty(run.Error);
        return run;
    }

    /// <summary>A run that must end with exit code 2, nothing on the output and one line on the error stream that holds a text.</summary>
    public static void Refuse(string reason, params string[] arguments)
    {
        CommandLine run = Run(arguments);
        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Error}{run.Output}");
        Assert.Empty(run.Output);
        Assert.StartsWith("fastbias: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }
}
