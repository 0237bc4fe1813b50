using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>Products of a few rows with a matrix beyond the second-level cache: much of their time is that of reading it, once.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Up to four rows: some rows of B at a time are read from memory for the first row of C, and from the second-level cache for the others:
/// <code>
///   C row 0   +=  a[0, p … p+15]  ×  │ b[p … p+15, 0 … N−1] │      from memory
///   C row 1   +=  a[1, p … p+15]  ×  │         the same     │      from the second-level cache
/// </code>
/// A tile would read pieces as wide as itself of each row of B, and touch another page with each.
/// <para>
/// Five rows to one and a half tiles': all of C's rows are one tile, a vector wide, so that nothing of B is read twice or packed. The processor does not foresee a way across B's rows;
/// so each step of a tile asks for B's row of the tile after it:
/// <code>
///   C rows 0 … M−1  +=  a[0 … M−1, p … p+255]  ×  │ b, a vector wide │ the next one, asked for │
/// </code>
/// </para>
/// </remarks>
internal static unsafe class FlatProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From so many rows on, the multiply-adds of a row at a time take longer than the memory that they wait for.</summary>
    private const int MostRowsOfLines = 4;

    /// <summary>Tiles of shorter chains spend too much on C.</summary>
    private const int LeastSteps = 64;

    /// <summary>Fewer columns, in rows of C, do not pay for the copy of A.</summary>
    private const int LeastShape = 8;

    /// <summary>Whether a product is one of these.</summary>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.BColumn == 1 && problem.LowerOffset is null && (long)problem.N * problem.K > kernels.Blocks.DirectElements
        && (IsByLines(problem) ? problem.AColumn == 1 && problem.N > kernels.GemvColumnCount : FitsTiles(kernels, problem));

    /// <summary>C = alpha·A·B + beta·C.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        if (IsByLines(problem))
        {
            ByLines(kernels, problem, cancellationToken);
        }
        else
        {
            ByTiles(kernels, problem, cancellationToken);
        }
    }

    /// <summary>Rows of which no whole number of tiles is made, so that B would be packed for them, and a B in the last cache: from memory, packing reads it faster.</summary>
    private static bool FitsTiles(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.M % kernels.TileRows != 0 && 2 * problem.M <= 3 * kernels.TileRows && problem.K >= LeastSteps && problem.N >= LeastShape * problem.M
        && (long)problem.N * problem.K <= MachineInfo.L3 / Unsafe.SizeOf<T>();

    private static bool IsByLines(in GemmProblem<T> problem) => problem.M <= MostRowsOfLines;

    /// <summary>By blocks of columns, of which <see cref="Gemv.LinesAtOnce"/> rows of B take half a second-level cache.</summary>
    private static void ByLines(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        int columns = Math.Min(problem.N, kernels.Blocks.DirectElements / 2 / Gemv.LinesAtOnce);
        using Scratch.Lease<T> chains = Scratch.Rent<T>((nint)problem.M * columns);
        for (int j = 0; j < problem.N; j += columns)
        {
            GemmProblem<T> part = problem.Part(0, j, problem.M, Math.Min(columns, problem.N - j));
            for (int p = 0; p < part.K && !cancellationToken.IsCancellationRequested; p += Gemm.Depth)
            {
                int end = Math.Min(p + Gemm.Depth, part.K);
                for (int q = p; q < end; q += Gemv.LinesAtOnce)
                {
                    for (int i = 0; i < part.M; i++)
                    {
                        kernels.GemvColumns(
                            (nuint)Math.Min(Gemv.LinesAtOnce, end - q), (nuint)part.N, part.B + (q * part.BRow), part.BRow, part.A + (i * part.ARow) + q, chains.Pointer + ((nint)i * columns), q == p ? T.Zero : T.One);
                    }
                }

                for (int i = 0; i < part.M; i++)
                {
                    Gemv.AddPiece(kernels, (nuint)part.N, chains.Pointer + ((nint)i * columns), part.C + (i * part.CRow), part.Alpha, p == 0 ? part.Beta : T.One);
                }
            }
        }
    }

    /// <summary>By tiles of all rows; the last one of a piece of the chains asks for the first of the next piece.</summary>
    private static void ByTiles(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        int vector = kernels.VectorElements;
        using Scratch.Lease<T> sliver = Scratch.Rent<T>((nint)problem.M * Math.Min(Gemm.Depth, problem.K));
        GemmTileCall<T> call = problem.Corner();
        call.Rows = problem.M;
        call.A = sliver.Pointer;
        call.Next = sliver.Pointer;
        (call.ARow, call.AStep) = (1, problem.M);
        for (int p = 0; p < problem.K && !cancellationToken.IsCancellationRequested; p += Gemm.Depth)
        {
            int depth = Math.Min(Gemm.Depth, problem.K - p);
            GemmPacking<T>.Copy(kernels, problem.A + (p * problem.AColumn), problem.AColumn, problem.ARow, depth, problem.M, sliver.Pointer, problem.M);
            call.Depth = (nuint)depth;
            call.Beta = p == 0 ? problem.Beta : T.One;
            for (int j = 0; j < problem.N; j += vector)
            {
                call.Columns = Math.Min(vector, problem.N - j);
                call.B = problem.B + (p * problem.BRow) + j;
                call.C = problem.C + j;
                call.Ask = j + vector < problem.N ? vector : (depth * problem.BRow) - j;
                kernels.GemmTile(&call);
            }
        }
    }
}
