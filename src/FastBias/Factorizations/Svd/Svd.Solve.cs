using FastBias.Kernels;

namespace FastBias;

/// <content>Minimum-norm least squares.</content>
public sealed partial class Svd<T>
{
    /// <summary>x = V·Σ⁺·Uᵀ·b: of all x that make ‖A·x − b‖₂ smallest, the shortest (LAPACK: dgelss; NumPy: linalg.lstsq).</summary>
    /// <param name="x">n x p, overwritten; may not overlap <paramref name="b"/>.</param>
    /// <param name="b">m x p, one right-hand side per column.</param>
    /// <param name="relativeCutoff">Singular values not above cutoff·σ₁ count as zero; as in <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">The decomposition has a result, but without vectors.</exception>
    /// <returns>
    /// <see cref="Status.Success"/>, whatever the rank; <see cref="Status.NonFiniteInput"/> if b has NaN or infinity: x is then untouched;
    /// <see cref="Status.RankDeficient"/> if x, or the largest singular value, leaves the range of <typeparamref name="T"/>: x is then of no use;
    /// otherwise the decomposition's own <see cref="Status"/>.
    /// </returns>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, T? relativeCutoff = null)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(SolveWorkspaceLength(b.Columns));
        return Solve(x, b, lease.Span, relativeCutoff);
    }

    /// <summary>The elements of workspace for solving with <paramref name="columns"/> right-hand sides.</summary>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative, or the workspace would not fit into one array.</exception>
    public int SolveWorkspaceLength(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return Workspace<T>.RequireLength((long)Math.Min(Rows, Columns) * columns);
    }

    /// <summary>The same in the caller's workspace; allocates nothing.</summary>
    /// <inheritdoc cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T}, T?)"/>
    /// <param name="x">n x p, overwritten; may not overlap <paramref name="b"/>.</param>
    /// <param name="b">m x p, one right-hand side per column.</param>
    /// <param name="workspace">At least <see cref="SolveWorkspaceLength(int)"/> elements, overwritten; it overlaps neither X nor B.</param>
    /// <param name="relativeCutoff">Singular values not above cutoff·σ₁ count as zero; as in <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the workspace is too short. Nothing was written.</exception>
    public Status Solve(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, Span<T> workspace, T? relativeCutoff = null)
    {
        if (b.Rows != Rows || x.Rows != Columns || x.Columns != b.Columns)
        {
            throw new ArgumentException($"A is {Rows}x{Columns}, X is {x.Rows}x{x.Columns}, B is {b.Rows}x{b.Columns}.", nameof(x));
        }

        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(b.Columns), nameof(workspace));
        if (Status is Status.NonFiniteInput or Status.Cancelled)
        {
            return Status;
        }

        RequireVectors();
        Status solved = Solve(x, b, U, S, Vt, Rank(relativeCutoff), workspace);
        return solved == Status.Success ? Status : solved;
    }

    /// <summary>The pseudo-inverse A⁺ = V·Σ⁺·Uᵀ of Moore and Penrose, n x m (NumPy: linalg.pinv).</summary>
    /// <param name="relativeCutoff">Singular values not above cutoff·σ₁ count as zero; as in <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">There are no singular vectors: they were not asked for, or <see cref="Status"/> says that there is no result.</exception>
    public Matrix<T> PseudoInverse(T? relativeCutoff = null)
    {
        RequireVectors();
        int rank = Rank(relativeCutoff);
        Matrix<T> scaled = Matrix<T>.Copy(U.Slice(0, 0, Rows, rank).Transposed), inverse = new(Columns, Rows);
        DivideBySingularValues(scaled, S);
        Product.Multiply(inverse.AsSpan(), Vt.Slice(0, 0, rank, Columns).Transposed, scaled);
        return inverse;
    }

    /// <summary>X = V·Σ⁺·Uᵀ·B at a rank; X may lie where B does.</summary>
    private static Status Solve(
        MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, ReadOnlyMatrixSpan<T> u, ReadOnlySpan<T> s, ReadOnlyMatrixSpan<T> vt, int rank, Span<T> workspace)
    {
        if (FiniteScan.First(b) is not null)
        {
            return Status.NonFiniteInput;
        }

        MatrixSpan<T> coordinates = Workspace<T>.Shape(workspace, rank, b.Columns);
        Product.Multiply(coordinates, u.Slice(0, 0, u.Rows, rank).Transposed, b);
        DivideBySingularValues(coordinates, s);
        Product.Multiply(x, vt.Slice(0, 0, rank, vt.Columns).Transposed, coordinates);
        return (rank == 0 || T.IsFinite(s[0])) && T.IsFinite(ExactScaling.MaxAbs<T>(x)) ? Status.Success : Status.RankDeficient;
    }

    /// <summary>Divides, and does not multiply by 1/σ, which overflows for a subnormal σ.</summary>
    private static void DivideBySingularValues(MatrixSpan<T> rows, ReadOnlySpan<T> s)
    {
        for (int k = 0; k < rows.Rows; k++)
        {
            foreach (ref T element in rows.RowSpan(k))
            {
                element /= s[k];
            }
        }
    }
}
