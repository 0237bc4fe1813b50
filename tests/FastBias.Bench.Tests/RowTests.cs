using FastBias.Bench.Commands;
using FastBias.Bench.Contests;
using FastBias.Bench.Machine;
using FastBias.Bench.Rows;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class RowTests
{
    private static IEnumerable<(SuiteSpec Suite, RowSpec Row)> All =>
        RatiosRunner.AllSuites(new(32 << 10, 1 << 20, 32 << 20)).SelectMany(suite => suite.Rows.Select(row => (suite, row)));

    [Fact]
    public void Every_row_names_a_contest_that_exists() =>
        Assert.All(All, pair => Assert.Contains(pair.Row.Operation, ContestCatalogue.Operations));

    [Fact]
    public void No_row_and_no_shape_occurs_twice()
    {
        Assert.All(All.GroupBy(pair => (pair.Suite.Name, pair.Row.Name, pair.Row.Against)), group => Assert.Single(group));
        Assert.All(All, pair => Assert.Equal(pair.Row.Shapes.Count, pair.Row.Shapes.Select(shape => shape.ToString()).Distinct().Count()));
    }

    [Fact]
    public void A_row_with_a_demand_has_at_least_eight_sizes() =>
        Assert.All(All.Where(pair => pair.Row.Must is not null), pair => Assert.True(pair.Row.Shapes.Count >= 8, $"{pair.Row.Name}: {pair.Row.Shapes.Count}"));

    [Fact]
    public void Thin_takes_at_most_three_and_cheap_ones()
    {
        IReadOnlyList<Shape> shapes = Shapes.Cube(4, 8, 16, 32, 1000);
        Assert.Equal(["4", "16", "32"], shapes.Thin(1e6).Select(shape => shape.ToString()));
        Assert.Equal(["1000"], Shapes.Cube(2000, 1000).Thin(1e6).Select(shape => shape.ToString()));
    }

    [Theory]
    [InlineData(64, 64, 64, "", "64")]
    [InlineData(64, 64, 0, "", "64")]
    [InlineData(64, 32, 0, "", "64x32")]
    [InlineData(64, 64, 1, "", "64x64x1")]
    [InlineData(64, 64, 64, "NT", "64 NT")]
    public void Shapes_print_short(int m, int n, int k, string variant, string text) => Assert.Equal(text, new Shape(m, n, k, variant).ToString());
}
