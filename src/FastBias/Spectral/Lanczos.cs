using System.Numerics;

namespace FastBias;

/// <summary>Some eigenpairs of a large symmetric matrix or operator by block Lanczos with full reorthogonalization and thick restarts (SciPy: <c>sparse.linalg.eigsh</c>; ARPACK).</summary>
public static class Lanczos
{
    /// <summary>k eigenpairs at an end of the spectrum of a symmetric matrix.</summary>
    /// <remarks>
    /// <para>Rayleigh-Ritz on span{X, A·X, A²·X, …}, X a random block of b vectors; when the basis is full, the best Ritz vectors and the last block go on (thick restart). Of an
    /// eigenvalue of multiplicity above b no more than b copies need be found, and other eigenvalues then take their places: <see cref="LanczosOptions.Verify"/> looks for what was passed over, and
    /// <see cref="DominantEigenpairs{T}.Verified"/> says whether that was done.</para>
    /// <para>Status: <see cref="DominantEigenpairs{T}.Status"/>. NaN or infinity: <see cref="Status.NonFiniteInput"/> with its place. Values descend by magnitude (for
    /// <see cref="SpectrumEnd.Largest"/> descend, for <see cref="SpectrumEnd.Smallest"/> ascend).</para>
    /// <para>Accuracy: every residual ‖A·v − θ·v‖, by the recurrence, which full reorthogonalization keeps true to a few ε·|θ₁|, is at most the tolerance times the largest |θ|; an
    /// eigenvalue lies that near to θ. Orthonormal to rounding. Scaling A by a power of two scales θ exactly. The bits depend on the seed and the block size, and not on the instruction set.</para>
    /// <para>Cost: a step reads A once for b vectors (half of it for one vector on one thread, <see cref="SymmetricOperator{T}"/>), 2n²b operations, and 8·n·b·p for a basis of p; no copy of A.</para>
    /// <para>Source: K. Wu, H. Simon, Thick-restart Lanczos, SIAM J. Matrix Anal. Appl. 22 (2000); G. Golub, R. Underwood, The block Lanczos method (1977).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">n x n, symmetric, which is not checked; not changed.</param>
    /// <param name="count">k, from 1 to n.</param>
    /// <param name="options">End, tolerance, sizes, seed, threads, cancellation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">A is not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of its range.</exception>
    public static DominantEigenpairs<T> Eigenpairs<T>(Matrix<T> a, int count, LanczosOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        PowerIteration.RequireSquare(a.Rows, a.Columns, nameof(a));
        return T.IsFinite(ExactScaling.MaxAbs<T>(a))
            ? Run<T>(options.Parallelism == Parallelism.Serial && (options.BlockSize ?? 1) == 1 ? new SymmetricOperator<T>(a) : new DenseOperator<T>(a, options.Parallelism), count, options)
            : new DominantEigenpairs<T>(Status.NonFiniteInput, [], new Matrix<T>(a.Rows, 0), [], 0) { FirstNonFinite = FiniteScan.First<T>(a) };
    }

    /// <summary>k eigenpairs at an end of the spectrum of a symmetric operator; see the overload for a matrix. Only <see cref="ILinearOperator{T}.ApplyRows"/> is called.</summary>
    /// <inheritdoc cref="Eigenpairs{T}(Matrix{T}, int, LanczosOptions?)"/>
    public static DominantEigenpairs<T> Eigenpairs<T>(ILinearOperator<T> a, int count, LanczosOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        PowerIteration.RequireSquare(a.Rows, a.Columns, nameof(a));
        return Run(a, count, options ?? new());
    }

    private static DominantEigenpairs<T> Run<T>(ILinearOperator<T> a, int count, LanczosOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MissingCopies.Complete(a, count, options);
}
