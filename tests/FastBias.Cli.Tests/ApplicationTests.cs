using System.Diagnostics;
using System.Text.Json;

namespace FastBias.Cli.Tests;

/// <summary>The command as a whole: help, wrong commands, <c>info</c>, progress, and one run as a process of its own.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public void Help_lists_the_commands_and_succeeds()
    {
        string help = CommandLine.Succeed("--help").Output;

        Assert.All((string[])["info", "multiply", "solve", "qr", "svd", "eig", "fit"], command => Assert.Contains($"\n  {command} ", help, StringComparison.Ordinal));
        Assert.Contains("--rcond", CommandLine.Succeed("solve", "--help").Output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", CommandLine.Succeed("--version").Output);
    }

    [Fact]
    public void Refuses_no_command_and_an_unknown_one()
    {
        CommandLine.Refuse("no command");
        CommandLine.Refuse("'frobnicate'", "frobnicate");
        CommandLine.Refuse("'--frobnicate'", "--frobnicate");
        CommandLine.Refuse("'@file'", "@file");
    }

    [Fact]
    public void Info_tells_the_machine()
    {
        JsonElement json = CommandLine.Succeed("info", "--json").Json;

        Assert.Equal(Machine.Isa.ToString(), json.GetProperty("isa").GetString());
        Assert.Equal(Machine.VectorBits, json.GetProperty("vectorBits").GetInt32());
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("cores").GetInt32());
        Assert.True(json.GetProperty("caches").GetProperty("l1").GetInt32() > 0);
        Assert.True(json.GetProperty("peakDouble").GetDouble() > 0);
        Assert.True(json.GetProperty("peakSingle").GetDouble() > 0);
        Assert.Contains("GFLOP/s", CommandLine.Succeed("info").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_one_line()
    {
        using StringWriter error = new();
        using FullDisk disk = new();
        int code = await Application.RunAsync(["info", "--json"], new Terminal(disk, error, isInteractive: false, isOutputTerminal: false));

        Assert.Equal((2, $"fastbias: the results cannot be written: full{Environment.NewLine}"), (code, error.ToString()));
    }

    [Fact]
    public void Progress_appears_on_the_error_stream_after_a_second_and_only_if_somebody_watches()
    {
        (string watched, string alone, string quick) = (Error(interactive: true, 1500), Error(interactive: false, 1200), Error(interactive: true, 0));

        Assert.Contains("working", watched, StringComparison.Ordinal);
        Assert.Empty(alone);
        Assert.Empty(quick);
    }

    [Fact]
    public void Progress_hands_on_what_the_work_throws()
    {
        Terminal terminal = new(TextWriter.Null, TextWriter.Null, isInteractive: true, isOutputTerminal: false);
        Assert.Equal("boom", Assert.Throws<UsageException>(() => terminal.Watch<int>("working", () => throw new UsageException("boom"))).Message);
    }

    [Fact]
    public async Task Runs_as_a_process_of_its_own()
    {
        (int code, string output, string error) = await StartAsync("fit", Scratch.Fixture("diabetes.csv"), "--target", "target", "--intercept", "--json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((0, string.Empty, "Success"), (code, error, json.RootElement.GetProperty("status").GetString()));

        (code, output, error) = await StartAsync("solve", "nowhere.npy", "b.npy");
        Assert.Equal((2, string.Empty, $"fastbias: nowhere.npy: no such file{Environment.NewLine}"), (code, output, error));
    }

    [Fact]
    public async Task An_instruction_set_that_is_not_there_is_wrong_usage()
    {
        (int code, string output, string error) = await StartAsync(("FASTBIAS_ISA", "v1024"), "info");

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains("v1024", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    private static string Error(bool interactive, int milliseconds)
    {
        using StringWriter error = new();
        Terminal terminal = new(TextWriter.Null, error, interactive, isOutputTerminal: false);
        Assert.Equal(42, terminal.Watch("working", () =>
        {
            Thread.Sleep(milliseconds);
            return 42;
        }));
        return error.ToString();
    }

    private static Task<(int Code, string Output, string Error)> StartAsync(params string[] arguments) => StartAsync(("FASTBIAS_ISA", string.Empty), arguments);

    private static async Task<(int Code, string Output, string Error)> StartAsync((string Name, string Value) variable, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "FastBias.Cli.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment[variable.Name] = variable.Value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    private sealed class FullDisk : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("full");
    }
}
