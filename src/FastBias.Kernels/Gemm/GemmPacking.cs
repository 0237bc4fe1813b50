using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Copies of operands into the order in which tiles read them.</summary>
internal static unsafe class GemmPacking<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The distance of two packed rows of A: a block's depth and one cache line, so that eight rows do not fall into one cache set.</summary>
    public static int SliverStep => Gemm.Depth + (64 / sizeof(T));

    /// <summary>Whether rows at this distance fall into the same few sets of the first-level cache.</summary>
    public static bool Aliases(nint rowStride) => rowStride * sizeof(T) % 1024 == 0;

    /// <summary>The K columns of A's M rows, row after row with step <see cref="SliverStep"/>.</summary>
    public static void PackRows(in GemmProblem<T> problem, T* rows) =>
        CopyRows(problem.A, problem.ARow, problem.AColumn, problem.M, problem.K, rows, SliverStep);

    /// <summary>The K rows of B's N columns as panels of TileColumns columns; the last panel may be narrower, its rows have the same step.</summary>
    public static void PackColumns(KernelTable<T> kernels, in GemmProblem<T> problem, T* block)
    {
        int width = kernels.TileColumns;
        int whole = problem.BColumn == 1 ? problem.N / width : 0;
        if (whole > 0)
        {
            kernels.PackPanel((nuint)problem.K, (nuint)whole, problem.B, problem.BRow, block);
        }

        for (int j = whole * width; j < problem.N; j += width)
        {
            CopyRows(problem.B + (j * problem.BColumn), problem.BRow, problem.BColumn, problem.K, Math.Min(width, problem.N - j), block + ((nint)j * problem.K), width);
        }
    }

    /// <summary>Copies a matrix of any strides to one with contiguous rows.</summary>
    public static void CopyRows(T* source, nint row, nint column, int rows, int columns, T* destination, nint step)
    {
        if (column == 1)
        {
            for (int i = 0; i < rows; i++)
            {
                new ReadOnlySpan<T>(source + (i * row), columns).CopyTo(new Span<T>(destination + (i * step), columns));
            }

            return;
        }

        // Eight source columns at a time: eight lines are read along, one is written.
        int j = 0;
        for (; j + 8 <= columns; j += 8)
        {
            T* from = source + (j * column);
            T* to = destination + j;
            for (int i = 0; i < rows; i++)
            {
                to[0] = from[0];
                to[1] = from[column];
                to[2] = from[2 * column];
                to[3] = from[3 * column];
                to[4] = from[4 * column];
                to[5] = from[5 * column];
                to[6] = from[6 * column];
                to[7] = from[7 * column];
                from += row;
                to += step;
            }
        }

        for (; j < columns; j++)
        {
            T* from = source + (j * column);
            T* to = destination + j;
            for (int i = 0; i < rows; i++)
            {
                *to = *from;
                from += row;
                to += step;
            }
        }
    }
}
