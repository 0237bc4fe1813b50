namespace FastBias.Generators;

/// <summary>A product of one fixed shape: the widest vectors that the shape fills, and the register tile with the fewest loads.</summary>
internal static class GemmFixedPlan
{
    public static Expansion For(KernelDeclaration declaration, IsaModel isa)
    {
        (int m, int n, int k) = (declaration.Rows, declaration.Columns, declaration.Depth);
        IsaModel vector = IsaModel.All.Last(level => level.Bits <= isa.Bits && level.Count(declaration.Element) <= n);
        int vectors = Ceiling(n, vector.Count(declaration.Element));
        (int rows, int width) = Tile(m, vectors, isa.Registers);
        Budget unrolled = BudgetOf(m, vectors, k, rows, width);
        bool keep = !unrolled.Fits(isa);
        Variant run = new(
            "Run", 0,
            new([new("Rows", m), new("Columns", n), new("Depth", k), new("RowsPerTile", rows), new("VectorsPerTile", width)]),
            keep ? new(["p"]) : default);
        return new(
            $"{declaration.MangledName}_{isa.Name}",
            declaration.Template, isa, vector, declaration.Element,
            $"{m}x{n}x{k} in tiles of {rows} rows x {width} vectors of {vector.Count(declaration.Element)}", "",
            new([run]), keep ? BudgetOf(m, vectors, 1, rows, width) : unrolled);
    }

    /// <summary>Whether the loop over the depth is too large to unroll on some vector ISA (FB0008).</summary>
    public static bool KeepsLoop(KernelDeclaration declaration) =>
        IsaModel.All.Any(isa => isa.Bits > 0 && For(declaration, isa).Variants[0].KeptLoops.Count > 0);

    private static Budget BudgetOf(int m, int vectors, int k, int rows, int width)
    {
        int rowTiles = Ceiling(m, rows), columnTiles = Ceiling(vectors, width);
        int updates = m * vectors * k;
        int loads = k * ((vectors * rowTiles) + (m * columnTiles));
        return new(
            (rows * width) + width + 1,
            // one variable for the loop that each tile may keep
            (rows * width) + width + 8 + (rowTiles * columnTiles),
            60 + (updates * 20) + (loads * 24) + (m * vectors * 30),
            2.0 * rows * width / (rows + width));
    }

    /// <summary>The tile that loads least in all, then evened out: 13 rows are 7 + 6, not 12 + 1.</summary>
    private static (int Rows, int Vectors) Tile(int m, int vectors, int registers)
    {
        var best =
            (from width in Enumerable.Range(1, vectors)
             from rows in Enumerable.Range(1, m)
             where (rows * width) + width + 1 <= registers
             let tiles = Ceiling(m, rows) * Ceiling(vectors, width)
             orderby (Ceiling(m, rows) * vectors) + (Ceiling(vectors, width) * m), tiles, width
             select (rows, width)).First();
        return (Ceiling(m, Ceiling(m, best.rows)), Ceiling(vectors, Ceiling(vectors, best.width)));
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
