using System.Text.Json;
using FastBias.Lab;
using FastBias.Lab.Tests;

namespace FastBias.Cli.Tests;

/// <summary><c>lab list | show | run</c> with a small experiment of the tests' own, and with the laboratory's.</summary>
public sealed class LabCommandTests
{
    [Fact]
    public void Lists_names_and_titles()
    {
        (int code, string output, _) = Run(Samples(), "lab", "list");
        Assert.Equal(0, code);
        Assert.Matches("sample-mean +How fast a mean settles", output);
        (_, string json, _) = Run(Samples(), "lab", "list", "--json");
        JsonElement first = JsonDocument.Parse(json).RootElement.GetProperty("experiments")[0];
        Assert.Equal(("sample-mean", "T-MEAN"), (first.GetProperty("name").GetString(), first.GetProperty("ids")[0].GetString()));
        Assert.Equal(Laboratory.Experiments.Count, CommandLine.Succeed("lab", "list", "--json").Json.GetProperty("experiments").GetArrayLength());
    }

    [Fact]
    public void Shows_what_is_asked_and_the_parameters()
    {
        (int code, string output, _) = Run(Samples(), "lab", "show", "sample-mean");
        Assert.Equal(0, code);
        Assert.Contains("root mean square error σ/√n", output, StringComparison.Ordinal);
        Assert.Matches("repeats +400 +100 +repeats of each", output);
        (_, string json, _) = Run(Samples(), "lab", "show", "sample-mean", "--json");
        JsonElement parameters = JsonDocument.Parse(json).RootElement.GetProperty("parameters");
        Assert.Equal("10,20,50,100,200,500,1000", parameters[0].GetProperty("default").GetString());
    }

    [Fact]
    public void Runs_and_writes_reports()
    {
        using Scratch scratch = new();
        (int code, string output, string error) = Run(Samples(), "lab", "run", "sample-mean", "--quick", "--set", "repeats=200", "--seed", "5", "--out", scratch["out"], "--threads", "2");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Matches(@"T-MEAN/inverse +published +does not hold +16 ± 1\.6 +[345]", output);
        Assert.Contains("0 of 1 published claims are true; 1 of 1 laws are confirmed.", output, StringComparison.Ordinal);
        Assert.Contains("report.html", output, StringComparison.Ordinal);
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch["out"], "sample-mean", "run.json")));
        Assert.Equal("fastbias lab run sample-mean --quick --set repeats=200 --seed 5", run.RootElement.GetProperty("command").GetString());
        Assert.False(File.Exists(Path.Combine(scratch["out"], "index.html")));
    }

    [Fact]
    public void Several_have_an_index_and_missing_data_stop_nobody()
    {
        using Scratch scratch = new();
        string claims = scratch["claims.md"];
        Experiment[] experiments = [new SampleExperiment("first"), new SampleExperiment("no-moon", SampleEnd.NoData), new SampleExperiment("last")];
        (int code, string json, string error) = Run(experiments, "lab", "run", "all", "--quick", "--out", scratch["out"], "--claims", claims, "--json");
        Assert.Equal((0, string.Empty), (code, error));
        JsonElement report = JsonDocument.Parse(json).RootElement;
        Assert.Equal((2, 0, 2, 2), (report.GetProperty("publishedClaims").GetInt32(), report.GetProperty("publishedTrue").GetInt32(), report.GetProperty("laws").GetInt32(), report.GetProperty("lawsConfirmed").GetInt32()));
        Assert.Equal(["first ran", "last ran", "no-moon skipped"], report.GetProperty("experiments").EnumerateArray().Select(entry => $"{entry.GetProperty("name")} {entry.GetProperty("status")}"));
        Assert.Contains("moon", report.GetProperty("experiments")[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(scratch["out"], "index.html")) && File.Exists(Path.Combine(scratch["out"], "last", "report.html")));
        Assert.False(Directory.Exists(Path.Combine(scratch["out"], "no-moon")));
        Assert.Contains("no-moon", File.ReadAllText(claims), StringComparison.Ordinal);

        (_, string output, _) = Run(experiments, "lab", "run", "last", "no-moon", "last", "--quick", "--out", scratch["two"]);
        Assert.Contains("skipped no-moon: the data set 'moon'", output, StringComparison.Ordinal);
        Assert.Contains("2 of 2: no-moon", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_that_fails_is_an_exit_code_and_a_line()
    {
        using Scratch scratch = new();
        (int code, string output, string error) = Run([new SampleExperiment("broken", SampleEnd.BrokenLaw)], "lab", "run", "broken", "--quick", "--out", scratch["out"]);
        Assert.Equal(1, code);
        Assert.Contains("LAW NOT CONFIRMED in broken, T-MEAN/law", error, StringComparison.Ordinal);
        Assert.Contains("LAW NOT CONFIRMED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_it_leaves_what_was_finished_and_says_so()
    {
        using Scratch scratch = new();
        using CancellationTokenSource source = new();
        Experiment[] experiments = [new SampleExperiment("first"), new SampleExperiment("endless", SampleEnd.Never), new SampleExperiment("last")];
        using StringWriter output = new(), error = new();
        Terminal terminal = new(output, error, isInteractive: false, isOutputTerminal: false);
        Task<int> run = Application.RunAsync(["lab", "run", "all", "--quick", "--out", scratch["out"]], terminal, experiments, source.Token);
        string report = Path.Combine(scratch["out"], "first", "report.html");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(report), TimeSpan.FromSeconds(30)));
        await source.CancelAsync();
        Assert.Equal(1, await run);
        Assert.Equal($"fastbias: cancelled; 1 of 3 experiments are finished, their results are in {scratch["out"]}{Environment.NewLine}", error.ToString());
        Assert.True(File.Exists(Path.Combine(scratch["out"], "index.html")));
        Assert.False(Directory.Exists(Path.Combine(scratch["out"], "endless")));
    }

    [Theory]
    [InlineData("is it 'sample-mean'?", "lab", "run", "sample-men")]
    [InlineData("is it 'sample-mean'?", "lab", "show", "mean")]
    [InlineData("'quite-different' is no experiment; 'fastbias lab list' has all", "lab", "run", "quite-different")]
    [InlineData("is it 'repeats'?", "lab", "run", "sample-mean", "--set", "repeat=3")]
    [InlineData("write parameter=value", "lab", "run", "sample-mean", "--set", "repeats")]
    [InlineData("sample-mean: repeats: 'many' is not a whole number", "lab", "run", "sample-mean", "--set", "repeats=many")]
    [InlineData("sample-mean: sizes: 0 is outside", "lab", "run", "sample-mean", "--set", "sizes=5,0")]
    [InlineData("--seed must be a whole number", "lab", "run", "sample-mean", "--seed", "-1")]
    [InlineData("does not exist", "lab", "run", "sample-mean", "--claims", "/nowhere/claims.md")]
    [InlineData("not a folder", "lab", "run", "sample-mean", "--out", "/dev/null")]
    [InlineData("see 'fastbias lab run --help'", "lab", "run")]
    public void Wrong_usage_is_one_line(string reason, params string[] arguments)
    {
        (int code, string output, string error) = Run(Samples(), arguments);
        Assert.Equal((2, string.Empty), (code, output));
        Assert.StartsWith("fastbias: ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private static Experiment[] Samples() => [new SampleExperiment()];

    private static (int ExitCode, string Output, string Error) Run(Experiment[] experiments, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        Terminal terminal = new(output, error, isInteractive: false, isOutputTerminal: false);
        int code = Application.RunAsync(arguments, terminal, experiments).GetAwaiter().GetResult();
        return (code, output.ToString(), error.ToString());
    }
}
