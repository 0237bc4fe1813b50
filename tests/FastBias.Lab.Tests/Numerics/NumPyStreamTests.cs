using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>Both of NumPy's streams, against vectors that NumPy wrote (Fixtures/make.py).</summary>
public sealed class NumPyStreamTests
{
    private const int Draws = 100_000;

    public static TheoryData<int> Seeds => [0, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_numbers_are_NumPys(int index)
    {
        JsonElement vector = Vectors("legacy")[index];
        uint seed = vector.GetProperty("seed").GetUInt32();
        NumPyLegacyRandom random = new(seed);
        Assert.All(vector.GetProperty("bits").EnumerateArray(), bits => Assert.Equal(bits.GetUInt32(), random.NextBits()));
        random = new(seed);
        Assert.All(Numbers(vector, "uniform"), expected => Assert.Equal(expected, random.Uniform()));
        random = new(seed);
        Assert.All(Numbers(vector, "normal"), expected => Assert.Equal(expected, random.Normal()));
        Assert.Equal(Whole(vector, "permutation"), new NumPyLegacyRandom(seed).Permutation(20));
        random = new(seed);
        Assert.All(Whole(vector, "randint"), expected => Assert.Equal(expected, random.RandInt(-5, 1000)));
        Assert.Equal(Whole(vector, "choice"), new NumPyLegacyRandom(seed).Choice(50, 8, isReplaced: false));
        Assert.Equal(Whole(vector, "choice_replaced"), new NumPyLegacyRandom(seed).Choice(50, 8));
        random = new(seed);
        double[] mixed = [random.Normal(), random.Uniform(), random.Normal(), random.RandInt(0, 7), random.Permutation(9)[0], random.Normal(), random.Uniform(-2, 3)];
        Assert.Equal(Numbers(vector, "mixed"), mixed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Legacy_normal_numbers_are_NumPys_but_for_the_logarithms_that_the_C_library_rounds_the_other_way(int index)
    {
        JsonElement vector = Vectors("legacy")[index];
        uint seed = vector.GetProperty("seed").GetUInt32();
        double[] draws = new double[Draws];
        new NumPyLegacyRandom(seed).FillUniform(draws);
        Assert.Equal(vector.GetProperty("uniform_sha256").GetString(), Digest(draws));
        new NumPyLegacyRandom(seed).FillNormal(draws);
        JsonElement[] others = [.. vector.GetProperty("normal_otherwise_rounded").EnumerateArray()];
        Assert.InRange(others.Length, 1, Draws / 1000);
        foreach (JsonElement other in others)
        {
            int at = other[0].GetInt32();
            double theirs = other[1].GetDouble();
            Assert.InRange(Math.Abs(BitConverter.DoubleToInt64Bits(theirs) - BitConverter.DoubleToInt64Bits(draws[at])), 1, 2);
            draws[at] = theirs;
        }

        Assert.Equal(vector.GetProperty("normal_sha256").GetString(), Digest(draws));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pcg64_numbers_are_NumPys(int index)
    {
        JsonElement vector = Vectors("pcg64")[index];
        ulong seed = vector.GetProperty("seed").GetUInt64();
        NumPyPcg64 random = new(seed);
        Assert.All(vector.GetProperty("bits").EnumerateArray(), bits => Assert.Equal(bits.GetString(), random.NextBits().ToString()));
        random = new(seed);
        Assert.All(Numbers(vector, "uniform"), expected => Assert.Equal(expected, random.Uniform()));
        Assert.Equal(Numbers(vector, "normal"), new NumPyPcg64(seed).Normal(1, 5).Data);
        Assert.Equal(Whole(vector, "permutation"), new NumPyPcg64(seed).Permutation(21));
        random = new(seed);
        Assert.All(Whole(vector, "integers"), expected => Assert.Equal(expected, random.Integers(-5, 1000)));
        random = new(seed);
        Assert.All(vector.GetProperty("wide_integers").EnumerateArray(), expected => Assert.Equal(expected.GetString(), random.Integers(-(1L << 60), 3L << 60).ToString()));
        random = new(seed);
        double[] mixed =
        [
            random.Integers(0, 10), random.Uniform(), random.Integers(0, 10), random.Normal(), random.Integers(0, 1L << 40), random.Permutation(9)[0], random.Uniform(-2, 3),
        ];
        Assert.Equal(Numbers(vector, "mixed"), mixed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pcg64_draws_are_NumPys_to_the_last_bit(int index)
    {
        JsonElement vector = Vectors("pcg64")[index];
        ulong seed = vector.GetProperty("seed").GetUInt64();
        double[] draws = new double[Draws];
        new NumPyPcg64(seed).FillNormal(draws);
        Assert.Equal(vector.GetProperty("normal_sha256").GetString(), Digest(draws));
        new NumPyPcg64(seed).FillUniform(draws);
        Assert.Equal(vector.GetProperty("uniform_sha256").GetString(), Digest(draws));
        NumPyPcg64 random = new(seed);
        long[] whole = [.. Enumerable.Range(0, Draws).Select(_ => random.Integers(0L, 3_000_000_000L))];
        Assert.Equal(vector.GetProperty("integers_sha256").GetString(), Digest(whole));
    }

    /// <summary>Equal areas under e^(−x²/2), computed here from the top; NumPy's own numbers are off by a few units in the last place.</summary>
    [Fact]
    public void The_strips_of_the_ziggurat_have_equal_areas()
    {
        double Width(int strip) => NumPyZiggurat.Widths[strip] * (1L << 52);
        double area = Width(255) * (NumPyZiggurat.Heights[254] - NumPyZiggurat.Heights[255]);
        for (int strip = 1; strip < 256; strip++)
        {
            Assert.Equal(1, Width(strip) * (NumPyZiggurat.Heights[strip - 1] - NumPyZiggurat.Heights[strip]) / area, 1e-11);
            Assert.Equal(Elementary.Exp(-0.5 * Width(strip) * Width(strip)), NumPyZiggurat.Heights[strip], 1e-15);
            if (strip > 1)
            {
                Assert.Equal(Width(strip - 1) / Width(strip), NumPyZiggurat.Inner[strip] / (double)(1L << 52), 1e-13);
            }
        }

        Assert.Equal(area, Width(0) * NumPyZiggurat.Heights[255], 1e-14);
        Assert.Equal(3.6541528853610088, Width(255), 1e-15);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        NumPyLegacyRandom legacy = new(1);
        NumPyPcg64 pcg = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => legacy.RandInt(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => legacy.Permutation(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => legacy.Choice(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => legacy.Choice(3, 4, isReplaced: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => pcg.Integers(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => pcg.Permutation(-1));
    }

    internal static JsonElement Vectors(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Numerics", "Fixtures", name + ".json"))).RootElement;

    private static double[] Numbers(JsonElement vector, string name) => [.. vector.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static int[] Whole(JsonElement vector, string name) => [.. vector.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static string Digest<T>(T[] values)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
}
