using System.Numerics;

namespace FastBias;

/// <summary>A λ that is far above ‖A‖².</summary>
internal static class Penalty
{
    /// <summary>With √λ so many powers of two above A, AᵀA is beyond the digits of λ·I, and twice that beyond those of any result.</summary>
    private static int Dominant<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(double) ? 64 : 32;

    /// <summary>The k for which λ can be taken as λ/4^k without a change but this: x, which is Aᵀb/λ then, is 4^k times as large. 0 for all but extreme λ.</summary>
    /// <remarks>So λ and x stay in range whatever their units. Formula: (AᵀA + λI)⁻¹·Aᵀb = 4^−k·(AᵀA + 4^−k·λI)⁻¹·Aᵀb·(1 + O(‖A‖²·4^k/λ)).</remarks>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="exponent">That of the largest element of A, which is not zero.</param>
    public static int Excess<T>(T lambda, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        lambda == T.Zero ? 0 : Math.Max(0, (T.ILogB(lambda) >> 1) - exponent - Dominant<T>());
}
