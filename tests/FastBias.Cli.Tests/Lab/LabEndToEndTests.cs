using System.Text.Json;
using System.Xml.Linq;

namespace FastBias.Cli.Tests;

/// <summary>The laboratory's best known experiment on real data, from the command line to the files.</summary>
public sealed class LabEndToEndTests
{
    [Fact]
    public void Double_descent_on_diabetes()
    {
        using Scratch scratch = new();
        CommandLine run = CommandLine.Succeed("lab", "run", "double-descent", "--set", "data=diabetes", "--out", scratch["out"]);
        Assert.Contains("laws are confirmed.", run.Output, StringComparison.Ordinal);
        string folder = Path.Combine(scratch["out"], "double-descent");
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        Assert.Equal("diabetes", record.RootElement.GetProperty("spec").GetProperty("data").GetString());
        Assert.NotEmpty(record.RootElement.GetProperty("claims").EnumerateArray());
        string[] figures = [.. record.RootElement.GetProperty("figures").EnumerateArray().Select(name => name.GetString()!)];
        Assert.NotEmpty(figures);
        Assert.All(figures, name => XElement.Load(Path.Combine(folder, name)));
        Assert.Contains("--set data=diabetes", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        Assert.StartsWith("part,series,row,column,value\n", File.ReadAllText(Path.Combine(folder, "results.csv")), StringComparison.Ordinal);
    }
}
