using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Ridge regression, min ‖A·x − b‖² + λ‖x‖², by four methods (scikit-learn: <c>Ridge</c> with alpha = λ).</summary>
public static class RidgeSolver
{
    /// <summary>X = (AᵀA + λI)⁻¹·Aᵀ·B = Aᵀ·(A·Aᵀ + λI)⁻¹·B; with an intercept of the centred A and B, and c = mean(B) − mean(A)·X.</summary>
    /// <remarks>
    /// <para>Method <see cref="RidgeMethod.Auto"/>: κ(AᵀA + λI) ≤ 1 + ‖A‖_F²/λ. Where that is at most ε^(−1/4), Cholesky in the smaller dimension costs at most a quarter of the
    /// digits and half of the work; otherwise QR of the augmented matrix. The reason has the figures.</para>
    /// <para>Shapes: any m, n, p and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.NotPositiveDefinite"/> if Cholesky was asked for and λ is too small for it;
    /// <see cref="Status.RankDeficient"/> if λ is too small to make up for the rank of A, condition·max(m, n)·ε ≥ 1 (X is for inspection only then), or the solution leaves the range of
    /// <typeparamref name="T"/>; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: QR and SVD are backward stable for [A; √λ·I]; Cholesky's error is that of the squared condition, and the forward bound shows it. Multiplying A by 2^k and λ by 4^k
    /// moves the results exactly. Cost: 2mn² (QR), mn² + n³/3 (Cholesky), for m ≥ n.</para>
    /// <para>Source: Å. Björck, Numerical Methods for Least Squares Problems, section 2.7.2; A. Hoerl and R. Kennard, Technometrics 12 (1970).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="lambda">λ &gt; 0, in the units of ‖A‖².</param>
    /// <param name="options">The method, the intercept.</param>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive and finite (the limit λ → 0 is <see cref="RidgelessSolver"/>), or there is no such method.</exception>
    public static RidgeSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T lambda, RidgeOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        SolverCheck.Positive(lambda, nameof(lambda));
        SolverCheck.Defined(options.Method, nameof(options));
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, lambda, options));
    }

    private static RidgeSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, T lambda, RidgeOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int excess = Penalty.Excess(lambda, a.Exponent), back = b.Exponent - a.Exponent - (2 * excess);
        T scaled = T.ScaleB(lambda, -2 * (a.Exponent + excess));
        (Matrix<T> left, T[] meansA) = Centering.Columns(a.Matrix, options.Intercept);
        (Matrix<T> right, T[] meansB) = Centering.Columns(b.Matrix, options.Intercept);
        (RidgeMethod method, string why) = options.Method == RidgeMethod.Auto ? Choose(left, scaled) : (options.Method, $"{options.Method} was asked for");
        RidgeAnswer<T> answer = RidgeMethods.Solve(input, left, right, scaled, method);
        if (answer.X is not { } x || !SolverMath.IsFinite(x))
        {
            return new() { Status = answer.Status == Status.Success ? Status.RankDeficient : answer.Status, Method = method, Lambda = lambda, Reason = $"{why}; {answer.Failure ?? "the solution leaves the range of the numbers"}" };
        }

        RidgeErrors<T> errors = new(input, left, right, x, scaled);
        return new()
        {
            Status = answer.Status,
            Reason = answer.Failure is { } failure
                ? $"{why}; {failure}"
                : Invariant($"the only minimiser for lambda = {lambda:0.0e+0}: {why}; condition {answer.Condition:0.0e+0}"),
            X = SolverMath.Back(x, back),
            Intercepts = options.Intercept ? SolverMath.Back(Centering.Intercepts(SolverMath.Back(x, -2 * excess), meansA, meansB), b.Exponent) : [],
            Method = method,
            Lambda = lambda,
            ResidualNorm = T.ScaleB(errors.ResidualNorm, b.Exponent),
            SolutionNorm = T.ScaleB(errors.SolutionNorm, back),
            ConditionEstimate = answer.Condition,
            BackwardError = errors.Backward,
            ForwardErrorBound = errors.Forward,
        };
    }

    private static (RidgeMethod Method, string Why) Choose<T>(Matrix<T> a, T lambda)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T norm = Columns.Frobenius<T>(a), bound = lambda > T.Zero ? T.One + (norm * norm / lambda) : T.PositiveInfinity;
        T limit = T.One / T.Sqrt(T.Sqrt(FactorRange<T>.Epsilon));
        if (bound > limit)
        {
            return (RidgeMethod.AugmentedQr, Invariant($"QR of the augmented matrix, because squaring could cost digits: the condition of A^T A + lambda I is only known to be below {bound:0.0e+0}"));
        }

        return a.Rows < a.Columns
            ? (RidgeMethod.CholeskyDual, Invariant($"Cholesky in the dual ({a.Rows} rows, fewer than {a.Columns} columns), because lambda bounds the condition of A A^T + lambda I by {bound:0.0e+0}, which costs few digits and halves the work"))
            : (RidgeMethod.CholeskyPrimal, Invariant($"Cholesky in the primal ({a.Columns} columns, not more than {a.Rows} rows), because lambda bounds the condition of A^T A + lambda I by {bound:0.0e+0}, which costs few digits and halves the work"));
    }
}
