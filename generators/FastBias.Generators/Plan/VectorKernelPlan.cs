namespace FastBias.Generators;

/// <summary>The kernels on vectors: how many virtual lanes, how many registers they take, how many rows at once.</summary>
internal static class VectorKernelPlan
{
    /// <summary>The virtual lanes of a sum, the same for every ISA: four vectors of 512 bits, two where three sums run together or a sum waits for nothing else, one where the vectors are short or stand side by side.</summary>
    public static int Lanes(string template, Element element) => template switch
    {
        "JacobiSweep" or "PoleSums" or "ReflectColumns" => 512,
        "GramPair" or "RotatePair" or "ReflectColumn" => 1024,
        _ => 2048,
    } / element.Bits;

    /// <summary>The registers that GemvRows needs for a number of rows at once: their sums, and the block of x that several of them share.</summary>
    public static int Registers(int rows, Element element, IsaModel isa) => ((rows > 1 ? rows + 1 : rows) * (Lanes("GemvRows", element) / isa.Count(element))) + 1;

    public static Expansion For(KernelDeclaration declaration, IsaModel isa)
    {
        Element element = declaration.Element;
        int count = isa.Count(element);
        int lanes = Lanes(declaration.Template, element);
        int inLanes = lanes / count;
        int rows = Math.Max(1, declaration.Rows);
        Constant[] sums = [new("Lanes", lanes), new("Vectors", inLanes)];
        int stripe = Stripe(isa);
        return declaration.Template switch
        {
            "GemmTiny" => Tiny(),
            "GemmShort" => Short(),
            "GemmTurned" => Turned(),
            "GemvLines" => Lines(),
            "GramPair" => One(sums, (3 * inLanes) + 2, new(inLanes, Il: 220, Locals: 8), 1),
            "RotatePair" => One(sums, 5, new(inLanes, Il: 110, Locals: 2), 3),
            "JacobiSweep" => One(sums, inLanes + 10, new(inLanes + 4, Il: 350, Locals: 8), 1),
            "PoleSums" => One(sums, (2 * inLanes) + 4, new(inLanes, Il: 300, Locals: 8), 0.75),
            "Quotients" => One(sums, 4, new(inLanes, Il: 120, Locals: 2), 1),
            "Axpy" or "Scale" => One(sums, 2, new(inLanes, Il: 60, Locals: 0), 1),
            "ReflectVector" => One(sums, inLanes + 2, new(inLanes, Il: 160, Locals: 3), 1),
            "GemvRows" => One(
                [.. sums, new("Rows", rows)], Registers(rows, element, isa),
                new(inLanes, Il: 90 + (220 * rows), Locals: rows + 4), 2.0 * rows / (rows + 1)),
            "GemvColumns" => One([new("Vectors", GemvVectors)], GemvVectors + 2, new(GemvVectors * (GemvVectors + 3) / 2, Il: 150, Locals: 2), 2),
            "ReflectRows" => Stripes((4 * stripe) + 2, new(stripe, Il: 350, Locals: 5), 1),
            "ReflectPanel" => Stripes((5 * stripe) + 4, new(stripe, Il: 1100, Locals: 20), 2),
            "ReflectColumn" => One(sums, inLanes + 4, new(inLanes, Il: 200, Locals: 6), 1),
            "ReflectColumns" => SideBySide(),
            "ScaleColumns" => Stripes(stripe + 1, new(stripe, Il: 100, Locals: 2), 1),
            "RankUpdate" => Stripes((12 * stripe / 2) + 1, new(stripe / 2, Il: 3500, Locals: 60), 2.0 * RankDepth / (RankDepth + 2)),
            "RotateChain" => Stripes(stripe + 5, new(stripe, Il: 250, Locals: 8), 3),
            "PackPanel" => One([new("Vectors", declaration.Columns / count)], 1, new(declaration.Columns / count, Il: 40, Locals: 0), 0),
            "CopyRows" => One([], 2, new(2, Il: 40, Locals: 0), 0),
            "Transpose" => One([], Math.Min(isa.Registers, 2 * count), new(7, Il: 180, Locals: 6), 0),
            "FmaPeak" => One([new("Chains", 12)], 13, new(12, Il: 40, Locals: 1), double.PositiveInfinity),
            _ => One(sums, inLanes + 2, new(inLanes, Il: 120, Locals: 3), 1),
        };

        Expansion One(Constant[] constants, int registers, Unrolled size, double flopsPerLoad) => new(
            Name(), declaration.Template, isa, isa, element,
            string.Join(", ", constants.Select(constant => $"{constant.Name} = {constant.Value}")), "",
            new([new Variant("Run", 0, new(constants), default)]),
            new(registers, 16 + (size.Times * size.Locals), 200 + (size.Times * size.Il), flopsPerLoad));

        Expansion Stripes(int registers, Unrolled size, double flopsPerLoad) => new(
            Name(), declaration.Template, isa, isa, element, $"stripes of {size.Times} vectors",
            count == 1 ? "((int)columns - 1) * 2" : $"((((int)columns - 1) / {count}) * 2) + ((int)columns % {count} == 0 ? 0 : 1)",
            new(from vectors in Enumerable.Range(1, size.Times)
                from masked in Enumerable.Range(0, count == 1 ? 1 : 2)
                select new Variant(
                    $"Run{vectors}{(masked == 1 ? "Masked" : "")}", ((vectors - 1) * 2) + masked,
                    new([new("Vectors", vectors), new("Masked", masked), new("Depth", RankDepth)]), default)),
            new(registers, 40 + (size.Times * size.Locals), 600 + (size.Times * size.Il), flopsPerLoad));

        Expansion Tiny() => new(
            Name(), declaration.Template, isa, isa, element, $"up to {2 * rows} rows, up to {declaration.Columns} columns",
            $"(((int)shape & 63) * {declaration.Columns / count}) + (int)(((uint)shape >> 6 & 63) / {count})",
            new(from most in Enumerable.Range(1, 2 * rows)
                from vectors in Enumerable.Range(1, declaration.Columns / count)
                where most <= GemmTilePlan.MostRows(rows, declaration.Columns / count, vectors)
                select new Variant($"Run{most}x{vectors}", ((most - 1) * (declaration.Columns / count)) + vectors - 1, new([new("Rows", most), new("Vectors", vectors)]), default)),
            GemmTilePlan.LargestBudget(rows, declaration.Columns / count), Finds: true);

        Expansion Short() => new(
            Name(), declaration.Template, isa, isa, element, $"{MostRows(isa, 1)} to {MostRows(isa, ShortDepth(isa))} rows", "(int)depth - 1",
            new(from depth in Enumerable.Range(1, ShortDepth(isa))
                select new Variant($"Run{depth}", depth - 1, new([new("Depth", depth), new("Rows", MostRows(isa, depth))]), default)),
            new(isa.Registers - 1, 20 + (2 * isa.Registers), 1200 + (120 * isa.Registers), 2));

        Expansion SideBySide()
        {
            int most = MostColumns(isa, inLanes);
            return new(
                Name(), declaration.Template, isa, isa, element, $"up to {most} columns", "(int)columns - 1",
                new(from columns in Enumerable.Range(1, most)
                    select new Variant($"Run{columns}", columns - 1, new([.. sums, new("Columns", columns)]), default)),
                new((most * (inLanes + 1)) + 3, 20 + (8 * most * inLanes), 400 + (160 * most * inLanes), 2.0 * most / (most + 2)));
        }

        Expansion Turned() => new(
            Name(), declaration.Template, isa, isa, element, $"2 to {MostTurnedRows} rows, blocks of {TurnedSteps(count)} steps", "(int)rows - 2",
            new(from few in Enumerable.Range(2, MostTurnedRows - 1)
                select new Variant(
                    $"Run{few}", few - 2,
                    new([new("Rows", few), new("Blocks", TurnedBlocks(isa, count, few)), new("Steps", TurnedSteps(count)), new("Group", isa.Bits > 128 ? 128 / element.Bits : 1)]),
                    default)),
            new(isa.Registers, 40 + (8 * isa.Registers), 1500 + (160 * MostTurnedRows * TurnedSteps(count)), 1));

        Expansion Lines() => new(
            Name(), declaration.Template, isa, isa, element, $"one line, or {GemvSide} side by side", $"lines != 1 ? 2 : n < {GemvLongLine / (element.Bits / 8)} ? 0 : 1",
            new(from way in new[] { (Lines: 1, Vectors: GemvVectors), (Lines: 1, Vectors: GemvVectors / 2), (Lines: GemvSide, Vectors: GemvVectors) }.Select((way, number) => (way.Lines, way.Vectors, Number: number))
                select new Variant($"Run{way.Lines}x{way.Vectors}", way.Number, new([new("Lines", way.Lines), new("Vectors", way.Vectors), new("Side", way.Lines == 1 ? 1 : 2)]), default)),
            new(GemvVectors + GemvSide + 4, 40 + GemvVectors + (4 * GemvSide), 600 + (60 * (GemvVectors + 4) * GemvSide), 2));

        string Name() => $"{declaration.Template}_{element.Tag}_{isa.Name}"
            + (declaration.Template == "PackPanel" ? $"_{declaration.Columns}" : declaration.Rows > 0 ? $"_{declaration.Rows}" : "");
    }

    /// <summary>The longest chains of GemmShort: two rows of A, with an accumulator each, and five more.</summary>
    /// <remarks><c>KernelTable.ShortDepth</c> says the same to the driver.</remarks>
    private static int ShortDepth(IsaModel isa) => isa.Registers == 32 ? 12 : 4;

    /// <summary>The rows that GemmShort takes at once: a row of A and an accumulator each, beside a vector of B, the two factors, and a vector of C with its product.</summary>
    private static int MostRows(IsaModel isa, int depth) => Math.Min(8, (isa.Registers - 5) / (depth + 1));

    /// <summary>The columns that ReflectColumns takes at once: the accumulators and the factor of each, beside a vector of v, one of x and one of the column.</summary>
    /// <remarks>No more than four: a core keeps up with so many streams that it reads and writes. <c>KernelTable.ReflectColumnCount</c> says the same to the driver.</remarks>
    private static int MostColumns(IsaModel isa, int inLanes) => Math.Max(1, Math.Min(4, (isa.Registers - 3) / (inLanes + 1)));

    /// <summary>The most rows of GemmTurned.</summary>
    /// <remarks><c>KernelTable.TurnedRows</c> says how many of them are worth it.</remarks>
    private const int MostTurnedRows = 8;

    /// <summary>The steps that GemmTurned turns at a time: half a vector, which is what it loads of a column.</summary>
    private static int TurnedSteps(int count) => Math.Max(1, count / 2);

    /// <summary>The vectors of columns that GemmTurned takes at once: two, which share the loads of a factor, where their sums and their steps fit beside four more.</summary>
    private static int TurnedBlocks(IsaModel isa, int count, int rows) => (2 * rows) + (2 * TurnedSteps(count)) + 4 <= isa.Registers ? 2 : 1;

    /// <summary>The rows of W that RankUpdate keeps in registers, half a stripe wide.</summary>
    private const int RankDepth = 8;

    /// <summary>The vectors of a result that GemvColumns keeps in registers: as many multiply-adds as are under way at a time, where two are started in a cycle and take four.</summary>
    private const int GemvVectors = 8;

    /// <summary>The lines that GemvLines reads side by side from beyond the second-level cache.</summary>
    /// <remarks><c>Gemv.LinesSideBySide</c> says the same to the driver.</remarks>
    private const int GemvSide = 4;

    /// <summary>The bytes from which a line that is read alone keeps half as many vectors of its result in registers: with eight loads a line's length apart the order is lost now and then.</summary>
    private const int GemvLongLine = 1792;

    /// <summary>The vectors of a row that are worked on together.</summary>
    private static int Stripe(IsaModel isa) => isa.Registers == 32 ? 4 : 2;

    /// <summary>How often the body is repeated, and what one copy of it needs; locals of a copy may or may not share their slots.</summary>
    private readonly record struct Unrolled(int Times, int Il, int Locals);
}
