using System.Numerics;

namespace FastBias;

/// <summary>The null-space method of equality-constrained least squares.</summary>
internal static class NullSpaceMethod
{
    public static ConstrainedAnswer<T> Solve<T>(ConstrainedProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Parallelism threads = problem.Input.Parallelism;
        int n = problem.C.Columns, p = problem.B.Columns;

        // The constraints as they are, any rank: x₁ is their solution of minimum norm.
        CompleteOrthogonal<T> constraints = CompleteOrthogonal<T>.Factor(problem.C, problem.Cutoff, problem.Input.Factor);
        problem.Input.ThrowIfCancelled();
        Matrix<T> x = new(n, p), none = new(0, 0);
        Status status = constraints.SolveMinimumNorm(x, problem.D);
        T missed = status == Status.Success ? problem.Feasibility(x) : T.NaN;
        if (missed > problem.Tolerance)
        {
            return new(null, none, Status.Infeasible, constraints.Rank, 0, missed);
        }

        Matrix<T> basis = constraints.NullSpace(), free = new(basis.Columns, p);
        Matrix<T> right = SolverMath.Residual<T>(problem.A, x, problem.B, threads);
        LeastSquaresSolution<T> solved = LeastSquares.Solve<T>(
            SolverMath.Times<T>(problem.A, basis, threads),
            right,
            new LeastSquaresOptions<T> { RelativeCutoff = problem.Cutoff, Parallelism = threads, CancellationToken = problem.Input.Factor.CancellationToken });
        problem.Input.ThrowIfCancelled();
        if (status != Status.Success || solved.Status is not (Status.Success or Status.NotConverged))
        {
            return new(null, none, Status.RankDeficient, constraints.Rank, 0, missed);
        }

        free = solved.X;
        Product.Multiply<T>(x.AsSpan(), basis, free, T.One, T.One, threads);
        return new(x, Multipliers(problem, x), solved.Status, constraints.Rank, constraints.Rank + solved.Rank, missed);
    }

    /// <summary>The shortest μ with Cᵀ·μ = Aᵀ·r.</summary>
    private static Matrix<T> Multipliers<T>(ConstrainedProblem<T> problem, Matrix<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> residual = SolverMath.Residual<T>(problem.A, x, problem.B, problem.Input.Parallelism);
        Matrix<T> gradient = SolverMath.Times<T>(problem.A.Transposed, residual, problem.Input.Parallelism), multipliers = new(problem.C.Rows, x.Columns);
        CompleteOrthogonal<T>.Factor(problem.C.Transposed, problem.Cutoff, problem.Input.Factor).SolveMinimumNorm(multipliers, gradient);
        return multipliers;
    }
}
