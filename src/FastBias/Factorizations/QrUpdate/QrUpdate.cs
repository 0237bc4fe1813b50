using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>
/// The triangle of a QR factorization kept current while rows come and go: R of [A; new rows], or of A without one of its rows, and with it what
/// least squares needs (LAPACK: dtpqrt, dtpmqrt; LINPACK: dchud, dchdd).
/// </summary>
/// <remarks>
/// <code>
///   ┌ A │ B ┐   Q·┌ R │ C ┐  n      the state: R, n x n; C = (Qᵀ·B)₁..ₙ, n x p; ρ_j = ‖b_j − A·x_j‖, p
///   └   │   ┘  =  └ 0 │ * ┘         the solution of min ‖A·X − B‖ at any time: R·X = C, by <see cref="Triangular.Solve"/>
/// </code>
/// <para>A stream starts from zeros, or from the R and (QᵀB)₁..ₙ of a <see cref="Qr{T}"/>. What lies below the diagonal of R is neither read nor written. Q is not kept: for rows that
/// come only, in blocks, on many machines, see <see cref="LeastSquaresAccumulator{T}"/>, which merges its triangles by the same steps.</para>
/// <para>Everything is done in place on the state, in scratch memory that the thread keeps: no call allocates. A matrix outside of the working range is scaled by a power of two and back: multiplying A or B by 2^k moves R or
/// C and ρ exactly. The bits do not depend on the instruction set; the calling thread does all the work.</para>
/// </remarks>
public static partial class QrUpdate
{
    /// <summary>R and C of [A; new rows] and [B; new sides], and ρ_j = √(ρ_j² + what the new rows add to it).</summary>
    /// <remarks>
    /// <para>Formula: Householder reflectors on [R; rows], panel by panel, each reaching down one row of R and all new rows; up to three rows come one at a time by plane rotations. The diagonal of
    /// R is not negative afterwards: of a matrix of full column rank R is unique, whatever the order and the grouping of its rows.</para>
    /// <para>Shapes: any n, p and k, zero included; without right-hand sides C, b and ρ are empty (<c>default</c>). Aliasing: none of the arguments may overlap.</para>
    /// <para>Status: <see cref="Status.Success"/>, or <see cref="Status.NonFiniteInput"/> where R, C, ρ or a new row holds a NaN or an infinity; then nothing was written.</para>
    /// <para>Accuracy: backward stable: R is that of [A + E; rows + F] with ‖[E; F]‖ ≤ c·n·k·ε·‖[A; rows]‖ column by column; the test ratio of ‖RᵀR − AᵀA‖ over all rows that ever came stays below
    /// 10. An element overflows only where the true one does.</para>
    /// <para>Cost: 2kn² + 4knp operations in products of matrices and a copy of the state, 3n² + 6np for a single row; no allocation.</para>
    /// <para>Source: G. Golub, Numer. Math. 7 (1965); P. Gill, G. Golub, W. Murray, M. Saunders, Math. Comp. 28 (1974).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="r">R, n x n with contiguous rows, overwritten on and above the diagonal.</param>
    /// <param name="c">C, n x p with contiguous rows, overwritten.</param>
    /// <param name="residualNorms">ρ, p elements, overwritten; empty if it is not wanted.</param>
    /// <param name="rows">k x n, any strides.</param>
    /// <param name="b">k x p, any strides.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, the elements of a row of R or C are not next to each other, or a span is too short. Nothing was written.</exception>
    public static Status Append<T>(MatrixSpan<T> r, MatrixSpan<T> c, Span<T> residualNorms, ReadOnlyMatrixSpan<T> rows, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireState(r, c, residualNorms);
        FactorCheck.RequireShape(rows.Rows, rows.Columns, rows.Rows, r.Rows, nameof(rows));
        FactorCheck.RequireShape(b.Rows, b.Columns, c.Columns == 0 ? b.Rows : rows.Rows, c.Columns, nameof(b));
        if (!T.IsFinite(ExactScaling.MaxAbs(rows)) || !T.IsFinite(ExactScaling.MaxAbs(b)) || !IsFinite(r, c, residualNorms))
        {
            return Status.NonFiniteInput;
        }

        TriangleUpdate.Append(r, c, residualNorms, rows, b, upper: false);
        return Status.Success;
    }

    /// <summary>R of [A; new rows], without right-hand sides.</summary>
    /// <inheritdoc cref="Append{T}(MatrixSpan{T}, MatrixSpan{T}, Span{T}, ReadOnlyMatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>
    public static Status Append<T>(MatrixSpan<T> r, ReadOnlyMatrixSpan<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Append(r, default, default, rows, default);

    private static void RequireState<T>(MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlySpan<T> residualNorms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FactorCheck.RequireShape(r.Rows, r.Columns, r.Rows, r.Rows, nameof(r));
        FactorCheck.RequireContiguousRows<T>(r, nameof(r));
        FactorCheck.RequireShape(c.Rows, c.Columns, c.Columns == 0 ? c.Rows : r.Rows, c.Columns, nameof(c));
        FactorCheck.RequireContiguousRows<T>(c, nameof(c));
        if (!residualNorms.IsEmpty)
        {
            FactorCheck.RequireLength(residualNorms.Length, c.Columns, nameof(residualNorms));
        }
    }

    private static bool IsFinite<T>(MatrixSpan<T> r, MatrixSpan<T> c, Span<T> residualNorms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsFinite(ExactScaling.MaxAbsUpper<T>(r)) && T.IsFinite(ExactScaling.MaxAbs<T>(c)) && T.IsFinite(VectorKernels.MaxAbs<T>(residualNorms));
}
