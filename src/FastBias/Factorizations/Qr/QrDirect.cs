using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Householder QR of a small or narrow row-major matrix, one reflector at a time: over the rows as they lie, or by columns where there are few (LAPACK: dgeqr2).</summary>
internal static class QrDirect
{
    /// <summary>The longest vector of any ISA and type.</summary>
    private const int LongestVector = 16;

    /// <summary>The elements of workspace.</summary>
    public static int WorkspaceLength(int rows, int columns) =>
        HouseholderPanel<double>.WorkspaceLength(rows, (int)Math.Min(int.MaxValue, (long)columns + LongestVector - 1));

    /// <summary>Factors in place; R on and above the diagonal, reflectors below.</summary>
    /// <remarks>The work is done on a copy whose rows end with zeros: whole vectors all the way, whatever the size. A masked vector costs more than a whole one, above all where it is stored.</remarks>
    public static void Factor<T>(MatrixSpan<T> a, Span<T> tau, bool extreme, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (QrBlocking.IsNarrow<T>(a.Rows, a.Columns))
        {
            HouseholderColumns<T>.Factor(Kernels<T>.Current, a, tau[..a.Columns], extreme);
            return;
        }

        if (Math.Max(a.Rows, a.Columns) <= HouseholderTiny<T>.MostSide && HouseholderTiny<T>.TryFactor(a, tau, extreme))
        {
            return;
        }

        KernelTable<T> kernels = Kernels<T>.Current.ForColumns(a.Columns);
        int columns = kernels.Padded(a.Columns);
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)a.Rows * columns);
        MatrixSpan<T> copy = Padded(lease.Span, a, columns);
        HouseholderPanel<T>.Factor(kernels, copy, tau[..Math.Min(a.Rows, a.Columns)], extreme, default, workspace);
        copy.Slice(0, 0, a.Rows, a.Columns).CopyTo(a);
    }

    /// <summary>The thin or full Q of a small matrix, one pass for each reflector, where all stays in the nearest caches.</summary>
    /// <param name="q">m x n, at least as many columns as reflectors; all of it is written.</param>
    /// <param name="packed">m x k: the reflectors below the diagonal.</param>
    /// <param name="tau">k scalars.</param>
    public static void Form<T>(MatrixSpan<T> q, ReadOnlyMatrixSpan<T> packed, ReadOnlySpan<T> tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (QrBlocking.IsNarrow<T>(q.Rows, q.Columns) && packed.Columns == q.Columns)
        {
            HouseholderColumns<T>.Form(Kernels<T>.Current, q, packed, tau);
            return;
        }

        if (Math.Max(q.Rows, q.Columns) <= HouseholderTiny<T>.MostSide && q.ColumnStride == 1)
        {
            HouseholderTiny<T>.Form(q, packed, tau);
            return;
        }

        KernelTable<T> kernels = Kernels<T>.Current.ForColumns(q.Columns);
        int columns = kernels.Padded(q.Columns);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(((nint)q.Rows * (columns + packed.Columns)) + columns);
        Workspace<T> parts = new(lease.Span);
        MatrixSpan<T> padded = parts.TakeMatrix(q.Rows, columns), v = parts.TakeMatrix(q.Rows, packed.Columns);
        padded.Fill(T.Zero);
        packed.CopyTo(v);
        for (int j = 0; j < q.Columns; j++)
        {
            padded[j, j] = T.One;
            if (j < packed.Columns)
            {
                v[j, j] = T.One;
            }
        }

        ReflectorProduct.Form(kernels, padded, v, tau, parts.Take(columns));
        padded.Slice(0, 0, q.Rows, q.Columns).CopyTo(q);
    }

    /// <summary>A copy of A with zeros behind its rows.</summary>
    public static MatrixSpan<T> Padded<T>(Span<T> buffer, ReadOnlyMatrixSpan<T> a, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> copy = Workspace<T>.Shape(buffer, a.Rows, columns);
        if (columns > a.Columns)
        {
            copy.Fill(T.Zero);
        }

        a.CopyTo(copy.Slice(0, 0, a.Rows, a.Columns));
        return copy;
    }

    /// <summary>Makes the reflector of column <paramref name="column"/> from row <paramref name="row"/> down, stores it there and applies it to the columns on the right.</summary>
    /// <returns>tau.</returns>
    public static T Eliminate<T>(MatrixSpan<T> a, int row, int column, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Workspace<T> parts = new(workspace);
        int length = a.Rows - row, right = a.Columns - column - 1;
        Span<T> v = parts.Take(length);
        Gather(v, a, row, column);
        (T tau, T beta) = ElementaryReflector.Make(v);
        if (right > 0 && tau != T.Zero)
        {
            Reflector.Apply(a.Slice(row, column + 1, length, right), v, tau, parts.Take(right));
        }

        v[0] = beta;
        Scatter(a, row, column, v);
        return tau;
    }

    /// <summary>x = the part of a column that begins in row <paramref name="row"/>.</summary>
    public static void Gather<T>(Span<T> x, ReadOnlyMatrixSpan<T> a, int row, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = a[row + i, column];
        }
    }

    /// <summary>The part of a column that begins in row <paramref name="row"/> = x.</summary>
    public static void Scatter<T>(MatrixSpan<T> a, int row, int column, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            a[row + i, column] = x[i];
        }
    }
}
