using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The squares of norms with which a column may be reflected as it is, for its products with any other column stay in range; and its reflector.</summary>
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

    /// <summary>Whether a column is reflected as it is.</summary>
    /// <param name="tail">The square of its norm without the leading element.</param>
    /// <param name="square">That of the whole norm.</param>
    /// <param name="high">The upper end that holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Hold(T tail, T square, T high) => tail != T.Zero && square >= Low && square <= high;

    /// <summary>The reflector of a column: beta, what becomes of its leading element alpha; d = alpha − beta, which leads the vector, and 1/d; and tau.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T Beta, T D, T Inverse, T Tau) Reflect(T alpha, T square)
    {
        T beta = -T.CopySign(T.Sqrt(square), alpha), d = alpha - beta;
        return (beta, d, T.One / d, -d / beta);
    }
}
