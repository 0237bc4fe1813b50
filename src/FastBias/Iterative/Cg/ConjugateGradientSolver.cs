using System.Numerics;

namespace FastBias;

/// <summary>Conjugate gradients for symmetric positive (semi)definite systems A·x = b (SciPy: <c>sparse.linalg.cg</c>).</summary>
public static class ConjugateGradientSolver
{
    /// <summary>x with A·x = b; x_k minimises (x − x*)ᵀA(x − x*) over x₀ + span{M·r₀, (M·A)·M·r₀, …}.</summary>
    /// <remarks>
    /// <para>Shapes: A n x n. A singular A is fine while b lies in its range: from zero without a preconditioner x has minimum norm. Otherwise the iteration does not converge; use MINRES.</para>
    /// <para>Status: <see cref="IterativeSolution{T}.Status"/>; <see cref="Status.NotPositiveDefinite"/> as soon as a direction with pᵀ·A·p ≤ 0 is met, which an indefinite matrix need not show.
    /// Stops at ‖b − A·x‖ ≤ tolerance·(‖A‖·‖x‖ + ‖b‖), confirmed on the true residual. NaN or infinity in b or the start: <see cref="Status.NonFiniteInput"/> and its index.</para>
    /// <para>Accuracy: the error falls at least like 2·((√κ − 1)/(√κ + 1))^k in the norm of A. Scaling b by a power of two scales x exactly; the bits do not depend on the
    /// instruction set. Cost: one application of A and 10n operations a step; five vectors.</para>
    /// <para>Source: M. Hestenes, E. Stiefel (1952); Y. Saad, Iterative Methods for Sparse Linear Systems (2003), algorithm 9.1.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, symmetric, which is not checked; only <see cref="ILinearOperator{T}.Apply"/> is called.</param>
    /// <param name="b">n elements; not changed.</param>
    /// <param name="options">Tolerance, cap, start, preconditioner, reports.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square, or b, the start or the preconditioner does not fit it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or the cap below 1.</exception>
    public static ConjugateGradientSolution<T> Solve<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, ConjugateGradientOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovProblem<T> problem = KrylovProblem<T>.ForSymmetric(a, b, options ?? new());
        return new(new KrylovDriver<T>(problem, new ConjugateGradientEngine<T>(problem.A, problem.Options.Preconditioner)).Run());
    }
}
