using System.Numerics;

namespace FastBias;

/// <summary>Ridge: one method, but λ may be too small to help.</summary>
internal static class RidgeRoute
{
    /// <summary>The factors of the augmented matrix.</summary>
    public static LeastSquaresChoice<T> Choose<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RidgeFactors<T> factors = new(problem);
        T condition = factors.Condition, lambda = problem.Options.Lambda!.Value;
        int n = problem.A.Columns;
        return LeastSquaresRoute.IsWellConditioned(condition, problem.RelativeCutoff, margin: 1)
            ? new(factors, Status.Success, LeastSquaresMethod.Ridge, Reason(problem, condition), n, T.PositiveInfinity)
            : new(
                factors,
                Status.RankDeficient,
                LeastSquaresMethod.Ridge,
                $"lambda = {lambda:0.0e+0} is too small to make up for the rank of A: the condition estimate of [A; sqrt(lambda) I] is {condition:0.0e+0}; take a larger lambda, or none for the solution of minimum norm.",
                n,
                T.PositiveInfinity);
    }

    private static FormattableString Reason<T>(in LeastSquaresProblem<T> problem, T condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = problem.A.Rows, n = problem.A.Columns;
        string by = problem.IsWide ? $"QR of the transpose and then of the augmented {2 * m}x{m} matrix" : $"QR of the augmented {m + n}x{n} matrix";
        return $"ridge with lambda = {problem.Options.Lambda:0.0e+0}, by {by}, condition estimate {condition:0.0e+0}";
    }
}
