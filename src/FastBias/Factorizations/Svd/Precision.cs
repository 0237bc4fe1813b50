using System.Numerics;

namespace FastBias;

/// <summary>Numbers in another precision: exact from float to double, rounded to the nearest the other way.</summary>
internal static class Precision
{
    /// <summary>Writes numbers in the precision of the destination.</summary>
    public static void Convert<TFrom, T>(ReadOnlySpan<TFrom> from, Span<T> to)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        to = to[..from.Length];
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = T.CreateTruncating(from[i]);
        }
    }

    /// <summary>A matrix in another precision; the same one where its precision is that.</summary>
    public static Matrix<T> Convert<TFrom, T>(Matrix<TFrom> from)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (from is Matrix<T> same)
        {
            return same;
        }

        Matrix<T> to = Matrix<T>.Uninitialized(from.Rows, from.Columns);
        Convert<TFrom, T>(from.Data, to.Data);
        return to;
    }
}
