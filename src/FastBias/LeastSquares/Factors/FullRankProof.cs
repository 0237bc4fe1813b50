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
    /// <summary>Columns of the inverse, or rows of R, at a time.</summary>
    private const int Block = 64;

    private const int LanczosSteps = 20;

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

        T inverse = InverseNorm(r, problem), bound = inverse * Columns.Frobenius(r);
        if (!(bound < limit))
        {
            bound = inverse * T.Sqrt(T.CreateTruncating(4.0 / 3)) * LanczosNorm(r, problem);
        }

        return bound < limit ? bound : null;
    }

    /// <summary>‖R⁻¹‖_F; its columns j to j + k need the first j + k rows of R only.</summary>
    private static T InverseNorm<T>(ReadOnlyMatrixSpan<T> r, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Columns;
        Matrix<T> room = Matrix<T>.Uninitialized(n, Block);
        List<T> norms = [];
        for (int j = 0; j < n; j += Block)
        {
            problem.ThrowIfCancelled();
            int width = Math.Min(Block, n - j), height = j + width;
            MatrixSpan<T> columns = new(room.Data.AsSpan(), height, width);
            columns.Fill(T.Zero);
            for (int i = 0; i < width; i++)
            {
                columns[j + i, i] = T.One;
            }

            Triangular.Solve(columns, r.Slice(0, 0, height, height), Triangle.Upper, parallelism: problem.Options.Parallelism);
            norms.Add(VectorProduct.Norm<T>(room.Data.AsSpan(0, height * width)));
        }

        return VectorProduct.Norm<T>(norms.ToArray());
    }

    /// <summary>√θ, a lower bound of σ₁, from the three-term recurrence w = RᵀR·v − α·v − β·v₋₁.</summary>
    private static T LanczosNorm<T>(ReadOnlyMatrixSpan<T> r, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Columns, steps = Math.Min(LanczosSteps, n);
        Matrix<T> vectors = new(3, n), tridiagonal = new(steps, steps);
        Span<T> before = vectors.Row(0), v = vectors.Row(1), w = vectors.Row(2);
        new RandomSource(1).FillGaussian(v);
        VectorKernels.Scale(v, T.One / VectorKernels.Norm<T>(v));
        T beta = T.Zero;
        for (int k = 0; k < steps; k++)
        {
            problem.ThrowIfCancelled();
            ApplyGram(w, r, v, problem.Options.Parallelism);
            T alpha = VectorKernels.Dot<T>(v, w);
            tridiagonal[k, k] = alpha;
            VectorKernels.Axpy(w, -alpha, v);
            VectorKernels.Axpy(w, -beta, before);
            beta = VectorKernels.Norm<T>(w);
            if (k + 1 == steps || beta <= FactorRange<T>.Epsilon * alpha)
            {
                break;
            }

            tridiagonal[k, k + 1] = tridiagonal[k + 1, k] = beta;
            VectorKernels.Scale(w, T.One / beta);
            Span<T> spare = before;
            before = v;
            v = w;
            w = spare;
        }

        return T.Sqrt(VectorKernels.MaxAbs<T>(SymmetricEigen<T>.Factor(tridiagonal).Values));
    }

    /// <summary>w = Rᵀ·(R·v), block of rows by block of rows, which leaves out most of the zeros.</summary>
    private static void ApplyGram<T>(Span<T> w, ReadOnlyMatrixSpan<T> r, Span<T> v, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Columns;
        Span<T> image = stackalloc T[Block];
        w.Clear();
        for (int i = 0; i < n; i += Block)
        {
            int rows = Math.Min(Block, n - i);
            ReadOnlyMatrixSpan<T> block = r.Slice(i, i, rows, n - i);
            GemvGramJob<T>.Run(Kernels<T>.Current, w[i..], image[..rows], block, v[i..], T.One, T.Zero, T.One, parallelism);
        }
    }
}
