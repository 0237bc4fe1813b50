using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class PivotedQr<T>
{
    /// <inheritdoc cref="Qr{T}.ApplyQ(MatrixSpan{T})"/>
    public void ApplyQ(MatrixSpan<T> c) => Apply(c, transposed: false);

    /// <inheritdoc cref="Qr{T}.ApplyQTransposed(MatrixSpan{T})"/>
    public void ApplyQTransposed(MatrixSpan<T> c) => Apply(c, transposed: true);

    /// <inheritdoc cref="Qr{T}.ApplyWorkspaceLength"/>
    public int ApplyWorkspaceLength(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return Factors.ApplyWorkspaceLength(columns);
    }

    /// <inheritdoc cref="Qr{T}.ApplyQ(MatrixSpan{T}, Span{T})"/>
    public void ApplyQ(MatrixSpan<T> c, Span<T> workspace) => Apply(c, transposed: false, workspace);

    /// <inheritdoc cref="Qr{T}.ApplyQTransposed(MatrixSpan{T}, Span{T})"/>
    public void ApplyQTransposed(MatrixSpan<T> c, Span<T> workspace) => Apply(c, transposed: true, workspace);

    /// <summary>The least-squares solution X of min ‖A·X − B‖ for an A of full column rank: X = P·R⁻¹·(Qᵀ·B)₁..ₙ.</summary>
    /// <inheritdoc cref="Qr{T}.Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(SolveWorkspaceLength(b.Columns));
        return Solve(x, b, lease.Span);
    }

    /// <summary>The same in the caller's workspace.</summary>
    /// <inheritdoc cref="Qr{T}.Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T}, Span{T})"/>
    /// <remarks>Allocates nothing but, at the very first application of Q, its triangular factors, which are kept.</remarks>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, Span<T> workspace)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Rows, b.Columns, nameof(b));
        FactorCheck.RequireShape(x.Rows, x.Columns, Columns, b.Columns, nameof(x));
        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(b.Columns), nameof(workspace));
        return Status != Status.Success ? Status : LeastSquaresByQr.Solve(x, b, Factors, Exponent, _permutation, workspace, _parallelism);
    }

    /// <inheritdoc cref="Qr{T}.SolveWorkspaceLength"/>
    public int SolveWorkspaceLength(int columns) => LeastSquaresByQr.WorkspaceLength(Factors, columns);

    private void Apply(MatrixSpan<T> c, bool transposed)
    {
        FactorCheck.RequireSuccess(Status);
        Apply(c, transposed, new T[Factors.ApplyWorkspaceLength(c.Columns)]);
    }

    private void Apply(MatrixSpan<T> c, bool transposed, Span<T> workspace)
    {
        FactorCheck.RequireSuccess(Status);
        FactorCheck.RequireShape(c.Rows, c.Columns, Rows, c.Columns, nameof(c));
        FactorCheck.RequireLength(workspace.Length, Factors.ApplyWorkspaceLength(c.Columns), nameof(workspace));
        Factors.Apply(c, transposed, workspace, _parallelism);
    }
}
