using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>The memory that an algorithm works in: consecutive parts of one block that somebody else owns, or, without a block, an array for each part.</summary>
/// <remarks>
/// <code>
///   block   │ taken before │ taken here ··· │ left            a copy gives out from the same place on: what a method takes
///                                           ▲                 from an arena that it was passed by value is free again when it returns,
///                                                             what it takes by reference stays taken
/// </code>
/// The parts may be of different types, and begin at multiples of a line of the cache from the first element of the block. Their contents are undefined.
/// </remarks>
internal ref struct Arena
{
    private const int Line = 64;

    private readonly bool _isBlock;
    private ref byte _next;
    private long _left;

    private Arena(ref byte first, long bytes)
    {
        _isBlock = true;
        _next = ref first;
        _left = bytes;
    }

    /// <summary>An array for each part.</summary>
    public static Arena Fresh => default;

    /// <summary>The parts of a block.</summary>
    public static Arena Over<T>(Span<T> block)
        where T : unmanaged =>
        new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(block)), (long)block.Length * Unsafe.SizeOf<T>());

    /// <summary>The bytes of a block that a part takes: an odd number of lines, so that parts of 4096 bytes do not all begin at the same lines of the first cache.</summary>
    public static long Bytes<T>(long count)
        where T : unmanaged => (((checked(count * Unsafe.SizeOf<T>()) + Line - 1) / Line) | 1) * Line;

    /// <summary>The elements of a block of so many bytes.</summary>
    public static long Length<T>(long bytes)
        where T : unmanaged => (bytes + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    /// <summary>The next part.</summary>
    public Span<T> Take<T>(int count)
        where T : unmanaged
    {
        if (!_isBlock)
        {
            return GC.AllocateUninitializedArray<T>(count);
        }

        long bytes = Bytes<T>(count);
        if (bytes > _left)
        {
            throw new InvalidOperationException($"The workspace query is wrong: a part of {bytes} bytes was asked of {_left}.");
        }

        Span<T> part = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _next), count);
        _next = ref Unsafe.AddByteOffset(ref _next, (nint)bytes);
        _left -= bytes;
        return part;
    }

    /// <summary>The next part as a row-major matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The matrix would not fit into one array.</exception>
    public MatrixSpan<T> TakeMatrix<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long count = (long)rows * columns;
        return count <= Array.MaxLength
            ? new MatrixSpan<T>(Take<T>((int)count), rows, columns)
            : throw new ArgumentOutOfRangeException(nameof(rows), $"A {rows}x{columns} matrix does not fit into one array of at most {Array.MaxLength} elements.");
    }
}
