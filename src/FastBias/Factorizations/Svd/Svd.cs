using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The singular value decomposition A = U·Σ·Vᵀ by one-sided Jacobi rotations (LAPACK: dgejsv, dgesvj; NumPy: linalg.svd).</summary>
/// <remarks>
/// A = U·diag(S)·Vt, U and V with orthonormal columns, S descending and not negative.
/// <para>Shapes: A is m x n; thin: U is m x min(m, n), Vt is min(m, n) x n; full: U is m x m, Vt is n x n.</para>
/// <para>The object owns copies; the matrix that was factored is never changed and may be freed. Safe to read from many threads.</para>
/// <para>Accuracy: ‖A − UΣVᵀ‖ ≤ p·eps·‖A‖, ‖I − UᵀU‖ and ‖I − VᵀV‖ ≤ p·eps with p of the order of max(m, n) (LAPACK's test ratios
/// are at most 10 in the tests). For A = B·D with D diagonal, every singular value, however small, has a relative error of at most
/// 10·n·eps·κ(B), whatever D is: that is what Jacobi's method gives and the bidiagonal ones do not. Norms may lie anywhere in the range
/// of T; multiplying A by a power of two multiplies S by it and changes no bit of U and Vt, as long as nothing becomes subnormal.</para>
/// <para>Cost: where the columns are of one size (norms within a factor of 8) and far from dependent, about 10·m·n² + 8·n³ operations, most of them in products: the iteration starts
/// from the eigenvectors of AᵀA, and seldom needs more than the test of its convergence. Otherwise 4/3·n³ + 2·m·n² for the preconditioner, then 5·n³ a sweep, 4 to 8 sweeps.
/// The bits of the result do not depend on the instruction set or the number of threads.</para>
/// Sources: Drmač, Veselić, "New fast and accurate Jacobi SVD algorithm" I and II, SIMAX 29 (2008); de Rijk, SISC 10 (1989).
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class Svd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Svd(Matrix<T> u, T[] s, Matrix<T> vt, SvdVectors vectors, SvdOutcome<T> outcome)
    {
        U = u;
        S = s;
        Vt = vt;
        Vectors = vectors;
        (Status, Sweeps, LargestCosine, FirstNonFinite) = outcome;
    }

    /// <summary>The number of rows of A.</summary>
    public int Rows => U.Rows;

    /// <summary>The number of columns of A.</summary>
    public int Columns => Vt.Columns;

    /// <summary>Which vectors were asked for.</summary>
    public SvdVectors Vectors { get; }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>: the cap on the sweeps was reached, A = U·Σ·Vᵀ holds all the same, and
    /// <see cref="LargestCosine"/> says how far V is from orthogonal; <see cref="Status.NonFiniteInput"/> and <see cref="Status.Cancelled"/>: no result.
    /// </summary>
    public Status Status { get; }

    /// <summary>The left singular vectors in columns; without any column if they were not asked for.</summary>
    public Matrix<T> U { get; }

    /// <summary>The min(m, n) singular values, descending; infinite where the true one is beyond the range of <typeparamref name="T"/>.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] S { get; }

    /// <summary>The right singular vectors in rows; without any row if they were not asked for.</summary>
    public Matrix<T> Vt { get; }

    /// <summary>The Jacobi sweeps that were done, the last one included, which only confirms; 0 where values alone came from a bidiagonal matrix.</summary>
    public int Sweeps { get; }

    /// <summary>The largest |cosine| between two of the rotated vectors that was met in the last sweep, before its rotations; at most √min(m, n)·eps on success, and 0 where there were none.</summary>
    public T LargestCosine { get; }

    /// <summary>The first element, row by row, that is NaN or infinite. Looked for under <see cref="FinitePolicy.Check"/> only.</summary>
    public (int Row, int Column)? FirstNonFinite { get; }
}
