using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Reference;

/// <summary>Reductions over a fixed number of virtual lanes and a fixed tree: the bit oracle of dot products.</summary>
/// <remarks>
/// <code>
/// element i → lane i mod L, by fused multiply-add       L = 32 (double), 64 (float)
/// last incomplete block: the lanes beyond the end too get fma(0, 0, lane), which turns a −0 into +0
/// lanes l and l + L/2 are added, then L/4, … , 1        (a halving tree)
/// </code>
/// </remarks>
public static class FixedLaneReference
{
    /// <summary>The number of virtual lanes.</summary>
    public static int Lanes<T>() => 256 / Unsafe.SizeOf<T>();

    /// <summary>Σ xᵢ·yᵢ.</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException("The lengths differ.", nameof(y));
        }

        T[] lanes = new T[Lanes<T>()];
        for (int start = 0; start < x.Length; start += lanes.Length)
        {
            for (int l = 0; l < lanes.Length; l++)
            {
                int i = start + l;
                lanes[l] = i < x.Length
                    ? T.FusedMultiplyAdd(x[i], y[i], lanes[l])
                    : T.FusedMultiplyAdd(T.Zero, T.Zero, lanes[l]);
            }
        }

        return Tree(lanes);
    }

    /// <summary>The sum of the lanes by halving; overwrites them.</summary>
    public static T Tree<T>(Span<T> lanes)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int half = lanes.Length / 2; half >= 1; half /= 2)
        {
            for (int l = 0; l < half; l++)
            {
                lanes[l] += lanes[l + half];
            }
        }

        return lanes[0];
    }
}
