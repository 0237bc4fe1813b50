using System.Text.Json;
using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests;

public sealed class ElementaryTests
{
    private static readonly Dictionary<string, (Func<double, double> Ours, Func<double, double>? Platform, int Ulps)> s_functions = new()
    {
        ["Exp"] = (Elementary.Exp, Math.Exp, 1),
        ["Log"] = (Elementary.Log, Math.Log, 1),
        ["LogRounded"] = (Elementary.LogRounded, Math.Log, 0),
        ["Log1P"] = (Elementary.Log1P, null, 2),
        ["ExpM1"] = (Elementary.ExpM1, null, 2),
        ["Sin"] = (Elementary.Sin, Math.Sin, 1),
        ["Cos"] = (Elementary.Cos, Math.Cos, 1),
        ["Tanh"] = (Elementary.Tanh, Math.Tanh, 2),
        ["Erf"] = (Elementary.Erf, null, 2),
        ["Erfc"] = (Elementary.Erfc, null, 4),
        ["NormalCdf"] = (Elementary.NormalCdf, null, 4),
    };

    public static TheoryData<string> Names => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_are_those_documented(string name)
    {
        (Func<double, double> ours, _, int ulps) = s_functions[name];
        foreach (JsonElement pair in NumPyStreamTests.Vectors("elementary").GetProperty(name).EnumerateArray())
        {
            double x = pair[0].GetDouble(), expected = pair[1].GetDouble();
            Assert.True(Distance(expected, ours(x)) <= ulps, $"{name}({x:R}) = {ours(x):R}, {Distance(expected, ours(x))} ulps from {expected:R}");
        }
    }

    [Fact]
    public void Powers_are_within_an_ulp()
    {
        foreach (JsonElement triple in NumPyStreamTests.Vectors("elementary").GetProperty("Pow").EnumerateArray())
        {
            double x = triple[0].GetDouble(), y = triple[1].GetDouble(), expected = triple[2].GetDouble();
            Assert.True(Distance(expected, Elementary.Pow(x, y)) <= 1, $"{x:R}^{y:R} = {Elementary.Pow(x, y):R}, not {expected:R}");
        }
    }

    [Property(MaxTest = 2000)]
    public void They_agree_with_the_platforms(long bits)
    {
        double x = BitConverter.Int64BitsToDouble(bits * 0x5851F42D4C957F2D);
        foreach ((string name, (Func<double, double> ours, Func<double, double>? platform, int ulps)) in s_functions)
        {
            // The platform's are within an ulp themselves.
            foreach (double argument in new[] { x, Math.IEEERemainder(x, 30) })
            {
                Assert.True(platform is null || Distance(platform(argument), ours(argument)) <= ulps + 1, $"{name}({argument:R}) = {ours(argument):R}");
            }
        }
    }

    [Fact]
    public void Special_values_are_the_platforms()
    {
        double[] special = [0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, double.Epsilon, double.MaxValue, -double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 710, -746, 1e300, 9007199254740993];
        foreach (double x in special)
        {
            foreach ((string name, (Func<double, double> ours, Func<double, double>? platform, int ulps)) in s_functions)
            {
                if (platform is not null)
                {
                    double expected = platform(x), actual = ours(x);
                    Assert.True(expected.Equals(actual) || (expected != 0 && Distance(expected, actual) <= ulps + 1), $"{name}({x}) = {actual}, not {expected}");
                    Assert.Equal(double.IsNegative(expected) && !double.IsNaN(expected), double.IsNegative(actual) && !double.IsNaN(actual));
                }
            }

            foreach (double y in special)
            {
                double expected = Math.Pow(x, y), actual = Elementary.Pow(x, y);
                Assert.True(expected.Equals(actual) || Distance(expected, actual) <= 2, $"{x}^{y} = {actual}, not {expected}");
            }
        }

        Assert.All([Elementary.ExpM1(-0.0), Elementary.Log1P(-0.0), Elementary.Erf(-0.0)], zero => Assert.True(zero == 0 && double.IsNegative(zero)));
        Assert.Equal([0, double.NegativeInfinity, double.PositiveInfinity, double.NaN], new[] { 0, -1, double.PositiveInfinity, -2 }.Select(Elementary.Log1P));
        Assert.Equal([0, -1, double.PositiveInfinity, double.NaN], new[] { 0, double.NegativeInfinity, double.PositiveInfinity, double.NaN }.Select(Elementary.ExpM1));
        Assert.Equal([0, -1, 1, double.NaN], new[] { 0, double.NegativeInfinity, double.PositiveInfinity, double.NaN }.Select(Elementary.Erf));
        Assert.Equal([1, 2, 0, double.NaN], new[] { 0, double.NegativeInfinity, double.PositiveInfinity, double.NaN }.Select(Elementary.Erfc));
        Assert.Equal([0.5, 0, 1, double.NaN], new[] { 0, double.NegativeInfinity, double.PositiveInfinity, double.NaN }.Select(Elementary.NormalCdf));
    }

    /// <summary>How many doubles lie between.</summary>
    private static double Distance(double expected, double actual) =>
        expected.Equals(actual) || expected == actual ? 0 : Math.Abs((double)(Rank(expected) - (Int128)Rank(actual)));

    private static long Rank(double x) => BitConverter.DoubleToInt64Bits(x) is var bits && bits < 0 ? long.MinValue - bits : bits;
}
