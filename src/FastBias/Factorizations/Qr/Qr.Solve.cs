using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>The least-squares solution X of min ‖A·X − B‖, column by column: X = R⁻¹·(Qᵀ·B)₁..ₙ (LAPACK: dgels).</summary>
    /// <remarks>
    /// <para>Shapes: any number of right-hand sides p, zero included. Aliasing: X may overlap B. X is written on success only.</para>
    /// <para>Status: <see cref="Status.RankDeficient"/> if m &lt; n, an r_jj is exactly zero, or the solution leaves the range of <typeparamref name="T"/>;
    /// near-singular R is the caller's judgement, by <see cref="ConditionEstimate"/>; <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity;
    /// the factorization's own <see cref="Status"/> if that is not a success.</para>
    /// <para>Accuracy: backward stable: X solves min ‖(A + E)·x − (b + f)‖ with ‖E‖ ≤ c·m·n·ε·‖A‖. Cost: 4mn·p + n²·p operations; works on a copy of B and 2·w·p elements, which stay for the next call.</para>
    /// </remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <exception cref="ArgumentException">The shapes do not fit. Nothing was written.</exception>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(SolveWorkspaceLength(b.Columns));
        return Solve(x, b, lease.Span);
    }

    /// <summary>The same in the caller's workspace.</summary>
    /// <remarks>As <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>; allocates nothing.</remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <param name="workspace">At least <see cref="SolveWorkspaceLength"/> elements, overwritten; it overlaps neither X nor B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the workspace is too short. Nothing was written.</exception>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, Span<T> workspace)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Rows, b.Columns, nameof(b));
        FactorCheck.RequireShape(x.Rows, x.Columns, Columns, b.Columns, nameof(x));
        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(b.Columns), nameof(workspace));
        return Status != Status.Success ? Status : LeastSquaresByQr.Solve(x, b, _factors, _exponent, default, workspace, _parallelism);
    }

    /// <summary>The elements of workspace for solving with <paramref name="columns"/> right-hand sides.</summary>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative, or the workspace would not fit into one array.</exception>
    public int SolveWorkspaceLength(int columns) => LeastSquaresByQr.WorkspaceLength(_factors, columns);
}
