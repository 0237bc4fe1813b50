using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FastBias.Files;

/// <summary>The bytes of a .npy file, in and out.</summary>
internal static class NpyStream
{
    /// <summary>NumPy itself refuses headers longer than 10,000 characters by default.</summary>
    private const int LongestHeader = 1 << 16;

    private const int ChunkElements = 1 << 15;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyHeader ReadHeader(Stream stream, string name)
    {
        Span<byte> prefix = stackalloc byte[12];
        if (stream.ReadAtLeast(prefix[..8], 8, throwOnEndOfStream: false) < 8 || !prefix[..6].SequenceEqual(Magic))
        {
            throw new MatrixFileException(name, "not a .npy file");
        }

        int version = prefix[6];
        if (version is < 1 or > 3)
        {
            throw new MatrixFileException(name, $".npy format version {version} is not supported; 1 to 3 are");
        }

        int lengthBytes = version == 1 ? 2 : 4;
        Span<byte> lengthField = prefix.Slice(8, lengthBytes);
        RequireAll(stream, lengthField, name);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthField) : BinaryPrimitives.ReadUInt32LittleEndian(lengthField);
        if (length > LongestHeader)
        {
            throw new MatrixFileException(name, $"the header claims {length} bytes, the limit is {LongestHeader}");
        }

        byte[] header = new byte[length];
        RequireAll(stream, header, name);
        Encoding encoding = version == 3 ? Encoding.UTF8 : Encoding.Latin1;
        return NpyHeaderParser.Parse(encoding.GetString(header), 8 + lengthBytes + length, name);
    }

    public static Matrix<T> ReadMatrix<T>(Stream stream, string name, MatrixFileOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NpyHeader header = ReadHeader(stream, name);
        NpyElement element = NpyElement.Parse(header.Descriptor, name);
        if (header.Shape.Count is < 1 or > 2)
        {
            throw new MatrixFileException(name, $"has {header.Shape.Count} dimensions; a vector (1) or a matrix (2) is wanted");
        }

        int count = options.RequireElements(name, header.Rows, header.Columns, Math.Max(element.Size, typeof(T) == typeof(float) ? 4 : 8));
        long expected = (long)count * element.Size;
        long present = stream.Length - stream.Position;
        if (present != expected)
        {
            string trouble = present < expected ? "is cut off" : "goes on behind its data";
            throw new MatrixFileException(name, $"{trouble}: the header promises {expected} bytes of data, there are {present}");
        }

        Matrix<T> matrix = new((int)header.Rows, (int)header.Columns);
        if (header.FortranOrder && header.Shape.Count == 2)
        {
            Matrix<T> columns = new(matrix.Columns, matrix.Rows);
            ReadElements<T>(stream, element, columns.Data, matrix.Rows, fortran: true, name);
            columns.Transposed.CopyTo(matrix);
        }
        else
        {
            ReadElements<T>(stream, element, matrix.Data, matrix.Columns, fortran: false, name);
        }

        return matrix;
    }

    public static MemoryStream Buffer(Stream stream, string name, long limit)
    {
        MemoryStream copy = new();
        byte[] chunk = new byte[1 << 16];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            if (copy.Length + read > Math.Min(limit + LongestHeader, Array.MaxLength))
            {
                copy.Dispose();
                throw new MatrixFileException(name, $"is longer than the limit of {limit} bytes");
            }

            copy.Write(chunk, 0, read);
        }

        copy.Position = 0;
        return copy;
    }

    /// <summary>Magic, version 1.0, length, text, spaces and a line feed, so that the data start at a multiple of 64.</summary>
    public static void WriteHeader(Stream stream, string text)
    {
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - 10));
        Encoding.Latin1.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        stream.Write(header);
    }

    public static void WriteElements<T>(Stream stream, ReadOnlySpan<T> values, int chunkBytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = typeof(T) == typeof(float) ? 4 : 8;
        byte[] chunk = new byte[Math.Min((long)chunkBytes, (long)values.Length * size)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, chunk.Length / size);
            for (int i = 0; i < count; i++)
            {
                Span<byte> element = chunk.AsSpan(i * size, size);
                if (size == 4)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(element, float.CreateTruncating(values[i]));
                }
                else
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(element, double.CreateTruncating(values[i]));
                }
            }

            stream.Write(chunk, 0, count * size);
            values = values[count..];
        }
    }

    public static void WriteIntegers(Stream stream, ReadOnlySpan<int> values, int chunkBytes)
    {
        byte[] chunk = new byte[Math.Min((long)chunkBytes, 8L * values.Length)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, chunk.Length / 8);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(i * 8, 8), values[i]);
            }

            stream.Write(chunk, 0, count * 8);
            values = values[count..];
        }
    }

    /// <param name="stream">The data.</param>
    /// <param name="element">How they are stored.</param>
    /// <param name="values">Where they go, in the order of the file.</param>
    /// <param name="lineLength">Elements per row (per column in Fortran order), to name a place.</param>
    /// <param name="fortran">Whether a line is a column.</param>
    /// <param name="name">What messages call the file.</param>
    private static void ReadElements<T>(Stream stream, NpyElement element, Span<T> values, int lineLength, bool fortran, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] chunk = new byte[Math.Min(ChunkElements, values.Length) * element.Size];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(values.Length - done, chunk.Length / element.Size);
            Span<byte> bytes = chunk.AsSpan(0, count * element.Size);
            RequireAll(stream, bytes, name);
            if (!element.TryDecode(bytes, values.Slice(done, count), out int failed))
            {
                (int line, int place) = Math.DivRem(done + failed, lineLength);
                (int row, int column) = fortran ? (place, line) : (line, place);
                throw new MatrixFileException(name, $"element [{row}, {column}] of type {element.Kind}{element.Size} cannot be held by a {(typeof(T) == typeof(float) ? "4" : "8")}-byte floating-point number");
            }

            done += count;
        }
    }

    private static void RequireAll(Stream stream, Span<byte> bytes, string name)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new MatrixFileException(name, "is cut off");
        }
    }
}
