using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Products with a few columns whose A lies by rows, and with a few rows whose B lies by columns, on one thread: the lanes of a vector are what there is much of.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// A tile's vector is a piece of a row of C, and four columns leave half of it empty, or three quarters. Here it is a piece of a column; A, whose rows then lie across the
/// vectors, is turned in registers. C's transpose is computed for some rows at a time, and turned once more:
/// <code>
///   C (M x 4)  =  A · B      sums (4 x 256 rows at a time)  =  Bᵀ · Aᵀ
/// </code>
/// A result of a few rows is that transpose.
/// </remarks>
internal static unsafe class TurnedProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Shorter chains do not pay for the transposition of C.</summary>
    private const int LeastSteps = 16;

    /// <summary>Nor do fewer elements of what is turned: the last block of vectors repeats columns, and there are more calls than a tile needs.</summary>
    private const int LeastElements = 1024;

    /// <summary>The rows whose sums are transposed at a time: they stay in the first-level cache.</summary>
    private const int MostRows = 256;

    /// <summary>Whether a product is one of these.</summary>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.CColumn == 1 && problem.LowerOffset is null && (IsNarrow(kernels, problem) || IsFlat(kernels, problem));

    /// <summary>C = alpha·A·B + beta·C.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        // The few columns of B, or rows of A, one step after the other.
        bool isNarrow = problem.N < problem.M, isPacked = isNarrow && problem.BColumn == 1 && problem.BRow == problem.N;
        int few = isNarrow ? problem.N : problem.M, many = isNarrow ? problem.M : problem.N;
        using Scratch.Lease<T> packed = Scratch.Rent<T>(isPacked ? 0 : (nint)problem.K * few);
        T* factors = isPacked ? problem.B : packed.Pointer;
        if (!isPacked)
        {
            T* from = isNarrow ? problem.B : problem.A;
            GemmPacking<T>.Copy(kernels, from, isNarrow ? problem.BRow : problem.AColumn, isNarrow ? problem.BColumn : problem.ARow, problem.K, few, factors, few);
        }

        using Scratch.Lease<T> room = Scratch.Rent<T>(2 * few * MostRows);
        for (int first = 0, count; first < many && !cancellationToken.IsCancellationRequested; first += count)
        {
            int left = many - first;
            count = left <= MostRows ? left : left < 2 * MostRows ? left / 2 & -32 : MostRows;
            if (isNarrow)
            {
                Narrow(kernels, problem.Part(first, 0, count, few), factors, room.Pointer);
            }
            else
            {
                GemmProblem<T> part = problem.Part(0, first, few, count);
                Pieces(kernels, few, count, part.K, factors, part.B, part.BColumn, room.Pointer, part.C, part.CRow, part.Alpha, part.Beta);
            }
        }
    }

    private static bool IsNarrow(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.AColumn == 1 && Pays(kernels, problem.N, problem.M, problem.K);

    private static bool IsFlat(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.BRow == 1 && problem.BColumn != 1 && Pays(kernels, problem.M, problem.N, problem.K);

    /// <summary>
    /// Whether so few lines leave enough of a tile's vectors empty: half of them or more; or less, in a product four times as large. What is turned fits into the last
    /// cache: from memory, tiles read as fast or faster, eight rows at a time and with the next ones asked for.
    /// </summary>
    private static bool Pays(KernelTable<T> kernels, int few, int many, int steps) =>
        few >= 2 && few <= kernels.TurnedRows && (long)many * steps * sizeof(T) <= MachineInfo.L3
        && (2 * few <= kernels.VectorElements
            ? many >= 2 * kernels.VectorElements && steps >= LeastSteps && (long)many * steps >= LeastElements
            : many >= 8 * kernels.VectorElements && steps >= 2 * LeastSteps);

    /// <summary>Some rows of C, by their transpose; where the sums are the result they are it.</summary>
    private static void Narrow(KernelTable<T> kernels, in GemmProblem<T> part, T* factors, T* room)
    {
        nuint rows = (nuint)part.M, columns = (nuint)part.N;
        T* sums = room, result = room;
        if (part.K <= Gemm.Depth && part.Alpha == T.One && part.Beta == T.Zero)
        {
            kernels.GemmTurned(columns, rows, (nuint)part.K, factors, part.A, part.ARow, sums, part.M);
        }
        else
        {
            result += part.N * MostRows;
            if (part.Beta != T.Zero)
            {
                kernels.Transpose(rows, columns, part.C, part.CRow, result, part.M);
            }

            Pieces(kernels, part.N, part.M, part.K, factors, part.A, part.ARow, sums, result, part.M, part.Alpha, part.Beta);
        }

        kernels.Transpose(columns, rows, result, part.M, part.C, part.CRow);
    }

    /// <summary>Some columns of a C of a few rows, by the pieces of their chains.</summary>
    private static void Pieces(KernelTable<T> kernels, int rows, int columns, int steps, T* factors, T* b, nint bColumn, T* sums, T* c, nint cRow, T alpha, T beta)
    {
        for (int p = 0; p < steps; p += Gemm.Depth)
        {
            kernels.GemmTurned((nuint)rows, (nuint)columns, (nuint)Math.Min(Gemm.Depth, steps - p), factors + ((nint)p * rows), b + p, bColumn, sums, columns);
            for (int i = 0; i < rows; i++)
            {
                Gemv.AddPiece(kernels, (nuint)columns, sums + (i * columns), c + (i * cRow), alpha, p == 0 ? beta : T.One);
            }
        }
    }
}
