using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>What a method gives.</summary>
internal sealed record TikhonovAnswer<T>(Matrix<T>? X, Status Status, int Rank, T Condition, string Why)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The two methods, on operands of size one.</summary>
internal static class TikhonovMethods
{
    /// <summary>Minimum-norm least squares on [A; μ·L], μ = √λ.</summary>
    public static TikhonovAnswer<T> Stacked<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, Matrix<T> l, T root, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> penalty = l.Clone();
        Kernels.VectorKernels.Scale(penalty.Data.AsSpan(), root);
        CompleteOrthogonal<T> factors = CompleteOrthogonal<T>.Factor(SolverMath.Stack<T>(a, penalty), cutoff, input.Factor);
        input.ThrowIfCancelled();
        if (factors.Status != Status.Success)
        {
            return new(null, Status.RankDeficient, 0, T.NaN, string.Empty);
        }

        Matrix<T> x = new(a.Columns, b.Columns);
        Status status = factors.SolveMinimumNorm(x, SolverMath.Stack<T>(b, new Matrix<T>(l.Rows, b.Columns)));
        string why = Invariant($"complete orthogonal decomposition of the stacked {a.Rows + l.Rows}x{a.Columns} matrix, rank {factors.Rank}, gap {factors.RankGap:0.0e+0}");
        return new(status == Status.Success ? x : null, status, factors.Rank, factors.ConditionEstimate, why);
    }

    /// <summary>
    /// <code>
    ///   L = U·S·V₁ᵀ, V₂ = N(L)           x = V₁·S⁻¹·z + V₂·w          ‖L·x‖ = ‖z‖
    ///   A·V₂ = [Q₁ Q₂]·[R; 0]            w = (A·V₂)⁺·(b − A·V₁S⁻¹·z)   makes the residual Q₂ᵀ·(b − A·V₁S⁻¹·z)
    ///   z = arg min ‖Q₂ᵀA·V₁S⁻¹·z − Q₂ᵀb‖² + λ‖z‖²                     a ridge problem
    /// </code>
    /// </summary>
    public static TikhonovAnswer<T> StandardForm<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, Matrix<T> l, T root, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, p = b.Columns;
        Svd<T> svd = input.Svd(l);
        int seen = svd.Rank(cutoff);
        Matrix<T> inverse = Matrix<T>.Copy(svd.Vt.Slice(0, 0, seen, n).Transposed), unseen = svd.NullSpace(cutoff);
        for (int j = 0; j < seen; j++)
        {
            for (int i = 0; i < n; i++)
            {
                inverse[i, j] /= svd.S[j];
            }
        }

        Matrix<T> weighted = SolverMath.Times<T>(a, inverse, input.Parallelism), reduced = weighted.Clone(), target = b.Clone();
        CompleteOrthogonal<T> free = CompleteOrthogonal<T>.Factor(SolverMath.Times<T>(a, unseen, input.Parallelism), cutoff, input.Factor);
        input.ThrowIfCancelled();
        free.Pivoted.ApplyQTransposed(reduced);
        free.Pivoted.ApplyQTransposed(target);
        int fitted = free.Rank;
        Matrix<T> z = new(seen, p), w = new(n - seen, p), x;
        RidgeAnswer<T> ridge = RidgeMethods.Solve(
            input, Matrix<T>.Copy(reduced.Slice(fitted, 0, m - fitted, seen)), Matrix<T>.Copy(target.Slice(fitted, 0, m - fitted, p)), root * root, RidgeMethod.AugmentedQr);
        z = ridge.X ?? z;
        Status status = ridge.Status == Status.Success ? free.SolveMinimumNorm(w, SolverMath.Residual<T>(weighted, z, b, input.Parallelism)) : ridge.Status;
        x = SolverMath.Times<T>(inverse, z, input.Parallelism);
        Product.Multiply<T>(x.AsSpan(), unseen, w, T.One, T.One, input.Parallelism);
        string why = Invariant($"standard form: L sees {seen} directions, {fitted} of the {n - seen} others are fitted freely");
        return new(status == Status.Success ? x : null, status == Status.Success ? svd.Status : status, seen + fitted, ridge.Condition, why);
    }
}
