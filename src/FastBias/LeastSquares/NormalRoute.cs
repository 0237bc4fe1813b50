using System.Numerics;

namespace FastBias;

/// <summary>The normal equations: only where κ² leaves a digit.</summary>
internal static class NormalRoute
{
    /// <summary>The factors of the Gram matrix, or the status that says why not.</summary>
    public static LeastSquaresChoice<T> Choose<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NormalFactors<T> factors = new(problem);
        string gram = problem.IsWide ? "A A^T" : "A^T A";
        if (factors.Status != Status.Success)
        {
            return Failed<T>($"{gram} is not numerically positive definite: pivot {factors.FailedPivot} of {factors.Rank} is not positive; the normal equations square the condition number, QR or SVD do not.");
        }

        T squared = factors.Condition * factors.Condition;
        T noise = RankCutoff.Default<T>(problem.A.Rows, problem.A.Columns);
        return LeastSquaresRoute.IsWellConditioned(squared, noise, margin: 1)
            ? new(factors, $"normal equations were asked for; beware: {gram} has the squared condition {squared:0.0e+0}, and its digits are lost twice, which QR does not do")
            : Failed<T>($"{gram} is positive definite by luck of rounding only: its condition is about {squared:0.0e+0}; the normal equations square the condition number, QR or SVD do not.");
    }

    private static LeastSquaresChoice<T> Failed<T>(FormattableString reason)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(null, Status.NotPositiveDefinite, LeastSquaresMethod.NormalEquations, reason, 0, T.NaN);
}
