using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>
/// The Householder factorization A = Q·R with orthogonal Q and upper trapezoidal R, without pivoting
/// (LAPACK: dgeqrf, dorgqr, dormqr; NumPy: <c>linalg.qr</c>).
/// </summary>
/// <remarks>
/// <para>Shapes: A is m x n, any m and n, empty ones included (Q is then identity-like and R empty).</para>
/// <para>The diagonal of R may have either sign: r_jj = −sign(a_jj)·‖·‖, as in LAPACK. Nothing is truncated: a rank-deficient A
/// gives a small or zero r_jj, and it is <see cref="PivotedQr{T}"/> or <see cref="CompleteOrthogonal{T}"/> that reads a rank.</para>
/// <para>Status: <see cref="Status.Success"/>, <see cref="Status.NonFiniteInput"/> (with <see cref="FirstNonFinite"/>) or
/// <see cref="Status.Cancelled"/>. Without success the other members throw <see cref="InvalidOperationException"/>, except
/// <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>, which returns the status.</para>
/// <para>Accuracy: columnwise backward stable: A + E = Q·R with ‖E_j‖ ≤ c·m·n·ε·‖A_j‖ for each column j, and ‖I − QᵀQ‖ ≤ c·m·n·ε;
/// the test ratios ‖A − QR‖/(max(m, n)·‖A‖·ε) and ‖I − QᵀQ‖/(m·ε) stay below 10. Scaling A by 2^k scales R exactly and leaves Q bit for bit,
/// anywhere in the normal range; the bits are the same on every instruction set and for every number of threads.</para>
/// <para>Cost: 2n²(m − n/3) operations for m ≥ n, nearly all of them in matrix products; the factors take the place of one copy of A and
/// m·w more for panels of w columns. Instances are immutable and may be used by several threads.</para>
/// <para>Source: R. Schreiber and C. Van Loan, A storage-efficient WY representation, SIAM J. Sci. Stat. Comput. 10 (1989);
/// E. Elmroth and F. Gustavson, IBM J. Res. Dev. 44 (2000), for the recursive panel.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class Qr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HouseholderFactors<T> _factors;
    private readonly int _exponent;
    private readonly Parallelism _parallelism;
    private Matrix<T>? _q;
    private Matrix<T>? _r;

    private Qr(HouseholderFactors<T> factors, int exponent, Status status, (int Row, int Column)? firstNonFinite, Parallelism parallelism)
    {
        _factors = factors;
        _exponent = exponent;
        _parallelism = parallelism;
        Status = status;
        FirstNonFinite = firstNonFinite;
    }

    /// <summary>How the factorization ended.</summary>
    public Status Status { get; }

    /// <summary>The first NaN or infinity of A in row-major order, or null. Looked for under <see cref="FinitePolicy.Check"/> only.</summary>
    public (int Row, int Column)? FirstNonFinite { get; }

    /// <summary>m, the number of rows of A.</summary>
    public int Rows => _factors.Packed.Rows;

    /// <summary>n, the number of columns of A.</summary>
    public int Columns => _factors.Packed.Columns;

    /// <summary>The thin Q, m x min(m, n), with orthonormal columns; formed at the first call and kept.</summary>
    /// <remarks>Cost: 4mk² − 4k³/3 operations for k = min(m, n), once. To apply Q use <see cref="ApplyQ(MatrixSpan{T})"/>, which never forms it.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> Q
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _q ??= _factors.Form(_factors.Reflectors, _parallelism);
        }
    }

    /// <summary>R, min(m, n) x n, upper trapezoidal with exact zeros below its diagonal; formed at the first call and kept.</summary>
    /// <remarks>An element overflows only where the true one exceeds the range of <typeparamref name="T"/>.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> R
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _r ??= _factors.FormR(_exponent);
        }
    }

    /// <summary>
    /// An estimate of κ₁(R), which is κ₁(A) within a factor of √m·√n: a lower bound, seldom below a third of the true value; up to order 16 κ₁(R) itself, up to rounding.
    /// Infinity where R is singular or m &lt; n (A has no full column rank); 0 for an empty R. Deterministic.
    /// </summary>
    /// <remarks>Cost: at most six triangular solves, 6n² operations; computed at each call.
    /// Source: N. Higham, ACM Trans. Math. Softw. 14 (1988), algorithm 4.1, with LAPACK's second lower bound.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public T ConditionEstimate
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return Rows < Columns ? T.PositiveInfinity : ConditionEstimator.UpperTriangle(_factors.Triangle);
        }
    }

    /// <summary>All of Q, m x m, as a new matrix at each call.</summary>
    /// <remarks>Cost: 4m²k − 2mk² operations for k = min(m, n), and m² elements: a tall A may make this large.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An m x m matrix does not fit into one array.</exception>
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It computes, and allocates m x m, at each call.")]
    public Matrix<T> FullQ()
    {
        FactorCheck.RequireSuccess(Status);
        return _factors.Form(Rows, _parallelism);
    }

    /// <summary>Q·R as a new m x n matrix: A up to rounding.</summary>
    /// <remarks>Cost: as applying Q to n columns.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> Reconstruct()
    {
        FactorCheck.RequireSuccess(Status);
        return _factors.Reconstruct(_exponent, _parallelism);
    }
}
