using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The squares of norms with which a column may be reflected as it is: its products with any other column stay in range.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static class SafeSquares<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Times the smallest column that can have all its digits, still a normal number.</summary>
    public static readonly T Low = T.ScaleB(T.One, -40);

    /// <summary>The upper end, and what no element of the matrix may exceed for it to hold: 2^400 in double, 2^60 in float.</summary>
    public static readonly T High = T.ScaleB(T.One, Unsafe.SizeOf<T>() == 8 ? 400 : 60);

    /// <summary>The upper end beside larger elements.</summary>
    public static readonly T HighBesideExtremes = T.ScaleB(T.One, 16);
}
