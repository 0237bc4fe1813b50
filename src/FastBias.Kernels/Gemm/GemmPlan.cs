namespace FastBias.Kernels;

/// <summary>How a product is computed: a pure function of its shape, the kernels and the caches. No part of it changes a bit of the result.</summary>
/// <param name="Packed">Whether B is packed block by block; if not, its rows are read where they lie.</param>
/// <param name="PanelRows">The rows of A that are packed at a time.</param>
/// <param name="BlockColumns">The columns of B that are packed at a time: with <see cref="Gemm.Depth"/> rows, half a second-level cache.</param>
internal readonly record struct GemmPlan(bool Packed, int PanelRows, int BlockColumns)
{
    /// <summary>B is read where it lies while it is not much larger than the second-level cache (kernels.md, measured notes).</summary>
    public static GemmPlan For<T>(KernelTable<T> kernels, nint n, nint k)
        where T : unmanaged
    {
        nint elementsInL2 = MachineInfo.L2 / BytesOf<T>();
        int columns = (int)Math.Max(kernels.TileColumns, elementsInL2 / 2 / Gemm.Depth / kernels.TileColumns * kernels.TileColumns);
        int rows = (int)Math.Clamp(MachineInfo.L3 / 8 / BytesOf<T>() / Gemm.Depth, 64, 4096) / kernels.TileRows * kernels.TileRows;
        return new(n * k > elementsInL2, rows, columns);
    }

    private static unsafe int BytesOf<T>()
        where T : unmanaged => sizeof(T);
}
