using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests;

public sealed class SyntheticTests
{
    [Fact]
    public void Columns_have_the_variances_asked_for()
    {
        foreach ((Matrix<double> x, double[] variances) in new (Matrix<double>, double[])[]
        {
            (Synthetic.Gaussian(new(1), 4000, 3), [1, 1, 1]),
            (Synthetic.Spiked(new(2), 4000, 3, 2, 9), [9, 9, 1]),
            (Synthetic.PowerLaw(new(3), 4000, 3, 2), [1, 1.0 / 4, 1.0 / 9]),
            (Synthetic.WithVariances(new(4), 4000, [0, 2]), [0, 2]),
        })
        {
            for (int j = 0; j < variances.Length; j++)
            {
                // The variance of a sample of m has the relative deviation √(2/m).
                Assert.Equal(variances[j], x.Column(j).Average(value => value * value), 5 * variances[j] * Math.Sqrt(2.0 / 4000));
            }
        }
    }

    [Property(MaxTest = 30)]
    public void Singular_values_are_those_given(ushort seed, byte size)
    {
        int rank = 1 + (size % 6);
        double[] values = [.. Enumerable.Range(0, rank).Select(k => Math.Pow(0.3, k))];
        Svd<double> svd = Svd<double>.Factor(Synthetic.WithSingularValues(new(seed), rank + 3, rank + (seed % 4), values));
        Assert.Equal(rank, svd.Rank());
        Assert.All(values.Index(), item => Assert.Equal(item.Item, svd.S[item.Index], 1e-14));
    }

    [Property(MaxTest = 30)]
    public void Low_rank_has_that_rank_and_noise_fills_it(ushort seed, byte rank)
    {
        int r = 1 + (rank % 5);
        Assert.Equal(r, Svd<double>.Factor(Synthetic.LowRank(new(seed), 9, 8, r)).Rank());
        Assert.Equal(8, Svd<double>.Factor(Synthetic.LowRank(new(seed), 9, 8, r, 1e-3)).Rank());
    }

    [Property(MaxTest = 50)]
    public void Classes_are_separated_by_the_margin(ushort seed, byte tenths)
    {
        double margin = tenths / 100.0;
        (Matrix<double> x, double[] y, double[] normal) = Synthetic.Separable(new(seed), 20, 1 + (seed % 7), margin);
        Assert.Equal(1, normal.Sum(element => element * element), 1e-14);
        for (int i = 0; i < y.Length; i++)
        {
            Assert.InRange(y[i] * x.Row(i).ToArray().Zip(normal, (a, b) => a * b).Sum(), margin - 1e-13, double.PositiveInfinity);
        }
    }

    [Fact]
    public void A_linear_target_is_linear_and_noise_has_its_size()
    {
        Matrix<double> x = Synthetic.Gaussian(new(5), 3000, 2);
        Assert.Equal([.. Enumerable.Range(0, 3000).Select(i => Math.FusedMultiplyAdd(x[i, 1], -3, 2 * x[i, 0]))], Synthetic.Linear(new(6), x, [2, -3]), (a, b) => Math.Abs(a - b) < 1e-14);
        double[] noisy = Synthetic.Linear(new(6), x, [0, 0], 0.5);
        Assert.Equal(0.25, noisy.Average(value => value * value), 0.25 * 5 * Math.Sqrt(2.0 / 3000));
    }

    [Property(MaxTest = 50)]
    public void A_sparse_truth_has_so_many_signs(ushort seed, byte nonzeros)
    {
        int k = nonzeros % 21;
        double[] w = Synthetic.SparseTruth(new(seed), 20, k);
        Assert.Equal(k, w.Count(element => Math.Abs(element) == 1));
        Assert.Equal(20 - k, w.Count(element => element == 0));
    }

    [Fact]
    public void Polynomials_have_their_known_values()
    {
        double[] points = [-1, -0.25, 0, 0.5, 1];
        Matrix<double> powers = Synthetic.Powers(points, 5), legendre = Synthetic.Legendre(points, 5);
        for (int i = 0; i < points.Length; i++)
        {
            double t = points[i];
            Assert.Equal([1, t, t * t, t * t * t, t * t * t * t], powers.Row(i).ToArray());
            double[] expected = [1, t, ((3 * t * t) - 1) / 2, ((5 * t * t * t) - (3 * t)) / 2, ((35 * t * t * t * t) - (30 * t * t) + 3) / 8];
            Assert.All(expected.Index(), item => Assert.Equal(item.Item, legendre[i, item.Index], 1e-15));
        }

        Assert.All(Synthetic.Legendre([1], 500).Data, value => Assert.Equal(1, value, 1e-12));
    }

    [Fact]
    public void Random_features_are_positive_parts()
    {
        Matrix<double> x = Synthetic.Gaussian(new(7), 50, 6), features = Synthetic.RandomFeatures(new(8), x, 40);
        Assert.Equal((50, 40), (features.Rows, features.Columns));
        Assert.InRange(features.Data.Count(value => value > 0), 800, 1200);
        Assert.All(features.Data, value => Assert.InRange(value, 0, double.MaxValue));
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        RandomSource random = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.WithVariances(random, 2, [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.Spiked(random, 2, 2, 3, 1));
        Assert.Throws<ArgumentException>(() => Synthetic.WithSingularValues(random, 2, 3, [1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.LowRank(random, 2, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.SparseTruth(random, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Synthetic.Separable(random, 2, 2, double.NaN));
    }
}
