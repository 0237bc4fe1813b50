using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Operations on contiguous vectors (BLAS: dot, axpy, nrm2), with the same bits on every instruction set.</summary>
/// <remarks>A sum runs over a fixed number of virtual lanes, 32 of double or 64 of float, which are then added in a fixed tree.</remarks>
public static class VectorProduct
{
    /// <summary>Σ xᵢ·yᵢ (BLAS: ddot, sdot).</summary>
    /// <remarks>Accuracy: |error| ≤ γ_q |x|ᵀ|y| with q = n/32 + 5 (double). Empty: zero. Cost: 2n operations; allocates nothing.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">n elements.</param>
    /// <param name="y">n elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireEqual(x.Length, y.Length);
        return VectorKernels.Dot(x, y);
    }

    /// <summary>y = alpha·x + y (BLAS: daxpy, saxpy), each element one fused multiply-add.</summary>
    /// <remarks>Cost: 2n operations; allocates nothing.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="y">n elements, updated; may be x itself, but not overlap it otherwise.</param>
    /// <param name="alpha">The factor.</param>
    /// <param name="x">n elements.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the vectors overlap; nothing was written.</exception>
    public static void AddScaled<T>(Span<T> y, T alpha, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireEqual(x.Length, y.Length);
        if (x.Overlaps(y, out int distance) && distance != 0)
        {
            Throw.Overlap(nameof(x));
        }

        VectorKernels.Axpy(y, alpha, x);
    }

    /// <summary>The Euclidean norm ‖x‖₂ (BLAS: dnrm2, snrm2), without overflow or underflow anywhere in range.</summary>
    /// <remarks>
    /// NaN where an element is NaN, else infinity where one is infinite. Empty: zero. A vector times 2^k has exactly 2^k times the norm,
    /// unless that leaves the range. Accuracy: relative error at most (n/64 + 8)·eps. Cost: 2n operations, at the ends of the range up to three passes.
    /// Source: Blue, A Portable Fortran Program to Find the Euclidean Norm of a Vector (1978), for the idea of keeping ranges apart.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">n elements.</param>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorKernels.Norm(x);

    private static void RequireEqual(int x, int y)
    {
        if (x != y)
        {
            Throw.Shape(nameof(x), $"x has {x} elements, y has {y}.");
        }
    }
}
