using System.Numerics;

namespace FastBias;

/// <summary>The search for NaN and infinity.</summary>
internal static class FiniteScan
{
    /// <summary>The first element, row by row, that is not finite.</summary>
    public static (int Row, int Column)? First<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                if (!T.IsFinite(a[i, j]))
                {
                    return (i, j);
                }
            }
        }

        return null;
    }
}
