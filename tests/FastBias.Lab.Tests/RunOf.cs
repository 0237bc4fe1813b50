namespace FastBias.Lab.Tests;

/// <summary>Runs of an experiment with parameters given as on the command line, for tests of the law behind it.</summary>
public static class RunOf
{
    /// <summary>The claims of a run, by key.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="parameters">Such as <c>rows=3</c>; the others are those of the quick run.</param>
    public static IReadOnlyDictionary<string, Claim> Claims(string name, params IEnumerable<string> parameters)
    {
        Experiment experiment = Laboratory.Find(name)!;
        ExperimentSpec spec = experiment.Quick;
        foreach (string parameter in parameters)
        {
            string[] parts = parameter.Split('=', 2);
            spec = experiment.SpecText.With(spec, parts[0], parts[1]);
        }

        return experiment.Run(spec, ExperimentContext.Default).Claims.ToDictionary(claim => claim.Key);
    }

    /// <summary>Fails unless every claim but the named ones holds, and the named ones do not.</summary>
    /// <param name="claims">The claims of a run.</param>
    /// <param name="failing">The keys of those that are false.</param>
    public static void AssertOnlyFails(IReadOnlyDictionary<string, Claim> claims, params string[] failing) =>
        Xunit.Assert.All(claims.Values, claim => Xunit.Assert.True(claim.Holds != failing.Contains(claim.Key), $"{claim.Key}: measured {claim.Measured:R}, expected {claim.Relation} {claim.Expected:R} ± {claim.Tolerance:R}"));
}
