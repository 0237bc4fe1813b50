using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Products of a few rows with a matrix beyond the second-level cache: their time is that of reading it, so its rows are read from end to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Some rows of B at a time are read from memory for the first row of C, and from the second-level cache for the others:
/// <code>
///   C row 0   +=  a[0, p … p+15]  ×  │ b[p … p+15, 0 … N−1] │      from memory
///   C row 1   +=  a[1, p … p+15]  ×  │         the same     │      from the second-level cache
/// </code>
/// A tile would read pieces as wide as itself of each row of B, and touch another page with each.
/// </remarks>
internal static unsafe class FlatProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From so many rows on, the multiply-adds of a row at a time take longer than the memory that they wait for.</summary>
    private const int MostRows = 4;

    /// <summary>Whether a product is one of these.</summary>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.M <= MostRows && problem.BColumn == 1 && problem.AColumn == 1 && problem.N > kernels.GemvColumnCount && problem.LowerOffset is null
        && (long)problem.N * problem.K > kernels.Blocks.DirectElements;

    /// <summary>C = alpha·A·B + beta·C by blocks of columns, of which <see cref="Gemv.LinesAtOnce"/> rows of B take half a second-level cache.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
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
}
