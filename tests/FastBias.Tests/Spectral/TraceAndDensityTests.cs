using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Spectral;

/// <summary>Hutchinson, Hutch++ and stochastic Lanczos quadrature against exact spectra.</summary>
public sealed class TraceAndDensityTests
{
    [Fact]
    public void Hutchinson_is_unbiased_and_its_error_bar_is_right()
    {
        Matrix<double> a = Symmetric(40, 3);
        double trace = Enumerable.Range(0, 40).Sum(i => a[i, i]);
        DenseOperator<double> op = new(a);
        List<double> scores = [];
        for (ulong seed = 0; seed < 60; seed++)
        {
            TraceEstimate<double> estimate = TraceEstimator.Hutchinson(op, 50, seed);
            Assert.Equal((Status.Success, 50), (estimate.Status, estimate.Applications));
            scores.Add((estimate.Value - trace) / estimate.StandardError);
        }

        // Sixty scores of about unit variance.
        Assert.InRange(scores.Average(), -0.5, 0.5);
        Assert.InRange(scores.Average(s => s * s), 0.5, 1.8);
        Assert.Equal(6, TraceEstimator.Hutchinson(new DiagonalOperator<double>([1, 2, 3]), 1).Value);
        Assert.Equal(0, TraceEstimator.Hutchinson(new DenseOperator<double>(new Matrix<double>(0, 0)), 3).Value);
    }

    [Fact]
    public void Hutch_plus_plus_needs_far_fewer_applications_where_the_spectrum_decays()
    {
        double[] values = [.. Enumerable.Range(1, 200).Select(k => 1.0 / (k * k))];
        DenseOperator<double> op = new(Gallery.WithEigenvalues(values, 3).A);
        double trace = values.Sum(), plain = 0, better = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            plain += Math.Pow(TraceEstimator.Hutchinson(op, 60, seed).Value - trace, 2);
            TraceEstimate<double> estimate = TraceEstimator.HutchPlusPlus(op, 60, seed);
            Assert.Equal(60, estimate.Applications);
            better += Math.Pow(estimate.Value - trace, 2);
        }

        Assert.True(Math.Sqrt(better) < 0.15 * Math.Sqrt(plain), $"{Math.Sqrt(better / 20)} and {Math.Sqrt(plain / 20)}");
        Assert.Equal(6, TraceEstimator.HutchPlusPlus(new DiagonalOperator<double>([1, 2, 3]), 9).Value, 12);
    }

    [Fact]
    public void The_quadrature_is_exact_for_low_moments_of_each_sample_and_for_a_whole_space()
    {
        Matrix<double> a = Symmetric(12, 5);
        double[] values = [.. NaiveEigen.Factor(a.ToArray()).Values.Order()];
        SpectralDensity<double> density = SpectralDensity.Estimate(new DenseOperator<double>(a), samples: 400, steps: 12);
        Assert.Equal(1, density.Weights.Sum(), 12);
        Assert.All(density.Weights, w => Assert.True(w >= 0));

        // Every sample has the eigenvalues as its nodes; over many samples each has the weight 1/n.
        foreach (double value in values)
        {
            double weight = density.Nodes.Zip(density.Weights).Where(pair => Math.Abs(pair.First - value) < 1e-8).Sum(pair => pair.Second);
            Assert.InRange(weight, 0.05, 0.13);
        }

        Assert.InRange(density.TraceOf(x => x * x), values.Sum(v => v * v) * 0.999, values.Sum(v => v * v) * 1.001 * 1.05);
        Assert.Equal(values.Sum(v => v * v), density.TraceOf(x => x * x), values.Sum(v => v * v) * 0.05);
    }

    [Fact]
    public void A_log_determinant_and_a_density_come_out_right()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(k => 1 + (3.0 * k / 400))];
        Matrix<double> a = Gallery.WithEigenvalues(values, 6).A;
        SpectralDensity<double> density = SpectralDensity.Estimate(new DenseOperator<double>(a), samples: 10, steps: 30);
        double expected = values.Sum(Math.Log);
        Assert.InRange(density.TraceOf(Math.Log), expected * 0.97, expected * 1.03);
        Assert.InRange(density.Nodes[0], 0.999, 1.01);
        Assert.InRange(density.Nodes[^1], 3.98, 4.0);
        Assert.InRange(density.Cumulative(2.5), 0.45, 0.55);
        Assert.InRange(density.Density(2.5, 0.3), 0.25, 0.42);
        Assert.InRange(density.Density(6, 0.3), 0, 1e-6);
    }

    [Fact]
    public void An_invariant_subspace_ends_a_sample_early_and_bad_calls_are_refused()
    {
        SpectralDensity<double> density = SpectralDensity.Estimate(new DenseOperator<double>(Matrix<double>.Identity(20)), samples: 3, steps: 10);
        Assert.Equal([1, 1, 1], density.Nodes.Select(v => Math.Round(v, 12)));
        Assert.Equal(20, density.TraceOf(x => x), 11);
        DenseOperator<double> wide = new(new Matrix<double>(2, 3));
        Assert.Throws<ArgumentException>(() => SpectralDensity.Estimate(wide));
        Assert.Throws<ArgumentException>(() => TraceEstimator.Hutchinson(wide, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimator.HutchPlusPlus(new DiagonalOperator<double>([1]), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => density.Density(0, 0));
        DiagonalOperator<double> bad = new([1, double.NaN]);
        Assert.Equal(Status.NonFiniteInput, SpectralDensity.Estimate(bad).Status);
        Assert.Equal(Status.NonFiniteInput, TraceEstimator.Hutchinson(bad, 3).Status);
        Assert.Equal(Status.NonFiniteInput, TraceEstimator.HutchPlusPlus(bad, 3).Status);
        Assert.Equal(Status.Cancelled, TraceEstimator.Hutchinson(bad, 3, 1, new(true)).Status);
        Assert.Equal(Status.Cancelled, SpectralDensity.Estimate(bad, cancellationToken: new(true)).Status);
    }

    private static Matrix<double> Symmetric(int n, ulong seed)
    {
        Matrix<double> g = new TestRandom(seed).NormalMatrix<double>(n, n);
        return new Matrix<double>(Dense.Generate(n, n, (i, j) => g[i, j] + g[j, i]));
    }
}
