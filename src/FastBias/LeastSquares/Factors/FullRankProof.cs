using System.Numerics;

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
            bound = inverse * T.Sqrt(T.CreateTruncating(4.0 / 3)) * (largest ?? FullRankNorms<T>.Largest(r, problem.FactorOptions));
            problem.ThrowIfCancelled();
        }

        return bound < limit ? bound : null;
    }
}
