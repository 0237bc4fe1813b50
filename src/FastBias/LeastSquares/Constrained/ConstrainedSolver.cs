using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Least squares under linear equations, min ‖A·x − b‖ subject to C·x = d (LAPACK: dgglse).</summary>
public static class ConstrainedSolver
{
    /// <summary>X = arg min ‖A·X − B‖ subject to C·X = D, column by column; the shortest where several are equally good.</summary>
    /// <remarks>
    /// <para>Null-space method: Cᵀ·P = Q·R gives x₁ = Q₁·R₁⁻ᵀ·(Pᵀd)₁ and Z = Q₂; y is the minimum-norm solution of min ‖A·Z·y − (b − A·x₁)‖, x = x₁ + Z·y.
    /// KKT: [0 0 C; 0 I A; Cᵀ Aᵀ 0]·[−μ; r; x] = [d; b; 0] by the minimum-norm least-squares solver; shorter to write down, (q + m + n)³ to solve.</para>
    /// <para>Shapes: A m x n, C q x n, any sizes and ranks; m may be 0, which gives the shortest solution of C·x = d. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.Infeasible"/> if no x fulfils all constraints (X is then 0x0, and <see cref="ConstrainedSolution{T}.Feasibility"/> the distance);
    /// <see cref="Status.RankDeficient"/> if the solution leaves the range; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>.
    /// Empty: without constraints it is least squares.</para>
    /// <para>Accuracy: the null-space method is backward stable: both certificates are a few ε. Multiplying A, B and D, or C and D, by powers of two moves the results exactly.
    /// Cost: null-space 2qn² + 2m(n − q)² + 4mnq for q ≤ n.</para>
    /// <para>Source: Å. Björck, Numerical Methods for Least Squares Problems, sections 5.1.2 and 5.1.3; G. Golub and C. Van Loan, section 6.2.3.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="constraints">C, q x n.</param>
    /// <param name="values">D, q x p.</param>
    /// <param name="options">The method and the cutoff.</param>
    /// <exception cref="ArgumentException">B has not m rows, C has not n columns, or D is not q x p.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1), or there is no such method.</exception>
    public static ConstrainedSolution<T> Solve<T>(
        ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, ReadOnlyMatrixSpan<T> constraints, ReadOnlyMatrixSpan<T> values, ConstrainedOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        if (constraints.Columns != a.Columns)
        {
            throw new ArgumentException($"C has {constraints.Columns} columns, A is {a.Rows}x{a.Columns}.", nameof(constraints));
        }

        if (values.Rows != constraints.Rows || values.Columns != b.Columns)
        {
            throw new ArgumentException($"D is {values.Rows}x{values.Columns}; with {constraints.Rows} constraints and {b.Columns} right-hand sides it is {constraints.Rows}x{b.Columns}.", nameof(values));
        }

        SolverCheck.Defined(options.Method, nameof(options));
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, Math.Max(a.Rows, constraints.Rows), a.Columns);
        SolverInput<T> input = new(options);
        ConstrainedProblem<T> problem = new(input, input.Read("A", a), input.Read("B", b), input.Read("C", constraints), input.Read("D", values), cutoff);
        return input.Run(a.Rows, a.Columns, () => Solve(problem, options.Method));
    }

    private static ConstrainedSolution<T> Solve<T>(ConstrainedProblem<T> problem, ConstrainedMethod method)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        problem.Align();
        ConstrainedAnswer<T> answer = method == ConstrainedMethod.NullSpace ? NullSpaceMethod.Solve(problem) : KktMethod.Solve(problem);
        problem.Input.ThrowIfCancelled();
        if (answer.X is not { } x || !SolverMath.IsFinite(x))
        {
            bool infeasible = answer.Status == Status.Infeasible;
            return new()
            {
                Status = infeasible ? Status.Infeasible : Status.RankDeficient,
                Method = method,
                Feasibility = answer.Contradiction,
                ConstraintRank = answer.ConstraintRank,
                Reason = infeasible
                    ? Invariant($"the constraints contradict each other: of {problem.C.Rows}, {answer.ConstraintRank} are independent, and the others miss their values by {answer.Contradiction:0.0e+0} relative")
                    : "the solution leaves the range of the numbers.",
            };
        }

        return problem.Report(method, answer, x);
    }
}
