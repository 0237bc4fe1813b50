using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>Every file of <c>examples</c> compiles without warnings and says by its exit code that it found what it shows.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples => [.. Directory.GetFiles(Repository.PathOf("examples"), "*.cs").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_runs_and_returns_zero(string file)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("examples/" + file));
        Assert.Contains("#:project ../src/FastBias/FastBias.csproj", lines);
        Assert.NotEmpty(SnippetRunner.Run(string.Join('\n', lines.Where(line => !line.StartsWith("#:", StringComparison.Ordinal)))));
    }
}
