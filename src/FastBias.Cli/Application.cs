using System.CommandLine;
using FastBias.Cli.Commands;
using FastBias.Files;
using FastBias.Lab;

namespace FastBias.Cli;

/// <summary>The commands, and the one place where a failure becomes one line and an exit code.</summary>
internal static class Application
{
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="experiments">Those that <c>lab</c> has; the laboratory's where null.</param>
    /// <param name="cancellation">Ends the command, as Ctrl-C does.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, IReadOnlyList<Experiment>? experiments = null, CancellationToken cancellation = default)
    {
        RootCommand root = CreateRoot(terminal, experiments ?? Laboratory.Experiments);
        ParseResult parsed = root.Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0)
        {
            string message = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return Refuse(terminal, $"{message.TrimEnd('.')}; see '{Path(parsed.CommandResult)} --help'");
        }

        try
        {
            InvocationConfiguration invocation = new() { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (Exception error) when (error is MatrixFileException or UsageException or Mpi.MpiException)
        {
            return Refuse(terminal, error.Message);
        }
        catch (TypeInitializationException error) when (error.GetBaseException() is NotSupportedException)
        {
            // FASTBIAS_ISA asks for what is not there.
            return Refuse(terminal, error.GetBaseException().Message);
        }
        catch (OutOfMemoryException)
        {
            return Refuse(terminal, "the matrices do not fit into the memory of this machine");
        }
        catch (IOException error)
        {
            // Files report their own failures; what is left is standard output, on a full disk for example.
            return Refuse(terminal, $"the results cannot be written: {error.Message}");
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("fastbias: cancelled");
            return ExitCode.NumericalFailure;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal, IReadOnlyList<Experiment> experiments)
    {
        RootCommand root = new("Dense linear algebra and least squares, with an honest answer. Matrices are .npy, .csv or .mtx files; results are .npy files.")
        {
            MultiplyCommand.Create(terminal),
            SolveCommand.Create(terminal),
            QrCommand.Create(terminal),
            SvdCommand.Create(terminal),
            EigCommand.Create(terminal),
            FitCommand.Create(terminal),
            DiagnoseCommand.Create(terminal),
            AccumulateCommand.Create(terminal),
            MergeCommand.Create(terminal),
            SolveStateCommand.Create(terminal),
            MpiFitCommand.Create(terminal),
            LabCommand.Create(terminal, experiments),
            InfoCommand.Create(terminal),
        };
        root.SetAction(_ => Refuse(terminal, "no command; see 'fastbias --help'"));
        return root;
    }

    private static string Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "fastbias";

    private static int Refuse(Terminal terminal, string message)
    {
        terminal.Error.WriteLine($"fastbias: {message.ReplaceLineEndings(" ")}");
        return ExitCode.WrongUsage;
    }
}
