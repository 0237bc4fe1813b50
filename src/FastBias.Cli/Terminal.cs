using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace FastBias.Cli;

/// <summary>Where a command writes: results to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    /// <summary>A computation that takes longer shows that it is alive.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly bool _isInteractive;

    /// <param name="output">Results.</param>
    /// <param name="error">Errors and progress.</param>
    /// <param name="isInteractive">Whether a person watches the error stream.</param>
    /// <param name="isOutputTerminal">Whether the output is a screen, which then decides on the width and on colours.</param>
    public Terminal(TextWriter output, TextWriter error, bool isInteractive, bool isOutputTerminal)
    {
        Output = output;
        Error = error;
        _isInteractive = isInteractive;
        AnsiConsoleSettings settings = new() { Out = new AnsiConsoleOutput(output) };
        if (!isOutputTerminal)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
            settings.Interactive = InteractionSupport.No;
        }

        Tables = AnsiConsole.Create(settings);
        if (!isOutputTerminal)
        {
            Tables.Profile.Width = 160;
            Tables.Profile.Capabilities.Unicode = true;
        }
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public IAnsiConsole Tables { get; }

    /// <summary>One JSON object and a line end.</summary>
    public void WriteJson<T>(T report, JsonTypeInfo<T> type) => Output.WriteLine(JsonSerializer.Serialize(report, type));

    /// <summary>Runs <paramref name="work"/>; after a second, and if somebody watches, a line with the time that runs.</summary>
    public T Watch<T>(string what, Func<T> work)
    {
        if (!_isInteractive)
        {
            return work();
        }

        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!WaitQuietly(task, Patience))
        {
            ShowUntilDone(what, task);
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs work that tells how far it is; if somebody watches, a bar shows it.</summary>
    public T WatchProgress<T>(string what, Func<IProgress<double>?, T> work)
    {
        if (!_isInteractive)
        {
            return work(null);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
        return console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(what), maxValue: 1);
                return work(new BarProgress(bar));
            });
    }

    private void ShowUntilDone(string what, Task task)
    {
        long start = Stopwatch.GetTimestamp();
        IAnsiConsole progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
        progress.Status().Start(Markup.Escape(what), context =>
        {
            while (!WaitQuietly(task, TimeSpan.FromMilliseconds(200)))
            {
                context.Status(Markup.Escape($"{what}: {(Patience + Stopwatch.GetElapsedTime(start)).TotalSeconds:0} s"));
            }
        });
    }

    /// <summary>Waits without throwing what the task throws: that is for the caller of <see cref="Watch"/>.</summary>
    private static bool WaitQuietly(Task task, TimeSpan time) => Task.WaitAny([task], time) == 0;

    private sealed class BarProgress(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }
}
