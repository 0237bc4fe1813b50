namespace FastBias;

/// <summary>The block sizes of Householder factorizations: data, in one place, and the same on every ISA, so that the bits are too.</summary>
internal static class QrBlocking
{
    /// <summary>The columns that are gathered at a time into contiguous copies.</summary>
    public const int Leaf = 8;

    /// <summary>Up to this many columns and <see cref="DirectElements"/> there are no blocks at all.</summary>
    public const int DirectColumns = 64;

    /// <summary>A first-level cache of 32 KB, in numbers of double precision.</summary>
    public const int DirectElements = 4096;

    /// <summary>Pivoted QR: up to this many columns a tall matrix is worked on by columns, whatever its length.</summary>
    private const int NarrowColumns = 16;

    /// <summary>Pivoted QR: reflectors that are collected before the trailing matrix is updated.</summary>
    public const int PivotedWidth = 32;

    /// <summary>What stays in the second cache, in numbers of double precision.</summary>
    private const int PivotedElements = 1 << 17;

    /// <summary>Up to this many reflectors and elements a pivoted QR goes without blocks.</summary>
    private const int MostPivotedDirectly = 200, DirectPivotedElements = 1 << 16;

    /// <summary>The width of the panels of an m x n factorization; also the size of the stored triangular factors T.</summary>
    /// <remarks>What does not fit into the second cache passes through it once for each panel: the larger the matrix, the wider they are.</remarks>
    public static int Width(int rows, int columns)
    {
        int reflectors = Math.Min(rows, columns);
        if (reflectors > 1280)
        {
            return 2 * PanelWidth;
        }

        bool isLarge = reflectors > 512 || (reflectors >= 192 && (long)rows * columns > 512 * 512);
        return Math.Clamp(reflectors, 1, isLarge ? PanelWidth : Strip);
    }

    /// <summary>The columns of V by which a large Q is formed at a time, whole panels: the more they are, the fewer times Q passes through the last cache.</summary>
    public static int FormWidth(int rows, int columns) => Width(rows, columns) is var width && width >= PanelWidth ? 2 * PanelWidth : width;

    /// <summary>Wider panels are two of this width, each in rows of its own.</summary>
    public const int PanelWidth = 64;

    /// <summary>A panel halves down to this width.</summary>
    public const int Strip = 32;

    /// <summary>The columns that are factored by one pass over their rows each: all of a strip that fits into the nearest cache, else a line of the cache.</summary>
    public static int LeafWidth<T>(int rows)
        where T : unmanaged => rows <= 64 ? Strip : Line<T>();

    /// <summary>The distance of the rows of a panel: an odd number of lines of the cache, so that they spread over all of its sets.</summary>
    public static int PanelStride<T>(int width)
        where T : unmanaged => (((width + Line<T>() - 1) / Line<T>()) | 1) * Line<T>();

    /// <summary>The elements of a line of the cache, which every ISA has the same: eight of double, sixteen of float.</summary>
    public static int Line<T>()
        where T : unmanaged => typeof(T) == typeof(double) ? 8 : 16;

    /// <summary>Columns up to whole lines of the cache, in numbers of double precision; no more than there are integers.</summary>
    public static int Padded(int columns) => (int)Math.Min(int.MaxValue, (columns + 7L) / 8 * 8);

    /// <summary>Whether a matrix is factored, or a thin Q formed, by columns that are contiguous while they are worked on: few of them, with many rows.</summary>
    /// <remarks>With more of them, up to 32, leaves and products of panels read what does not fit into a near cache fewer times.</remarks>
    public static bool IsNarrow<T>(int rows, int columns)
        where T : unmanaged => columns > 0 && rows >= 4 * columns && (columns <= AlwaysNarrow<T>() || (columns <= Strip && (long)rows * columns <= NarrowElements<T>()));

    /// <summary>Whether a matrix is factored, or a Q formed, without panels: one reflector after the other.</summary>
    public static bool IsDirect<T>(int rows, int columns)
        where T : unmanaged => IsNarrow<T>(rows, columns) || IsSmall(rows, columns);

    /// <summary>Up to this many columns a tall matrix is factored by columns, whatever its length.</summary>
    private static int AlwaysNarrow<T>()
        where T : unmanaged => typeof(T) == typeof(double) ? 16 : 24;

    /// <summary>The elements up to which columns are as fast as leaves of one line of the cache, wider in float.</summary>
    private static int NarrowElements<T>()
        where T : unmanaged => typeof(T) == typeof(double) ? 1 << 14 : 1 << 17;

    /// <summary>Whether all of a matrix, with whole lines for its rows, stays in the nearest cache while one pass over the rows is made for each reflector.</summary>
    public static bool IsSmall(int rows, int columns) => Math.Min(rows, columns) <= DirectColumns && (long)Padded(columns) * rows <= DirectElements;

    /// <summary>Whether a pivoted QR goes by contiguous columns, which change places at little cost: up to the second cache, and beyond it where there are few.</summary>
    /// <remarks>Squares only where whole lines pay: in small ones a pass over the rows reads less, in large ones the Gram matrix leads to products.</remarks>
    public static bool IsPivotedByColumns<T>(int rows, int columns)
        where T : unmanaged
    {
        long elements = (long)rows * columns;
        int line = Line<T>();
        if (columns == 0 || rows < columns)
        {
            return false;
        }

        return 2L * rows >= 3L * columns
            ? columns <= NarrowColumns || elements <= PivotedElements / 8 * line || (columns <= 4 * line && elements <= 8 * PivotedElements)
            : columns > DirectColumns && columns <= MostPivotedDirectly && elements <= DirectPivotedElements;
    }

    /// <summary>Whether what is left of a pivoted QR goes without blocks: it has few columns, or stays in the second cache.</summary>
    public static bool IsDirectPivoted(int rows, int columns) => Math.Min(rows, columns) is var reflectors && (reflectors <= 48 || (reflectors <= MostPivotedDirectly && (long)rows * columns <= DirectPivotedElements));

    /// <summary>Whether a pivoted QR begins with blocks whose pivots a Gram matrix tells: it is not direct, or so tall that its columns are better exchanged all at once, and reduced by leaves.</summary>
    public static bool IsByGram(int rows, int columns) => !IsDirectPivoted(rows, columns) || (rows >= 4 * columns && (long)Padded(columns) * rows > DirectElements);

    /// <summary>The columns of such a block: as wide as the panels of QR.</summary>
    public static int GramWidth(int rows, int columns) => Math.Min(64, Width(rows, columns));
}
