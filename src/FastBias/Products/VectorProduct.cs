using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Operations on contiguous vectors (BLAS: dot, axpy, nrm2), with the same bits on every ISA.</summary>
public static class VectorProduct
{
    /// <summary>Σ xᵢ·yᵢ (BLAS: ddot).</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireEqual(x.Length, y.Length);
        return VectorKernels.Dot(x, y);
    }

    /// <summary>y = alpha·x + y (BLAS: daxpy).</summary>
    public static void AddScaled<T>(Span<T> y, T alpha, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireEqual(x.Length, y.Length);
        VectorKernels.Axpy(y, alpha, x);
    }

    /// <summary>The Euclidean norm ‖x‖₂, without overflow or underflow anywhere in range (BLAS: dnrm2).</summary>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorKernels.Norm(x);

    private static void RequireEqual(int x, int y)
    {
        if (x != y)
        {
            throw new ArgumentException($"x has {x} elements, y has {y}.", nameof(x));
        }
    }
}
