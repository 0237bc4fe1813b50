using System.Numerics;

namespace FastBias;

/// <summary>Conjugate gradients on the normal equations without forming them (CGLS; NormalCG): min ‖A·x − b‖₂.</summary>
public static class CglsSolver
{
    /// <summary>x = arg min ‖A·x − b‖² (+ λ‖x‖²); from zero without a preconditioner the shortest minimiser.</summary>
    /// <remarks>
    /// <para>Shapes: A m x n, any shape and rank. From a start x₀ the limit is A⁺b + (I − A⁺A)·x₀.</para>
    /// <para>Status: <see cref="IterativeSolution{T}.Status"/>; stops by Paige's and Saunders' first two rules (<see cref="IterationStop"/>), confirmed on the true residual.
    /// NaN or infinity in b or the start: <see cref="Status.NonFiniteInput"/> and its index. A without rows or columns: zero.</para>
    /// <para>Accuracy: in exact arithmetic the iterates of LSQR; the squares of norms make it lose digits a little earlier on ill-conditioned problems. A is not squared: the
    /// residual b − A·x itself is updated. Scaling b by a power of two scales x exactly. Cost: one application of A and of Aᵀ, 6n + 4m operations a step; two vectors each of m and n.</para>
    /// <para>Source: M. Hestenes, E. Stiefel (1952), section 10; Å. Björck, T. Elfving, Z. Strakoš, SIAM J. Matrix Anal. Appl. 19 (1998).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n.</param>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="options">Tolerance, λ, cap, start, preconditioner, reports.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">b, the start or the preconditioner does not fit A.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ or the tolerance is negative, or the cap below 1.</exception>
    public static CglsSolution<T> Solve<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, CglsOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovProblem<T> problem = KrylovProblem<T>.ForLeastSquares(a, b, options ?? new());
        return new(new KrylovDriver<T>(problem, new CglsEngine<T>(problem.Preconditioned)).Run());
    }
}
