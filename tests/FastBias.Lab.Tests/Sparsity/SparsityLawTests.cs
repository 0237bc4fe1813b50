using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.Sparsity;

/// <summary>The laws of sparse recovery on random sizes and seeds.</summary>
public sealed class SparsityLawTests
{
    [Property(MaxTest = 15)]
    public void The_interpolants_are_an_affine_set_and_descent_finds_the_nearest(uint seed)
    {
        TestRandom random = new(seed);
        int columns = random.NextInteger(12, 30), rows = random.NextInteger(2, columns / 2);
        RunOf.AssertOnlyFails(
            RunOf.Claims("interpolating-set", $"rows={rows}", $"columns={columns}", $"seed={seed}", "directions=5", "starts=1"), "S4-L13.1/subspace", "S4-R13.9/any-method");
    }

    [Property(MaxTest = 30)]
    public void The_batched_descent_is_descent_on_the_Hadamard_objective(uint seed)
    {
        RandomSource random = new(seed);
        SparseProblem problem = SparseProblem.Draw(random.Split(0), 3 + random.Index(8), 5 + random.Index(10), 2);
        double[] starts = [0.3, 1e-2];
        HadamardDescent descent = new(problem, starts, 0.05);
        HadamardObjective objective = new(problem.X, problem.Y);
        for (int t = 0; t < 5; t++)
        {
            descent.Step();
        }

        for (int k = 0; k < starts.Length; k++)
        {
            OptimizerResult expected = new GradientDescent().Run(objective, [.. Enumerable.Repeat(starts[k], objective.Dimension)], new() { Step = 0.05, MaxIterations = 5 });
            double size = VectorProduct.Norm<double>(expected.Point);
            Assert.True(Vectors.Distance(descent.Beta(k), expected.Point) <= 1e-13 * size);
            Assert.Equal(expected.Final.Value, descent.Loss(k), 1e-13 * Math.Max(1, expected.Final.Value));
            Assert.Equal(expected.Final.GradientNorm, descent.GradientNorm(k), 1e-12 * Math.Max(1, expected.Final.GradientNorm));
        }
    }

    [Property(MaxTest = 15)]
    public void Steps_of_the_population_follow_the_flow(uint seed)
    {
        TestRandom random = new(seed);
        string start = Text(random.Uniform(1e-9, 0.1)), accuracy = Text(random.Uniform(1e-8, 0.1)), step = Text(random.Uniform(0.005, 0.15));
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("sparse-population", $"starts={start}", $"accuracies={accuracy}", $"step-sizes={step}", $"seed={seed}", "samples=100", "points=1", "dimension=1");
        foreach (string part in new[] { "sharper", "growth", "contraction", "off-support" })
        {
            Claim claim = claims[$"S4-T13.11/{part}"];
            Assert.True(claim.Holds, $"{claim.Key} for α = {start}, ε = {accuracy}, η = {step}: {claim.Measured}");
        }
    }

    [Property(MaxTest = 15)]
    public void Isometry_constants_are_nested_and_dense_interpolants_exist(uint seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("restricted-isometry", $"seed={seed}");
        Assert.All(new[] { "S4-RIP/nested", "S4-DENSE/interpolates", "S4-DENSE/vertex-size" }, key => Assert.True(claims[key].Holds, $"{key}: {claims[key].Measured}"));
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
