using System.Numerics;

namespace FastBias;

/// <summary>MINRES of Paige and Saunders: symmetric systems, definite or not, singular or not (SciPy: <c>sparse.linalg.minres</c>).</summary>
public static class MinresSolver
{
    /// <summary>x = arg min ‖A·x − b‖₂ over x₀ + span{r₀, A·r₀, …} for a symmetric A; ‖r‖ never grows.</summary>
    /// <remarks>
    /// <para>Shapes: A n x n. For a singular A with b in its range, x from zero has minimum norm; with b outside it, x is a minimiser of ‖A·x − b‖, and not in general the shortest.</para>
    /// <para>Status: <see cref="IterativeSolution{T}.Status"/>; stops at ‖r‖ ≤ tolerance·(‖A‖·‖x‖ + ‖b‖) or, without a preconditioner, ‖A·r‖ ≤ tolerance·‖A‖·‖r‖, confirmed on
    /// the true residual. <see cref="Status.NotPositiveDefinite"/>: the preconditioner is not. NaN or infinity in b or the start: <see cref="Status.NonFiniteInput"/> and its index.</para>
    /// <para>Accuracy: the backward error reaches the tolerance; an error of the order κ·ε (κ²·ε in unlucky cases, since x is built by short recurrences). Scaling b by a power
    /// of two scales x exactly. Cost: one application of A and 16n operations a step; eight vectors.</para>
    /// <para>Source: C. Paige, M. Saunders, Solution of sparse indefinite systems of linear equations, SIAM J. Numer. Anal. 12 (1975); S.-C. Choi (2006) for the rules.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, symmetric, which is not checked.</param>
    /// <param name="b">n elements; not changed.</param>
    /// <param name="options">Tolerance, cap, start, preconditioner, reports.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square, or b, the start or the preconditioner does not fit it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or the cap below 1.</exception>
    public static MinresSolution<T> Solve<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, MinresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovProblem<T> problem = KrylovProblem<T>.ForSymmetric(a, b, options ?? new());
        return new(new KrylovDriver<T>(problem, new MinresEngine<T>(problem.A, problem.Options.Preconditioner, problem.Tolerance)).Run());
    }
}
