using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The blocked loops of a product on one thread.</summary>
/// <remarks>
/// The order is Goto's for row-major matrices (van de Geijn and Goto 2008, with A and B exchanged):
/// <code>
///   for each Depth rows of B                      the chains are cut here, and nowhere else
///     for each PanelRows rows of A                packed into slivers where A's rows are not contiguous
///       for each BlockColumns columns of B        packed into panels: lies in the second-level cache
///         for each sliver of TileRows rows of A   lies in the first-level cache
///           for each panel of TileColumns columns one register tile
/// </code>
/// </remarks>
internal static unsafe class GemmLoops<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        GemmPlan plan = GemmPlan.For(kernels, problem.M, problem.N, problem.K);
        if (plan.Packed)
        {
            Packed(kernels, problem, plan, cancellationToken);
        }
        else if (problem.BColumn == 1)
        {
            InPlace(kernels, problem, cancellationToken);
        }
        else
        {
            // B is small but its rows are not contiguous: one copy with rows.
            using Scratch.Lease<T> copy = Scratch.Rent<T>((nint)problem.K * problem.N);
            GemmPacking<T>.CopyRows(problem.B, problem.BRow, problem.BColumn, problem.K, problem.N, copy.Pointer, problem.N);
            GemmProblem<T> contiguous = problem;
            contiguous.B = copy.Pointer;
            contiguous.BRow = problem.N;
            contiguous.BColumn = 1;
            InPlace(kernels, contiguous, cancellationToken);
        }
    }

    /// <summary>A and B where they lie.</summary>
    private static void InPlace(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        GemmTileCall<T> call = default;
        call.ARow = problem.ARow;
        call.AStep = problem.AColumn;
        call.BStep = problem.BRow;
        call.CRow = problem.CRow;
        call.Alpha = problem.Alpha;
        call.Beta = problem.Beta;
        for (int p = 0; p < problem.K; p += Gemm.Depth)
        {
            call.Depth = (nuint)Math.Min(Gemm.Depth, problem.K - p);
            T* a = problem.A + (p * problem.AColumn);
            T* b = problem.B + (p * problem.BRow);
            for (int i = 0; i < problem.M; i += kernels.TileRows)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                call.Rows = Math.Min(kernels.TileRows, problem.M - i);
                call.A = a + (i * problem.ARow);
                T* c = problem.C + (i * problem.CRow);
                for (int j = 0; j < problem.N && !problem.Skips(i, j, call.Rows); j += kernels.TileColumns)
                {
                    call.Columns = Math.Min(kernels.TileColumns, problem.N - j);
                    call.B = b + j;
                    call.C = c + j;
                    kernels.GemmTile(&call);
                }
            }

            call.Beta = T.One;
        }
    }

    private static void Packed(KernelTable<T> kernels, in GemmProblem<T> problem, GemmPlan plan, CancellationToken cancellationToken)
    {
        int blockColumns = Math.Min(plan.BlockColumns, RoundUp(problem.N, kernels.TileColumns));
        bool packA = problem.AColumn != 1 || GemmPacking<T>.Aliases(problem.ARow);
        int panelRows = packA ? Math.Min(plan.PanelRows, RoundUp(problem.M, kernels.TileRows)) : problem.M;
        using Scratch.Lease<T> block = Scratch.Rent<T>((nint)Gemm.Depth * blockColumns);
        using Scratch.Lease<T> panel = Scratch.Rent<T>(packA ? (nint)panelRows * GemmPacking<T>.SliverStep : 0);
        for (int p = 0; p < problem.K; p += Gemm.Depth)
        {
            int depth = Math.Min(Gemm.Depth, problem.K - p);
            for (int i = 0; i < problem.M; i += panelRows)
            {
                int rows = Math.Min(panelRows, problem.M - i);
                GemmProblem<T> stripe = problem.Part(i, 0, rows, problem.N);
                stripe.A += p * problem.AColumn;
                stripe.B += p * problem.BRow;
                stripe.K = depth;
                stripe.Beta = p == 0 ? problem.Beta : T.One;
                if (packA)
                {
                    GemmPacking<T>.PackRows(stripe, panel.Pointer);
                    stripe.A = panel.Pointer;
                    stripe.ARow = GemmPacking<T>.SliverStep;
                    stripe.AColumn = 1;
                }

                for (int j = 0; j < problem.N; j += blockColumns)
                {
                    if (cancellationToken.IsCancellationRequested)
                    {
                        return;
                    }

                    GemmProblem<T> part = stripe.Part(0, j, rows, Math.Min(blockColumns, problem.N - j));
                    if (!part.Skips(0, 0, rows))
                    {
                        GemmPacking<T>.PackColumns(kernels, part, block.Pointer);
                        Block(kernels, part, block.Pointer, cancellationToken);
                    }
                }
            }
        }
    }

    /// <summary>One packed block of B against all the rows.</summary>
    private static void Block(KernelTable<T> kernels, in GemmProblem<T> part, T* block, CancellationToken cancellationToken)
    {
        GemmTileCall<T> call = default;
        call.Depth = (nuint)part.K;
        call.ARow = part.ARow;
        call.AStep = part.AColumn;
        call.BStep = kernels.TileColumns;
        call.CRow = part.CRow;
        call.Alpha = part.Alpha;
        call.Beta = part.Beta;
        for (int i = 0; i < part.M && !cancellationToken.IsCancellationRequested; i += kernels.TileRows)
        {
            call.Rows = Math.Min(kernels.TileRows, part.M - i);
            call.A = part.A + (i * part.ARow);
            T* c = part.C + (i * part.CRow);
            for (int j = 0; j < part.N && !part.Skips(i, j, call.Rows); j += kernels.TileColumns)
            {
                call.Columns = Math.Min(kernels.TileColumns, part.N - j);
                call.B = block + ((nint)j * part.K);
                call.C = c + j;
                kernels.GemmTile(&call);
            }
        }
    }

    private static int RoundUp(int value, int step) => checked((value + step - 1) / step * step);
}
