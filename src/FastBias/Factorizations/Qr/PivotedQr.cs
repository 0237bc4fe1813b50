using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>
/// The Householder factorization with column pivoting, A·P = Q·R with |r₁₁| ≥ |r₂₂| ≥ … up to rounding
/// (LAPACK: dgeqp3; SciPy: <c>linalg.qr(pivoting=True)</c>).
/// </summary>
/// <remarks>
/// <para>Formula: A[:, <see cref="Permutation"/>[j]] = (Q·R)[:, j]. At each step the column with the largest remaining norm is next; of equal
/// ones the first, so that the choice is the same on every machine.</para>
/// <para>Shapes: A is m x n, any m and n, empty ones included.</para>
/// <para>Status: <see cref="Status.Success"/>, <see cref="Status.NonFiniteInput"/> (with <see cref="FirstNonFinite"/>) or
/// <see cref="Status.Cancelled"/>. Without success the other members throw <see cref="InvalidOperationException"/>, except
/// <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>, which returns the status.</para>
/// <para>Accuracy: as <see cref="Qr{T}"/>, test ratios below 10. The diagonal brackets the singular values:
/// 3·|r_kk|/√(4^k + 6k − 1) ≤ σ_k ≤ √(n − k + 1)·|r_kk| (Higham 2002, theorem 8.14; Kahan's matrix comes near to the first bound), and
/// in practice |r_kk| is within a small factor of σ_k. Downdated norms are recomputed when fewer than half of their digits are left.</para>
/// <para>Cost: 2n²(m − n/3) operations for m ≥ n. Where the matrix does not stay in a near cache and has more than 48 reflectors, mn² + n³/3 more, for the Gram matrix that tells the pivots, and then nearly all of it is matrix products; where the columns
/// are of very different sizes, or shrink very fast, half of it is matrix-vector products instead, which read the remaining matrix once per column.
/// Instances are immutable and may be used by several threads.</para>
/// <para>Source: P. Businger and G. Golub, Numer. Math. 7 (1965); Z. Drmač and Z. Bujanović, ACM TOMS 35 (2008) for the norms;
/// G. Quintana-Ortí, X. Sun and C. Bischof, SIAM J. Sci. Comput. 19 (1998) for the blocks.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class PivotedQr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _permutation;
    private readonly Parallelism _parallelism;
    private Matrix<T>? _q;
    private Matrix<T>? _r;

    private PivotedQr(HouseholderFactors<T> factors, int[] permutation, int exponent, Status status, (int Row, int Column)? firstNonFinite, Parallelism parallelism)
    {
        Factors = factors;
        _permutation = permutation;
        Exponent = exponent;
        _parallelism = parallelism;
        Status = status;
        FirstNonFinite = firstNonFinite;
    }

    /// <inheritdoc cref="Qr{T}.Status"/>
    public Status Status { get; }

    /// <inheritdoc cref="Qr{T}.FirstNonFinite"/>
    public (int Row, int Column)? FirstNonFinite { get; }

    /// <inheritdoc cref="Qr{T}.Rows"/>
    public int Rows => Factors.Packed.Rows;

    /// <inheritdoc cref="Qr{T}.Columns"/>
    public int Columns => Factors.Packed.Columns;

    /// <summary>The order of the columns: A[:, Permutation[j]] = (Q·R)[:, j].</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public ReadOnlySpan<int> Permutation
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _permutation;
        }
    }

    /// <inheritdoc cref="Qr{T}.Q"/>
    public Matrix<T> Q
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _q ??= Factors.Form(Factors.Reflectors, _parallelism);
        }
    }

    /// <inheritdoc cref="Qr{T}.R"/>
    public Matrix<T> R
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _r ??= Factors.FormR(Exponent);
        }
    }

    /// <inheritdoc cref="Qr{T}.ConditionEstimate"/>
    public T ConditionEstimate
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return Rows < Columns ? T.PositiveInfinity : ConditionEstimator.UpperTriangle(Factors.Triangle);
        }
    }

    /// <summary>The factors of 2^-Exponent·A·P.</summary>
    internal HouseholderFactors<T> Factors { get; }

    /// <summary>The power of two that was taken out.</summary>
    internal int Exponent { get; }

    /// <inheritdoc cref="Qr{T}.FullQ"/>
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It computes, and allocates m x m, at each call.")]
    public Matrix<T> FullQ()
    {
        FactorCheck.RequireSuccess(Status);
        return Factors.Form(Rows, _parallelism);
    }

    /// <summary>Q·R·Pᵀ as a new m x n matrix: A up to rounding.</summary>
    /// <remarks>Cost: as applying Q to n columns.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> Reconstruct()
    {
        FactorCheck.RequireSuccess(Status);
        Matrix<T> permuted = Factors.Reconstruct(Exponent, _parallelism), a = new(Rows, Columns);
        LeastSquaresByQr.Place(a.Transposed, permuted.Transposed, _permutation);
        return a;
    }

    /// <summary>The number of leading diagonal elements with |r_jj| &gt; cutoff·|r₁₁|: the numerical rank of A as pivoted QR sees it.</summary>
    /// <remarks>Zero for a zero or empty matrix. The rank never depends on the instruction set or the number of threads. Cost: min(m, n) comparisons.</remarks>
    /// <param name="relativeCutoff">Between 0 and 1, 1 excluded; max(m, n)·ε (at most √ε) if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative, at least 1 or NaN.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public int Rank(T? relativeCutoff = null)
    {
        FactorCheck.RequireSuccess(Status);
        return CountRank(RequireCutoff(relativeCutoff, Rows, Columns));
    }

    /// <summary>The cutoff that holds for an m x n matrix.</summary>
    internal static T RequireCutoff(T? relativeCutoff, int rows, int columns)
    {
        T cutoff = relativeCutoff ?? RankCutoff.Default<T>(rows, columns);
        if (!(cutoff >= T.Zero && cutoff < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeCutoff), cutoff, "A relative cutoff is at least 0 and less than 1.");
        }

        return cutoff;
    }

    /// <summary>The rank for a cutoff that was checked.</summary>
    internal int CountRank(T cutoff) => CountRank(Factors.Triangle, cutoff);

    /// <summary>The same of an R on and above the diagonal of a matrix.</summary>
    internal static int CountRank(ReadOnlyMatrixSpan<T> r, T cutoff)
    {
        int rank = 0;
        while (rank < Math.Min(r.Rows, r.Columns) && T.Abs(r[rank, rank]) > cutoff * T.Abs(r[0, 0]))
        {
            rank++;
        }

        return rank;
    }
}
