using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The Euclidean norm without overflow or underflow.</summary>
/// <remarks>
/// First the plain sum of squares. Where that lies well inside the range, no square that counts has over- or underflowed, and it is right.
/// Otherwise once more with all elements multiplied by a power of two that brings the largest near one: scaling is exact, so a
/// vector times 2^k has the same norm times 2^k, to the bit, whichever way was taken. (Blue 1978 has the idea of keeping ranges apart.)
/// </remarks>
internal static unsafe class VectorNorm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Squares lost to underflow are below 2^-149 (2^-1074): relative to this sum, beyond the last bit for any length that fits in memory.</summary>
    private static readonly T s_small = T.ScaleB(T.One, sizeof(T) == 8 ? -900 : -60);

    private static readonly T s_large = T.ScaleB(T.One, sizeof(T) == 8 ? 1000 : 120);

    public static T Of(KernelTable<T> kernels, T* x, nuint n)
    {
        T sum = kernels.SumOfSquares(n, x, T.One);
        if (sum >= s_small && sum <= s_large)
        {
            return T.Sqrt(sum);
        }

        T max = kernels.MaxAbs(n, x);
        if (max == T.Zero || !T.IsFinite(max))
        {
            return max;
        }

        // Two factors, because the inverse of the smallest subnormal is not a number.
        int exponent = T.ILogB(max);
        if (exponent < (sizeof(T) == 8 ? -1000 : -120))
        {
            return OfTiny(kernels, x, n, exponent);
        }

        return T.ScaleB(T.Sqrt(kernels.SumOfSquares(n, x, T.ScaleB(T.One, -exponent))), exponent);
    }

    /// <summary>A vector near the bottom of the range, lifted into scratch memory first.</summary>
    private static T OfTiny(KernelTable<T> kernels, T* x, nuint n, int exponent)
    {
        using Scratch.Lease<T> lifted = Scratch.Rent<T>((nint)n);
        for (nuint i = 0; i < n; i++)
        {
            lifted.Pointer[i] = T.ScaleB(x[i], -exponent);
        }

        return T.ScaleB(T.Sqrt(kernels.SumOfSquares(n, lifted.Pointer, T.One)), exponent);
    }
}
