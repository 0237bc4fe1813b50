using FastBias.Kernels;

namespace FastBias;

/// <content>The decomposition in the caller's memory.</content>
public sealed partial class Svd<T>
{
    /// <summary>The elements of workspace that <see cref="FactorInto"/> needs for an m x n matrix.</summary>
    /// <remarks>
    /// For m ≥ n (otherwise exchange them) at most about 2·m·n + 6·n² elements, in float, which is worked on in double, twice as many, and m² in their place with
    /// <see cref="SvdVectors.Full"/> where that is more. A smaller matrix may go another way, and need more: ask for each shape.
    /// </remarks>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="n">The number of columns, not negative.</param>
    /// <param name="vectors">Which vectors are computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the workspace would not fit into one array.</exception>
    public static int WorkspaceLength(int m, int n, SvdVectors vectors = SvdVectors.Thin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return Workspace<T>.RequireLength(Arena.Length<T>(WorkspaceBytes(m, n, vectors)));
    }

    /// <summary>A = U·Σ·Vᵀ into the caller's memory and without allocation (LAPACK: dgejsv with its workspace).</summary>
    /// <remarks>
    /// The bits of <see cref="Factor"/>, which is the same in memory of its own. Shapes: k = min(m, n); thin: U is m x k, Vt is k x n; full: U is m x m, Vt is n x n;
    /// with <see cref="SvdVectors.None"/> both are empty. Aliasing: none of the arguments may overlap.
    /// <para>Status: as <see cref="Status"/>. With <see cref="Status.NonFiniteInput"/> U, S and Vt are as they were; with <see cref="Status.Cancelled"/> they hold
    /// anything. Empty matrices have no singular values, and identities for their full factors.</para>
    /// <para>Accuracy and cost: as <see cref="Factor"/>. No allocation; products and panels of QR work in scratch memory of their thread besides, which stays for the next call.</para>
    /// <para>Source: as <see cref="Svd{T}"/>.</para>
    /// </remarks>
    /// <param name="a">m x n, any strides; not changed.</param>
    /// <param name="u">The left singular vectors in columns; contiguous rows; overwritten.</param>
    /// <param name="s">At least k elements, of which the first k are overwritten with the singular values, descending.</param>
    /// <param name="vt">The right singular vectors in rows, which are contiguous; overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <param name="options">As for <see cref="Factor"/>; one object serves any number of calls.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Looked at in every row of a sweep.</param>
    /// <returns>The status, the sweeps and the largest cosine.</returns>
    /// <exception cref="ArgumentException">U or Vt has another shape than the options ask for, or rows that are not contiguous, or S or the workspace is too short. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SvdOptions.MaxSweeps"/> is less than 1. Nothing was written.</exception>
    public static SvdOutcome<T> FactorInto(
        ReadOnlyMatrixSpan<T> a,
        MatrixSpan<T> u,
        Span<T> s,
        MatrixSpan<T> vt,
        Span<T> workspace,
        SvdOptions? options = null,
        Parallelism parallelism = default,
        CancellationToken cancellationToken = default)
    {
        options ??= s_default;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSweeps, 1, nameof(options));
        int m = a.Rows, n = a.Columns, thin = Math.Min(m, n);
        (int left, int right) = Counts(m, n, options.Vectors);
        if (options.Vectors != SvdVectors.None || !u.IsEmpty || !vt.IsEmpty)
        {
            FactorCheck.RequireShape(u.Rows, u.Columns, m, left, nameof(u));
            FactorCheck.RequireShape(vt.Rows, vt.Columns, right, n, nameof(vt));
        }

        FactorCheck.RequireContiguousRows<T>(u, nameof(u));
        FactorCheck.RequireContiguousRows<T>(vt, nameof(vt));
        FactorCheck.RequireLength(s.Length, thin, nameof(s));
        FactorCheck.RequireLength(workspace.Length, WorkspaceLength(m, n, options.Vectors), nameof(workspace));
        return Run(a, u, s[..thin], vt, options, Arena.Over(workspace), parallelism, cancellationToken);
    }

    /// <summary>The elements of workspace that <see cref="SolveInPlace"/> needs for an m x n matrix and <paramref name="columns"/> right-hand sides.</summary>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="n">The number of columns, not negative.</param>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the workspace would not fit into one array.</exception>
    public static int SolveWorkspaceLength(int m, int n, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return Workspace<T>.RequireLength((long)Math.Min(m, n) * columns);
    }

    /// <summary>The minimum-norm solution of min ‖A·X − B‖ from the factors of <see cref="FactorInto"/>, in the place of B and without allocation (LAPACK: the second half of dgelss).</summary>
    /// <remarks>
    /// <para>Formula: X = V·Σ⁺·Uᵀ·B, with zero for 1/σ of the values up to cutoff·σ₁; bit for bit what <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T}, T?)"/> gives.
    /// Shapes: any number of right-hand sides p, zero included. Aliasing: none of the arguments may overlap.</para>
    /// <para>Status: <see cref="Status.Success"/>, whatever the rank; <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity: it is then as it was;
    /// <see cref="Status.RankDeficient"/> if X, or the largest singular value, leaves the range of <typeparamref name="T"/>: X is then of no use.</para>
    /// <para>Accuracy: backward stable for the matrix of the rank that is kept. Cost: 2(m + n)·r·p operations for the rank r, on the calling thread.</para>
    /// </remarks>
    /// <param name="bx">max(m, n) x p with contiguous rows: B in its first m rows, X in its first n rows on return.</param>
    /// <param name="u">m x k or larger, k = min(m, n), from <see cref="FactorInto"/>, as are the next two.</param>
    /// <param name="s">At least k singular values.</param>
    /// <param name="vt">k x n or larger.</param>
    /// <param name="workspace">At least <see cref="SolveWorkspaceLength(int, int, int)"/> elements, overwritten.</param>
    /// <param name="relativeCutoff">As in <see cref="Rank"/>.</param>
    /// <returns>The rank r with the status.</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit, or the rows of B are not contiguous. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN. Nothing was written.</exception>
    public static (int Rank, Status Status) SolveInPlace(
        MatrixSpan<T> bx, ReadOnlyMatrixSpan<T> u, ReadOnlySpan<T> s, ReadOnlyMatrixSpan<T> vt, Span<T> workspace, T? relativeCutoff = null)
    {
        int m = u.Rows, n = vt.Columns, p = bx.Columns, thin = Math.Min(m, n);
        T cutoff = RequireCutoff(relativeCutoff, m, n);
        FactorCheck.RequireShape(bx.Rows, p, Math.Max(m, n), p, nameof(bx));
        FactorCheck.RequireContiguousRows<T>(bx, nameof(bx));
        FactorCheck.RequireShape(m, Math.Min(u.Columns, thin), m, thin, nameof(u));
        FactorCheck.RequireShape(Math.Min(vt.Rows, thin), n, thin, n, nameof(vt));
        FactorCheck.RequireLength(s.Length, thin, nameof(s));
        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(m, n, p), nameof(workspace));
        int rank = CountRank(s[..thin], cutoff);
        return (rank, Solve(bx.Slice(0, 0, n, p), bx.Slice(0, 0, m, p), u, s, vt, rank, workspace));
    }
}
