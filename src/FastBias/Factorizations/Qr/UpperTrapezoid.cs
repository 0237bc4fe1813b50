using System.Numerics;

namespace FastBias;

/// <summary>R among the reflectors that lie below it.</summary>
internal static class UpperTrapezoid
{
    /// <summary>What is on and above the diagonal of a matrix, and zeros below.</summary>
    /// <param name="packed">At least as many rows as the target, and columns, with contiguous rows.</param>
    /// <param name="target">k x n, k ≤ n, with contiguous rows, overwritten.</param>
    public static void Copy<T>(ReadOnlyMatrixSpan<T> packed, MatrixSpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Rows; i++)
        {
            Span<T> row = target.RowSpan(i);
            row[..i].Clear();
            packed.RowSpan(i)[i..row.Length].CopyTo(row[i..]);
        }
    }
}
