using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.Proofs;

/// <summary>The cores of the proof problems on random sizes and seeds.</summary>
public sealed class ProofLawTests
{
    [Property(MaxTest = 15)]
    public void Iterates_are_combinations_of_rows(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(2, 8), columns = random.NextInteger(2 * rows, 4 * rows);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("range-of-iterates", $"rows={rows}", $"columns={columns}", $"seed={seed}");
        Assert.All(new[] { "in-range", "multipliers", "limit", "step-bound" }, part => Assert.True(claims[$"S3-B.1/{part}"].Holds, $"{part}: {claims[$"S3-B.1/{part}"].Measured}"));
        Assert.False(claims["S3-B.1/descent-on-g"].Holds);
    }

    [Property(MaxTest = 15)]
    public void The_rate_is_that_of_the_curvatures(uint seed)
    {
        TestRandom random = new(seed);
        double mu = random.Uniform(0.01, 1), smoothness = random.Uniform(2, 50);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("strong-convexity", FormattableString.Invariant($"curvature={mu:R}"), FormattableString.Invariant($"smoothness={smoothness:R}"), $"seed={seed}");
        RunOf.AssertOnlyFails(claims, "S3-B.3/many-minima", "S3-B.7/printed-rate");
    }

    [Property(MaxTest = 15)]
    public void The_tangent_kernel_needs_the_output_at_the_start(uint seed) =>
        RunOf.AssertOnlyFails(RunOf.Claims("tangent-kernel-limit", $"seed={seed}", "width=20", "inputs=3", "examples=3"), "S3-B.4/printed-prediction");

    [Property(MaxTest = 20)]
    public void The_minimum_norm_lies_between_its_bounds(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(2, 8), columns = random.NextInteger(rows, 20);
        double condition = random.Uniform(20, 1e5);
        RunOf.AssertOnlyFails(RunOf.Claims("norm-bounds", $"rows={rows}", $"columns={columns}", FormattableString.Invariant($"conditions=2,{condition:R}"), $"seed={seed}"), "S3-B.16/theta");
    }

    [Property(MaxTest = 200)]
    public void The_filters_of_stopping_and_ridge_differ_by_less_than_0_2037(uint seed)
    {
        double x = new TestRandom(seed).Uniform(0, 50), gap = -Elementary.ExpM1(-x) - (x / (1 + x));
        Assert.InRange(gap, 0, 0.2037);
    }

    [Property(MaxTest = 10)]
    public void Stability_keeps_its_bounds(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("stability-bound", $"seed={seed}");
        Assert.All(new[] { "bounded-difference", "bound-holds", "proved-stability", "monotone" }, part => Assert.True(claims[$"S3-B.2/{part}"].Holds, $"{part}: {claims[$"S3-B.2/{part}"].Measured}"));
        Assert.False(claims["S3-B.2/printed-step"].Holds);
    }
}
