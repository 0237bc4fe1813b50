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
/// <param name="Steps">The elements of a row of A that one load brings, where they are spread in registers.</param>
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

    /// <summary>The shapes to choose from. The last can do with steps that stay a loop.</summary>
    public static IEnumerable<GemmFixedShape> BestFirst(int m, int n, int k, bool transposeA, int strideA, Element element, IsaModel isa) =>
        transposeA || k == 1 || Narrow(m, n, k, strideA, element, isa) is not { } narrow ? [ByRows(m, n, k, element, isa)] : [narrow, ByRows(m, n, k, element, isa)];

    /// <summary>Each row has vectors of its own, but for a tail of at most half a vector. Nothing is loaded for more than one step.</summary>
    private static GemmFixedShape ByRows(int m, int n, int k, Element element, IsaModel isa)
    {
        // A vector may be filled in part, but not to half or less: then one of half the width does.
        IsaModel vector = IsaModel.All.Last(level => level.Bits <= isa.Bits && level.Count(element) < 2 * n);
        int count = vector.Count(element), vectors = Ceiling(n, count), tail = n % count;
        if (m > 1 && n > count && tail > 0 && 2 * tail <= count)
        {
            int wide = n / count, lanes = PowerOfTwo(tail), each = count / lanes;
            int most = Enumerable.Range(1, m).LastOrDefault(rows => (rows % each == 0 || rows == m) && (rows * wide) + Ceiling(rows, each) + each + wide + 1 <= isa.Registers);
            if (most > 0)
            {
                int even = Ceiling(m, Ceiling(m, most));
                return new(m, n, k, element, vector, even >= m ? m : Math.Min(most, Ceiling(even, each) * each), wide, tail, lanes);
            }
        }

        (int tile, int width) = Tile(m, vectors, vector.Bits == 512 ? 1 : vectors, isa.Registers);
        return new(m, n, k, element, vector, tile, width);
    }

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
        int rowTiles = Ceiling(M, RowsPerTile), columnTiles = Math.Max(1, Ceiling(Vectors, VectorsPerTile)), sharedInTile = Tail == 0 ? 0 : Ceiling(RowsPerTile, RowsPerVector);
        int updates = ((M * Vectors) + Shared) * steps, blends = Tail == 0 || Packed ? 0 : M - Shared;
        int loadsOfA = Packed ? Shared : M * columnTiles * Ceiling(steps, Steps), loads = (steps * LoadsOfB) + loadsOfA;
        int width = Vectors == 0 ? 0 : VectorsPerTile, factors = Tail == 0 ? 1 : Steps == 1 ? RowsPerVector : sharedInTile + RowsPerVector - 1;
        int perStep = (RowsPerTile * width) + sharedInTile;
        return new(
            perStep + width + (Tail == 0 ? 0 : 1) + factors,
            // one variable for the loop that each tile may keep
            (RowsPerTile * VectorsPerTile) + VectorsPerTile + 8 + (rowTiles * columnTiles) + (Tail == 0 ? 0 : 2 * RowsPerTile),
            60 + (updates * (Steps > 1 ? 30 : 20)) + (loads * 40) + (blends * Ceiling(steps, Steps) * 20) + (M * (Vectors + (Tail == 0 ? 0 : 1)) * (accumulate ? 70 : 40)),
            2.0 * ((RowsPerTile * width) + sharedInTile) / (width + (Tail == 0 ? 0 : 1) + ((double)(Packed ? sharedInTile : RowsPerTile) / Steps)));
    }

    /// <inheritdoc/>
    public override string ToString() => Vectors == 0
        ? $"{M}x{N}x{K}, {RowsPerVector} rows in a vector of {Count}"
        : $"{M}x{N}x{K} in tiles of {RowsPerTile} rows x {VectorsPerTile} vectors of {Count}" + (Tail == 0 ? "" : $", and {RowsPerVector} rows in a vector for {Tail} columns");

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
