using System.Numerics;

namespace FastBias;

/// <summary>Hands out consecutive parts of one caller-owned buffer; nothing is cleared.</summary>
internal ref struct Workspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Span<T> _rest;

    public Workspace(Span<T> buffer) => _rest = buffer;

    /// <summary>The next <paramref name="length"/> elements.</summary>
    public Span<T> Take(int length)
    {
        Span<T> part = _rest[..length];
        _rest = _rest[length..];
        return part;
    }

    /// <summary>The next <paramref name="rows"/> · <paramref name="columns"/> elements as a row-major matrix.</summary>
    public MatrixSpan<T> TakeMatrix(int rows, int columns) => Shape(Take(rows * columns), rows, columns);

    /// <summary>The same with <paramref name="stride"/> elements between the beginnings of two rows.</summary>
    public MatrixSpan<T> TakePadded(int rows, int columns, int stride)
    {
        Span<T> part = Take(rows * stride);
        return part.IsEmpty ? new(part, rows, columns) : new(ref part[0], rows, columns, stride, 1);
    }

    /// <summary>The first elements of a span as a row-major matrix, without the checks of strides that a caller's view gets.</summary>
    public static MatrixSpan<T> Shape(Span<T> span, int rows, int columns)
    {
        Span<T> part = span[..(rows * columns)];
        return part.IsEmpty ? new(part, rows, columns) : new(ref part[0], rows, columns, columns, 1);
    }

    /// <summary>A length as an array can have it.</summary>
    public static int RequireLength(long length) =>
        length <= Array.MaxLength ? (int)length : throw new ArgumentOutOfRangeException(nameof(length), length, $"A workspace of {length} elements does not fit into one array of at most {Array.MaxLength}.");
}
