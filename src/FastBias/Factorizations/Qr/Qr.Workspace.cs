using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>The elements of workspace that <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/> needs for an m x n matrix; enough for any fewer rows.</summary>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="n">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the workspace would not fit into one array.</exception>
    public static int WorkspaceLength(int m, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return QrDriver.WorkspaceLength(m, n);
    }

    /// <summary>A = Q·R in place and without allocation (LAPACK: dgeqrf, its storage in row-major order).</summary>
    /// <remarks>
    /// On return R is on and above the diagonal of A; below it lie the v_j, whose first element is 1 and not stored, of
    /// Q = H₀·H₁·…, H_j = I − tau_j·v_j·v_jᵀ. Aliasing: none of the arguments may overlap. NaN and infinity spread, and the call ends as always;
    /// nothing is checked. A matrix outside of the working range is scaled by a power of two and back, so that an element of R overflows only
    /// where the true one does.
    /// <para>Accuracy, cost and threads: as <see cref="Factor(ReadOnlyMatrixSpan{T}, FactorOptions)"/>, on the calling thread; no allocation.</para>
    /// </remarks>
    /// <param name="a">m x n with contiguous rows, overwritten.</param>
    /// <param name="tau">At least min(m, n) elements, overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">The elements of a row of A are not next to each other, or a span is too short. Nothing was written.</exception>
    public static void FactorInPlace(MatrixSpan<T> a, Span<T> tau, Span<T> workspace) => FactorInPlace(a, tau, workspace, Parallelism.Serial);

    /// <summary>The same on several threads: the bits do not depend on how many.</summary>
    /// <inheritdoc cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/>
    /// <param name="a">m x n with contiguous rows, overwritten.</param>
    /// <param name="tau">At least min(m, n) elements, overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void FactorInPlace(MatrixSpan<T> a, Span<T> tau, Span<T> workspace, Parallelism parallelism)
    {
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, Math.Min(a.Rows, a.Columns), nameof(tau));
        FactorCheck.RequireLength(workspace.Length, QrDriver.WorkspaceLength(a.Rows, a.Columns), nameof(workspace));
        T largest = ExactScaling.MaxAbs<T>(a);
        int shift = ExactScaling.Shift(largest);
        ExactScaling.Scale(a, shift);
        QrDriver.Factor(a, tau, shift == 0 ? largest : T.ScaleB(largest, shift), default, workspace, parallelism, CancellationToken.None);
        ExactScaling.ScaleUpper(a, -shift);
    }

    /// <summary>The elements of workspace that <see cref="FormQInPlace"/> needs for an m x k matrix of reflectors.</summary>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="k">The number of reflectors, not negative and at most m.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, k exceeds m, or the workspace would not fit into one array.</exception>
    public static int FormQWorkspaceLength(int m, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, m);
        return StoredReflectors<T>.FormWorkspaceLength(m, k, k);
    }

    /// <summary>The thin Q = H₀·H₁·…, m x k, in the place of its reflectors and without allocation (LAPACK: dorgqr).</summary>
    /// <remarks>
    /// For A with more columns than rows pass its first m columns: <c>a.Slice(0, 0, m, m)</c>. What is on and above the diagonal, R, is overwritten: copy it first where it is wanted.
    /// Also forms the Q of <see cref="PivotedQr{T}.FactorInPlace"/>. Aliasing: none of the arguments may overlap. NaN and infinity spread.
    /// <para>Accuracy: ‖I − QᵀQ‖ ≤ c·m·ε; equal to <see cref="Q"/> up to rounding, and to the bit for up to 64 reflectors where the matrix, its rows filled up to eights, has at most 4096 elements, or has at most 16 columns and four times as many rows. Cost: 4mk² − 4k³/3 operations
    /// and 2mwk for panels of w columns, whose triangular factors are formed; on the calling thread; no allocation.</para>
    /// </remarks>
    /// <param name="a">m x k, m ≥ k, with contiguous rows, from <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/>; Q on return.</param>
    /// <param name="tau">Its scalars, at least k.</param>
    /// <param name="workspace">At least <see cref="FormQWorkspaceLength"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">A has more columns than rows, the elements of a row of A are not next to each other, or a span is too short. Nothing was written.</exception>
    public static void FormQInPlace(MatrixSpan<T> a, ReadOnlySpan<T> tau, Span<T> workspace)
    {
        RequireThin(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, a.Columns, nameof(tau));
        FactorCheck.RequireLength(workspace.Length, FormQWorkspaceLength(a.Rows, a.Columns), nameof(workspace));
        new StoredReflectors<T>(a, tau[..a.Columns], default).Form(a, workspace, Parallelism.Serial);
    }

    /// <summary>The elements of workspace that <see cref="ApplyQInPlace"/> needs for the reflectors of an m x n matrix and <paramref name="columns"/> columns.</summary>
    /// <param name="m">The number of rows, not negative.</param>
    /// <param name="n">The number of columns of the matrix that was factored, not negative.</param>
    /// <param name="columns">p, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the workspace would not fit into one array.</exception>
    public static int ApplyQWorkspaceLength(int m, int n, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return StoredReflectors<T>.ApplyWorkspaceLength(m, n, columns, hasTriangles: false);
    }

    /// <summary>C = Q·C or Qᵀ·C with the full Q, from the factors of <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/> and without allocation (LAPACK: dormqr).</summary>
    /// <remarks>
    /// Also applies the Q of <see cref="PivotedQr{T}.FactorInPlace"/>. Aliasing: C overlaps none of the others. NaN and infinity in C spread within their column.
    /// <para>Accuracy: as <see cref="ApplyQ(MatrixSpan{T})"/>. Cost: 4mk·p operations for k = min(m, n), and m·w·k for panels of w columns, whose triangular factors are formed at each call
    /// (<see cref="Factor(ReadOnlyMatrixSpan{T}, FactorOptions)"/> keeps them); on the calling thread; no allocation.</para>
    /// </remarks>
    /// <param name="c">m x p, any strides, overwritten.</param>
    /// <param name="a">m x n, from <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/>, as are its scalars.</param>
    /// <param name="tau">At least min(m, n) elements.</param>
    /// <param name="transposed">Qᵀ instead of Q.</param>
    /// <param name="workspace">At least <see cref="ApplyQWorkspaceLength"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">C has not m rows, the elements of a row of A are not next to each other, or a span is too short. Nothing was written.</exception>
    public static void ApplyQInPlace(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> tau, bool transposed, Span<T> workspace)
    {
        FactorCheck.RequireShape(c.Rows, c.Columns, a.Rows, c.Columns, nameof(c));
        FactorCheck.RequireContiguousRows(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, Math.Min(a.Rows, a.Columns), nameof(tau));
        FactorCheck.RequireLength(workspace.Length, ApplyQWorkspaceLength(a.Rows, a.Columns, c.Columns), nameof(workspace));
        new StoredReflectors<T>(a, tau[..Math.Min(a.Rows, a.Columns)], default).Apply(c, transposed, workspace, Parallelism.Serial);
    }

    /// <summary>X of min ‖A·X − B‖ in the place of B, from the factors of <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/> and without allocation (LAPACK: the second half of dgels).</summary>
    /// <remarks>
    /// <para>Formula: X = R⁻¹·(Qᵀ·B)₁..ₙ; the other rows of QᵀB, whose norm is that of the residual, stay below it. Aliasing: none of the arguments may overlap. NaN and infinity spread. Unlike
    /// <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/> it does not scale: A and B must be such that their products stay in range.</para>
    /// <para>Status: <see cref="Status.RankDeficient"/> if an r_jj is exactly zero, and B then holds QᵀB, or if the solution leaves the range of <typeparamref name="T"/>. Accuracy and cost: as <see cref="Solve(MatrixSpan{T}, ReadOnlyMatrixSpan{T})"/>
    /// and <see cref="ApplyQInPlace"/>; on the calling thread; no allocation.</para>
    /// </remarks>
    /// <param name="bx">m x p: B; X in its first n rows on return.</param>
    /// <param name="a">m x n, m ≥ n, from <see cref="FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/>, as are its scalars.</param>
    /// <param name="tau">At least n elements.</param>
    /// <param name="workspace">At least <see cref="ApplyQWorkspaceLength"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">A has more columns than rows or rows that are not contiguous, B has not m rows, or a span is too short. Nothing was written.</exception>
    public static Status SolveInPlace(MatrixSpan<T> bx, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> tau, Span<T> workspace)
    {
        RequireThin(a, nameof(a));
        FactorCheck.RequireShape(bx.Rows, bx.Columns, a.Rows, bx.Columns, nameof(bx));
        ApplyQInPlace(bx, a, tau, transposed: true, workspace);
        return LeastSquaresByQr.BackSubstitute(bx.Slice(0, 0, a.Columns, bx.Columns), a.Slice(0, 0, a.Columns, a.Columns), Parallelism.Serial);
    }

    private static void RequireThin(ReadOnlyMatrixSpan<T> a, string name)
    {
        FactorCheck.RequireContiguousRows(a, name);
        if (a.Columns > a.Rows)
        {
            ThrowWide(a.Rows, a.Columns, name);
        }
    }

    [DoesNotReturn]
    private static void ThrowWide(int rows, int columns, string name) =>
        throw new ArgumentException($"{name} is {rows}x{columns}; at most as many columns as rows are needed.", name);
}
