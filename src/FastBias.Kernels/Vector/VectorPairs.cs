using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>Operations on many pairs out of a set of vectors that lie one after the other; no vector is in two pairs.</summary>
/// <remarks>One call for all pairs: what a pair costs is its kernel, not the way to it (ADR 0013).</remarks>
internal static unsafe class VectorPairs
{
    /// <summary>products[k] = xᵀy for the vectors x = pairs[2k] and y = pairs[2k + 1], over the fixed virtual lanes (ADR 0001).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot<T>(Span<T> products, ReadOnlySpan<T> vectors, int stride, int length, ReadOnlySpan<int> pairs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        delegate*<nuint, T*, T*, T> dot = Kernels<T>.Current.Dot;
        fixed (T* start = vectors)
        {
            for (int k = 0; k < products.Length; k++)
            {
                products[k] = dot((nuint)length, start + ((nint)pairs[2 * k] * stride), start + ((nint)pairs[(2 * k) + 1] * stride));
            }
        }
    }

    /// <summary>(x, y) = (c·x − s·y, s·x + c·y) for the same pairs, with c and s one after the other; where c = 1 and s = 0 nothing is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate<T>(Span<T> vectors, int stride, int length, ReadOnlySpan<int> pairs, ReadOnlySpan<T> rotations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        delegate*<nuint, T, T, T*, T*, void> rotate = Kernels<T>.Current.RotatePair;
        fixed (T* start = vectors)
        {
            for (int k = 0; k < rotations.Length; k += 2)
            {
                if (rotations[k + 1] != T.Zero)
                {
                    rotate((nuint)length, rotations[k], rotations[k + 1], start + ((nint)pairs[k] * stride), start + ((nint)pairs[k + 1] * stride));
                }
            }
        }
    }
}
