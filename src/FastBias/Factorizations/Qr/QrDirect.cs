using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Householder QR of a small row-major matrix, one reflector at a time over the rows as they lie (LAPACK: dgeqr2).</summary>
internal static class QrDirect
{
    /// <summary>The elements of workspace.</summary>
    public static int WorkspaceLength(int rows, int columns) => HouseholderPanel<double>.WorkspaceLength(rows, QrBlocking.Padded(columns));

    /// <summary>Factors in place; R on and above the diagonal, reflectors below; with the T of each panel where there is room for them, which is zero.</summary>
    /// <remarks>The work is done on a copy whose rows begin at lines of the cache and end with zeros: whole vectors all the way, whatever the size.</remarks>
    public static void Factor<T>(MatrixSpan<T> a, Span<T> tau, bool extreme, MatrixSpan<T> triangle, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int columns = QrBlocking.Padded(a.Columns), reflectors = Math.Min(a.Rows, a.Columns);
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)a.Rows * columns);
        MatrixSpan<T> copy = Workspace<T>.Shape(lease.Span, a.Rows, columns), own = copy.Slice(0, 0, a.Rows, a.Columns);
        if (columns > a.Columns)
        {
            lease.Span.Clear();
        }

        a.CopyTo(own);
        bool inPlace = triangle.IsEmpty || triangle.Columns == reflectors;
        using Scratch.Lease<T> forTriangle = Scratch.Rent<T>(inPlace ? 0 : reflectors * reflectors);
        MatrixSpan<T> transposed = inPlace ? triangle.Transposed : Workspace<T>.Shape(forTriangle.Span, reflectors, reflectors);
        if (!inPlace)
        {
            transposed.Fill(T.Zero);
        }

        HouseholderPanel<T>.Factor(Kernels<T>.Current, copy, tau[..reflectors], extreme, transposed, workspace);
        own.CopyTo(a);

        // The blocks on the diagonal of a T are the T of its panels.
        for (int j = 0; !inPlace && j < reflectors; j += triangle.Columns)
        {
            int count = Math.Min(triangle.Columns, reflectors - j);
            transposed.Slice(j, j, count, count).Transposed.CopyTo(triangle.Slice(j, 0, count, count));
        }
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
