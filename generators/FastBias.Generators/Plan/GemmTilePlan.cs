namespace FastBias.Generators;

/// <summary>The register tile: every number of rows and of vectors, with a partial last vector; with the declared rows also without, and one that keeps B; for each of A's two orders. Of one vector, and rows for which B is read once, also one that asks for B.</summary>
internal static class GemmTilePlan
{
    /// <summary>The length of chain from which C is prefetched: in shorter ones the instructions cost more than they save.</summary>
    private const int LongChain = 64;

    /// <summary>The longest chain; a tile asks for one row of C in each of its equal parts.</summary>
    private const int ChainLength = 256;

    /// <summary>The steps of the chain that are taken at a time.</summary>
    private const int Unroll = 2;

    /// <summary>How many rows ahead of the one it works on a tile asks for B where it reads it in its own layout for the first time.</summary>
    private const int Ahead = 16;

    private const int LineBits = 512;

    /// <summary>The fewest rows of a tile that asks for B, with fewer B is read line by line; the most are those of one and a half tiles (<c>FlatProduct</c>).</summary>
    private const int FewestAsking = 5;

    /// <summary>Accumulators, one row of B, one broadcast element of A.</summary>
    public static int Registers(int rows, int vectors) => (rows * vectors) + vectors + 1;

    public static Budget BudgetOf(int rows, int vectors) => new(
        Registers(rows, vectors),
        (rows * vectors) + vectors + 28 + (rows * (Unroll + 1)),
        400 + (rows * vectors * (120 + (20 * (Unroll + 1)))) + ((vectors + rows) * 60 * (Unroll + 1)),
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

    /// <summary>The rows of the tallest tile that is so wide: as many accumulators as the declared tile has, but no more than twice its rows.</summary>
    /// <remarks><c>KernelTable.MostRows</c> says the same to the drivers.</remarks>
    public static int MostRows(int rows, int vectors, int width) => Math.Min(2 * rows, rows * vectors / width);

    /// <summary>What the declared tile needs, and the locals and the code of the largest one.</summary>
    public static Budget LargestBudget(int rows, int vectors)
    {
        Budget[] budgets = [.. Enumerable.Range(1, vectors).Select(width => BudgetOf(MostRows(rows, vectors, width), width))];
        return BudgetOf(rows, vectors) with { Locals = budgets.Max(budget => budget.Locals), IlBytes = budgets.Max(budget => budget.IlBytes) };
    }

    public static Expansion For(KernelDeclaration declaration, IsaModel isa)
    {
        int count = isa.Count(declaration.Element);
        int vectors = declaration.Columns / count;
        int line = LineBits / declaration.Element.Bits;

        // The numbers of the variants leave few out: the selection is one jump through a table.
        int full = declaration.Rows, partial = (full - 1) * vectors, tall = partial + (4 * vectors);
        IEnumerable<Variant> plain =
            from rows in Enumerable.Range(1, 2 * full)
            from width in Enumerable.Range(1, vectors)
            where rows <= MostRows(full, vectors, width)
            from masked in Enumerable.Range(0, count > 1 ? 2 : 1)
            where masked == 1 || rows == full || count == 1
            from byColumns in Enumerable.Range(0, 2)
            from keeps in Enumerable.Range(0, rows == full ? 2 : 1)
            select new Variant(
                $"Run{rows}x{width}{(masked == 1 ? "Masked" : "")}{(byColumns == 1 ? "ByColumns" : "")}{(keeps == 1 ? "Keeping" : "")}",
                (2 * (rows < full ? ((rows - 1) * vectors) + width - 1
                    : rows == full ? partial + (((((width - 1) * 2) + masked) * 2) + keeps)
                    : tall + ((rows - full - 1) * vectors) + width - 1)) + byColumns,
                Constants(rows, width, masked, byColumns, keeps, 0),
                default);
        int end = 2 * (tall + (full * vectors)), partly = count > 1 ? 1 : 0;
        IEnumerable<Variant> asking =
            from rows in Enumerable.Range(FewestAsking, Math.Max(0, (3 * full / 2) - FewestAsking + 1))
            select new Variant($"Run{rows}x1{(partly == 1 ? "Masked" : "")}ByColumnsAsking", end + rows - FewestAsking, Constants(rows, 1, partly, 1, 0, 1), default);
        string widthOf = $"((int)((uint)(call->Columns - 1) / {count}))", maskOf = count > 1 ? $"(call->Columns % {count} == 0 ? 0 : 2)" : "0";
        string selector = $"call->Ask != 0 ? {end - FewestAsking} + call->Rows : (call->AStep == 1 ? 0 : 1) + (2 * (call->Rows == {full} ? {partial} + (4 * {widthOf}) + {maskOf} + (call->Keep == null ? 0 : 1) : ((call->Rows - 1) * {vectors}) + {widthOf} + (call->Rows < {full} ? 0 : {tall - (full * vectors)})))";
        return new(
            $"GemmTile_{declaration.Element.Tag}_{isa.Name}_{declaration.Rows}x{declaration.Columns}",
            declaration.Template, isa, isa, declaration.Element,
            $"{declaration.Rows} rows x {vectors} vectors of {count}", selector, new(plain.Concat(asking)), LargestBudget(full, vectors));

        EquatableArray<Constant> Constants(int rows, int width, int masked, int byColumns, int keeps, int asks) => new([
            new("Rows", rows), new("Vectors", width), new("Masked", masked), new("ByColumns", byColumns), new("Keeps", keeps), new("Asks", asks), new("Ahead", Ahead), new("Unroll", Unroll),
            new("LongChain", LongChain), new("Chunk", ChainLength / full), new("LineElements", line)]);
    }
}
