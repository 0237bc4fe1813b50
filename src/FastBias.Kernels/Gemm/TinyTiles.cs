using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>The kernel of each product that is one tile and a few steps, by its rows and columns: what is looked up here need not be chosen.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class TinyTiles<T>
    where T : unmanaged
{
    /// <summary>Rows and columns are at most this; six bits of a packed shape.</summary>
    public const int Side = 64;

    /// <summary>The entries of the kernels that this process computes with; null until it has chosen them.</summary>
    /// <remarks>Neither read-only nor set by an initializer: a method that reads such a field asks first, in each call, whether its class has been initialized, and saves its registers for that.</remarks>
    private static delegate*<nuint, T*, nint, T*, T*, nint, T, T, void>* s_current;

    /// <summary>At rows - 1 + 64·(columns - 1), the low bits of a packed shape; pinned, so that its address may be kept.</summary>
    private readonly nint[] _tiles = GC.AllocateArray<nint>(Side * Side, pinned: true);

    /// <summary>Asks once for each shape.</summary>
    public TinyTiles(KernelTable<T> kernels)
    {
        for (int n = 1; n <= Math.Min(kernels.TileColumns, Side); n++)
        {
            KernelTable<T> widths = kernels.ForColumns(n);
            for (int m = 1; m <= Math.Min(widths.MostRows(n), Side); m++)
            {
                _tiles[Shape(m, n, 0)] = (nint)widths.GemmTiny(Shape(m, n, 0));
            }
        }
    }

    /// <summary>The kernel for a shape, with the kernels of this process; null: there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static delegate*<nuint, T*, nint, T*, T*, nint, T, T, void> OfCurrent(nuint shape) =>
        s_current == null ? null : s_current[shape & ((Side * Side) - 1)];

    /// <summary>The same with the kernels of an ISA.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public delegate*<nuint, T*, nint, T*, T*, nint, T, T, void> Of(nuint shape) =>
        (delegate*<nuint, T*, nint, T*, T*, nint, T, T, void>)_tiles[shape & ((Side * Side) - 1)];

    /// <summary>A shape as the kernels take it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Shape(int rows, int columns, int depth) => (uint)((rows - 1) | ((columns - 1) << 6) | (depth << 12));

    /// <summary>Makes a table's kernels those of this process.</summary>
    public static KernelTable<T> Publish(KernelTable<T> kernels)
    {
        s_current = (delegate*<nuint, T*, nint, T*, T*, nint, T, T, void>*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(kernels.TinyTiles._tiles));
        return kernels;
    }
}
