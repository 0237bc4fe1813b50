using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Blocked Householder QR in place: panels, then the matrix on their right by matrix products.</summary>
internal static class QrDriver
{
    /// <summary>The elements of workspace that <see cref="Factor"/> uses.</summary>
    public static int WorkspaceLength(int rows, int columns)
    {
        // Enough for fewer rows too, which may be factored without panels: a workspace serves blocks of rows of any length up to its own.
        int direct = QrDirect.WorkspaceLength(Math.Min(rows, QrBlocking.DirectElements), columns);
        if (QrBlocking.IsDirect(rows, columns))
        {
            return direct;
        }

        int width = QrBlocking.Width(rows, columns);
        return Math.Max(direct, Workspace<double>.RequireLength(((long)width * width) + QrPanel<double>.WorkspaceLength(width, columns)));
    }

    /// <summary>Factors a matrix with contiguous rows whose elements are in <see cref="FactorRange{T}"/>.</summary>
    /// <param name="a">m x n; R and the reflectors on return.</param>
    /// <param name="tau">min(m, n) scalars.</param>
    /// <param name="largest">The largest magnitude in A.</param>
    /// <param name="triangles">Empty, or min(m, n) x width with contiguous columns: the T of each panel, one under the other. Not written where there are no panels.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Checked between panels and passed to the products.</param>
    public static void Factor<T>(
        MatrixSpan<T> a, Span<T> tau, T largest, MatrixSpan<T> triangles, Span<T> workspace, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool extreme = HouseholderPanel<T>.IsExtreme(largest);
        if (QrBlocking.IsDirect(a.Rows, a.Columns))
        {
            QrDirect.Factor(a, tau, extreme, workspace);
            return;
        }

        int reflectors = Math.Min(a.Rows, a.Columns), width = QrBlocking.Width(a.Rows, a.Columns);
        for (int j = 0; j < reflectors; j += width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(width, reflectors - j);
            Step(a.Slice(j, j, a.Rows - j, a.Columns - j), count, tau.Slice(j, count), extreme, triangles.IsEmpty ? default : triangles.Slice(j, 0, count, count), workspace, parallelism, cancellationToken);
        }
    }

    /// <summary>Factors the first <paramref name="count"/> columns and applies their reflectors to the others.</summary>
    public static void Step<T>(
        MatrixSpan<T> a, int count, Span<T> tau, bool extreme, MatrixSpan<T> keep, Span<T> workspace, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int right = a.Columns - count;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> t = parts.TakeMatrix(count, count).Transposed;
        Span<T> work = parts.Take(QrPanel<T>.WorkspaceLength(count, right));
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)a.Rows * QrBlocking.PanelStride(count));
        MatrixSpan<T> v = new(ref lease.Span[0], a.Rows, count, QrBlocking.PanelStride(count), 1);
        a.Slice(0, 0, a.Rows, count).CopyTo(v);
        bool needsTriangle = right > 0 || !keep.IsEmpty;
        new QrPanel<T>(v, a.Slice(0, 0, count, count), t, tau, extreme, needsTriangle, work).Factor();
        StoreReflectors(a, v);
        BlockReflector.Apply(a.Slice(0, count, a.Rows, right), v, t, true, work, parallelism, cancellationToken);
        if (!keep.IsEmpty)
        {
            t.CopyTo(keep);
        }
    }

    /// <summary>Copies what is below the diagonal of V to below the diagonal of A.</summary>
    private static void StoreReflectors<T>(MatrixSpan<T> a, ReadOnlyMatrixSpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 1; i < v.Columns; i++)
        {
            v.RowSpan(i)[..i].CopyTo(a.RowSpan(i));
        }

        v.Slice(v.Columns, 0, v.Rows - v.Columns, v.Columns).CopyTo(a.Slice(v.Columns, 0, v.Rows - v.Columns, v.Columns));
    }
}
