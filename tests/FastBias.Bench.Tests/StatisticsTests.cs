using FastBias.Bench.Measure;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public void Geometric_mean_of_a_ratio_and_its_inverse_is_one() => Assert.Equal(1, Statistics.GeometricMean([4, 0.25]), 15);

    [Fact]
    public void Geometric_mean_does_not_overflow() => Assert.Equal(1e200, Statistics.GeometricMean([1e250, 1e150]), 1e188);

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void Median_is_the_middle(double[] values, double median) => Assert.Equal(median, Statistics.Median(values));

    [Fact]
    public void Of_nothing_there_is_no_statistic()
    {
        Assert.True(double.IsNaN(Statistics.GeometricMean([])));
        Assert.True(double.IsNaN(Statistics.Median([])));
        Assert.True(double.IsNaN(Statistics.Minimum([])));
    }

    [Fact]
    public void Timing_is_per_unit_of_work()
    {
        Timing timing = new("x", 4, 1, [8, 12, 16]);
        Assert.Equal(2, timing.Best);
        Assert.Equal(3, timing.Median);
    }
}
