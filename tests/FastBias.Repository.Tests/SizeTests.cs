using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>Files stay small enough to be read in one go.</summary>
public sealed class SizeTests
{
    private const int MostLines = 500;
    private const int MedianLines = 140;

    [Fact]
    public void No_file_is_longer_than_the_limit()
    {
        IEnumerable<string> offenders = Files().Where(file => file.Lines > MostLines).Select(file => $"{file.Path}: {file.Lines}");
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_median_file_is_short()
    {
        int[] lengths = [.. Files().Select(file => file.Lines).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, MedianLines);
    }

    private static IEnumerable<(string Path, int Lines)> Files() =>
        from folder in new[] { "src", "generators", "tests", "bench" }
        from file in Repository.CSharpFiles(folder)
        where !file.EndsWith(".verified.cs", StringComparison.Ordinal)
        select (Repository.Relative(file), File.ReadLines(file).Count());
}
