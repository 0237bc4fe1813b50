using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class CompleteOrthogonal<T>
{
    /// <summary>The elements of workspace that <see cref="FactorInPlace"/> needs for an m x n matrix.</summary>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="n">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the workspace would not fit into one array.</exception>
    public static int WorkspaceLength(int m, int n)
    {
        int pivoting = PivotedQr<T>.WorkspaceLength(m, n), rank = Math.Min(m, n);
        return Math.Max(pivoting, Workspace<T>.RequireLength(((long)rank * TrapezoidDriver<T>.Width) + TrapezoidDriver<T>.WorkspaceLength(rank, n)));
    }

    /// <summary>A·P = Q·[T 0; 0 0]·Z in place and without allocation (LAPACK: dgeqp3 and dtzrzf, their storage in row-major order).</summary>
    /// <remarks>
    /// On return T is on and above the diagonal of the first r rows and columns of A; the tails z_i of Z = Z₀·Z₁·…, Z_i = I − rightTau_i·(e_i + z_i)(e_i + z_i)ᵀ, are
    /// on the right of it; below the diagonal lie the vectors of Q, as <see cref="Qr{T}.FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/> leaves them; what is on and above the diagonal of the rows
    /// from r on is R22, which counts as zero. Aliasing: none of the arguments may overlap. NaN and infinity spread, and nothing is checked.
    /// <para>Accuracy and cost: as <see cref="Factor(ReadOnlyMatrixSpan{T}, T?, FactorOptions)"/>, on the calling thread; no allocation.</para>
    /// </remarks>
    /// <param name="a">m x n with contiguous rows, overwritten.</param>
    /// <param name="tau">At least min(m, n) elements, overwritten: the scalars of Q.</param>
    /// <param name="rightTau">At least min(m, n) elements, of which the first r are overwritten: the scalars of Z; zeros for r = n.</param>
    /// <param name="permutation">At least n elements, overwritten: A[:, permutation[j]] is column j of Q·[T 0; 0 0]·Z.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <param name="relativeCutoff">As in <see cref="Factor(ReadOnlyMatrixSpan{T}, T?, FactorOptions)"/>.</param>
    /// <returns>The rank r.</returns>
    /// <exception cref="ArgumentException">The elements of a row of A are not next to each other, or a span is too short. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative, at least 1 or NaN. Nothing was written.</exception>
    public static int FactorInPlace(MatrixSpan<T> a, Span<T> tau, Span<T> rightTau, Span<int> permutation, Span<T> workspace, T? relativeCutoff = null)
    {
        T cutoff = PivotedQr<T>.RequireCutoff(relativeCutoff, a.Rows, a.Columns);
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(rightTau.Length, Math.Min(a.Rows, a.Columns), nameof(rightTau));
        FactorCheck.RequireLength(workspace.Length, WorkspaceLength(a.Rows, a.Columns), nameof(workspace));
        PivotedQr<T>.FactorInPlace(a, tau, permutation, workspace);
        int rank = PivotedQr<T>.CountRank(a, cutoff);
        MatrixSpan<T> trapezoid = a.Slice(0, 0, rank, a.Columns);
        int shift = ExactScaling.Shift(ExactScaling.MaxAbsUpper<T>(trapezoid));
        ExactScaling.ScaleUpper(trapezoid, shift);
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> triangles = parts.TakeMatrix(rank, Math.Min(rank, TrapezoidDriver<T>.Width));
        rightTau[..rank].Clear();
        new TrapezoidDriver<T>(trapezoid, rightTau[..rank], triangles, parts.Take(TrapezoidDriver<T>.WorkspaceLength(rank, a.Columns))).Reduce(Parallelism.Serial, CancellationToken.None);
        ExactScaling.ScaleUpper(trapezoid.Slice(0, 0, rank, rank), -shift);
        return rank;
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
        return Workspace<T>.RequireLength(Math.Max(m, n) + columns + ((long)n * columns));
    }

    /// <summary>The minimum-norm solution of min ‖A·X − B‖ from the factors of <see cref="FactorInPlace"/>, in the place of B and without allocation (LAPACK: the second half of dgelsy).</summary>
    /// <remarks>
    /// <para>Formula: X = P·Zᵀ·[T⁻¹·(Qᵀ·B)₁..ᵣ; 0]. Aliasing: none of the arguments may overlap. NaN and infinity spread; nothing is checked. Unlike
    /// <see cref="SolveMinimumNorm(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/> it does not scale: A and B must be such that their products stay in range.</para>
    /// <para>Accuracy: as <see cref="SolveMinimumNorm(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>. Cost: 4mk·p + r²·p + 4r(n − r)·p operations for k = min(m, n), one reflector at a time; on the calling thread.</para>
    /// </remarks>
    /// <param name="bx">max(m, n) x p with contiguous rows: B in its first m rows, X in its first n rows on return.</param>
    /// <param name="a">m x n with contiguous rows, from <see cref="FactorInPlace"/>, as are the next three.</param>
    /// <param name="tau">The scalars of Q.</param>
    /// <param name="rightTau">The scalars of Z.</param>
    /// <param name="permutation">The order of the columns.</param>
    /// <param name="rank">r, what <see cref="FactorInPlace"/> returned.</param>
    /// <param name="workspace">At least <see cref="SolveWorkspaceLength(int, int, int)"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">A shape or a length does not fit, or rows are not contiguous. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is not between 0 and min(m, n). Nothing was written.</exception>
    public static void SolveInPlace(
        MatrixSpan<T> bx, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> tau, ReadOnlySpan<T> rightTau, ReadOnlySpan<int> permutation, int rank, Span<T> workspace)
    {
        int m = a.Rows, n = a.Columns, p = bx.Columns;
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(m, n));
        FactorCheck.RequireShape(bx.Rows, p, Math.Max(m, n), p, nameof(bx));
        FactorCheck.RequireContiguousRows<T>(bx, nameof(bx));
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, Math.Min(m, n), nameof(tau));
        FactorCheck.RequireLength(rightTau.Length, rank, nameof(rightTau));
        FactorCheck.RequireLength(permutation.Length, n, nameof(permutation));
        FactorCheck.RequireLength(workspace.Length, SolveWorkspaceLength(m, n, p), nameof(workspace));
        Workspace<T> parts = new(workspace);
        Span<T> vector = parts.Take(Math.Max(m, n)), products = parts.Take(p);
        MatrixSpan<T> solution = parts.TakeMatrix(n, p), x = bx.Slice(0, 0, n, p);

        // Only the first r coordinates of Qᵀ·B are wanted, and later reflectors leave them alone.
        for (int j = 0; j < rank; j++)
        {
            Span<T> v = vector[..(m - j)];
            QrDirect.Gather(v, a, j, j);
            v[0] = T.One;
            Reflector.Apply(bx.Slice(j, 0, m - j, p), v, tau[j], products);
        }

        MatrixSpan<T> top = x.Slice(0, 0, rank, p), rest = x.Slice(rank, 0, n - rank, p);
        TriangularKernels.Solve(top, a.Slice(0, 0, rank, rank), lower: false, unitDiagonal: false);
        rest.Fill(T.Zero);

        // Zᵀ·y: reflector i touches row i and the rows from r on.
        for (int i = 0; i < rank && rank < n && p > 0; i++)
        {
            ReadOnlySpan<T> tail = a.RowSpan(i)[rank..];
            Span<T> own = x.RowSpan(i);
            own.CopyTo(products);
            Gemm.MultiplyVector<T>(products, rest.Transposed, tail, T.One, T.One);
            VectorKernels.Scale(products, rightTau[i]);
            VectorKernels.Axpy(own, -T.One, products);
            Gemm.RankOne<T>(rest, tail, products, -T.One);
        }

        x.CopyTo(solution);
        LeastSquaresByQr.Place(x, solution, permutation[..n]);
    }
}
