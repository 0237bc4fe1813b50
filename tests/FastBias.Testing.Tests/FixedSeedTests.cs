using System.Reflection;
using Xunit;

namespace FastBias.Testing.Tests;

public sealed class FixedSeedTests
{
    [Fact]
    public void A_name_has_one_seed_and_another_name_another()
    {
        Assert.Equal("12638187200555641996,6319093600277820999", FixedSeed.Text("a"));
        Assert.NotEqual(FixedSeed.Text("a"), FixedSeed.Text("b"));
        Assert.Contains(",", FixedSeed.Text(string.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_where_a_change_is_judged()
    {
        MethodInfo method = typeof(FixedSeedTests).GetMethod(nameof(Only_where_a_change_is_judged))!;
        bool judged = Environment.GetEnvironmentVariable("CI") == "true" && !TestScale.IsFull;
        Assert.Equal(judged, FixedSeed.Of(method) is not null);
    }
}
