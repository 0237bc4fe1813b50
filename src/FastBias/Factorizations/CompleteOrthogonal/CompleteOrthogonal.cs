using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>
/// The complete orthogonal decomposition A·P = Q·[T 0; 0 0]·Z with an upper triangular T of the size of the numerical rank:
/// minimum-norm least squares at the price of a QR (LAPACK: dgelsy, dtzrzf).
/// </summary>
/// <remarks>
/// <para>Formula: pivoted QR, A·P = Q·R; the rank r is the number of leading |r_jj| &gt; cutoff·|r₁₁|; the rows below are set to zero, and reflectors from the
/// right turn [R11 R12] into [T 0].</para>
/// <para>Shapes: A is m x n, any m and n, empty ones included.</para>
/// <para>Status: <see cref="Status.Success"/>, <see cref="Status.NonFiniteInput"/> (with <see cref="FirstNonFinite"/>) or
/// <see cref="Status.Cancelled"/>. Without success the other members throw <see cref="InvalidOperationException"/>, except
/// <see cref="SolveMinimumNorm(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>, which returns the status. A rank below min(m, n) is no failure: it is what this decomposition is for.</para>
/// <para>Accuracy: backward stable for the matrix of rank r that is left: ‖A·P − Q[T 0; 0 0]Z‖ ≤ ‖R22‖ + c·max(m, n)·ε·‖A‖.
/// <see cref="RankGap"/> says how clear the decision was.</para>
/// <para>Cost: that of <see cref="PivotedQr{T}"/> and 2r²(n − r) operations. Instances are immutable and may be used by several threads.</para>
/// <para>Source: G. Golub and C. Van Loan, Matrix Computations, section 5.5.2; LAPACK's dlarzt and dlarzb for the block form.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class CompleteOrthogonal<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PivotedQr<T> _pivoted;
    private readonly TrapezoidReduction<T>? _reduction;
    private readonly Parallelism _parallelism;

    private CompleteOrthogonal(PivotedQr<T> pivoted, Status status, TrapezoidReduction<T>? reduction, T relativeCutoff, Parallelism parallelism)
    {
        _pivoted = pivoted;
        _reduction = reduction;
        _parallelism = parallelism;
        Status = status;
        RelativeCutoff = relativeCutoff;
    }

    /// <inheritdoc cref="Qr{T}.Status"/>
    public Status Status { get; }

    /// <inheritdoc cref="Qr{T}.FirstNonFinite"/>
    public (int Row, int Column)? FirstNonFinite => _pivoted.FirstNonFinite;

    /// <inheritdoc cref="Qr{T}.Rows"/>
    public int Rows => _pivoted.Rows;

    /// <inheritdoc cref="Qr{T}.Columns"/>
    public int Columns => _pivoted.Columns;

    /// <summary>The relative cutoff that decided the rank: max(m, n)·ε (at most √ε) unless one was given.</summary>
    public T RelativeCutoff { get; }

    /// <summary>The numerical rank r: the number of leading diagonal elements of R with |r_jj| &gt; <see cref="RelativeCutoff"/>·|r₁₁|.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public int Rank => Reduction.Triangle.Rows;

    /// <summary>
    /// How clear the decision was: |r_rr| / |r_(r+1)(r+1)|, the last diagonal element that was kept over the first that was cut.
    /// Infinity when nothing was cut, when what was cut is exactly zero, and when the rank is zero.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public T RankGap
    {
        get
        {
            int rank = Rank;
            ReadOnlyMatrixSpan<T> r = _pivoted.Factors.Triangle;
            return rank == 0 || rank == r.Rows ? T.PositiveInfinity : T.Abs(r[rank - 1, rank - 1]) / T.Abs(r[rank, rank]);
        }
    }

    /// <summary>The order of the columns, as <see cref="PivotedQr{T}.Permutation"/>.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public ReadOnlySpan<int> Permutation => _pivoted.Permutation;

    /// <summary>The pivoted QR on which the decomposition is built.</summary>
    public PivotedQr<T> Pivoted => _pivoted;

    /// <summary>An estimate of κ₁(T), the condition of the part of A that was kept; 0 where the rank is zero. As <see cref="Qr{T}.ConditionEstimate"/>.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public T ConditionEstimate => ConditionEstimator.UpperTriangle(Reduction.Triangle);

    /// <summary>T and Z.</summary>
    internal TrapezoidReduction<T> Reduction
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _reduction!;
        }
    }

    /// <summary>An orthonormal basis of the null space of A as it was kept, n x (n − r): A·N = 0 up to what was cut, and NᵀN = I.</summary>
    /// <remarks>Formula: P·Zᵀ·[0; I]. Cost: 4r(n − r)² operations at each call.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It computes and allocates at each call.")]
    public Matrix<T> NullSpace()
    {
        TrapezoidReduction<T> reduction = Reduction;
        Matrix<T> basis = new(Columns, Columns - Rank), permuted = new(Columns, Columns - Rank);
        for (int j = 0; j < permuted.Columns; j++)
        {
            permuted[Rank + j, j] = T.One;
        }

        reduction.Apply(permuted, true, _parallelism);
        LeastSquaresByQr.Place(basis.AsSpan(), permuted, Permutation);
        return basis;
    }

    /// <summary>An orthonormal basis of the range of A as it was kept, m x r: the first r columns of Q.</summary>
    /// <remarks>Cost: 4mrk operations at each call for k = min(m, n).</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It computes and allocates at each call.")]
    public Matrix<T> Range()
    {
        Matrix<T> basis = Matrix<T>.Identity(Rows, Rank);
        _pivoted.ApplyQ(basis);
        return basis;
    }

    /// <summary>Q·[T 0; 0 0]·Z·Pᵀ as a new m x n matrix: A up to rounding and what was cut.</summary>
    /// <remarks>Cost: as applying Q to n columns.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> Reconstruct()
    {
        TrapezoidReduction<T> reduction = Reduction;
        Matrix<T> permuted = new(Rows, Columns), a = new(Rows, Columns);
        MatrixSpan<T> top = permuted.Slice(0, 0, Rank, Columns);
        reduction.Triangle.CopyTo(top.Slice(0, 0, Rank, Rank));
        reduction.Apply(top.Transposed, true, _parallelism);
        _pivoted.ApplyQ(permuted);
        LeastSquaresByQr.Place(a.Transposed, permuted.Transposed, Permutation);
        ExactScaling.Scale(a.Data.AsSpan(), _pivoted.Exponent);
        return a;
    }
}
