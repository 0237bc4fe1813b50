using System.Numerics;

namespace FastBias;

/// <summary>A start for the Golub-Kahan iteration of a long dense matrix: the dominant eigenvectors of AᵀA (A·Aᵀ where A is wide).</summary>
internal static class GramStart
{
    /// <summary>So many times longer than wide, and no wider than this.</summary>
    private const int Ratio = 4;
    private const int Widest = 2000;

    /// <summary>The vectors in rows; null where the shape or a huge tolerance makes no case for it, or the squares left the range.</summary>
    public static Matrix<T>? Find<T>(Matrix<T> a, int count, KrylovPlan<T> plan, LanczosOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int small = Math.Min(a.Rows, a.Columns), large = Math.Max(a.Rows, a.Columns);
        if (small > Widest || large < (long)Ratio * small || count + (2 * plan.Block) > plan.Basis || options.CancellationToken.IsCancellationRequested)
        {
            return null;
        }

        T max = ExactScaling.MaxAbs<T>(a);
        int exponent = max == T.Zero ? 0 : T.ILogB(max);
        if (Math.Abs(exponent) > (typeof(T) == typeof(double) ? 400 : 40))
        {
            return null;
        }

        // Times a power of two, so that a scaled A has the same start.
        Matrix<T> gram = new(small, small);
        T factor = T.ScaleB(T.One, -2 * exponent);
        Product.Gram(gram.AsSpan(), a.Rows < a.Columns ? a.Transposed : a.AsSpan(), factor, T.Zero, options.Parallelism);
        DominantEigenpairs<T> pairs = Lanczos.Eigenpairs(gram, count, new LanczosOptions { Seed = options.Seed, CancellationToken = options.CancellationToken, Parallelism = options.Parallelism });
        return pairs.Values.Length == count ? Matrix<T>.Copy(pairs.Vectors.Transposed) : null;
    }
}
