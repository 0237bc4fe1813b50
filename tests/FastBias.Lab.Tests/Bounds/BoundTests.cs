using FastBias.Lab.Tests.ModelTests;
using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.BoundTests;

/// <summary>Closed forms against refits, simulation and known values.</summary>
public sealed class BoundTests
{
    [Property(MaxTest = 25)]
    public void Leaving_out_and_replacing_are_what_refitting_gives(uint seed)
    {
        RandomSource random = new(seed);
        int m = 2 + random.Index(8), n = 1 + random.Index(10), i = random.Index(m);
        double lambda = 0.05 + random.Uniform();
        Matrix<double> x = LabCase.Gaussian(random, m, n);
        double[] y = LabCase.Gaussian(random, m), example = LabCase.Gaussian(random, n);
        RidgeStability stability = new(x, y, lambda);
        Assert.True(LabCase.Distance(Ridge(x, y, lambda), stability.Weights) <= 1e-10);
        int[] rest = [.. Enumerable.Range(0, m).Where(k => k != i)];
        Matrix<double> without = new(m - 1, n);
        for (int k = 0; k < rest.Length; k++)
        {
            x.Row(rest[k]).CopyTo(without.Row(k));
        }

        double[] left = Ridge(without, [.. rest.Select(k => y[k])], lambda);
        Assert.True(LabCase.Distance(left, stability.WithoutExample(i)) <= 1e-10);
        Assert.Equal(LabCase.Distance(left, stability.Weights), stability.LeaveOneOutShift(i), 9);
        Assert.Equal(y[i] - VectorProduct.Dot<double>(x.Row(i), left), stability.LeaveOneOutResidual(i), 9);
        Matrix<double> other = x.Clone();
        example.CopyTo(other.Row(i));
        double[] targets = (double[])y.Clone();
        targets[i] = 0.5;
        Assert.True(LabCase.Distance(Ridge(other, targets, lambda), stability.WithReplacement(i, example, 0.5)) <= 1e-9);
        Assert.All(stability.Leverages, h => Assert.InRange(h, 0, 1));
    }

    [Fact]
    public void Stability_bounds_have_every_term()
    {
        // 0.1 + 0.02 + (4·100·0.01 + 1)·√(ln 20/200)
        Assert.Equal(0.12 + (5 * Math.Sqrt(Math.Log(20) / 200)), StabilityBound.BousquetElisseeff(0.1, 0.01, 1, 100, 0.05), 12);
        Assert.Equal(4.0 * 9 / (2 * 0.5 * 100), StabilityBound.OfRegularization(2, 3, 0.5, 100), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => StabilityBound.BousquetElisseeff(0, 0.1, 1, 10, 1));
    }

    [Fact]
    public void Effective_ranks_of_known_spectra()
    {
        Assert.Equal(4, EffectiveRank.Energy([1, 1, 1, 1], 0.9));
        Assert.Equal(1, EffectiveRank.Energy([10, 1, 1], 0.9));
        Assert.Equal(3, EffectiveRank.Energy([1, 10, 1], 1));
        Assert.Equal(2, EffectiveRank.Energy([3, 3, 0], 1));
        Assert.Equal(0, EffectiveRank.Energy([0, 0]));
        Assert.Equal(4, EffectiveRank.Stable([2, 2, 2, 2]), 12);
        Assert.Equal(4, EffectiveRank.Entropy([2, 2, 2, 2]), 11);
        Assert.Equal(1, EffectiveRank.Entropy([1e300, 0]), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveRank.Energy([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveRank.Stable([-1]));
    }

    [Fact]
    public void The_two_margins_differ_by_the_length_of_the_intercept()
    {
        Matrix<double> x = new(new double[,] { { 3, 0 }, { 0, 1 } });
        Assert.Equal(1.0, Margin.Geometric(x, [1, -1], [2, 0], -2), 12);
        Assert.Equal(2 / Math.Sqrt(8), Margin.Augmented(x, [1, -1], [2, 0], -2), 12);
        Assert.Equal(-2, Margin.Geometric(x, [1, -1], [0, 1], 1), 12);
    }

    [Fact]
    public void PAC_Bayes_arithmetic_and_its_order()
    {
        Assert.Equal(0.5 * ((2 * 0.25) + (25.0 / 4) - 2 + (4 * Math.Log(2))), PacBayes.GaussianDivergence([3, 4], 1, 2), 12);
        Assert.Equal(0, PacBayes.GaussianDivergence([0, 0, 0], 2, 2), 14);
        Assert.Equal(0.05 + Math.Sqrt((11_250 + Math.Log(2 * Math.Sqrt(10_000) / 0.05)) / 20_000), PacBayes.Maurer(0.05, 11_250, 10_000, 0.05), 12);
        for (double q = 0; q <= 0.5; q += 0.05)
        {
            double p = PacBayes.BinaryKlInverse(q, 0.03);
            Assert.Equal(0.03, PacBayes.BinaryKl(q, p), 10);
            Assert.True(p <= q + Math.Sqrt(0.015) && p > q);
            Assert.True(PacBayes.KlInverse(q, 5, 1000, 0.05) <= PacBayes.Maurer(q, 5, 1000, 0.05));
        }

        Assert.Equal(1, PacBayes.BinaryKlInverse(1, 0.5));
        Assert.Equal(0.3, PacBayes.BinaryKlInverse(0.3, 0), 7);
        Assert.Equal(double.PositiveInfinity, PacBayes.BinaryKl(0.5, 1));
    }

    [Fact]
    public void The_Gibbs_error_is_the_mean_over_drawn_classifiers()
    {
        RandomSource random = new(6);
        Matrix<double> x = LabCase.Gaussian(random, 30, 4);
        double[] y = LabCase.Labels(random, 30), w = [1, 0.5, -0.5, 0];
        const int Draws = 4000;
        double errors = 0;
        for (int k = 0; k < Draws; k++)
        {
            double[] v = [.. w.Select(value => value + (0.7 * random.Gaussian()))];
            errors += Enumerable.Range(0, 30).Count(i => y[i] * VectorProduct.Dot<double>(x.Row(i), v) <= 0) / 30.0 / Draws;
        }

        Assert.InRange(PacBayes.GibbsError(x, y, w, 0.7) - errors, -0.01, 0.01);
        Assert.Equal(0.5, PacBayes.GibbsError(new Matrix<double>(1, 1), [1], [1], 1), 12);
    }

    [Fact]
    public void Rademacher_complexity_lies_under_its_bound_and_above_it_over_root_two()
    {
        Matrix<double> x = LabCase.Gaussian(new(2), 40, 6);
        double bound = Rademacher.NormBall(x, 3);
        (double mean, double error) = Rademacher.Sampled(x, 3, 2000);
        Assert.InRange(mean, (bound / Math.Sqrt(2)) - (4 * error), bound + (4 * error));
        Assert.Equal(0.1 + 0.2 + (3 * Math.Sqrt(Math.Log(40) / 200)), Rademacher.Bound(0.1, 0.1, 100, 0.05), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public void Gradient_noise_of_drawn_batches_is_the_closed_form(int batch)
    {
        RandomSource random = new(7);
        LeastSquaresObjective objective = new(LabCase.Gaussian(random, 12, 3), LabCase.Gaussian(random, 12), LossScaling.HalfMean);
        double[] w = LabCase.Gaussian(random, 3);
        double expected = GradientNoise.OfBatch(GradientNoise.OneExample(objective, w), batch, 12);
        (double mean, double error) = GradientNoise.Sampled(objective, w, batch, 4000);
        Assert.InRange(mean - expected, (-6 * error) - 1e-12, (6 * error) + 1e-12);
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(40, 20)]
    public void The_Gaussian_risk_is_the_mean_over_draws(int n, int m)
    {
        const int Draws = 3000;
        double mean = 0, squares = 0, norm = 0;
        for (int k = 0; k < Draws; k++)
        {
            RandomSource random = new RandomSource(1).Split((ulong)k);
            Matrix<double> x = LabCase.Gaussian(random, m, n);
            double[] theta = [.. Enumerable.Range(0, n).Select(j => j == 0 ? 1.0 : 0)], y = [.. Enumerable.Range(0, m).Select(i => x[i, 0] + (0.5 * random.Gaussian()))];
            double[] w = LeastSquares.Solve(x, y).X.Data;
            double error = Math.Pow(LabCase.Distance(w, theta), 2);
            mean += error / Draws;
            squares += error * error / Draws;
            norm += Math.Pow(LabCase.Norm(w), 2) / Draws;
        }

        double deviation = Math.Sqrt((squares - (mean * mean)) / Draws);
        Assert.InRange(mean - GaussianRisk.Excess(m, n, 1, 0.25), -5 * deviation, 5 * deviation);
        Assert.Equal(1, norm / GaussianRisk.SquaredNorm(m, n, 1, 0.25), 1);
    }

    [Fact]
    public void The_Gaussian_risk_is_infinite_at_the_threshold_only_with_noise()
    {
        Assert.Equal(double.PositiveInfinity, GaussianRisk.Excess(50, 50, 1, 1));
        Assert.Equal(0, GaussianRisk.Excess(50, 50, 1, 0));
        Assert.Equal(0, GaussianRisk.Excess(50, 0, 1, 1));
        Assert.Equal(1, GaussianRisk.Excess(50, 2_000_000, 1, 0.01), 4);
    }

    [Fact]
    public void Rate_laws()
    {
        Assert.Equal(0.9, RateLaws.Factor(0.1, [1, 10, 0, 19]), 12);
        Assert.Equal(RateLaws.BestFactor(10), RateLaws.Factor(RateLaws.BestStep(10, 1), [1, 4, 10]), 12);
        Assert.Equal(1 - Math.Pow(0.9, 7), RateLaws.EarlyStoppingFilter(1, 0.1, 7), 14);
        Assert.Equal(0.5, RateLaws.RidgeFilter(2, 2));
        Assert.Equal(2, RateLaws.EarlyStoppingPenalty(0.05, 10), 12);
        Assert.Equal(10, RateLaws.StepsTo(0.5, 1.0 / 1024), 12);
        Assert.Equal(double.PositiveInfinity, RateLaws.StationaryVariance(0.1, 20, 1));
    }

    [Property(MaxTest = 20)]
    public void The_stationary_covariance_is_a_fixed_point(uint seed)
    {
        RandomSource random = new(seed);
        int n = 1 + random.Index(5);
        Matrix<double> hessian = new(n, n), noise = new(n, n);
        Product.Gram<double>(hessian.AsSpan(), LabCase.Gaussian(random, n + 2, n));
        Product.Gram<double>(noise.AsSpan(), LabCase.Gaussian(random, n + 2, n));
        double step = 1 / Sharpness.LargestEigenvalue(new QuadraticObjective(hessian), new double[n]);
        Matrix<double> covariance = RateLaws.StationaryCovariance(hessian, noise, step), move = Matrix<double>.Identity(n);
        for (int k = 0; k < n * n; k++)
        {
            move.Data[k] -= step * hessian.Data[k];
        }

        Matrix<double> next = Product.Multiply(Product.Multiply(move, covariance), move);
        for (int k = 0; k < n * n; k++)
        {
            Assert.Equal(covariance.Data[k], next.Data[k] + (step * step * noise.Data[k]), 8);
        }

        if (n == 1)
        {
            Assert.Equal(RateLaws.StationaryVariance(step, hessian[0, 0], noise[0, 0]), covariance[0, 0], 10);
        }
    }

    private static double[] Ridge(Matrix<double> x, double[] y, double lambda) =>
        x.Rows == 0 ? new double[x.Columns] : RidgeSolver.Solve<double>(x, new Matrix<double>(y, y.Length, 1), lambda).X.Data;
}
