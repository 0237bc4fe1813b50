using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Householder QR of a small row-major matrix, one reflector at a time over the rows as they lie (LAPACK: dgeqr2).</summary>
internal static class QrDirect
{
    /// <summary>The elements of workspace: one reflector and one row.</summary>
    public static int WorkspaceLength(int rows, int columns) => rows + columns;

    /// <summary>Factors in place; R on and above the diagonal, reflectors below.</summary>
    public static void Factor<T>(MatrixSpan<T> a, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int reflectors = Math.Min(a.Rows, a.Columns);
        for (int j = 0; j < reflectors; j++)
        {
            tau[j] = Eliminate(a, j, j, workspace);
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
