using System.Numerics;

namespace FastBias;

/// <summary>The exponents between which a direct factorization may work as it is; outside, the matrix is scaled by a power of two.</summary>
/// <remarks>
/// <code>
///     smallest            Low            0                        High     largest
///   ┄┄┄├────────────────────├────────────┼──────────────────────────┤┄┄┄┄┄┄┄┤
///      max |a| here: times 2^-e up to 1  │  max |a| here: untouched │ down to 2^High
/// </code>
/// High leaves room for the growth of orthogonal transformations, at most ‖v‖·‖column‖ ≤ √2·√m·max |a|; it is as high as it can
/// be, so that columns far smaller than the largest one keep their digits. Below Low, products of two rounding errors would
/// become subnormal, and a matrix scaled by 2^k would not have the same bits.
/// </remarks>
internal static class FactorRange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The distance from 1 to the next larger number: 2^-52 or 2^-23.</summary>
    public static readonly T Epsilon = T.BitIncrement(T.One) - T.One;

    /// <summary>The largest exponent of max |a| that needs no scaling.</summary>
    public static readonly int High = IsDouble ? 1000 : 104;

    /// <summary>The smallest exponent of max |a| that needs no scaling.</summary>
    public static readonly int Low = IsDouble ? -400 : -40;

    /// <summary>The largest step by which one multiplication scales.</summary>
    public static readonly int Step = IsDouble ? 1000 : 120;

    /// <summary>The exponent below which a reflector is computed from a scaled copy of its column.</summary>
    public static readonly int Rescue = IsDouble ? -900 : -90;

    private static bool IsDouble => typeof(T) == typeof(double);
}
