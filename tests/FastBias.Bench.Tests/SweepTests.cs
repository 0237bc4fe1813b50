using FastBias.Bench.Commands;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class SweepTests
{
    [Fact]
    public void Sizes_rise_from_1_to_1100_and_hold_both_sides_of_every_edge()
    {
        IReadOnlyList<int> sizes = SweepCommand.Sizes();
        Assert.Equal((1, 1100), (sizes[0], sizes[^1]));
        Assert.Equal(sizes.Distinct().Order(), sizes);
        Assert.Subset(sizes.ToHashSet(), new HashSet<int> { 16, 31, 32, 33, 47, 48, 49, 511, 512, 513, 1023, 1024, 1025 });
        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.True(pair.Second <= 17 || pair.Second <= 1.07 * pair.First + 1, $"{pair}"));
    }
}
