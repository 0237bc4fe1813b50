using System.Numerics;

namespace FastBias.Testing;

/// <summary>On which side of the elements the page without access lies.</summary>
public enum GuardSide
{
    /// <summary>Right before the first element.</summary>
    Before,

    /// <summary>Right after the last element.</summary>
    After,
}

/// <summary>Native memory next to a page without access: one element too far ends the process (exit code 134, 139 or 0xC0000005), so use it in a child process.</summary>
/// <remarks>
/// <code>
/// After:   │no access│ canaries … elements│no access│
/// Before:  │no access│elements … canaries │no access│
/// </code>
/// The other side is filled with canaries up to the page; <see cref="AssertCanaries"/> verifies them.
/// </remarks>
public sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint _mapping;
    private readonly nuint _mapped, _usable;
    private readonly int _start;
    private bool _disposed;

    /// <summary>A buffer of <paramref name="length"/> elements, filled with canaries.</summary>
    public GuardedBuffer(int length, GuardSide side)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (Length, Side) = (length, side);
        nuint page = (nuint)Environment.SystemPageSize, bytes = (nuint)length * (nuint)sizeof(T);
        _usable = Math.Max(page, (bytes + page - 1) / page * page);
        _mapped = _usable + (2 * page);
        _mapping = GuardedPages.Map(_mapped);
        GuardedPages.Protect(_mapping, page);
        GuardedPages.Protect(_mapping + (nint)(page + _usable), page);
        _start = side == GuardSide.Before ? 0 : (int)(_usable / (nuint)sizeof(T)) - length;
        Whole.Fill(Poison.Value<T>());
    }

    /// <summary>A buffer with a copy of <paramref name="elements"/>.</summary>
    public GuardedBuffer(ReadOnlySpan<T> elements, GuardSide side)
        : this(elements.Length, side) => elements.CopyTo(Span);

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Where the page lies.</summary>
    public GuardSide Side { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => Whole.Slice(_start, Length);

    private Span<T> Whole
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new Span<T>((byte*)_mapping + Environment.SystemPageSize, (int)(_usable / (nuint)sizeof(T)));
        }
    }

    /// <summary>A view with this layout, tight in a new guarded buffer.</summary>
    public static GuardedBuffer<T> For(StrideLayout layout, GuardSide side) => new(layout.Length, side);

    /// <summary>Fails if the canaries on the open side were overwritten.</summary>
    public void AssertCanaries()
    {
        Span<T> whole = Whole;
        for (int p = 0; p < whole.Length; p++)
        {
            if ((p < _start || p >= _start + Length) && !Poison.Is(whole[p]))
            {
                throw new PoisonException($"A canary {p - _start} elements from the start of {Length} was overwritten.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            GuardedPages.Unmap(_mapping, _mapped);
        }

        GC.SuppressFinalize(this);
    }
}
