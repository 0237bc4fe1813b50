namespace FastBias.Kernels;

/// <summary>Scratch memory of one thread: leases are returned in reverse order, and a buffer stays for the next call.</summary>
/// <remarks>No two threads share a buffer, and a nested call gets one of its own, so nothing here is ever seen by anybody else.
/// The contents of a lease are undefined; whoever takes one writes before reading.</remarks>
internal sealed unsafe class Scratch
{
    [ThreadStatic]
    private static Scratch? t_current;

    private readonly List<NativeBuffer?> _buffers = [];
    private int _depth;

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

    /// <summary>A lease; disposing it gives the buffer back.</summary>
    internal readonly ref struct Lease<T>(Scratch owner, void* pointer, nint count)
        where T : unmanaged
    {
        /// <summary>The first element.</summary>
        public T* Pointer => (T*)pointer;

        /// <summary>The elements.</summary>
        public Span<T> Span => new(pointer, checked((int)count));

        public void Dispose() => owner._depth--;
    }
}
