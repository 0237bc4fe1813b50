using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.Conditioning;

/// <summary>The laws of conditioning and of minimum-norm solutions on random sizes and seeds.</summary>
public sealed class ConditioningLawTests
{
    [Property(MaxTest = 10)]
    public void Ridge_tends_to_the_shortest_solution_and_jitter_is_ridge(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(1, 12), columns = (2 * rows) + random.NextInteger(2, 12);
        RunOf.AssertOnlyFails(RunOf.Claims("ridgeless-limit", $"rows={rows}", $"columns={columns}", $"seed={seed}", "lambdas=1,1e-3,1e-6"));
    }

    [Property(MaxTest = 10)]
    public void The_posterior_mean_is_ridge(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(1, 10), columns = (2 * rows) + random.NextInteger(2, 10);
        RunOf.AssertOnlyFails(RunOf.Claims("bayesian-reading", $"rows={rows}", $"columns={columns}", $"seed={seed}", "prior-deviations=1,10,100"));
    }

    [Property(MaxTest = 10)]
    public void No_right_inverse_responds_less_to_noise_in_b_than_the_pseudoinverse(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(2, 8), columns = (2 * rows) + random.NextInteger(1, 6);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("stability-of-rules", $"rows={rows}", $"columns={columns}", $"seed={seed}", "changes=20");
        Assert.All(new[] { "noise-in-b", "operator-norm", "sigma" }, part => Assert.True(claims["S1-STABLE/" + part].Holds, part));
    }

    [Property(MaxTest = 10)]
    public void A_penalty_lifts_the_spectrum_by_itself(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(1, 10), columns = rows + random.NextInteger(1, 10);
        RunOf.AssertOnlyFails(RunOf.Claims("ridge-hessian", $"rows={rows}", $"columns={columns}", $"seed={seed}"));
    }

    [Property(MaxTest = 10)]
    public void The_seminorm_of_a_linear_map_has_the_root_of_the_volume(uint seed)
    {
        TestRandom random = new(seed);
        double width = 1.1 + random.Uniform(0, 3), height = 1.1 + random.Uniform(0, 3);
        RunOf.AssertOnlyFails(RunOf.Claims("sobolev-seminorm", FormattableString.Invariant($"width={width}"), FormattableString.Invariant($"height={height}"), $"seed={seed}", "places=12"), "S1-SOBOLEV/linear-published");
    }
}
