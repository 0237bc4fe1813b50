using System.Numerics;

namespace FastBias;

/// <summary>The checks that operators share.</summary>
internal static class OperatorCheck
{
    /// <summary>Throws unless the lengths of an application fit.</summary>
    public static void RequireLengths<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> x, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Length != rows || x.Length != columns)
        {
            throw new ArgumentException($"y has {y.Length} elements and x has {x.Length}; the operator is {rows}x{columns}.", nameof(y));
        }

        if (y.Overlaps(x))
        {
            Throw.Overlap(nameof(x));
        }
    }

    /// <summary>Throws unless a count is not negative.</summary>
    public static void RequireShape(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
    }

    /// <summary>Throws unless λ is finite and not negative.</summary>
    public static void RequireLambda<T>(T lambda)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(lambda >= T.Zero && T.IsFinite(lambda)))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Lambda is finite and not negative.");
        }
    }
}
