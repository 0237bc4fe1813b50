using System.Numerics;

namespace FastBias;

/// <summary>The largest singular values with their vectors by block Golub-Kahan bidiagonalization with full reorthogonalization and thick restarts (SciPy: <c>sparse.linalg.svds</c>).</summary>
public static class GolubKahan
{
    /// <summary>The k largest singular triplets of a matrix.</summary>
    /// <remarks>
    /// <para>Rayleigh-Ritz on span{V, AᵀA·V, …} from the right and span{A·V, …} from the left, V a random block; A is never squared, so that σ is accurate to ε·σ₁ and not to ε·σ₁²/σ.</para>
    /// <para>A matrix that is at least four times as long as wide starts from eigenvectors of its small Gram matrix, which cost less than the iteration would. They are only the start: the
    /// values and residuals are those of A itself, and where the squares lost too many digits, the iteration goes on from there.</para>
    /// <para>Of a singular value of higher multiplicity than the block has vectors, copies may be passed over: <see cref="LanczosOptions.Verify"/> looks for them.</para>
    /// <para>Status: <see cref="PartialSvd{T}.Status"/>. NaN or infinity: <see cref="Status.NonFiniteInput"/> with its place.</para>
    /// <para>Accuracy: ‖Aᵀ·u − σ·v‖ is at most the tolerance times σ₁ (by the recurrence), A·v − σ·u a few ε·σ₁; U and V orthonormal to rounding. Scaling A by a power of two scales
    /// S exactly. The bits depend on the seed, and not on the instruction set or threads. Cost: a step reads A twice for b vectors, 4mnb operations, and 8(m + n)·b·p for a basis of p.</para>
    /// <para>Source: G. Golub, W. Kahan, SIAM J. Numer. Anal. 2 (1965); J. Baglama, L. Reichel, Augmented implicitly restarted Lanczos bidiagonalization, SIAM J. Sci. Comput. 27 (2005).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n; not changed.</param>
    /// <param name="count">k, from 1 to min(m, n).</param>
    /// <param name="options">Tolerance, sizes, seed, threads, cancellation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of its range.</exception>
    public static PartialSvd<T> Triplets<T>(Matrix<T> a, int count, LanczosOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        KrylovPlan<T> plan = new(Math.Min(a.Rows, a.Columns), count, options);
        return T.IsFinite(ExactScaling.MaxAbs<T>(a))
            ? MissingCopies.Complete(new DenseOperator<T>(a, options.Parallelism), count, options, GolubKahanStart.Find(a, count, plan, options))
            : new PartialSvd<T>(Status.NonFiniteInput, new Matrix<T>(a.Rows, 0), [], new Matrix<T>(0, a.Columns), 0) { FirstNonFinite = FiniteScan.First<T>(a) };
    }

    /// <summary>The k largest singular triplets of an operator; see the overload for a matrix.</summary>
    /// <inheritdoc cref="Triplets{T}(Matrix{T}, int, LanczosOptions?)"/>
    public static PartialSvd<T> Triplets<T>(ILinearOperator<T> a, int count, LanczosOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        return MissingCopies.Complete(a, count, options, null);
    }
}
