namespace FastBias;

/// <summary>The block sizes of Householder factorizations: data, in one place, and the same on every ISA, so that the bits are too.</summary>
internal static class QrBlocking
{
    /// <summary>The columns that are factored by vector operations on contiguous copies; a panel halves down to this width.</summary>
    public const int Leaf = 8;

    /// <summary>Up to this many rows and <see cref="DirectColumns"/> reflectors there are no blocks at all.</summary>
    public const int DirectRows = 48;

    /// <inheritdoc cref="DirectRows"/>
    public const int DirectColumns = 32;

    /// <summary>Pivoted QR: from this many remaining reflectors down, no blocks.</summary>
    public const int DirectPivoted = 48;

    /// <summary>Pivoted QR: reflectors that are collected before the trailing matrix is updated.</summary>
    public const int PivotedWidth = 32;

    // Up to `Reflectors` = min(m, n): panels of `Width` columns.
    private static readonly (int Reflectors, int Width)[] Table =
    [
        (512, 32),
        (2048, 64),
        (int.MaxValue, 128),
    ];

    /// <summary>The width of the panels of an m x n factorization; also the size of the stored triangular factors T.</summary>
    public static int Width(int rows, int columns)
    {
        int reflectors = Math.Min(rows, columns);
        foreach ((int limit, int width) in Table)
        {
            if (reflectors <= limit)
            {
                return Math.Clamp(reflectors, 1, width);
            }
        }

        return 1;
    }

    /// <summary>Whether the matrix is factored row by row in place, without panels.</summary>
    public static bool IsDirect(int rows, int columns) => rows <= DirectRows && Math.Min(rows, columns) <= DirectColumns;
}
