using System.Numerics;
using System.Runtime.InteropServices;

namespace FastBias.Bench.Measure;

/// <summary>Native memory aligned to a cache line, so that every contestant sees the same operands at the same addresses.</summary>
internal sealed unsafe class Buffer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T* _data;

    /// <summary>Zeros.</summary>
    internal Buffer(long length)
    {
        Length = checked((int)length);
        _data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * (nuint)sizeof(T), 64);
        Span.Clear();
    }

    /// <summary>In elements.</summary>
    internal int Length { get; }

    /// <summary>The first element.</summary>
    internal T* Pointer => _data;

    /// <summary>All elements.</summary>
    internal Span<T> Span => new(_data, Length);

    /// <summary>The matrix stored row by row with <paramref name="stride"/> elements from one row to the next.</summary>
    internal MatrixSpan<T> Rows(int rows, int columns, int stride) => new(Span, 0, rows, columns, stride, 1);

    /// <summary>The matrix stored column by column without gaps, as LAPACK wants it.</summary>
    internal MatrixSpan<T> Columns(int rows, int columns) => new(Span, 0, rows, columns, 1, Math.Max(1, rows));

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    ~Buffer() => NativeMemory.AlignedFree(_data);
}
