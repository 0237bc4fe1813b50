using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Elementary reflectors (LAPACK: dlarfg).</summary>
internal static class HouseholderVector
{
    /// <summary>
    /// tau and beta with (I − tau·v·vᵀ)·x = beta·e₁; x becomes v, with v₀ = 1. tau is zero if x is a multiple of e₁ already.
    /// </summary>
    public static (T Tau, T Beta) Make<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> rest = x[1..];
        T alpha = x[0];
        x[0] = T.One;
        if (VectorKernels.MaxAbs<T>(rest) == T.Zero)
        {
            return (T.Zero, alpha);
        }

        // Far down in the range the entries may have lost digits; scaled up, what is left of them gives an orthogonal reflector.
        x[0] = alpha;
        T norm = VectorKernels.Norm<T>(x);
        int lift = Math.Max(0, -(WorkingRange<T>.Step / 2) - T.ILogB(norm));
        if (lift > 0)
        {
            PowerOfTwo.Scale(x, lift);
            norm = VectorKernels.Norm<T>(x);
            alpha = x[0];
        }

        T beta = alpha >= T.Zero ? -norm : norm;
        x[0] = T.One;
        VectorKernels.Scale(rest, T.One / (alpha - beta));
        return ((beta - alpha) / beta, T.ScaleB(beta, -lift));
    }
}
