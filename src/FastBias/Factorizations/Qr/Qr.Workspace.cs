using System.Numerics;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>The elements of workspace that <see cref="FactorInPlace"/> needs for an m x n matrix; enough for any fewer rows.</summary>
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
    public static void FactorInPlace(MatrixSpan<T> a, Span<T> tau, Span<T> workspace)
    {
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, Math.Min(a.Rows, a.Columns), nameof(tau));
        FactorCheck.RequireLength(workspace.Length, QrDriver.WorkspaceLength(a.Rows, a.Columns), nameof(workspace));
        T largest = ExactScaling.MaxAbs<T>(a);
        int shift = ExactScaling.Shift(largest);
        ExactScaling.Scale(a, shift);
        QrDriver.Factor(a, tau, T.ScaleB(largest, shift), default, workspace, Parallelism.Serial, CancellationToken.None);
        ExactScaling.ScaleUpper(a, -shift);
    }
}
