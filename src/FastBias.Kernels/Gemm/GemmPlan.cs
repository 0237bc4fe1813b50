namespace FastBias.Kernels;

/// <summary>How a product is computed: a pure function of its shape, its layout, the kernels and the caches. No part of it changes a bit of the result.</summary>
/// <param name="Packings">Which operands are copied into the order in which tiles read them; A only where B is.</param>
/// <param name="PanelRows">The rows of A that are packed at a time.</param>
/// <param name="BlockColumns">The columns of B that are packed at a time: with <see cref="Gemm.Depth"/> rows, half a second-level cache.</param>
internal readonly record struct GemmPlan(GemmPackings Packings, int PanelRows, int BlockColumns)
{
    /// <summary>From this many rows of A on, the panels of B are read often enough to pay for the copy where its rows are not aligned.</summary>
    private const int RowsThatPay = 56;

    /// <summary>The same where each of its loads is aligned anyway.</summary>
    private const int AlignedRowsThatPay = 144;

    private const int CacheLine = 64;

    /// <summary>Rows at a multiple of this distance, in bytes, fall into few sets of the first-level cache.</summary>
    private const int Aliasing = 1024;

    /// <summary>Rows of B at a multiple of this distance fall into one set of it, and the next rows of tiles find none of them there: the copy pays as it does where they are not aligned.</summary>
    private const int Page = 4096;

    public static unsafe GemmPlan For<T>(KernelTable<T> kernels, in GemmProblem<T> problem)
        where T : unmanaged
    {
        BlockSizes blocks = kernels.Blocks;
        bool byRows = problem.AColumn == 1, byColumns = problem.ARow == 1 || problem.M == 1;
        bool aligned = (((nint)problem.B | (problem.BRow * sizeof(T))) & (CacheLine - 1)) == 0 && problem.BRow * sizeof(T) % Page != 0;
        bool pays = (problem.M >= (aligned ? AlignedRowsThatPay : RowsThatPay) && problem.N > kernels.VectorElements)
            || ((long)problem.N * problem.K > blocks.DirectElements && problem.N > 2 * kernels.TileColumns);
        bool packB = problem.BColumn != 1 || pays || !(byRows || byColumns);
        bool readOften = problem.N > 2 * kernels.TileColumns, aliased = (byRows ? problem.ARow : problem.AColumn) * sizeof(T) % Aliasing == 0;
        bool far = (long)problem.M * Math.Min(problem.K, Gemm.Depth) > blocks.DirectElements;
        bool packA = packB && (byRows
            ? readOften && aliased
            : !byColumns || (readOften && problem.M > kernels.TileRows && (aliased || far)));
        bool keepB = packB && problem.BColumn == 1;
        return new(
            (!packB ? 0 : keepB ? GemmPackings.KeepB : GemmPackings.B) | (packA ? GemmPackings.A : 0),
            EqualParts(problem.M, blocks.PanelRows, kernels.TileRows),
            EqualParts(problem.N, blocks.BlockColumns, kernels.TileColumns));
    }

    /// <summary>As few parts as a limit allows, all of about the same number of whole tiles: a narrow last part would read the other operand for little.</summary>
    private static int EqualParts(int length, int most, int tile)
    {
        int parts = Math.Max(1, (int)(((long)length + most - 1) / most)), part = (int)(((long)length + parts - 1) / parts);
        return Math.Clamp((int)(((long)part + tile - 1) / tile * tile), tile, most);
    }
}

/// <summary>The block sizes of one table of kernels on this machine, from its caches.</summary>
/// <param name="DirectElements">The elements of B, or of an A that lies by columns, up to which it is read where it lies: one second-level cache.</param>
/// <param name="PanelRows">The rows of A whose blocks of <see cref="Gemm.Depth"/> columns take an eighth of the last cache.</param>
/// <param name="BlockColumns">The columns of B whose blocks of <see cref="Gemm.Depth"/> rows take half a second-level cache.</param>
internal sealed record BlockSizes(int DirectElements, int PanelRows, int BlockColumns)
{
    public static BlockSizes For(int elementBytes, int tileRows, int tileColumns)
    {
        int elementsInL2 = MachineInfo.L2 / elementBytes;
        int columns = Math.Max(1, elementsInL2 / 2 / Gemm.Depth / tileColumns) * tileColumns;
        int rows = Math.Clamp(MachineInfo.L3 / 8 / elementBytes / Gemm.Depth, 64, 4096) / tileRows * tileRows;
        return new(elementsInL2, rows, columns);
    }
}
