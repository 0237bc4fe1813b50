using System.Numerics;

namespace FastBias;

/// <summary>Whether a triangle R has full rank beyond doubt: σ_n(R) > cutoff·σ₁(R), from its inverse.</summary>
/// <remarks>
/// <para>σ_n ≥ 1/‖R⁻¹‖_F, and the inverse is computed by blocks of columns of which only the norm is kept: n³/3 operations, all of them products, where
/// the singular values take 8n³/3 of which half are a matrix times a vector. The bound is short of σ_n by √n at most, and by less than 2 where one singular value is the smallest.</para>
/// <para>σ₁ ≤ ‖R‖_F where that suffices; else σ₁ ≤ √2·‖R·v‖, v of norm 1 after steps of the power method on RᵀR. From a random start so many steps fall short of λ₁/2
/// with a probability below 0.824·√n·2^(½−k) (Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13 (1992), theorem 4.1): 10⁻⁶ for n = 1000.</para>
/// <para>Another factor of √2 is for the rounding of R and of its inverse. The singular values that would decide instead are computed to no more digits.</para>
/// </remarks>
internal static class FullRankProof
{
    private const int BlockColumns = 64;

    private const int PowerSteps = 25;

    /// <summary>A bound of σ₁/σ_n that leaves no doubt at this cutoff, or null if there is none.</summary>
    /// <param name="r">n x n, upper triangular, in the working range.</param>
    /// <param name="condition">An estimate of κ₁(R), which is below it by a small factor at most: where even κ₁/n is too large, nothing is computed.</param>
    /// <param name="problem">The cutoff, and how to compute.</param>
    public static T? Find<T>(ReadOnlyMatrixSpan<T> r, T condition, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T root = T.Sqrt(T.CreateTruncating(2)), limit = T.One / (root * problem.RelativeCutoff);
        if (!T.IsFinite(condition) || !(condition < limit * T.CreateTruncating(r.Columns)))
        {
            return null;
        }

        T inverse = InverseNorm(r, problem), bound = inverse * Columns.Frobenius(r);
        if (!(bound < limit))
        {
            bound = inverse * root * PowerNorm(r, problem);
        }

        return bound < limit ? bound : null;
    }

    /// <summary>‖R⁻¹‖_F; its columns j to j + k need the first j + k rows of R only.</summary>
    private static T InverseNorm<T>(ReadOnlyMatrixSpan<T> r, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Columns;
        Matrix<T> room = Matrix<T>.Uninitialized(n, BlockColumns);
        List<T> norms = [];
        for (int j = 0; j < n; j += BlockColumns)
        {
            problem.ThrowIfCancelled();
            int width = Math.Min(BlockColumns, n - j), height = j + width;
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

    /// <summary>‖R·v‖ for the v of the power method.</summary>
    private static T PowerNorm<T>(ReadOnlyMatrixSpan<T> r, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RandomSource random = new(1);
        T[] v = new T[r.Columns];
        random.FillGaussian<T>(v);
        MatrixSpan<T> column = new(v.AsSpan(), v.Length, 1);
        T norm = T.Zero;
        for (int step = 0; step < PowerSteps; step++)
        {
            problem.ThrowIfCancelled();
            T length = VectorProduct.Norm<T>(v);
            for (int i = 0; i < v.Length; i++)
            {
                v[i] /= length;
            }

            Triangular.Multiply(column, r, Triangle.Upper, parallelism: problem.Options.Parallelism);
            norm = VectorProduct.Norm<T>(v);
            Triangular.Multiply(column, r.Transposed, Triangle.Lower, parallelism: problem.Options.Parallelism);
        }

        return norm;
    }
}
