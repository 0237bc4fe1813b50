using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The kernels of one ISA for one element type, and the shapes that drivers have to know.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="isa">The ISA.</param>
/// <param name="tileRows">The most rows of one GEMM tile.</param>
/// <param name="tileColumns">The most columns of one GEMM tile, and the width of a packed panel.</param>
internal sealed unsafe class KernelTable<T>(Isa isa, int tileRows, int tileColumns)
    where T : unmanaged
{
    private readonly int _rowsOfOne = Math.Min(2 * tileRows, tileRows * tileColumns / Elements(isa));
    private readonly int _rowsOfTwo = Math.Min(2 * tileRows, tileRows * tileColumns / Elements(isa) / 2);
    private BlockSizes? _blocks;
    private TinyTiles<T>? _tinyTiles;

    public Isa Isa { get; } = isa;

    /// <summary>The block sizes for this machine.</summary>
    public BlockSizes Blocks => _blocks ??= BlockSizes.For(sizeof(T), TileRows, TileColumns);

    /// <summary>The most rows of one GEMM tile.</summary>
    public int TileRows { get; } = tileRows;

    /// <summary>The most columns of one GEMM tile, and the width of a packed panel.</summary>
    public int TileColumns { get; } = tileColumns;

    /// <summary>The elements of one vector; a power of two.</summary>
    public int VectorElements { get; } = Elements(isa);

    /// <summary>The columns of the tile before the last, where a tile and a single vector would be left: about half of both.</summary>
    public int SplitColumns { get; } = ((tileColumns / Elements(isa)) + 2) / 2 * Elements(isa);

    /// <summary>Columns up to whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Padded(int columns) => (columns + VectorElements - 1) & -VectorElements;

    /// <summary>The kernels of vectors half as wide, for results that would leave half of each vector empty; null: there are none that are faster.</summary>
    public KernelTable<T>? Narrower { get; init; }

    /// <summary>The kernels for results of so many columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KernelTable<T> ForColumns(int columns) => 2 * columns <= VectorElements && Narrower is { } narrower ? narrower : this;

    /// <summary>The most rows of a tile of so many columns where nothing is packed: a narrow one would wait for its own multiply-adds if it were not taller.</summary>
    /// <remarks>As many accumulators as the widest tile has, but no more than twice its rows; the planner of the tiles says the same.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MostRows(int columns) => columns <= VectorElements ? _rowsOfOne : columns <= 2 * VectorElements ? _rowsOfTwo : TileRows;

    /// <summary>The longest chains of GemmShort: two rows of A have to fit into the registers; the planner says the same.</summary>
    public int ShortDepth { get; } = isa == Isa.V512 ? 12 : 4;

    /// <summary>The most columns of a product that GemmTurned computes faster than tiles whose vectors they leave empty; at most eight, for which the planner has kernels.</summary>
    public int TurnedRows { get; } = isa == Isa.V512 ? Math.Min(8, Elements(isa) - 1) : isa == Isa.V256 ? Elements(isa) / 2 : 0;

    /// <summary>The most columns that ReflectRows takes at once.</summary>
    public required int StripeColumns { get; init; }

    /// <summary>The most columns that ReflectColumns takes at once; the planner says the same.</summary>
    public int ReflectColumnCount { get; } = isa switch
    {
        Isa.V512 or Isa.V256 => 4,
        Isa.V128 => 2,
        _ => 1,
    };

    /// <summary>The rows that GemvRows takes at once.</summary>
    public required int GemvRowCount { get; init; }

    /// <summary>The elements of a result that GemvColumns, and GemvLines, keep in registers.</summary>
    public int GemvColumnCount { get; } = 8 * Elements(isa);

    public required delegate*<GemmTileCall<T>*, void> GemmTile { get; init; }

    /// <summary>The kernel of a product of one tile and a few steps, by its shape as the template packs it; null where there is none.</summary>
    public required delegate*<nuint, delegate*<nuint, T*, nint, T*, T*, nint, T, T, void>> GemmTiny { get; init; }

    /// <summary>Those kernels by rows and columns: asked once, for a choice takes as long as a small product.</summary>
    public TinyTiles<T> TinyTiles => _tinyTiles ??= new(this);

    public required delegate*<nuint, nuint, nuint, T*, nint, nint, T*, T*, nint, T, T, void> GemmShort { get; init; }

    public required delegate*<nuint, nuint, nuint, T*, T*, nint, T*, nint, void> GemmTurned { get; init; }

    public required delegate*<nuint, T*, T*, T> Dot { get; init; }

    public required delegate*<nuint, T*, T, T> SumOfSquares { get; init; }

    public required delegate*<nuint, T*, T> MaxAbs { get; init; }

    public required delegate*<nuint, T, T*, T*, void> Axpy { get; init; }

    public required delegate*<nuint, T, T*, void> Scale { get; init; }

    public required delegate*<nuint, T*, T*, T*, void> GramPair { get; init; }

    public required delegate*<nuint, T, T, T*, T*, void> RotatePair { get; init; }

    public required delegate*<nuint, nuint, nuint, int*, nuint, nuint, nint, T, T*, T*, T*, T> JacobiSweep { get; init; }

    public required delegate*<nuint, T, T*, T*, void> ReflectVector { get; init; }

    public required delegate*<nuint, nuint, T, T*, T*, nint, T*, void> ReflectRows { get; init; }

    public required delegate*<nuint, nuint, nuint, nuint, T, T, T*, T*, nint, T*, nint, T*, void> ReflectPanel { get; init; }

    public required delegate*<nuint, nuint, T, T, T*, T*, T> ReflectColumn { get; init; }

    public required delegate*<nuint, nuint, T*, T*, T*, nint, T*, void> ReflectColumns { get; init; }

    public required delegate*<nuint, nuint, T*, T*, nint, void> ScaleColumns { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, nint, T*, nint, void> RankUpdate { get; init; }

    public required delegate*<nuint, nuint, T*, T*, nint, void> RotateChain { get; init; }

    public required delegate*<nuint, T*, T*, T, T*, void> PoleSums { get; init; }

    public required delegate*<nuint, T*, T*, T, T*, void> Quotients { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, T*, T, T, void> GemvRows { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, T*, T, T, void> GemvRow { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, T*, T, void> GemvColumns { get; init; }

    public required delegate*<nuint, nuint, nuint, T*, nint, T*, T*, void> GemvLines { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, void> PackPanel { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, nint, void> CopyRows { get; init; }

    public required delegate*<nuint, nuint, T*, nint, T*, nint, void> Transpose { get; init; }

    public required delegate*<nuint, T> FmaPeak { get; init; }

    private static int Elements(Isa isa) => isa switch
    {
        Isa.V512 => 64 / sizeof(T),
        Isa.V256 => 32 / sizeof(T),
        Isa.V128 => 16 / sizeof(T),
        _ => 1,
    };
}

/// <summary>The kernels that this process computes with.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
internal static class Kernels<T>
    where T : unmanaged
{
    public static readonly KernelTable<T> Current = TinyTiles<T>.Publish(For(IsaSelection.Current));

    /// <summary>The kernels of an ISA, supported by the machine or not: vectors that it lacks are emulated by the runtime.</summary>
    public static KernelTable<T> For(Isa isa)
    {
        object table = (isa, typeof(T) == typeof(double)) switch
        {
            (Isa.V512, true) => V512Double.Table,
            (Isa.V256, true) => V256Double.Table,
            (Isa.V128, true) => V128Double.Table,
            (_, true) => ScalarDouble.Table,
            (Isa.V512, false) => V512Single.Table,
            (Isa.V256, false) => V256Single.Table,
            (Isa.V128, false) => V128Single.Table,
            (_, false) => ScalarSingle.Table,
        };
        return table as KernelTable<T>
            ?? throw new NotSupportedException($"The element type is {typeof(T)}; it must be double or float.");
    }
}
