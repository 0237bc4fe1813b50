using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>What every experiment promises, checked on each with its quick parameters.</summary>
public sealed class ExperimentTests
{
    /// <summary>Set to <c>update</c>, the golden results are written anew; read the difference before committing.</summary>
    private static readonly bool s_updates = Environment.GetEnvironmentVariable("FASTBIAS_SNAPSHOT") == "update";

    public static TheoryData<string> Names => [.. Laboratory.Experiments.Select(experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_bits_as_when_the_golden_result_was_read(string name)
    {
        string golden = Golden(QuickRuns.Of(name).Result), file = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".txt");
        if (s_updates)
        {
            File.WriteAllText(Path.Combine(SourceFolder(), "Golden", name + ".txt"), golden);
        }
        else
        {
            Assert.True(File.Exists(file), $"no golden result for {name}: run with FASTBIAS_SNAPSHOT=update, read and commit it");
            Assert.Equal(File.ReadAllText(file), golden);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_bits_again_on_two_threads(string name) =>
        Assert.Equal(Golden(QuickRuns.Of(name).Result), Golden(Run(name, new() { Parallelism = Parallelism.Threads(2) })));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_measurement_fails_every_claim(string name)
    {
        foreach (Claim claim in QuickRuns.Of(name).Result.Claims)
        {
            double far = (2 * claim.Tolerance) + Math.Max(1, Math.Abs(claim.Expected));
            double[] wrong = claim.Relation switch
            {
                Relation.AtMost => [claim.Expected + far, double.PositiveInfinity, double.NaN],
                Relation.AtLeast => [claim.Expected - far, double.NegativeInfinity, double.NaN],
                _ => [claim.Expected - far, claim.Expected + far, double.NaN],
            };
            Assert.All(wrong, measured => Assert.False((claim with { Measured = measured }).Holds, $"{claim.Key} holds for {measured}"));
            Assert.True((claim with { Measured = claim.Expected }).Holds, $"{claim.Key} does not hold for its own value");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Claims_are_about_the_ids_named_and_keys_are_unique(string name)
    {
        Experiment experiment = Laboratory.Find(name)!;
        IReadOnlyList<Claim> claims = QuickRuns.Of(name).Result.Claims;
        Assert.NotEmpty(claims);
        Assert.Equal(claims.Count, claims.Select(claim => claim.Key).Distinct().Count());
        Assert.Equal(experiment.Ids.Order(StringComparer.Ordinal), claims.Select(claim => claim.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.All(claims.Where(claim => claim.Origin == ClaimOrigin.Published && !claim.Holds), claim => Assert.True(claim.Note.Length > 0, $"{claim.Key} fails without a reason"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tables_and_figures_are_whole(string name)
    {
        ExperimentResult result = QuickRuns.Of(name).Result;
        Assert.All(result.Tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        string[] names = [.. result.Tables.Select(table => table.Name), .. result.Figures.Select(figure => figure.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, part => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", part));
        Assert.All(result.Figures, figure =>
        {
            Assert.NotEmpty(figure.Title);
            Assert.NotEmpty(figure.Panels);
            Assert.All(figure.Panels, panel => Assert.True(panel.X.Label.Length > 0 && panel.Y.Label.Length > 0, $"an axis of {figure.Name} has no label"));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_print_parse_and_validate(string name)
    {
        Experiment experiment = Laboratory.Find(name)!;
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", name);
        Assert.True(experiment.Title.Length > 0 && experiment.About.Length > 0);
        foreach (ExperimentSpec spec in new[] { experiment.Defaults, experiment.Quick })
        {
            experiment.SpecText.Validate(spec);
            ExperimentSpec copy = experiment.Defaults;
            foreach (string parameter in experiment.SpecText.Names)
            {
                copy = experiment.SpecText.With(copy, parameter, experiment.SpecText.Value(spec, parameter));
            }

            Assert.Equal(experiment.SpecText.Line(spec), experiment.SpecText.Line(copy));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_run_ends(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Run(name, new() { Cancellation = new(true) }));

    [Fact]
    public void Names_are_unique() => Assert.Equal(Laboratory.Experiments.Count, Laboratory.Experiments.Select(experiment => experiment.Name).Distinct().Count());

    private static ExperimentResult Run(string name, ExperimentContext context)
    {
        Experiment experiment = Laboratory.Find(name)!;
        return experiment.Run(experiment.Quick, context);
    }

    /// <summary>The claims as they are, and a digest of every number in tables and figures.</summary>
    private static string Golden(ExperimentResult result)
    {
        StringBuilder text = new();
        foreach (Claim claim in result.Claims)
        {
            text.Append($"{claim.Key} {(claim.Holds ? "holds" : "fails")} {ResultCsv.Number(claim.Measured)}\n");
        }

        return text.Append(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ResultCsv.Create(result))))).Append('\n').ToString();
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
