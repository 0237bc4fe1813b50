using System.Numerics;

namespace FastBias.Isolated.Tests;

/// <summary>FNV-1a over the bits of numbers; all NaNs count as one, as ADR 0001 promises no payload.</summary>
internal struct BitHash
{
    private ulong _hash = 14695981039346656037;

    public BitHash()
    {
    }

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Add((ulong)values.Length);
        foreach (T value in values)
        {
            Add(T.IsNaN(value) ? 0x7FF8_0000_0000_0001UL : value switch
            {
                double number => BitConverter.DoubleToUInt64Bits(number),
                float number => BitConverter.SingleToUInt32Bits(number),
                _ => throw new NotSupportedException(),
            });
        }
    }

    public void Add(ReadOnlySpan<int> values)
    {
        foreach (int value in values)
        {
            Add(unchecked((ulong)value));
        }
    }

    public override readonly string ToString() => $"{_hash:X16}";

    private void Add(ulong bits)
    {
        for (int shift = 0; shift < 64; shift += 8)
        {
            _hash = unchecked((_hash ^ ((bits >> shift) & 255)) * 1099511628211);
        }
    }
}
