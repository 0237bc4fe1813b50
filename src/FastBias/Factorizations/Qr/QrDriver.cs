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
        if (QrBlocking.IsSmall(rows, columns))
        {
            return direct;
        }

        int width = QrBlocking.Width(rows, columns);
        return Math.Max(direct, QrPanel<double>.WorkspaceLength(width, columns));
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
        if (QrBlocking.IsDirect<T>(a.Rows, a.Columns))
        {
            QrDirect.Factor(a, tau, extreme, workspace);
            return;
        }

        FactorByPanels(a, tau[..Math.Min(a.Rows, a.Columns)], QrBlocking.Width(a.Rows, a.Columns), extreme, triangles, workspace, parallelism, cancellationToken);
    }

    /// <summary>Factors the first columns of a matrix, as many as there are scalars, and applies their reflectors to all that are right of them.</summary>
    /// <remarks>With several threads a panel is factored while the reflectors of the one before it are applied to the columns behind it (<see cref="QrStepJob{T}"/>).</remarks>
    public static void FactorByPanels<T>(
        MatrixSpan<T> a, Span<T> tau, int width, bool extreme, MatrixSpan<T> triangles, Span<T> workspace, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = PanelLength<T>(a.Rows, width);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Workspace<T>.RequireLength((parallelism.MaxThreads > 1 ? 2L : 1L) * length));
        Span<T> panel = lease.Span[..length], other = lease.Span[^length..];
        bool factored = false;
        for (int j = 0, count; j < tau.Length; j += count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = Math.Min(width, tau.Length - j);
            int next = Math.Min(width, tau.Length - j - count), behind = a.Columns - j - count - next;
            MatrixSpan<T> rest = a.Slice(j, j, a.Rows - j, a.Columns - j), v = PanelOf(panel, rest.Rows, count, out MatrixSpan<T> t);
            if (!factored)
            {
                FactorPanel(rest.Slice(0, 0, rest.Rows, count), v, t, tau.Slice(j, count), extreme, next + behind > 0 || !triangles.IsEmpty);
            }

            factored = next > 1 && behind != 1 && QrStepJob<T>.Pays(rest.Rows, count, next + behind, parallelism);
            if (factored)
            {
                MatrixSpan<T> nextV = PanelOf(other, rest.Rows - count, next, out MatrixSpan<T> nextT);
                bool needsTriangle = j + count + next < a.Columns || !triangles.IsEmpty;
                QrStepJob<T>.Run(rest, v, t, nextV, nextT, new MatrixSpan<T>(tau.Slice(j + count, next), next, 1), extreme, needsTriangle, next, parallelism);
            }
            else
            {
                ApplyPanel(rest, v, t, workspace, parallelism);
            }

            if (!triangles.IsEmpty)
            {
                t.CopyTo(triangles.Slice(j, 0, count, count));
            }

            if (factored)
            {
                Span<T> used = panel;
                panel = other;
                other = used;
            }
        }
    }

    /// <summary>Factors the first <paramref name="count"/> columns and applies their reflectors to the others.</summary>
    public static void Step<T>(MatrixSpan<T> a, int count, Span<T> tau, Span<T> workspace, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(PanelLength<T>(a.Rows, count));
        MatrixSpan<T> v = PanelOf(lease.Span, a.Rows, count, out MatrixSpan<T> t);
        FactorPanel(a.Slice(0, 0, a.Rows, count), v, t, tau, false, a.Columns > count);
        ApplyPanel(a, v, t, workspace, parallelism);
    }

    /// <summary>QR of a panel where it is; its V and T.</summary>
    /// <param name="a">m x w.</param>
    /// <param name="v">m x w, overwritten.</param>
    /// <param name="t">w x w with contiguous columns, overwritten.</param>
    /// <param name="tau">w scalars.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor"/>.</param>
    /// <param name="needsTriangle">Whether the whole of T is wanted.</param>
    public static void FactorPanel<T>(MatrixSpan<T> a, MatrixSpan<T> v, MatrixSpan<T> t, Span<T> tau, bool extreme, bool needsTriangle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Columns > QrBlocking.PanelWidth)
        {
            FactorWidePanel(a, v, t, tau, extreme, needsTriangle);
            return;
        }

        using Scratch.Lease<T> work = Scratch.Rent<T>(QrPanel<T>.WorkspaceLength(a.Columns, a.Columns));
        a.CopyTo(v);
        new QrPanel<T>(v, a.Slice(0, 0, a.Columns, a.Columns), t, tau, extreme, needsTriangle, work.Span).Factor();
        StoreReflectors(a, v);
    }

    /// <summary>The same by two panels, each on rows of its own, so that the second cache holds it; the T of both are joined.</summary>
    private static void FactorWidePanel<T>(MatrixSpan<T> a, MatrixSpan<T> v, MatrixSpan<T> t, Span<T> tau, bool extreme, bool needsTriangle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int left = QrBlocking.PanelWidth, right = a.Columns - left, below = a.Rows - left;
        using Scratch.Lease<T> lease = Scratch.Rent<T>(((nint)a.Rows * QrBlocking.PanelStride<T>(left)) + (2 * (nint)left * right));
        Workspace<T> parts = new(lease.Span);
        MatrixSpan<T> panel = parts.TakePadded(a.Rows, left, QrBlocking.PanelStride<T>(left)), rest = a.Slice(0, left, a.Rows, right);
        Span<T> work = parts.Take(2 * left * right);
        t.Slice(left, 0, right, left).Fill(T.Zero);
        v.Slice(0, left, left, right).Fill(T.Zero);
        FactorPanel(a.Slice(0, 0, a.Rows, left), panel, t.Slice(0, 0, left, left), tau[..left], extreme, true);
        BlockReflector.Apply(rest, panel, t.Slice(0, 0, left, left), true, work, Parallelism.Serial);
        panel.CopyTo(v.Slice(0, 0, a.Rows, left));
        MatrixSpan<T> second = panel.Slice(left, 0, below, right);
        FactorPanel(rest.Slice(left, 0, below, right), second, t.Slice(left, left, right, right), tau[left..], extreme, needsTriangle);
        second.CopyTo(v.Slice(left, left, below, right));
        if (needsTriangle)
        {
            BlockReflector.JoinTriangles(
                t.Slice(0, left, left, right), t.Slice(0, 0, left, left), t.Slice(left, left, right, right), v.Slice(left, 0, below, left), v.Slice(left, left, below, right), work);
        }
    }

    /// <summary>C = Hᵀ·C for the columns of A behind those of V.</summary>
    private static void ApplyPanel<T>(MatrixSpan<T> a, MatrixSpan<T> v, MatrixSpan<T> t, Span<T> workspace, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int right = a.Columns - v.Columns;
        if (QrStepJob<T>.Pays(a.Rows, v.Columns, right, parallelism))
        {
            QrStepJob<T>.Run(a, v, t, default, default, default, false, false, 0, parallelism);
        }
        else
        {
            BlockReflector.Apply(a.Slice(0, v.Columns, a.Rows, right), v, t, true, workspace, Parallelism.Serial);
        }
    }

    /// <summary>The elements of a panel's V and T, in whole lines of the cache.</summary>
    private static int PanelLength<T>(int rows, int width)
        where T : unmanaged => Workspace<double>.RequireLength(((long)rows * QrBlocking.PanelStride<T>(width)) + (((long)width * width) + 15) / 16 * 16);

    private static MatrixSpan<T> PanelOf<T>(Span<T> buffer, int rows, int width, out MatrixSpan<T> t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Workspace<T> parts = new(buffer);
        MatrixSpan<T> v = parts.TakePadded(rows, width, QrBlocking.PanelStride<T>(width));
        t = parts.TakeMatrix(width, width).Transposed;
        return v;
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
