using System.Numerics;

namespace FastBias;

/// <summary>The optimality conditions of equality-constrained least squares as one system.</summary>
/// <remarks>
/// <code>
///   ┌ 0   0   C ┐ ┌ −μ ┐   ┌ d ┐   q
///   │ 0   I   A │ │  r │ = │ b │   m
///   └ Cᵀ  Aᵀ  0 ┘ └  x ┘   └ 0 ┘   n
/// </code>
/// Consistent exactly if the constraints are; of several solutions the shortest has the shortest x, because r is the same in all of them and −μ and x are free independently.
/// </remarks>
internal static class KktMethod
{
    public static ConstrainedAnswer<T> Solve<T>(ConstrainedProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int q = problem.C.Rows, m = problem.A.Rows, n = problem.A.Columns, p = problem.B.Columns;
        Matrix<T> system = new(q + m + n, q + m + n), right = new(q + m + n, p);
        problem.C.AsSpan().CopyTo(system.Slice(0, q + m, q, n));
        problem.A.AsSpan().CopyTo(system.Slice(q, q + m, m, n));
        problem.C.Transposed.CopyTo(system.Slice(q + m, 0, n, q));
        problem.A.Transposed.CopyTo(system.Slice(q + m, q, n, m));
        for (int i = 0; i < m; i++)
        {
            system[q + i, q + i] = T.One;
        }

        problem.D.AsSpan().CopyTo(right.Slice(0, 0, q, p));
        problem.B.AsSpan().CopyTo(right.Slice(q, 0, m, p));
        LeastSquaresSolution<T> solved = LeastSquares.Solve<T>(
            system, right, new LeastSquaresOptions<T> { RelativeCutoff = problem.Cutoff, Parallelism = problem.Input.Parallelism, CancellationToken = problem.Input.Factor.CancellationToken });
        problem.Input.ThrowIfCancelled();
        int constraintRank = CompleteOrthogonal<T>.Factor(problem.C, problem.Cutoff, problem.Input.Factor).Rank;
        if (solved.X.Rows == 0 && q + m + n > 0)
        {
            return new(null, new(0, 0), Status.RankDeficient, constraintRank, 0, T.NaN);
        }

        Matrix<T> x = Matrix<T>.Copy(solved.X.Slice(q + m, 0, n, p)), multipliers = Matrix<T>.Copy(solved.X.Slice(0, 0, q, p));
        for (int i = 0; i < multipliers.Data.Length; i++)
        {
            multipliers.Data[i] = -multipliers.Data[i];
        }

        T missed = problem.Feasibility(x);

        // The null space of the system is N(Cᵀ) ⊕ 0 ⊕ (N(A) ∩ N(C)).
        int open = q + m + n - solved.Rank - (q - constraintRank);
        return missed > problem.Tolerance
            ? new(null, new(0, 0), Status.Infeasible, constraintRank, 0, missed)
            : new(x, multipliers, solved.Status, constraintRank, n - open, missed);
    }
}
