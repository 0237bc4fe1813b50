using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Solves with the chosen factors and measures the solution: nothing in the certificate is taken on trust from the method.</summary>
internal static class LeastSquaresCertificate
{
    /// <summary>The solution of a problem.</summary>
    public static LeastSquaresSolution<T> Issue<T>(in LeastSquaresProblem<T> problem, LeastSquaresChoice<T> choice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = problem.A.Rows, n = problem.A.Columns, p = problem.B.Columns;
        if (choice.Factors is not SystemFactors<T> factors)
        {
            return Without(problem, choice, choice.Status, choice.Reason);
        }

        Matrix<T> x = new(n, p);
        Status solved = factors.Solve(x, problem);
        problem.ThrowIfCancelled();
        FormattableString reason = choice.Reason;
        if (problem.Options.Refine && solved == Status.Success)
        {
            string refined = factors.Refine(problem, x) ? "refined once" : "there is no refinement for this method";
            reason = $"{choice.Reason}; {refined}";
        }

        int exponent = problem.ExponentX;
        Matrix<T> result = exponent == 0 ? x : x.Clone();
        ExactScaling.Scale(result.Data.AsSpan(), exponent);
        if (solved is not (Status.Success or Status.NotConverged) || !T.IsFinite(VectorKernels.MaxAbs<T>(result.Data)))
        {
            return Without(
                problem,
                choice,
                Status.RankDeficient,
                choice.Status == Status.Success ? $"the solution leaves the range of {typeof(T).Name} numbers; {choice.Reason}" : choice.Reason);
        }

        LeastSquaresErrors<T> errors = new(problem, factors, x);
        factors.Release();
        T[] residuals = Scaled(errors.ResidualNorms, problem.ExponentB), norms = Scaled(errors.SolutionNorms, exponent);
        Status status = choice.Status == Status.Success ? solved : choice.Status;
        return new(status, choice.Method, reason, m, n)
        {
            X = result,
            Rank = choice.Rank,
            RelativeCutoff = problem.RelativeCutoff,
            RankGap = choice.RankGap,
            NullSpaceDimension = n - choice.Rank,
            ResidualNorms = residuals,
            ResidualNorm = VectorKernels.MaxAbs<T>(residuals),
            SolutionNorms = norms,
            SolutionNorm = VectorKernels.MaxAbs<T>(norms),
            ConditionEstimate = factors.Condition,
            BackwardError = errors.BackwardError,
            ForwardErrorBound = errors.ForwardErrorBound,
            IsMinimumNorm = status == Status.Success && choice.Method != LeastSquaresMethod.Ridge,
        };
    }

    private static LeastSquaresSolution<T> Without<T>(in LeastSquaresProblem<T> problem, LeastSquaresChoice<T> choice, Status status, FormattableString reason)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(status, choice.Method, reason, problem.A.Rows, problem.A.Columns)
        {
            Rank = choice.Rank,
            RelativeCutoff = problem.RelativeCutoff,
            RankGap = choice.RankGap,
            NullSpaceDimension = problem.A.Columns - choice.Rank,
            ConditionEstimate = choice.Factors?.Condition ?? T.NaN,
        };

    private static T[] Scaled<T>(T[] norms, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; exponent != 0 && j < norms.Length; j++)
        {
            norms[j] = T.ScaleB(norms[j], exponent);
        }

        return norms;
    }
}
