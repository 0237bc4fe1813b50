using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Whether a triangle R has full rank beyond doubt: σ_n(R) > cutoff·σ₁(R), from its inverse.</summary>
/// <remarks>
/// <para>σ_n ≥ 1/‖R⁻¹‖_F, and the inverse is computed by blocks of columns of which only the norm is kept: n³/3 operations, all of them products, where
/// the singular values take 8n³/3 of which half are a matrix times a vector. The bound is short of σ_n by √n at most, and by less than 2 where one singular value is the smallest.</para>
/// <para>σ₁ ≤ ‖R‖_F where that suffices; else σ₁ ≤ √(4/3·θ), θ the largest Ritz value after k steps of Lanczos on RᵀR. From a random start it falls short of 3/4·λ₁
/// with a probability below 1.648·√n·exp(½ − k) (Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13 (1992), theorem 4.2): 2·10⁻⁷ for n = 1000.</para>
/// <para>Another factor of √2 is for the rounding of R and of its inverse. The singular values that would decide instead are computed to no more digits.</para>
/// </remarks>
internal static class FullRankProof
{
    /// <summary>Room for rounding where a length ‖R·v‖ is compared with the cutoff: an eighth of it, a few ε of ‖R‖ at least, since the default cutoff of 32 columns is 32 of them.</summary>
    public const double LengthRoom = 1.125;

    /// <summary>σ₁ over what Lanczos finds, but for the probability above.</summary>
    private const double LanczosRoom = 4.0 / 3;

    /// <summary>A bound of σ₁/σ_n that leaves no doubt at this cutoff, or null if there is none.</summary>
    /// <param name="r">n x n, upper triangular, in the working range.</param>
    /// <param name="condition">An estimate of κ₁(R), which is below it by a small factor at most: where even κ₁/n is too large, nothing is computed.</param>
    /// <param name="problem">The cutoff, and how to compute.</param>
    public static T? Find<T>(ReadOnlyMatrixSpan<T> r, T condition, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T limit = T.One / (T.Sqrt(T.CreateTruncating(2)) * problem.RelativeCutoff);
        if (!T.IsFinite(condition) || !(condition < limit * T.CreateTruncating(r.Columns)))
        {
            return null;
        }

        (T inverse, T? largest) = FullRankNorms<T>.Find(r, condition > limit, problem.FactorOptions);
        T bound = inverse * Columns.Frobenius(r);
        if (!(bound < limit))
        {
            bound = inverse * T.Sqrt(T.CreateTruncating(LanczosRoom)) * (largest ?? FullRankNorms<T>.Largest(r, problem.FactorOptions));
            problem.ThrowIfCancelled();
        }

        return bound < limit ? bound : null;
    }

    /// <summary>The same for R = [R′ E; 0 S] where S is all but diagonal and E all but zero: σ_n ≥ min(1/‖R′⁻¹‖_F, |s_jj|) less the norm of what is not on the diagonal in these columns.</summary>
    /// <remarks>With the smallest singular values by themselves this bound is short of σ_n by little more than the room for rounding.</remarks>
    /// <param name="r">n x n, upper triangular, in the working range.</param>
    /// <param name="order">The order of S, less than n.</param>
    /// <param name="largest">σ₁ from below as <see cref="FullRankNorms{T}.Largest"/> finds it, of R or of a matrix that R is a part of.</param>
    /// <param name="problem">The cutoff, and how to compute.</param>
    public static T? Find<T>(ReadOnlyMatrixSpan<T> r, int order, T largest, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Columns, first = n - order;
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)n * order);
        MatrixSpan<T> last = new(lease.Span, n, order);
        r.Slice(0, first, n, order).CopyTo(last);
        T smallest = T.PositiveInfinity;
        for (int j = 0; j < order; j++)
        {
            smallest = T.Min(smallest, T.Abs(last[first + j, j]));
            last[first + j, j] = T.Zero;
        }

        T inverse = FullRankNorms<T>.Find(r.Slice(0, 0, first, first), false, problem.FactorOptions).Inverse;
        T below = T.Min(T.One / (T.Sqrt(T.CreateTruncating(2)) * inverse), smallest / T.CreateTruncating(LengthRoom)) - VectorProduct.Norm<T>(lease.Span);
        T bound = T.Sqrt(T.CreateTruncating(LanczosRoom)) * largest / below;
        return below > T.Zero && bound * problem.RelativeCutoff < T.One ? bound : null;
    }
}
