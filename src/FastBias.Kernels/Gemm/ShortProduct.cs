using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Products whose chains have a few steps, on one thread: most of their time is C's way to memory, so its rows are written from end to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class ShortProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fewer rows do not pay for the copy of B.</summary>
    private const int LeastRows = 32;

    /// <summary>The bytes of B that are packed at a time: they are read for each group of rows.</summary>
    private const int PanelBytes = 1 << 15;

    /// <summary>Whether a product is one of these.</summary>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem) =>
        problem.K <= kernels.ShortDepth && problem.M >= LeastRows && problem.N >= 2 * kernels.VectorElements && problem.LowerOffset is null;

    /// <summary>C = alpha·A·B + beta·C by blocks of columns.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        int vector = kernels.VectorElements, depth = problem.K, most = PanelBytes / sizeof(T) / depth / vector * vector;
        int blocks = (problem.N + most - 1) / most, columns = GemmSweep<T>.PanelStep(kernels, (problem.N + blocks - 1) / blocks);
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
}
