using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Ridgeless regression: the limit of ridge as λ goes to zero, in its own right.</summary>
public static class RidgelessSolver
{
    /// <summary>x* = lim arg min ‖A·x − b‖² + λ‖x‖² for λ → 0⁺, which is A⁺·b: the interpolant of minimum norm where A has full row rank.</summary>
    /// <remarks>
    /// <para>Nothing small is added and then hoped for: the limit is computed from the singular values, and the distance of any ridge solution from it in closed form,
    /// x* − x_λ = Σₖ λ/(σₖ² + λ)·(uₖᵀb/σₖ)·vₖ.</para>
    /// <para>Shapes: any m, n, p and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/> at any rank; <see cref="Status.RankDeficient"/> if the solution leaves the range of <typeparamref name="T"/>; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: backward stable; distances to a relative error of about (κ + r)·ε. Multiplying A by 2^k and λ by 4^k moves the results exactly. Cost: one SVD.</para>
    /// <para>Source: T. Hastie, A. Montanari, S. Rosset, R. Tibshirani, Surprises in high-dimensional ridgeless least squares interpolation, Ann. Statist. 50 (2022).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">The cutoff, and λ's to compare with.</param>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1), or a λ is negative or not finite.</exception>
    public static RidgelessSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, RidgelessOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        foreach (T lambda in options.Lambdas)
        {
            SolverCheck.NotNegative(lambda, nameof(options.Lambdas));
        }

        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Limit(input, left, right, options, cutoff));
    }

    private static RidgelessSolution<T> Limit<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, RidgelessOptions<T> options, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpectralForm<T> form = new(input, a.Matrix, b.Matrix, cutoff);
        int rank = form.Rank, back = b.Exponent - a.Exponent;
        T[] s = form.S;
        Matrix<T> x = form.Solve(rank, (k, c) => c / s[k]), residual = SolverMath.Residual<T>(a.Matrix, x, b.Matrix, input.Parallelism);
        Matrix<T> slope = form.Filter(rank, (k, c) => c / s[k] / s[k] / s[k]);
        RidgelessSolution<T> solution = new()
        {
            Status = form.Svd.Status,
            X = SolverMath.Back(x, back),
            Rank = rank,
            RelativeCutoff = cutoff,
            RankGap = form.RankGap,
            Rate = T.ScaleB(SolverMath.Largest(Columns.Norms(slope)), back - (2 * a.Exponent)),
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(residual)), b.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), back),
            KeptResidual = form.KeptResidual(residual, x, b.Matrix, rank),
            RowSpaceLeak = form.RowSpaceLeak(x, rank),
            Spectrum = (SolverMath.Back(s[..rank], a.Exponent), SolverMath.Back(form.Filter(rank, (k, c) => c / s[k]), back)),
        };
        string which = rank == a.Matrix.Columns ? "the only least-squares solution"
            : rank == a.Matrix.Rows ? "the interpolant of minimum norm" : "the least-squares solution of minimum norm";
        string gap = Invariant($"rank {rank} at the cutoff {cutoff:0.0e+0}, gap {form.RankGap:0.0e+0}");
        return solution with
        {
            Reason = $"{which}, to which ridge tends as lambda goes to 0; {gap}",
            Distances = solution.Status == Status.Success ? [.. options.Lambdas.Select(solution.Distance)] : [],
        };
    }
}
