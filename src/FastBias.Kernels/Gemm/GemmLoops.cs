using System.Numerics;

namespace FastBias.Kernels;

/// <summary>The blocked loops of a product on one thread.</summary>
/// <remarks>
/// The order is Goto's for row-major matrices (van de Geijn and Goto 2008, with A and B exchanged):
/// <code>
///   for each Depth rows of B                      the chains are cut here, and nowhere else
///     for each PanelRows rows of A                packed into slivers where A cannot be read where it lies
///       for each BlockColumns columns of B        packed into panels: lies in the second-level cache
///         for each sliver of TileRows rows of A   asked for while the one before is at work
///           for each panel of TileColumns columns one register tile
/// </code>
/// </remarks>
internal static unsafe class GemmLoops<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        if (TurnedProduct<T>.Fits(kernels, problem))
        {
            TurnedProduct<T>.Run(kernels, problem, cancellationToken);
            return;
        }

        if (ShortProduct<T>.Fits(kernels, problem))
        {
            ShortProduct<T>.Run(kernels, problem, cancellationToken);
            return;
        }

        if (FlatProduct<T>.Fits(kernels, problem))
        {
            FlatProduct<T>.Run(kernels, problem, cancellationToken);
            return;
        }

        kernels = kernels.ForColumns(problem.N);
        GemmPlan plan = GemmPlan.For(kernels, problem);
        if (GramProduct<T>.Fits(kernels, problem, plan))
        {
            GramProduct<T>.Run(kernels, problem, plan, cancellationToken);
        }
        else if ((plan.Packings & (GemmPackings.B | GemmPackings.KeepB)) != 0)
        {
            Packed(kernels, problem, plan, cancellationToken);
        }
        else
        {
            InPlace(kernels, problem, cancellationToken);
        }
    }

    /// <summary>A and B where they lie.</summary>
    private static void InPlace(KernelTable<T> kernels, in GemmProblem<T> problem, CancellationToken cancellationToken)
    {
        T beta = problem.Beta;
        for (int p = 0; p < problem.K; p += Gemm.Depth)
        {
            GemmTileCall<T> call = problem.Corner();
            call.Depth = (nuint)Math.Min(Gemm.Depth, problem.K - p);
            call.Beta = beta;
            call.A += p * problem.AColumn;
            call.B += p * problem.BRow;
            GemmSweep<T>.Run(kernels, &call, problem.M, problem.N, GemmPackings.None, null, problem.LowerOffset, cancellationToken);
            beta = T.One;
        }
    }

    private static void Packed(KernelTable<T> kernels, in GemmProblem<T> problem, GemmPlan plan, CancellationToken cancellationToken)
    {
        bool packA = (plan.Packings & GemmPackings.A) != 0;
        int blockColumns = Math.Min(plan.BlockColumns, problem.N);
        int panelRows = packA ? Math.Min(plan.PanelRows, problem.M) : problem.M;
        int depth = Math.Min(Gemm.Depth, problem.K);
        using Scratch.Lease<T> block = Scratch.Rent<T>((nint)depth * GemmSweep<T>.PanelStep(kernels, blockColumns));
        using Scratch.Lease<T> panel = Scratch.Rent<T>(packA ? (nint)panelRows * depth : 0);
        for (int p = 0; p < problem.K; p += Gemm.Depth)
        {
            for (int i = 0; i < problem.M; i += panelRows)
            {
                int rows = Math.Min(panelRows, problem.M - i);
                GemmPackings packings = GemmSweep<T>.NextRows(kernels, rows) == kernels.TileRows ? plan.Packings : (plan.Packings & GemmPackings.A) | GemmPackings.B;
                GemmProblem<T> stripe = problem.Part(i, 0, rows, problem.N);
                stripe.A += p * problem.AColumn;
                stripe.B += p * problem.BRow;
                stripe.K = Math.Min(Gemm.Depth, problem.K - p);
                stripe.Beta = p == 0 ? problem.Beta : T.One;
                if (packA)
                {
                    GemmPacking<T>.PackSlivers(kernels, stripe, panel.Pointer);
                    stripe.A = panel.Pointer;
                    (stripe.ARow, stripe.AColumn) = (1, kernels.TileRows);
                }

                for (int j = 0; j < problem.N && !cancellationToken.IsCancellationRequested; j += blockColumns)
                {
                    GemmProblem<T> part = stripe.Part(0, j, rows, Math.Min(blockColumns, problem.N - j));
                    if (!part.Skips(0, 0, rows))
                    {
                        if ((packings & GemmPackings.B) != 0)
                        {
                            GemmPacking<T>.PackPanels(kernels, part, block.Pointer);
                        }

                        GemmTileCall<T> call = part.Corner();
                        GemmSweep<T>.Run(kernels, &call, rows, part.N, packings, block.Pointer, part.LowerOffset, cancellationToken);
                    }
                }
            }
        }
    }
}
