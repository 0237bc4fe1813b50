namespace FastBias.Kernels;

/// <summary>How a product is computed: a pure function of its shape, the kernels and the caches. No part of it changes a bit of the result.</summary>
/// <param name="Packed">Whether B is packed block by block; if not, its rows are read where they lie.</param>
/// <param name="PanelRows">The rows of A that are packed at a time.</param>
/// <param name="BlockColumns">The columns of B that are packed at a time: with <see cref="Gemm.Depth"/> rows, half a second-level cache.</param>
internal readonly record struct GemmPlan(bool Packed, int PanelRows, int BlockColumns)
{
    /// <summary>From this many rows of A on, a packed row of B is read often enough to pay for its copy: packed rows are aligned, and share no cache set.</summary>
    private const int RowsThatPay = 96;

    public static GemmPlan For<T>(KernelTable<T> kernels, int m, int n, int k)
        where T : unmanaged
    {
        BlockSizes blocks = kernels.Blocks;
        bool packed = m >= RowsThatPay || (m > kernels.TileRows && (long)n * k > blocks.DirectElements);
        return new(packed, blocks.PanelRows, blocks.BlockColumns);
    }
}

/// <summary>The block sizes of one table of kernels on this machine, from its caches.</summary>
/// <param name="DirectElements">The elements of B up to which it is read where it lies: one second-level cache.</param>
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
