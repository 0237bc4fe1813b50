using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The Cholesky factorization A = L·Lᵀ of a symmetric positive definite matrix (LAPACK: dpotrf, dpotrs; NumPy: <c>linalg.cholesky</c>).</summary>
/// <remarks>
/// <para>Shapes: A is n x n, n = 0 included; only what is on and below its diagonal is ever read.</para>
/// <para>Status: <see cref="Status.Success"/>; <see cref="Status.NotPositiveDefinite"/> if a pivot is not positive, with its index in <see cref="FailedPivot"/>: the leading
/// block of that order plus one is not numerically positive definite; <see cref="Status.NonFiniteInput"/> if the lower triangle holds a NaN or an infinity
/// (<see cref="FirstNonFinite"/>); <see cref="Status.Cancelled"/>. Without success the other members throw <see cref="InvalidOperationException"/>, except
/// <see cref="Solve(MatrixSpan{T})"/>, which returns the status. No tolerance decides: a pivot fails only if it is zero, negative or NaN.</para>
/// <para>Accuracy: ‖A − L·Lᵀ‖ ≤ c·n·ε·‖A‖; the test ratio stays below 10. It succeeds whenever 20·n^1.5·ε·κ(A) &lt; 1 (Wilkinson). Scaling A by 4^k scales L by 2^k
/// exactly. The bits are the same on every instruction set and for every number of threads.</para>
/// <para>Cost: n³/3 operations, nearly all in matrix products; one copy of A. Instances are immutable and may be used by several threads.</para>
/// <para>Source: N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., chapter 10.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed partial class Cholesky<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _factor;
    private readonly int _exponent;
    private readonly Parallelism _parallelism;
    private Matrix<T>? _l;

    private Cholesky(Matrix<T> factor, int exponent, Status status, int failedPivot, (int Row, int Column)? firstNonFinite, Parallelism parallelism)
    {
        _factor = factor;
        _exponent = exponent;
        _parallelism = parallelism;
        Status = status;
        FailedPivot = failedPivot;
        FirstNonFinite = firstNonFinite;
    }

    /// <summary>How the factorization ended.</summary>
    public Status Status { get; }

    /// <summary>The index of the first pivot that was not positive, or −1.</summary>
    public int FailedPivot { get; }

    /// <summary>The first NaN or infinity of the lower triangle in row-major order, or null. Looked for under <see cref="FinitePolicy.Check"/> only.</summary>
    public (int Row, int Column)? FirstNonFinite { get; }

    /// <summary>n, the order of A.</summary>
    public int Order => _factor.Rows;

    /// <summary>L, n x n, lower triangular with a positive diagonal and exact zeros above it; formed at the first call and kept.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> L
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            return _l ??= FormL(_exponent / 2);
        }
    }

    /// <summary>An estimate of κ₁(A) = ‖A‖₁·‖A⁻¹‖₁ as κ₁(Lᵀ)², within a factor of n of it: deterministic, 0 for an empty matrix.</summary>
    /// <remarks>Cost: at most six triangular solves.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public T ConditionEstimate
    {
        get
        {
            FactorCheck.RequireSuccess(Status);
            T root = ConditionEstimator.UpperTriangle<T>(Matrix<T>.Copy(_factor.Transposed));
            return root * root;
        }
    }

    /// <summary>L·Lᵀ as a new n x n matrix, both triangles: A up to rounding.</summary>
    /// <remarks>Cost: 2n³ operations in one matrix product.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success.</exception>
    public Matrix<T> Reconstruct()
    {
        FactorCheck.RequireSuccess(Status);
        Matrix<T> l = FormL(0), a = new(Order, Order);
        Gemm.Gram<T>(a, l.Transposed, T.One, T.Zero, _parallelism);
        ExactScaling.Scale(a.Data.AsSpan(), _exponent);
        return a;
    }

    private Matrix<T> FormL(int exponent)
    {
        Matrix<T> l = new(Order, Order);
        for (int i = 0; i < Order; i++)
        {
            _factor.Row(i)[..(i + 1)].CopyTo(l.Row(i));
        }

        ExactScaling.Scale(l.Data.AsSpan(), exponent);
        return l;
    }
}
