using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>H = I − tau·v·vᵀ with v₀ = 1 that maps a vector to a multiple of the first unit vector (LAPACK: dlarfg).</summary>
internal static class ElementaryReflector
{
    /// <summary>Makes H·x = beta·e₁ and overwrites x with v.</summary>
    /// <remarks>
    /// beta = −sign(x₀)·‖x‖, tau = (beta − x₀)/beta, v = x/(x₀ − beta): no cancellation in x₀ − beta. A vector that is already a
    /// multiple of e₁ gives tau = 0 and beta = x₀. A column too small for the reciprocal of x₀ − beta is first scaled
    /// by a power of two, which changes neither v nor tau (LAPACK loops here; one exact scaling is enough).
    /// </remarks>
    /// <param name="x">At least one element.</param>
    /// <returns>tau, 0 or in [1, 2], and beta.</returns>
    public static (T Tau, T Beta) Make<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T alpha = x[0];
        T tail = VectorKernels.Norm<T>(x[1..]);
        x[0] = T.One;
        if (tail == T.Zero)
        {
            return (T.Zero, alpha);
        }

        T largest = T.Max(T.Abs(alpha), tail);
        int exponent = T.IsFinite(largest) && T.ILogB(largest) < FactorRange<T>.Rescue ? T.ILogB(largest) : 0;
        if (exponent != 0)
        {
            ExactScaling.Scale(x[1..], -exponent);
            alpha = T.ScaleB(alpha, -exponent);
            tail = VectorKernels.Norm<T>(x[1..]);
        }

        T beta = -T.CopySign(Hypotenuse(alpha, tail), alpha);
        VectorKernels.Scale(x[1..], T.One / (alpha - beta));
        return ((beta - alpha) / beta, T.ScaleB(beta, exponent));
    }

    /// <summary>√(a² + b²); scaled by a power of two where a square would leave the range.</summary>
    public static T Hypotenuse<T>(T a, T b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Max(T.Abs(a), T.Abs(b));
        if (largest == T.Zero || !T.IsFinite(largest))
        {
            return largest;
        }

        int exponent = T.ILogB(largest);
        if (Math.Abs(exponent) < FactorRange<T>.Step / 4)
        {
            return T.Sqrt(T.FusedMultiplyAdd(a, a, b * b));
        }

        (a, b) = (T.ScaleB(a, -exponent), T.ScaleB(b, -exponent));
        return T.ScaleB(T.Sqrt(T.FusedMultiplyAdd(a, a, b * b)), exponent);
    }
}
