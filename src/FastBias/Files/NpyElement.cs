using System.Buffers.Binary;
using System.Numerics;

namespace FastBias.Files;

/// <summary>One element type of .npy files: kind, size and byte order, and how its bytes become numbers.</summary>
/// <param name="Kind">'f', 'i' or 'u', as in NumPy's type strings.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct NpyElement(char Kind, int Size, bool BigEndian)
{
    /// <summary>The type of a descriptor such as &lt;f8; throws for what is not a real number.</summary>
    public static NpyElement Parse(string descriptor, string path)
    {
        if (descriptor.Contains('O', StringComparison.Ordinal))
        {
            throw new MatrixFileException(path, "holds Python objects (pickled), which are never read; save plain numbers instead");
        }

        bool known = descriptor is [('<' or '>' or '=' or '|'), 'f', ('4' or '8')] or [('<' or '>' or '=' or '|'), ('i' or 'u'), ('1' or '2' or '4' or '8')];
        if (!known || (descriptor[0] is '|' && descriptor[2] != '1'))
        {
            throw new MatrixFileException(path, $"element type '{FileText.Quote(descriptor)}' is not supported; f4, f8 and integers are");
        }

        bool bigEndian = descriptor[0] == '>' || (descriptor[0] == '=' && !BitConverter.IsLittleEndian);
        return new NpyElement(descriptor[1], descriptor[2] - '0', bigEndian);
    }

    /// <summary>Converts consecutive elements; false, with its index, for the first one that <typeparamref name="T"/> cannot hold.</summary>
    public bool TryDecode<T>(ReadOnlySpan<byte> bytes, Span<T> values, out int failed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * Size, Size);
            if (Kind == 'f' && Size == 8)
            {
                double value = BigEndian ? BinaryPrimitives.ReadDoubleBigEndian(element) : BinaryPrimitives.ReadDoubleLittleEndian(element);
                values[i] = T.CreateTruncating(value);
                if (double.IsFinite(value) && !T.IsFinite(values[i]))
                {
                    failed = i;
                    return false;
                }
            }
            else if (Kind == 'f')
            {
                values[i] = T.CreateTruncating(BigEndian ? BinaryPrimitives.ReadSingleBigEndian(element) : BinaryPrimitives.ReadSingleLittleEndian(element));
            }
            else if (!TryInteger(element, out values[i]))
            {
                failed = i;
                return false;
            }
        }

        failed = -1;
        return true;
    }

    private bool TryInteger<T>(ReadOnlySpan<byte> element, out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong bits = 0;
        for (int i = 0; i < element.Length; i++)
        {
            bits = (bits << 8) | element[BigEndian ? i : element.Length - 1 - i];
        }

        int unused = 64 - (8 * element.Length);
        bool negative = Kind == 'i' && (bits << unused) >> 63 != 0;
        ulong magnitude = negative ? (ulong)-((long)(bits << unused) >> unused) : bits;

        // Exact if the digits between the highest and the lowest one fit into the significand.
        int digits = magnitude == 0 ? 0 : 64 - BitOperations.LeadingZeroCount(magnitude) - BitOperations.TrailingZeroCount(magnitude);
        value = T.CreateTruncating(magnitude);
        value = negative ? -value : value;
        return digits <= (typeof(T) == typeof(float) ? 24 : 53);
    }
}
