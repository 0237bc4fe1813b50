using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Operations on contiguous vectors of equal length; lengths were checked by the caller.</summary>
internal static class VectorKernels
{
    /// <summary>Σ xᵢ·yᵢ over the fixed virtual lanes (ADR 0001).</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum = T.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    /// <summary>y = alpha·x + y, each element one fused multiply-add.</summary>
    public static void Axpy<T>(Span<T> y, T alpha, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = T.FusedMultiplyAdd(alpha, x[i], y[i]);
        }
    }

    /// <summary>x = alpha·x.</summary>
    public static void Scale<T>(Span<T> x, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= alpha;
        }
    }

    /// <summary>The largest |xᵢ|; NaN where an element is NaN; zero for an empty vector.</summary>
    public static T MaxAbs<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = T.Zero;
        foreach (T value in x)
        {
            max = T.Max(max, T.Abs(value));
        }

        return max;
    }

    /// <summary>The Euclidean norm, without overflow or underflow anywhere in range.</summary>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = MaxAbs(x);
        if (max == T.Zero || !T.IsFinite(max))
        {
            return max;
        }

        int exponent = T.ILogB(max);
        T sum = T.Zero;
        foreach (T value in x)
        {
            T scaled = T.ScaleB(value, -exponent);
            sum = T.FusedMultiplyAdd(scaled, scaled, sum);
        }

        return T.ScaleB(T.Sqrt(sum), exponent);
    }

    /// <summary>The Gram matrix of the pair (x, y): Σx², Σy², Σxy, in one pass over the fixed virtual lanes.</summary>
    public static (T XX, T YY, T XY) GramPair<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (Dot(x, x), Dot(y, y), Dot(x, y));

    /// <summary>(x, y) = (c·x − s·y, s·x + c·y), the Jacobi rotation of a pair of vectors.</summary>
    public static void RotatePair<T>(Span<T> x, Span<T> y, T c, T s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            T u = x[i], v = y[i];
            x[i] = T.FusedMultiplyAdd(c, u, -(s * v));
            y[i] = T.FusedMultiplyAdd(s, u, c * v);
        }
    }

    /// <summary>x = (I − tau·v·vᵀ)·x for one contiguous vector, dot and update fused; v is stored in full.</summary>
    public static void ReflectVector<T>(Span<T> x, ReadOnlySpan<T> v, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Axpy(x, -(tau * Dot(v, x)), v);
}
