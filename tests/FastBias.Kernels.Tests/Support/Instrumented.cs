using System.Numerics;

namespace FastBias.Kernels.Tests;

/// <summary>A table of kernels whose tile tells what it does: which threads run tiles, how many, and what happens at the n-th.</summary>
/// <remarks>Its counters are static: tests that use it belong to <see cref="Alone"/>.</remarks>
internal static unsafe class Instrumented<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly HashSet<int> s_threads = [];
    private static KernelTable<T> s_inner = null!;
    private static Action<int>? s_onTile;
    private static int s_tiles;
    private static long s_elements;

    /// <summary>The tiles that were computed since the last <see cref="Around"/>.</summary>
    public static int Tiles => Volatile.Read(ref s_tiles);

    /// <summary>Their elements.</summary>
    public static long Elements => Volatile.Read(ref s_elements);

    /// <summary>The threads that computed them.</summary>
    public static int Threads => s_threads.Count;

    /// <summary>The table of an ISA; <paramref name="onTile"/> is told the number of tiles before each.</summary>
    public static KernelTable<T> Around(Isa isa, Action<int>? onTile = null)
    {
        (s_inner, s_onTile, s_tiles, s_elements) = (Kernels<T>.For(isa), onTile, 0, 0);
        s_threads.Clear();
        return new(isa, s_inner.TileRows, s_inner.TileColumns)
        {
            StripeColumns = s_inner.StripeColumns,
            GemvRowCount = s_inner.GemvRowCount,
            GemmTile = &Tile,
            GemmTiny = s_inner.GemmTiny,
            GemmShort = s_inner.GemmShort,
            GemmTurned = s_inner.GemmTurned,
            Dot = s_inner.Dot,
            SumOfSquares = s_inner.SumOfSquares,
            MaxAbs = s_inner.MaxAbs,
            Axpy = s_inner.Axpy,
            Scale = s_inner.Scale,
            GramPair = s_inner.GramPair,
            RotatePair = s_inner.RotatePair,
            JacobiSweep = s_inner.JacobiSweep,
            ReflectVector = s_inner.ReflectVector,
            ReflectRows = s_inner.ReflectRows,
            ReflectPanel = s_inner.ReflectPanel,
            ReflectColumn = s_inner.ReflectColumn,
            ReflectColumns = s_inner.ReflectColumns,
            ScaleColumns = s_inner.ScaleColumns,
            RankUpdate = s_inner.RankUpdate,
            RotateChain = s_inner.RotateChain,
            PoleSums = s_inner.PoleSums,
            Quotients = s_inner.Quotients,
            GemvRows = s_inner.GemvRows,
            GemvRow = s_inner.GemvRow,
            GemvColumns = s_inner.GemvColumns,
            GemvLines = s_inner.GemvLines,
            PackPanel = s_inner.PackPanel,
            CopyRows = s_inner.CopyRows,
            Transpose = s_inner.Transpose,
            FmaPeak = s_inner.FmaPeak,
        };
    }

    private static void Tile(GemmTileCall<T>* call)
    {
        int tile = Interlocked.Increment(ref s_tiles) - 1;
        Interlocked.Add(ref s_elements, (long)call->Rows * call->Columns * (1 + call->TilesBelow));
        lock (s_threads)
        {
            s_threads.Add(Environment.CurrentManagedThreadId);
        }

        s_onTile?.Invoke(tile);
        s_inner.GemmTile(call);
    }
}
