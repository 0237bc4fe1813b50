using System.Numerics;
using Xunit.Sdk;

namespace FastBias.Kernels.Tests;

/// <summary>Equality of bits; all NaNs are one value (ADR 0001 promises no payload).</summary>
internal static class Bits
{
    public static bool Equal<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(x) ? T.IsNaN(y) : x == y && T.IsNegative(x) == T.IsNegative(y);

    public static void AssertEqual<T>(T expected, T actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Equal(expected, actual))
        {
            throw new XunitException($"{what}: {actual:R}, not {expected:R}");
        }
    }

    public static void AssertEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AssertEqual(new ReadOnlyMatrixSpan<T>(expected, 1, expected.Length), new ReadOnlyMatrixSpan<T>(actual, 1, actual.Length), what);

    public static void AssertEqual<T>(ReadOnlyMatrixSpan<T> expected, ReadOnlyMatrixSpan<T> actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (expected.Rows != actual.Rows || expected.Columns != actual.Columns)
        {
            throw new XunitException($"{what}: {actual.Rows}x{actual.Columns}, not {expected.Rows}x{expected.Columns}");
        }

        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
            {
                if (!Equal(expected[i, j], actual[i, j]))
                {
                    throw new XunitException($"{what}: element ({i}, {j}) is {actual[i, j]:R}, not {expected[i, j]:R}");
                }
            }
        }
    }
}
