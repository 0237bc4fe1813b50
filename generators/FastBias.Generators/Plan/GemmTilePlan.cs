namespace FastBias.Generators;

/// <summary>The register tile: every number of rows and of vectors, with a partial last vector; with all its rows also without.</summary>
internal static class GemmTilePlan
{
    /// <summary>The length of chain from which C is prefetched: in shorter ones the instructions cost more than they save.</summary>
    private const int LongChain = 64;

    /// <summary>The longest chain; a tile asks for one row of C in each of its equal parts.</summary>
    private const int ChainLength = 256;

    /// <summary>Accumulators, one row of B, one broadcast element of A.</summary>
    public static int Registers(int rows, int vectors) => (rows * vectors) + vectors + 1;

    public static Budget BudgetOf(int rows, int vectors) => new(
        Registers(rows, vectors),
        (rows * vectors) + vectors + 20 + rows,
        240 + (rows * vectors * 100) + (vectors * 40) + (rows * 40),
        2.0 * rows * vectors / (rows + vectors));

    /// <summary>The tile with the most columns, then the most rows, that fits into the registers of an ISA and is no larger than the one asked for.</summary>
    public static (int Rows, int Vectors) NearestFit(int rows, int vectors, IsaModel isa)
    {
        while (Registers(1, vectors) > isa.Registers)
        {
            vectors--;
        }

        while (Registers(rows, vectors) > isa.Registers)
        {
            rows--;
        }

        return (rows, vectors);
    }

    public static Expansion For(KernelDeclaration declaration, IsaModel isa)
    {
        int count = isa.Count(declaration.Element);
        int vectors = declaration.Columns / count;
        bool masks = count > 1;
        IEnumerable<Variant> variants =
            from rows in Enumerable.Range(1, declaration.Rows)
            from width in Enumerable.Range(1, vectors)
            from masked in Enumerable.Range(0, masks ? 2 : 1)
            where masked == 1 || rows == declaration.Rows || !masks
            select new Variant(
                $"Run{rows}x{width}{(masked == 1 ? "Masked" : "")}",
                ((((rows - 1) * vectors) + width - 1) * 2) + masked,
                new([new("Rows", rows), new("Vectors", width), new("Masked", masked), new("LongChain", LongChain), new("Chunk", ChainLength / declaration.Rows)]),
                default);
        string selector = masks
            ? $"((((call->Rows - 1) * {vectors}) + ((call->Columns - 1) / {count})) * 2) + (call->Rows == {declaration.Rows} && call->Columns % {count} == 0 ? 0 : 1)"
            : $"(((call->Rows - 1) * {vectors}) + (call->Columns - 1)) * 2";
        return new(
            $"GemmTile_{declaration.Element.Tag}_{isa.Name}_{declaration.Rows}x{declaration.Columns}",
            declaration.Template, isa, isa, declaration.Element,
            $"{declaration.Rows} rows x {vectors} vectors of {count}", selector, new(variants), BudgetOf(declaration.Rows, vectors));
    }
}
