using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Products whose chains have a few steps, on one thread: most of their time is C's way to memory, so its rows are written from end to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class ShortProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fewer rows do not pay for the copy of B.</summary>
    private const int LeastRows = 32;

    /// <summary>The longest chains: the tiles of longer ones ask for C themselves.</summary>
    private const int MostSteps = 63;

    /// <summary>From so many second-level caches on, what is asked for of C comes soon enough to pay for the asking; below, C is near.</summary>
    private const int CachesOfC = 4;

    /// <summary>How many tiles ahead C is asked for: each takes some 200 cycles, memory twice as long.</summary>
    private const int TilesAhead = 2;

    /// <summary>The bytes of B that are packed at a time: they are read for each group of rows.</summary>
    private const int PanelBytes = 1 << 15;

    /// <summary>Whether a product is one of these.</summary>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.K <= MostSteps && problem.M >= LeastRows && problem.N >= 2 * kernels.VectorElements && problem.LowerOffset is null
        && (problem.K <= kernels.ShortDepth
            || ((problem.AColumn == 1 || problem.ARow == 1) && (long)problem.M * problem.N > CachesOfC * (long)kernels.Blocks.DirectElements));

    /// <summary>C = alpha·A·B + beta·C.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        if (problem.K <= kernels.ShortDepth)
        {
            ByLines(kernels, problem, cancellationToken);
        }
        else
        {
            ByTiles(kernels, problem, cancellationToken);
        }
    }

    /// <summary>By blocks of columns, in each of which rows of C are written from end to end.</summary>
    private static void ByLines(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        int vector = kernels.VectorElements, depth = problem.K, columns = EqualParts(kernels, problem.N, PanelBytes / sizeof(T) / depth);
        using Scratch.Lease<T> panel = Scratch.Rent<T>((nint)depth * columns);
        for (int j = 0; j < problem.N && !cancellationToken.IsCancellationRequested; j += columns)
        {
            GemmProblem<T> part = problem.Part(0, j, problem.M, Math.Min(columns, problem.N - j));
            for (int i = 0; i < part.N; i += vector)
            {
                GemmPacking<T>.Copy(
                    kernels, part.B + (i * part.BColumn), part.BRow, part.BColumn, depth, Math.Min(vector, part.N - i), panel.Pointer + ((nint)i * depth), vector);
            }

            kernels.GemmShort((nuint)part.M, (nuint)part.N, (nuint)depth, part.A, part.ARow, part.AColumn, panel.Pointer, part.C, part.CRow, part.Alpha, part.Beta);
        }
    }

    /// <summary>By tiles from the top down, the order in which a processor reads ahead; before each C is asked for where a later one will write it.</summary>
    private static void ByTiles(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        int columns = EqualParts(kernels, problem.N, kernels.Blocks.DirectElements / 2 / problem.K);
        using Scratch.Lease<T> panels = Scratch.Rent<T>((nint)problem.K * columns);
        for (int j = 0; j < problem.N; j += columns)
        {
            GemmProblem<T> part = problem.Part(0, j, problem.M, Math.Min(columns, problem.N - j));
            GemmPacking<T>.PackPanels(kernels, part, panels.Pointer);
            GemmTileCall<T> call = part.Corner();
            for (int i = 0; i < part.M && !cancellationToken.IsCancellationRequested; i += call.Rows)
            {
                call.Rows = GemmSweep<T>.NextRows(kernels, part.M - i);
                call.A = part.A + (i * part.ARow);
                call.Next = call.A;
                for (int first = 0; first < part.N; first += call.Columns)
                {
                    call.Columns = GemmSweep<T>.NextColumns(kernels, part.N - first);
                    call.B = panels.Pointer + ((nint)first * part.K);
                    call.BStep = GemmSweep<T>.PanelStep(kernels, call.Columns);
                    call.C = part.C + (i * part.CRow) + first;
                    int ahead = first + (TilesAhead * kernels.TileColumns);
                    Ask(part.C + ((ahead < part.N ? i : i + call.Rows) * part.CRow) + (ahead < part.N ? ahead : ahead - part.N), part.CRow, call.Rows, call.Columns);
                    kernels.GemmTile(&call);
                }
            }
        }
    }

    /// <summary>The columns of each of as few equal blocks as a limit allows, in whole vectors.</summary>
    private static int EqualParts(KernelTable<T> kernels, int length, int most)
    {
        int parts = (length + most - 1) / most;
        return GemmSweep<T>.PanelStep(kernels, (length + parts - 1) / parts);
    }

    /// <summary>Asks for rows of C.</summary>
    private static void Ask(T* c, nint row, int rows, int columns)
    {
        int line = 64 / sizeof(T);
        for (; rows > 0; rows--, c += row)
        {
            for (int j = 0; j < columns; j += line)
            {
                Prefetch.Line(c + j);
            }
        }
    }
}
