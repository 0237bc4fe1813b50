using System.Numerics;

namespace FastBias;

/// <summary>LSMR of Fong and Saunders: min ‖A·x − b‖₂ by bidiagonalization (SciPy: <c>sparse.linalg.lsmr</c>).</summary>
public static class LsmrSolver
{
    /// <summary>x = arg min ‖A·x − b‖² (+ λ‖x‖²); from zero without a preconditioner the shortest minimiser. ‖Aᵀr‖ never grows, so that it may be stopped earlier than LSQR.</summary>
    /// <remarks>
    /// <para>Shapes: A m x n, any shape and rank. From a start x₀ the limit is A⁺b + (I − A⁺A)·x₀.</para>
    /// <para>Status: <see cref="IterativeSolution{T}.Status"/>; stops by Paige's and Saunders' rules (<see cref="IterationStop"/>), the first two confirmed on the true residual.
    /// NaN or infinity in b or the start: <see cref="Status.NonFiniteInput"/> and its index. A without rows or columns: zero.</para>
    /// <para>Accuracy: the backward error reaches the tolerance, about 10·ε at best; the error of x is at most that times κ (κ² with a large residual). ‖Aᵀr‖ falls like
    /// ((κ − 1)/(κ + 1))^k. Scaling b by a power of two scales x exactly; the bits do not depend on the instruction set. Cost: one application of A and of Aᵀ, 8n + 4m
    /// operations a step; five vectors of n, two of m.</para>
    /// <para>Source: D. Fong, M. Saunders, LSMR: an iterative algorithm for sparse least-squares problems, SIAM J. Sci. Comput. 33 (2011).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n.</param>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="options">Tolerance, λ, condition limit, cap, start, preconditioner, reports.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">b, the start or the preconditioner does not fit A.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ or the tolerance is negative, the cap below 1, or the condition limit below 1.</exception>
    public static LsmrSolution<T> Solve<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, LsmrOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        KrylovProblem<T>.RequireConditionLimit(options.ConditionLimit);
        KrylovProblem<T> problem = KrylovProblem<T>.ForLeastSquares(a, b, options);
        return new(new KrylovDriver<T>(problem, new LsmrEngine<T>(problem.Preconditioned), options.ConditionLimit).Run());
    }
}
