using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.TrueOrFalse;

/// <summary>The answers hold for random sizes and seeds, not for one draw.</summary>
public sealed class TrueOrFalseLawTests
{
    [Property(MaxTest = 8)]
    public void The_step_bound_has_its_exception(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(3, 10), columns = rows + random.NextInteger(1, 10);
        RunOf.AssertOnlyFails(RunOf.Claims("step-bound", $"rows={rows}", $"columns={columns}", $"seed={seed}", "steps=450"), "S3-A.1/only-if");
    }

    [Property(MaxTest = 8)]
    public void At_zero_loss_the_gap_is_never_negative(uint seed) =>
        RunOf.AssertOnlyFails(RunOf.Claims("zero-loss-gap", $"seed={seed}", "repeats=5"), "S3-A.4/negative");

    [Property(MaxTest = 8)]
    public void Momentum_does_not_move_the_end(uint seed)
    {
        TestRandom random = new(seed);
        int rows = random.NextInteger(2, 5), columns = (3 * rows) + random.NextInteger(1, 5);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("optimizer-bias", $"rows={rows}", $"columns={columns}", $"seed={seed}", "steps=4000", "stride=1000");
        Assert.All(new[] { "gradient-descent", "heavy-ball", "nesterov", "cyclic-sgd" }, part => Assert.True(claims["S3-A.16/" + part].Holds, $"{part}: {claims["S3-A.16/" + part].Measured}"));
        Assert.False(claims["S3-A.16/momentum-changes"].Holds);
    }
}
