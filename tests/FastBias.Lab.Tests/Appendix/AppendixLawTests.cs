using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.Appendix;

/// <summary>The laws beside the appendix' statements on random sizes and seeds.</summary>
public sealed class AppendixLawTests
{
    [Property(MaxTest = 15)]
    public void The_flow_has_one_order_and_the_norm_one_bound(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(1, 4), columns = random.NextInteger(rows + 1, 8);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("appendix-formulas", $"rows={rows}", $"columns={columns}", $"seed={seed}");
        Assert.All(new[] { "X-FLOW/order", "X-NORMB/bound" }, key => Assert.True(claims[key].Holds, $"{key}: {claims[key].Measured}"));
        Assert.False(claims["X-FLOW/printed-order"].Holds);
    }

    [Property(MaxTest = 15)]
    public void Lines_between_interpolants_have_no_loss(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(1, 8), columns = random.NextInteger(rows + 4, 24);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("zero-loss-set", $"rows={rows}", $"columns={columns}", $"seed={seed}");
        Assert.All(new[] { "X-CONN/connected", "X-ZEROLOSS/near-a-solution" }, key => Assert.True(claims[key].Holds, $"{key}: {claims[key].Measured}"));
        Assert.False(claims["X-ZEROLOSS/random-points"].Holds);
    }

    [Property(MaxTest = 8)]
    public void Methods_that_combine_rows_share_their_limit(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("optimizer-limits", $"seed={seed}", "repeats=1");
        Assert.All(new[] { "X-MOM/same-limit", "X-BATCH/same-limit", "X-SCALE/law", "X-ADAM/first-step" }, key => Assert.True(claims[key].Holds, $"{key}: {claims[key].Measured}"));
        Assert.All(new[] { "X-MOM/amplifies", "X-BATCH/doubling" }, key => Assert.False(claims[key].Holds));
    }

    [Property(MaxTest = 15)]
    public void The_certified_radius_is_the_distance_to_the_hyperplane(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("margin-bounds", $"seed={seed}", "repeats=1");
        Assert.All(new[] { "X-CERT/withstands", "X-CERT/attained", "X-MARGINB/printed-bound" }, key => Assert.True(claims[key].Holds, $"{key}: {claims[key].Measured}"));
        Assert.False(claims["X-MARGINB/printed-bound-says-something"].Holds);
    }
}
