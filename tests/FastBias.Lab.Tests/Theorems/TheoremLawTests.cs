using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.TheoremTests;

/// <summary>The laws behind the experiments on theorems, on random parameters: what is true holds for every size and seed, what is false fails.</summary>
public sealed class TheoremLawTests
{
    [Property(MaxTest = 6)]
    public void Descent_ends_at_the_minimum_norm_for_any_wide_problem(uint seed)
    {
        RandomSource random = new(seed);
        int rows = 4 + random.Index(8), columns = (3 * rows) + random.Index(20);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("gradient-descent-limit", $"rows={rows}", $"columns={columns}", $"seed={seed}");

        // Where two directions shrink at nearly the same rate, the slower one has not taken over before rounding does.
        double[] eigenvalues = new LinearDynamics(Synthetic.Gaussian(new(seed), rows, columns), new double[rows]).Eigenvalues();
        double[] factors = [.. eigenvalues.Select(lambda => Math.Abs(1 - (1.9 * lambda / eigenvalues[0]))).OrderDescending()];
        RunOf.AssertOnlyFails(
            claims.Where(claim => claim.Key != "S3-T1.1/rate" || factors[1] < 0.97 * factors[0]).ToDictionary(), "S3-T1.1/only-if", "S3-D-MN/inverse", "S3-T1.7/any-convex");
    }

    [Property(MaxTest = 6)]
    public void Curvature_says_what_it_should_for_any_directions(uint seed) =>
        RunOf.AssertOnlyFails(RunOf.Claims("curvature-at-a-minimum", "directions=20", $"seed={seed}"));

    [Fact]
    public void Two_quadratics_follow_their_closed_forms_for_any_number_of_steps()
    {
        foreach (int steps in new[] { 2, 37, 200 })
        {
            RunOf.AssertOnlyFails(RunOf.Claims("two-quadratics", $"steps={steps}"), "S3-WE3/second-loss", "S3-WE3/sharp-direction");
        }
    }

    [Property(MaxTest = 6)]
    public void The_stationary_laws_hold_for_any_step(uint seed)
    {
        double step = 0.02 + (0.15 * new RandomSource(seed).Uniform());
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("stationary-noise", FormattableString.Invariant($"step={step:F3}"), $"seed={seed}");
        Assert.True(claims["S3-T1.5/isotropic"].Measured <= 6, $"{claims["S3-T1.5/isotropic"].Measured}");
        Assert.True(claims["S3-T1.5/proportional"].Measured <= 6, $"{claims["S3-T1.5/proportional"].Measured}");
        Assert.False(claims["S3-T1.5/flat-preferred"].Holds);
        Assert.True(claims["S3-CX4/eightfold"].Holds && claims["S3-D-NOISE/full"].Holds);
    }

    [Property(MaxTest = 6)]
    public void Stopping_early_is_a_penalty_without_noise_in_it(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("early-stopping-penalty", $"seed={seed}");
        foreach (string formula in new[] { "step-over-time", "no-time", "batch", "noise" })
        {
            Assert.False(claims[$"S3-D-IR/{formula}"].Holds, formula);
        }

        Assert.True(claims["S3-D-IR/filters"].Holds && !claims["S3-D-IR/none"].Holds);
    }

    [Property(MaxTest = 6)]
    public void The_kl_form_is_never_above_the_square_root_form(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("posterior-spread", $"seed={seed}");
        Assert.True(claims["S3-D-PACB/order"].Holds);
        Assert.False(claims["S3-D-PACB/point-mass"].Holds);
        Assert.False(claims["S3-D-PACB/logarithm"].Holds);
    }
}
