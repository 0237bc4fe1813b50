using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>The laws behind the exercises and solutions, on random problems.</summary>
public sealed class ExerciseLawTests
{
    [Property(MaxTest = 200)]
    public void The_expected_ridge_error_is_least_at_the_quotient_of_the_variances(ulong seed)
    {
        RandomSource random = new(seed);
        double[] sigma = [.. Enumerable.Range(0, 1 + random.Index(20)).Select(_ => Math.Abs(random.Gaussian()) * 10)];
        double signal = 0.1 + random.Uniform(), noise = 0.1 + random.Uniform(), best = noise * noise / (signal * signal);
        double least = RidgeGrid.ExpectedExcess(sigma, sigma.Length + random.Index(5), best, signal, noise), other = best * (0.01 + (5 * random.Uniform()));
        int columns = sigma.Length;
        Assert.True(RidgeGrid.ExpectedExcess(sigma, columns, best, signal, noise) <= RidgeGrid.ExpectedExcess(sigma, columns, other, signal, noise) * (1 + 1e-14));
        Assert.True(least > 0);
    }

    [Property(MaxTest = 12)]
    public void Gradient_descent_keeps_to_the_row_space_and_to_its_bound(ulong seed)
    {
        RandomSource random = new(seed);
        StepSizeSpec spec = new() { Rows = 4 + random.Index(10), Columns = 40 + random.Index(30), MaxSteps = 3000 };
        StatedDescentRun run = StatedDescentRun.Create(spec, random, false);
        Assert.All(run.Paths, path =>
        {
            Assert.True(path.LargestOfBound <= 1 + 1e-9, $"{path.Name}: {path.LargestOfBound:R} of the bound");
            Assert.True(path.NullComponent <= 1e-12, $"{path.Name}: {path.NullComponent:R} in the null space");
        });
        Assert.True(run.PowerEstimate <= run.Largest * (1 + 1e-13));
        Assert.True(run.OtherStartError <= 1e-7 && run.OtherStartDistance > 1e-3);
    }

    [Property(MaxTest = 20)]
    public void No_iterate_has_more_than_the_largest_margin(ulong seed)
    {
        RandomSource random = new(seed);
        Matrix<double> points = Synthetic.Gaussian(random, 12, 2);
        double[] labels = [.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        MarginRun.Shift(points, labels);
        if (HardMarginSvm.Solve(points, labels).IsSeparable)
        {
            MarginRun run = new(points, labels, new(), LossScaling.HalfMean, 0.1, 400, new double[3], []);
            Assert.True(run.Free.Margin >= run.Augmented.Margin * (1 - 1e-9), "the augmented norm is the larger one");
            Assert.All(run.Path, point => Assert.True(point.Ratio <= 1 + 1e-9 && point.Margin <= run.Free.Margin * (1 + 1e-9)));
        }
    }

    [Property(MaxTest = 100)]
    public void An_angle_is_found_again(ulong seed)
    {
        RandomSource random = new(seed);
        double degrees = 179 * random.Uniform() * (random.Index(2) == 0 ? 1 : 1e-6), radians = degrees * Math.PI / 180;
        double[] turned = [3 * Math.Cos(radians), 3 * Math.Sin(radians)];
        Assert.Equal(degrees, Regression.Angle([0.5, 0], turned), 1e-9 * Math.Max(1e-6, degrees));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    public void Verdicts_do_not_depend_on_the_seed(int seed)
    {
        IReadOnlyDictionary<string, Claim> claims = RunOf.Claims("mirror-descent", $"seed={seed}", "starts=1,1e-3,1e-6", "steps=4000", "tall-steps=4000", "solved-steps=1000");
        Assert.All(claims.Values.Where(claim => claim.Origin == ClaimOrigin.Law && claim.Id == "S3-CS.11"), claim => Assert.True(claim.Holds, claim.Key));
        Assert.True(claims["S3-C.15/kkt"].Holds && claims["S3-C.15/smaller-start"].Holds && claims["S3-C.15/same-projected"].Holds);
        Assert.False(claims["S3-C.15/sparser"].Holds || claims["S3-CS.11/sum"].Holds);
    }
}
