using Xunit;

namespace FastBias.Tests.RandomTests;

public sealed class RandomSourceTests
{
    [Fact]
    public void It_gives_the_published_test_vector()
    {
        // xoshiro256** from the state 1, 2, 3, 4: the vector that the Rust crate rand_xoshiro took from the authors' C code.
        RandomSource random = new(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Its_seeds_are_spread_by_the_published_SplitMix64()
    {
        SplitMix fill = new(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => fill.Next()).ToArray());
    }

    [Fact]
    public void Equal_seeds_give_equal_numbers_and_others_do_not()
    {
        double[] first = Numbers(new RandomSource(7)), again = Numbers(new RandomSource(7)), other = Numbers(new RandomSource(8));
        Assert.Equal(first, again);
        Assert.Empty(first.Intersect(other));
    }

    [Fact]
    public void A_part_does_not_depend_on_how_far_the_whole_was_read()
    {
        RandomSource fresh = new(7), read = new(7);
        _ = Numbers(read);
        Assert.Equal(Numbers(fresh.Split(3)), Numbers(read.Split(3)));
        Assert.Equal(Numbers(fresh.Split(3).Split(1)), Numbers(read.Split(3).Split(1)));
        ulong[] starts = [.. Enumerable.Range(0, 2000).Select(i => fresh.Split((ulong)i).NextBits()), .. Enumerable.Range(0, 2000).Select(i => new RandomSource((ulong)i).NextBits())];
        Assert.Equal(starts.Length, starts.Distinct().Count());
    }

    [Fact]
    public void Gaussians_have_the_moments_and_the_tails_of_the_normal_distribution()
    {
        const int Count = 200_000;
        double[] x = new double[Count];
        new RandomSource(1).FillGaussian<double>(x);
        double error = 4 / Math.Sqrt(Count);
        Assert.InRange(x.Average(), -error, error);
        Assert.InRange(x.Average(v => v * v), 1 - (1.5 * error), 1 + (1.5 * error));
        Assert.InRange(x.Average(v => v * v * v), -4 * error, 4 * error);
        Assert.InRange(x.Average(v => v * v * v * v), 3 - (10 * error), 3 + (10 * error));

        // P(|x| > 1) and P(|x| > 3).
        Assert.InRange(x.Count(v => Math.Abs(v) > 1) / (double)Count, 0.31731 - error, 0.31731 + error);
        Assert.InRange(x.Count(v => Math.Abs(v) > 3) / (double)Count, 0.0027 - (error / 10), 0.0027 + (error / 10));
    }

    [Fact]
    public void Its_own_logarithm_is_right_to_the_last_digit_or_two()
    {
        RandomSource random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            double x = Math.ScaleB(random.Uniform() + double.Epsilon, -random.Index(60)) + 1e-300, expected = Math.Log(x);
            Assert.InRange(NaturalLogarithm.Of(x), expected - (3e-16 * Math.Abs(expected)), expected + (3e-16 * Math.Abs(expected)));
        }

        Assert.Equal(0, NaturalLogarithm.Of(1));
        Assert.Equal(Math.Log(Math.BitDecrement(1)), NaturalLogarithm.Of(Math.BitDecrement(1)));
    }

    [Fact]
    public void Indices_signs_and_orders_are_equally_likely()
    {
        RandomSource random = new(11);
        int[] counts = new int[7], orders = new int[6];
        int positive = 0;
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.Index(7)]++;
            positive += random.Sign() > 0 ? 1 : 0;
            int[] items = [0, 1, 2];
            random.Shuffle<int>(items);
            orders[(items[0] * 2) + (items[1] > items[2] ? 1 : 0)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9500, 10500));
        Assert.All(orders, count => Assert.InRange(count, 11_250, 12_080));
        Assert.InRange(positive, 34_300, 35_700);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Index(0));
    }

    private static double[] Numbers(RandomSource random) => [.. Enumerable.Range(0, 100).Select(_ => random.Gaussian())];
}
