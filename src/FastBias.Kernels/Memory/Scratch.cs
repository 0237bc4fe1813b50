namespace FastBias.Kernels;

/// <summary>Scratch memory of one thread: leases are returned in reverse order, and a buffer stays for the next call, unless it is very large.</summary>
/// <remarks>No two threads share a buffer, and a nested call gets one of its own, so nothing here is ever seen by anybody else.
/// The contents of a lease are undefined; whoever takes one writes before reading.</remarks>
internal sealed unsafe class Scratch
{
    /// <summary>A buffer beyond so many bytes is freed with its lease: what is done in it takes much longer than the system takes for its pages.</summary>
    public const int LargestKept = 64 << 20;

    [ThreadStatic]
    private static Scratch? t_current;

    private readonly List<NativeBuffer?> _buffers = [];
    private int _depth;

    /// <summary>The bytes of the calling thread's buffers.</summary>
    public static long Held => t_current?._buffers.Sum(buffer => (long)(buffer?.Bytes ?? 0)) ?? 0;

    /// <summary>Leases at least <paramref name="count"/> elements, aligned to a cache line.</summary>
    public static Lease<T> Rent<T>(nint count)
        where T : unmanaged
    {
        Scratch scratch = t_current ??= new Scratch();
        return new Lease<T>(scratch, scratch.Push(checked((nuint)count * (nuint)sizeof(T))), count);
    }

    private void* Push(nuint bytes)
    {
        if (_depth == _buffers.Count)
        {
            _buffers.Add(null);
        }

        if (_buffers[_depth] is not { } buffer || buffer.Bytes < bytes)
        {
            _buffers[_depth]?.Dispose();
            _buffers[_depth] = null;
            buffer = new NativeBuffer(Math.Max(bytes, 4096));
            _buffers[_depth] = buffer;
        }

        _depth++;
        return buffer.Pointer;
    }

    private void Pop()
    {
        _depth--;
        if (_buffers[_depth]!.Bytes > LargestKept)
        {
            _buffers[_depth]!.Dispose();
            _buffers[_depth] = null;
        }
    }

    /// <summary>A lease; disposing it gives the buffer back.</summary>
    internal readonly ref struct Lease<T>(Scratch owner, void* pointer, nint count)
        where T : unmanaged
    {
        /// <summary>The first element.</summary>
        public T* Pointer => (T*)pointer;

        /// <summary>The elements.</summary>
        public Span<T> Span => new(pointer, checked((int)count));

        public void Dispose() => owner.Pop();
    }
}
