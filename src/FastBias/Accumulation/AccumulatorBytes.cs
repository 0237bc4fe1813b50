using System.Buffers.Binary;
using System.Numerics;

namespace FastBias.Files;

/// <summary>Little-endian numbers in a buffer, one after the other; its length was checked.</summary>
internal sealed class AccumulatorBytes(byte[] bytes, int elementBytes)
{
    public int Position { get; private set; }

    public void Write(ReadOnlySpan<byte> data) => data.CopyTo(Take(data.Length));

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void WriteElements<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (elementBytes == 4)
            {
                BinaryPrimitives.WriteSingleLittleEndian(Take(4), float.CreateTruncating(value));
            }
            else
            {
                WriteDouble(double.CreateTruncating(value));
            }
        }
    }

    public ReadOnlySpan<byte> Read(int count) => Take(count);

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public T[] ReadElements<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        foreach (ref T value in values.AsSpan())
        {
            value = elementBytes == 4 ? T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(Take(4))) : T.CreateTruncating(ReadDouble());
        }

        return values;
    }

    private Span<byte> Take(int count)
    {
        Position += count;
        return bytes.AsSpan(Position - count, count);
    }
}
