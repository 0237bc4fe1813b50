using System.Globalization;
using FastBias.Bench.Commands;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class AccuracyTests
{
    [Fact]
    public void Every_singular_value_of_the_table_is_within_its_bound()
    {
        string[][] rows = [.. AccuracyCommand.Write(null).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(15, rows.Length);
        Assert.All(rows, row => Assert.True(double.Parse(row[5], CultureInfo.InvariantCulture) <= double.Parse(row[4], CultureInfo.InvariantCulture), string.Join('|', row)));
    }
}
