using System.Numerics;

namespace FastBias;

/// <summary>Orders by value in which equal ones keep their places; by insertion, as what is sorted is short or all but sorted.</summary>
internal static class StableOrder
{
    /// <summary>The indices of the values, the largest first.</summary>
    public static void Descending<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < values.Length; p++)
        {
            int q = p;
            for (; q > 0 && values[p] > values[order[q - 1]]; q--)
            {
                order[q] = order[q - 1];
            }

            order[q] = p;
        }
    }

    /// <summary>The indices of the values, the smallest first.</summary>
    public static void Ascending<T>(ReadOnlySpan<T> values, Span<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < values.Length; p++)
        {
            int q = p;
            for (; q > 0 && values[p] < values[order[q - 1]]; q--)
            {
                order[q] = order[q - 1];
            }

            order[q] = p;
        }
    }
}
