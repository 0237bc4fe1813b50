using System.Numerics;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>The least-squares solution X of min ‖A·X − B‖, column by column: X = R⁻¹·(Qᵀ·B)₁..ₙ (LAPACK: dgels).</summary>
    /// <remarks>
    /// <para>Shapes: any number of right-hand sides p, zero included. Aliasing: X may overlap B. X is written on success only.</para>
    /// <para>Status: <see cref="Status.RankDeficient"/> if m &lt; n, an r_jj is exactly zero, or the solution leaves the range of <typeparamref name="T"/>;
    /// near-singular R is the caller's judgement, by <see cref="ConditionEstimate"/>; <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity;
    /// the factorization's own <see cref="Status"/> if that is not a success.</para>
    /// <para>Accuracy: backward stable: X solves min ‖(A + E)·x − (b + f)‖ with ‖E‖ ≤ c·m·n·ε·‖A‖. Cost: 4mn·p + n²·p operations; allocates a copy of B and 2·w·p elements.</para>
    /// </remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <exception cref="ArgumentException">The shapes do not fit. Nothing was written.</exception>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Rows, b.Columns, nameof(b));
        FactorCheck.RequireShape(x.Rows, x.Columns, Columns, b.Columns, nameof(x));
        return Status != Status.Success ? Status : LeastSquaresByQr.Solve(x, b, _factors, _exponent, default, _parallelism);
    }
}
