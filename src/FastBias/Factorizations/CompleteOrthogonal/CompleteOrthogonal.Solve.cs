using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class CompleteOrthogonal<T>
{
    /// <summary>Of all X that minimise ‖A·X − B‖, the one of minimum norm, column by column: X = P·Zᵀ·[T⁻¹·(Qᵀ·B)₁..ᵣ; 0] (LAPACK: dgelsy).</summary>
    /// <remarks>
    /// <para>A is taken as it was kept, with rank r. Shapes: any number of right-hand sides p, zero included. Aliasing: X may overlap B. X is written on success only.</para>
    /// <para>Status: <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity; <see cref="Status.RankDeficient"/> if the solution leaves the range of
    /// <typeparamref name="T"/>, which asks for a larger cutoff; the decomposition's own <see cref="Status"/> if that is not a success.</para>
    /// <para>Accuracy: backward stable for the kept matrix; X lies in its row space to c·n·ε·‖X‖. Cost: 4mk·p + r²·p + 4r(n − r)·p operations
    /// for k = min(m, n); works on copies of B and X, which stay for the next call.</para>
    /// </remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <exception cref="ArgumentException">The shapes do not fit. Nothing was written.</exception>
    public Status SolveMinimumNorm(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(SolveWorkspaceLength(b.Columns));
        return SolveMinimumNorm(x, b, lease.Span);
    }

    /// <summary>The elements of workspace for solving with <paramref name="columns"/> right-hand sides.</summary>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative, or the workspace would not fit into one array.</exception>
    public int SolveWorkspaceLength(int columns)
    {
        long inner = Math.Max(_pivoted.ApplyWorkspaceLength(columns), TrapezoidReduction<T>.ApplyWorkspaceLength(columns));
        return Workspace<T>.RequireLength((((long)Rows + Columns) * columns) + inner);
    }

    /// <summary>The same in the caller's workspace.</summary>
    /// <remarks>As <see cref="SolveMinimumNorm(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>; allocates nothing but, at the very first application of Q, its triangular factors, which are kept.</remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <param name="workspace">At least <see cref="SolveWorkspaceLength(int)"/> elements, overwritten; it overlaps neither X nor B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the workspace is too short. Nothing was written.</exception>
    public Status SolveMinimumNorm(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, Span<T> workspace)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Rows, b.Columns, nameof(b));
        FactorCheck.RequireShape(x.Rows, x.Columns, Columns, b.Columns, nameof(x));
        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(b.Columns), nameof(workspace));
        if (Status != Status.Success)
        {
            return Status;
        }

        Workspace<T> parts = new(workspace);
        MatrixSpan<T> c = parts.TakeMatrix(b.Rows, b.Columns), y = parts.TakeMatrix(Columns, b.Columns), top = y.Slice(0, 0, Rank, b.Columns);
        Span<T> inner = workspace[((Rows + Columns) * b.Columns)..];
        if (!LeastSquaresByQr.TryLoad(c, b, out int taken))
        {
            return Status.NonFiniteInput;
        }

        TrapezoidReduction<T> reduction = Reduction;
        _pivoted.ApplyQTransposed(c, inner);
        y.Fill(T.Zero);
        c.Slice(0, 0, Rank, b.Columns).CopyTo(top);
        TriangularKernels.Solve(top, reduction.Triangle, lower: false, unitDiagonal: false, _parallelism);
        reduction.Apply(y, true, inner, _parallelism);
        ExactScaling.Scale(y, taken - _pivoted.Exponent);
        if (!T.IsFinite(ExactScaling.MaxAbs<T>(y)))
        {
            return Status.RankDeficient;
        }

        LeastSquaresByQr.Place(x, y, Permutation);
        return Status.Success;
    }
}
