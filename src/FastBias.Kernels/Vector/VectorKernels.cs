using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Operations on contiguous vectors of equal length; lengths were checked by the caller.</summary>
internal static unsafe class VectorKernels
{
    /// <summary>Σ xᵢ·yᵢ over the fixed virtual lanes (ADR 0001).</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            return Kernels<T>.Current.Dot((nuint)x.Length, px, py);
        }
    }

    /// <summary>Σ wᵢ/(pᵢ − at) over fixed virtual lanes, and its derivative.</summary>
    public static (T Sum, T Slope) PoleSums<T>(ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, T at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* sums = stackalloc T[2];
        fixed (T* pp = poles, pw = weights)
        {
            Kernels<T>.Current.PoleSums((nuint)poles.Length, pp, pw, at, sums);
        }

        return (sums[0], sums[1]);
    }

    /// <summary>yᵢ = yᵢ·(xᵢ/(zᵢ − shift)).</summary>
    public static void Quotients<T>(Span<T> y, ReadOnlySpan<T> x, ReadOnlySpan<T> z, T shift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, pz = z, py = y)
        {
            Kernels<T>.Current.Quotients((nuint)y.Length, px, pz, shift, py);
        }
    }

    /// <summary>y = alpha·x + y, each element one fused multiply-add.</summary>
    public static void Axpy<T>(Span<T> y, T alpha, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            Kernels<T>.Current.Axpy((nuint)x.Length, alpha, px, py);
        }
    }

    /// <summary>x = alpha·x.</summary>
    public static void Scale<T>(Span<T> x, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x)
        {
            Kernels<T>.Current.Scale((nuint)x.Length, alpha, px);
        }
    }

    /// <summary>The largest |xᵢ|; NaN where an element is NaN; zero for an empty vector.</summary>
    public static T MaxAbs<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A largest value has no rounding errors, and so no order: for a few elements a call takes longer than the search.
        const int Few = 8;
        if (x.Length <= Few)
        {
            T max = T.Zero;
            foreach (T value in x)
            {
                max = T.Max(max, T.Abs(value));
            }

            return max;
        }

        fixed (T* px = x)
        {
            return Kernels<T>.Current.MaxAbs((nuint)x.Length, px);
        }
    }

    /// <summary>The Euclidean norm, without overflow or underflow anywhere in range.</summary>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x)
        {
            return VectorNorm<T>.Of(Kernels<T>.Current, px, (nuint)x.Length);
        }
    }

    /// <summary>The Gram matrix of the pair (x, y): Σx², Σy², Σxy, in one pass over the fixed virtual lanes.</summary>
    public static (T XX, T YY, T XY) GramPair<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* gram = stackalloc T[3];
        fixed (T* px = x, py = y)
        {
            Kernels<T>.Current.GramPair((nuint)x.Length, px, py, gram);
        }

        return (gram[0], gram[1], gram[2]);
    }

    /// <summary>(x, y) = (c·x − s·y, s·x + c·y), the Jacobi rotation of a pair of vectors.</summary>
    public static void RotatePair<T>(Span<T> x, Span<T> y, T c, T s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            Kernels<T>.Current.RotatePair((nuint)x.Length, c, s, px, py);
        }
    }

    /// <summary>x = (I − tau·v·vᵀ)·x for one contiguous vector, dot and update fused; v is stored in full.</summary>
    public static void ReflectVector<T>(Span<T> x, ReadOnlySpan<T> v, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, pv = v)
        {
            Kernels<T>.Current.ReflectVector((nuint)x.Length, tau, pv, px);
        }
    }
}
