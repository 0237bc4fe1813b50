using System.Numerics;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Test data, and equality of bits.</summary>
internal static class Numbers
{
    /// <summary>Numbers with random signs and exponents from -40 to 40.</summary>
    public static T[] Random<T>(int seed, int length)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        return Fill<T>(length, _ => T.ScaleB(T.CreateTruncating(random.NextDouble() - 0.5), random.Next(-40, 41)));
    }

    /// <summary>Numbers among which there are NaN, infinities, both zeros and subnormals, one in <paramref name="every"/>.</summary>
    public static T[] Special<T>(int seed, int length, int every = 6)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        T[] specials = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.NegativeZero, T.Zero, T.Epsilon, -T.Epsilon];
        return Fill<T>(length, _ => random.Next(every) == 0 ? specials[random.Next(specials.Length)] : T.CreateTruncating(random.NextDouble() - 0.5));
    }

    /// <summary>Asserts equal bits. A NaN equals any NaN: IEEE 754 leaves open which operand's payload comes through.</summary>
    public static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<string> what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!Same(expected[i], actual[i]))
            {
                Assert.Fail($"{what()}: element {i} is {actual[i]:R}, not {expected[i]:R}");
            }
        }
    }

    /// <summary>Whether two numbers have the same bits, or both are NaN.</summary>
    public static bool Same<T>(T expected, T actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(expected) ? T.IsNaN(actual) : expected == actual && T.IsNegative(expected) == T.IsNegative(actual);

    private static T[] Fill<T>(int length, Func<int, T> value) => Enumerable.Range(0, length).Select(value).ToArray();
}
