using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Copies of operands into the order in which tiles read them.</summary>
internal static unsafe class GemmPacking<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A's M rows as slivers: of each tile's rows the K columns, one after the other.</summary>
    public static void PackSlivers(KernelTable<T> kernels, in GemmProblem<T> problem, T* slivers)
    {
        for (int left = problem.M; left > 0;)
        {
            int rows = GemmSweep<T>.NextRows(kernels, left), i = left -= rows;
            Copy(kernels, problem.A + (i * problem.ARow), problem.AColumn, problem.ARow, problem.K, rows, slivers + ((nint)i * problem.K), rows);
        }
    }

    /// <summary>B's N columns as panels: of each tile's columns the K rows, one after the other, whole vectors apart.</summary>
    public static void PackPanels(KernelTable<T> kernels, in GemmProblem<T> problem, T* panels)
    {
        int j = 0;
        if (problem.BColumn == 1)
        {
            // All panels as wide as a tile at once: the rows of B are read from end to end.
            int whole = problem.N / kernels.TileColumns;
            whole -= whole > 0 && GemmSweep<T>.NextColumns(kernels, problem.N - ((whole - 1) * kernels.TileColumns)) != kernels.TileColumns ? 1 : 0;
            kernels.PackPanel((nuint)problem.K, (nuint)whole, problem.B, problem.BRow, panels);
            j = whole * kernels.TileColumns;
        }

        for (int columns; j < problem.N; j += columns)
        {
            columns = GemmSweep<T>.NextColumns(kernels, problem.N - j);
            Copy(kernels, problem.B + (j * problem.BColumn), problem.BRow, problem.BColumn, problem.K, columns, panels + ((nint)j * problem.K), GemmSweep<T>.PanelStep(kernels, columns));
        }
    }

    /// <summary>Copies a matrix of any strides to one with contiguous rows.</summary>
    public static void Copy(KernelTable<T> kernels, T* source, nint row, nint column, int rows, int columns, T* destination, nint step)
    {
        if (column == 1)
        {
            kernels.CopyRows((nuint)rows, (nuint)columns, source, row, destination, step);
        }
        else if (row == 1)
        {
            kernels.Transpose((nuint)columns, (nuint)rows, source, column, destination, step);
        }
        else
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    destination[(i * step) + j] = source[(i * row) + (j * column)];
                }
            }
        }
    }
}
