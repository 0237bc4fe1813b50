using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.Identifiability;

/// <summary>The laws of the null space on random sizes and seeds.</summary>
public sealed class IdentifiabilityLawTests
{
    [Property(MaxTest = 30)]
    public void A_null_vector_changes_nothing_and_the_shortcut_changes_by_the_smallest_singular_value(uint seed)
    {
        TestRandom random = new(seed);
        int columns = random.NextInteger(3, 30), rows = random.NextInteger(1, columns - 1);
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("null-space", $"rows={rows}", $"columns={columns}", $"seed={seed}", "new-rows=20");
        RunOf.AssertOnlyFails(claims, "S0-NULL/thin-shortcut", "S0-RANK/small-sigma");
    }
}
