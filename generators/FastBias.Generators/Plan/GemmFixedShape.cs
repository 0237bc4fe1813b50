namespace FastBias.Generators;

/// <summary>How a product of a fixed shape lies in vectors: the widest that it needs, the tile with the fewest loads, and what rows share.</summary>
/// <param name="M">The rows.</param>
/// <param name="N">The columns.</param>
/// <param name="K">The steps.</param>
/// <param name="Element">The type.</param>
/// <param name="Vector">The ISA whose vectors are used.</param>
/// <param name="RowsPerTile">The rows of a tile.</param>
/// <param name="VectorsPerTile">Its vectors that belong to one row.</param>
/// <param name="Tail">The last columns, of which rows share a vector; none at 0.</param>
/// <param name="Lanes">The lanes that a row has in it.</param>
/// <param name="Steps">The elements of a row of A that one load brings: more than one where they are spread in registers, for the tail or, without one, for every second row.</param>
/// <param name="Packed">Whether one load brings them for all rows of a vector.</param>
internal sealed record GemmFixedShape(
    int M, int N, int K, Element Element, IsaModel Vector, int RowsPerTile, int VectorsPerTile, int Tail = 0, int Lanes = 1, int Steps = 1, bool Packed = false)
{
    public int Count { get; } = Vector.Count(Element);

    /// <summary>The rows that share a vector.</summary>
    public int RowsPerVector => Tail == 0 ? 1 : Count / Lanes;

    /// <summary>The vectors of a row that it has for itself.</summary>
    private int Vectors => Ceiling(N - Tail, Count);

    /// <summary>The vectors that rows share, in all.</summary>
    private int Shared => Tail == 0 ? 0 : Ceiling(M, RowsPerVector);

    /// <summary>Whether a tile has its rows from end to end.</summary>
    public bool HoldsRows => VectorsPerTile >= Vectors;

    /// <summary>The vectors of B that are loaded in a step.</summary>
    public int LoadsOfB => (Vectors + (Tail == 0 ? 0 : 1)) * Ceiling(M, RowsPerTile);

    /// <summary>The shapes to choose from. Those of one step at a time can do with steps that stay a loop.</summary>
    public static IEnumerable<GemmFixedShape> BestFirst(int m, int n, int k, bool transposeA, bool transposeB, int strideA, bool accumulate, Element element, IsaModel isa)
    {
        List<GemmFixedShape> shapes = [];
        if (!transposeA && k > 1 && Narrow(m, n, k, strideA, element, isa) is { } narrow && (narrow.Packed || !transposeB) && (narrow.Lanes == n || !accumulate))
        {
            // What was stored in pieces and is then loaded whole, to be added to, waits for the first-level cache: 7 to 10 ns for 5 x 5.
            shapes.Add(narrow);
        }

        if (WithTail(m, n, k, element, isa) is { } tail)
        {
            shapes.Add(tail);
        }

        GemmFixedShape rows = ByRows(m, n, k, element, isa);
        if (!transposeA && !transposeB && k > 1 && m > 1 && rows.Vector.Bits == 512)
        {
            // Every second row has its factors from pairs that one load brings: of two loads a cycle, a broadcast for each multiply-add is more than there are.
            shapes.Add(rows with { Steps = 2 });
        }

        shapes.Add(rows);
        return shapes;
    }

    /// <summary>Calls of the vocabulary of runs, in so many steps.</summary>
    public int Calls(int steps) => Tail > 0
        ? steps + (Ceiling(steps, Steps) * (Packed ? Shared : Steps == 1 ? M - Shared : (2 * M) - Shared)) + (Steps > 1 ? steps * Shared : 0)
        : Steps > 1 ? M / 2 * Vectors * (steps + Ceiling(steps, Steps)) : 0;

    /// <summary>Each row has vectors of its own.</summary>
    private static GemmFixedShape ByRows(int m, int n, int k, Element element, IsaModel isa)
    {
        IsaModel vector = Widest(n, element, isa);
        int vectors = Ceiling(n, vector.Count(element));
        (int rows, int width) = Tile(m, vectors, vector.Bits == 512 ? 1 : vectors, isa.Registers);
        return new(m, n, k, element, vector, rows, width);
    }

    /// <summary>The same, but rows share vectors for a tail of at most half of one.</summary>
    private static GemmFixedShape? WithTail(int m, int n, int k, Element element, IsaModel isa)
    {
        IsaModel vector = Widest(n, element, isa);
        int count = vector.Count(element), tail = n % count, wide = n / count;
        if (m == 1 || wide == 0 || tail == 0 || 2 * tail > count)
        {
            return null;
        }

        int lanes = PowerOfTwo(tail), each = count / lanes;
        int most = Enumerable.Range(1, m).LastOrDefault(rows => (rows % each == 0 || rows == m) && (rows * wide) + Ceiling(rows, each) + each + wide + 1 <= isa.Registers);
        return most == 0 ? null : new(m, n, k, element, vector, most == m ? m : Math.Min(most, Ceiling(Ceiling(m, Ceiling(m, most)), each) * each), wide, tail, lanes);
    }

    /// <summary>A vector may be filled in part, but not to half or less: then one of half the width does.</summary>
    private static IsaModel Widest(int n, Element element, IsaModel isa) => IsaModel.All.Last(level => level.Bits <= isa.Bits && level.Count(element) < 2 * n);

    /// <summary>Rows of at most half a vector share it, where at most three fifths of the multiply-adds are left and a load brings more than one step.</summary>
    private static GemmFixedShape? Narrow(int m, int n, int k, int strideA, Element element, IsaModel isa)
    {
        int lanes = PowerOfTwo(n);
        IsaModel? vector = IsaModel.All.LastOrDefault(level => level.Bits <= isa.Bits && level.Count(element) >= 2 * lanes && level.Count(element) <= lanes * PowerOfTwo(m));
        if (n == 1 || vector is null)
        {
            return null;
        }

        int each = vector.Count(element) / lanes, shared = Ceiling(m, each);
        bool packed = strideA == lanes && k == lanes && lanes <= 4;
        return 5 * shared > 3 * m || (2 * shared) + each + 1 > isa.Registers || (element.Bits == 64 && !packed)
            ? null
            : new(m, n, k, element, vector, m, 1, n, lanes, packed ? lanes : 2, packed);
    }

    /// <summary>What a method asks for that has so many of the steps.</summary>
    public Budget BudgetOf(int steps, bool accumulate)
    {
        int rowTiles = Ceiling(M, RowsPerTile), columnTiles = Math.Max(1, Ceiling(Vectors, VectorsPerTile)), width = Vectors == 0 ? 0 : VectorsPerTile;
        int tails = Tail == 0 ? 0 : 1, sharedInTile = tails * Ceiling(RowsPerTile, RowsPerVector), pairs = Tail == 0 && Steps > 1 ? RowsPerTile / 2 : 0;
        int updates = ((M * Vectors) + Shared) * steps, blends = Tail == 0 || Packed ? 0 : M - Shared;
        int loads = steps * (LoadsOfB + (M * columnTiles)), factors = Tail == 0 ? 1 + pairs : Steps == 1 ? RowsPerVector : sharedInTile + RowsPerVector - 1;
        double loadsOfA = Tail == 0 ? RowsPerTile - (pairs / 2.0) : (double)(Packed ? sharedInTile : RowsPerTile) / Steps;
        return new(
            (RowsPerTile * width) + sharedInTile + width + tails + factors,
            // one variable for the loop that each tile may keep
            (RowsPerTile * VectorsPerTile) + VectorsPerTile + 8 + (rowTiles * columnTiles) + (tails + Steps > 1 ? 2 * RowsPerTile : 0),
            60 + (updates * (Steps > 1 ? 30 : 20)) + (loads * (tails + Steps > 1 ? 40 : 30)) + (blends * Ceiling(steps, Steps) * 20) + (M * (Vectors + tails) * (accumulate ? 90 : 40)),
            2.0 * ((RowsPerTile * width) + sharedInTile) / (width + tails + loadsOfA));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string tile = Vectors == 0 ? $"{M}x{N}x{K}, {RowsPerVector} rows in a vector of {Count}" : $"{M}x{N}x{K} in tiles of {RowsPerTile} rows x {VectorsPerTile} vectors of {Count}";
        return Tail > 0 && Vectors > 0 ? $"{tile}, {RowsPerVector} rows in a vector for {Tail} columns" : Tail == 0 && Steps > 1 ? $"{tile}, pairs of factors for every second row" : tile;
    }

    /// <summary>The tile that loads least in all, then evened out: 13 rows are 7 + 6, not 12 + 1.</summary>
    /// <remarks>
    /// Vectors of 512 bits take their broadcast factor from memory within the multiply-add, as one instruction: a tile is one vector wide, so that no
    /// factor has two uses and none is loaded into a register first. That saves a third of the instructions where the width would be two.
    /// </remarks>
    private static (int Rows, int Vectors) Tile(int m, int vectors, int widest, int registers)
    {
        var best =
            (from width in Enumerable.Range(1, widest)
             from rows in Enumerable.Range(1, m)
             where (rows * width) + width + 1 <= registers
             let tiles = Ceiling(m, rows) * Ceiling(vectors, width)
             orderby (Ceiling(m, rows) * vectors) + (Ceiling(vectors, width) * m), tiles, width
             select (rows, width)).First();
        return (Ceiling(m, Ceiling(m, best.rows)), widest == 1 ? 1 : Ceiling(vectors, Ceiling(vectors, best.width)));
    }

    private static int PowerOfTwo(int atLeast)
    {
        int power = 1;
        while (power < atLeast)
        {
            power *= 2;
        }

        return power;
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
