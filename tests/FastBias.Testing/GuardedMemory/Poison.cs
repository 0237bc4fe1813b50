using System.Numerics;

namespace FastBias.Testing;

/// <summary>A canary was overwritten.</summary>
public sealed class PoisonException(string message) : Exception(message);

/// <summary>A quiet NaN with a payload of its own: arithmetic on it gives NaN, and a bit comparison tells whether it was replaced by another.</summary>
public static class Poison
{
    private const long DoubleBits = unchecked((long)0xFFF8_DEAD_BEEF_F00D);
    private const int SingleBits = unchecked((int)0xFFED_BEEF);

    /// <summary>The canary.</summary>
    public static T Value<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(double) ? (T)(object)BitConverter.Int64BitsToDouble(DoubleBits) : (T)(object)BitConverter.Int32BitsToSingle(SingleBits);

    /// <summary>Whether this is the canary, bit for bit.</summary>
    public static bool Is<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value switch
        {
            double number => BitConverter.DoubleToInt64Bits(number) == DoubleBits,
            float number => BitConverter.SingleToInt32Bits(number) == SingleBits,
            _ => false,
        };

    /// <summary>A vector between canaries.</summary>
    public static PoisonedVector<T> Vector<T>(ReadOnlySpan<T> elements)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(elements);
}

/// <summary>A contiguous vector with canaries on both sides, verified by <see cref="AssertUntouched"/>.</summary>
public sealed class PoisonedVector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Margin = 67;
    private readonly T[] _buffer;

    /// <summary>A copy of the elements.</summary>
    public PoisonedVector(ReadOnlySpan<T> elements)
    {
        _buffer = new T[elements.Length + (2 * Margin)];
        Array.Fill(_buffer, Poison.Value<T>());
        elements.CopyTo(Span);
    }

    /// <summary>The elements.</summary>
    public Span<T> Span => _buffer.AsSpan(Margin, _buffer.Length - (2 * Margin));

    /// <summary>Fails if a canary was overwritten.</summary>
    public void AssertUntouched()
    {
        for (int p = 0; p < Margin; p++)
        {
            if (!Poison.Is(_buffer[p]) || !Poison.Is(_buffer[^(p + 1)]))
            {
                throw new PoisonException($"A canary {(Poison.Is(_buffer[p]) ? $"{Margin - p} after the end" : $"{Margin - p} before the start")} of a vector of {_buffer.Length - (2 * Margin)} was overwritten.");
            }
        }
    }
}
