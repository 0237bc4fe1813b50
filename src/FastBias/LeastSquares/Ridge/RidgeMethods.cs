using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>What a method of ridge gives.</summary>
/// <param name="X">The solution; null where the method failed.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Condition">Of [A; √λ·I], where m &lt; n on the row space of A.</param>
/// <param name="Failure">Why there is no solution, or none to rely on.</param>
internal sealed record RidgeAnswer<T>(Matrix<T>? X, Status Status, T Condition, string? Failure = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The methods of ridge, on operands of size one.</summary>
internal static class RidgeMethods
{
    public static RidgeAnswer<T> Solve<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T lambda, RidgeMethod method)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => method switch
        {
            RidgeMethod.Svd => BySvd(input, a, b, lambda),
            RidgeMethod.CholeskyPrimal => ByCholesky(input, a, b, lambda, dual: false),
            RidgeMethod.CholeskyDual => ByCholesky(input, a, b, lambda, dual: true),
            _ => ByQr(input, a, b, lambda),
        };

    private static RidgeAnswer<T> ByQr<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T lambda)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LeastSquaresOptions<T> options = new() { Method = LeastSquaresMethod.Ridge, Lambda = lambda, Parallelism = input.Parallelism, CancellationToken = input.Factor.CancellationToken };
        LeastSquaresProblem<T> problem = new(a, b, T.One, T.One, options);
        RidgeFactors<T> factors = new(problem);
        Matrix<T> x = new(a.Columns, b.Columns);
        Status status = factors.Solve(x, problem);
        return status == Status.Success ? Judged(a, x, status, factors.Condition) : new(null, Status.RankDeficient, factors.Condition, Vanishes(factors.Condition));
    }

    private static RidgeAnswer<T> BySvd<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T lambda)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpectralForm<T> form = new(input, a, b, T.Zero);
        T[] s = form.S;

        // Divided twice: σ² of a small σ would underflow.
        Matrix<T> x = form.Solve(form.Rank, (k, c) => c / (s[k] + (lambda / s[k])));
        T root = T.Sqrt(lambda), condition = s.Length == 0 ? T.One : ElementaryReflector.Hypotenuse(s[0], root) / ElementaryReflector.Hypotenuse(s[^1], root);
        return Judged(a, x, form.Svd.Status, condition);
    }

    /// <summary>A solution, with the status that it deserves: as for <see cref="RidgeRoute"/>.</summary>
    private static RidgeAnswer<T> Judged<T>(Matrix<T> a, Matrix<T> x, Status status, T condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LeastSquaresRoute.IsWellConditioned(condition, SolverInput<T>.Cutoff(null, a.Rows, a.Columns), margin: 1)
            ? new(x, status, condition)
            : new(x, Status.RankDeficient, condition, Vanishes(condition));

    private static string Vanishes<T>(T condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Invariant($"lambda is too small to make up for the rank of A, the condition is {condition:0.0e+0}; RidgelessSolver gives the limit");

    private static RidgeAnswer<T> ByCholesky<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T lambda, bool dual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlyMatrixSpan<T> tall = dual ? a.Transposed : a;
        Matrix<T> gram = new(tall.Columns, tall.Columns);
        Product.Gram(gram.AsSpan(), tall, input.Parallelism, input.Factor.CancellationToken);
        for (int i = 0; i < gram.Rows; i++)
        {
            gram[i, i] += lambda;
        }

        Cholesky<T> factors = Cholesky<T>.Factor(gram, input.Factor);
        input.ThrowIfCancelled();
        if (factors.Status != Status.Success)
        {
            return new(null, factors.Status, T.PositiveInfinity, Invariant($"pivot {factors.FailedPivot} of the Gram matrix is not positive: lambda is too small for Cholesky, QR or SVD do not square"));
        }

        T squared = factors.ConditionEstimate;
        if (!LeastSquaresRoute.IsWellConditioned(squared, SolverInput<T>.Cutoff(null, a.Rows, a.Columns), margin: 1))
        {
            return new(null, Status.NotPositiveDefinite, T.Sqrt(squared), Invariant($"the Gram matrix is positive definite by luck of rounding only, its condition is about {squared:0.0e+0}: lambda is too small for Cholesky, QR or SVD do not square"));
        }

        Matrix<T> x = dual ? b.Clone() : SolverMath.Times<T>(a.Transposed, b, input.Parallelism);
        Status status = factors.Solve(x);
        Matrix<T> solution = dual ? SolverMath.Times<T>(a.Transposed, x, input.Parallelism) : x;
        return status == Status.Success ? new(solution, status, T.Sqrt(squared)) : new(null, status, T.Sqrt(squared), "the solution leaves the range of the numbers");
    }
}
