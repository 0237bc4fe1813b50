using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace FastBias.Files;

/// <summary>States of <see cref="LeastSquaresAccumulator{T}"/> in files: binary (.fbls) and JSON.</summary>
/// <remarks>
/// <code>
///   8 bytes           "FBLS" CR LF 1A LF
///   u16, u8, u8       version (1), bytes of an element (8 or 4), 0
///   i32 x 4           columns n, targets p, nodes, bytes of the names
///   names             n + p texts in UTF-8, each with a line feed behind it; or nothing
///   each node         i32 level, i64 index, i64 rows, f64 sum of weights, n + p scales, (n + p)(n + p + 1)/2 elements of the triangle by rows
///   32 bytes          SHA-256 of all before
/// </code>
/// Little-endian. A file that is cut off, longer than its header says, damaged, of another version or precision is refused by a <see cref="MatrixFileException"/> that says so.
/// Written beside the destination and renamed, so that a process that is killed leaves the old file or the new one.
/// </remarks>
public static class AccumulatorFile
{
    private const int Version = 1;
    private const int HeaderBytes = 28;
    private const int NodeBytes = 28;

    private static ReadOnlySpan<byte> Magic => "FBLS\r\n\u001a\n"u8;

    /// <summary>Writes a state; the same state gives the same bytes.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write<T>(string path, LeastSquaresAccumulator<T> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = ToBytes(state);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Reads a state.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>, as it was written.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, or is not an undamaged state.</exception>
    public static LeastSquaresAccumulator<T> Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using FileStream stream = AtomicFile.OpenRead(path);
        try
        {
            if (stream.Length > Array.MaxLength)
            {
                throw new MatrixFileException(path, $"has {stream.Length} bytes, which no state has");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return FromBytes<T>(bytes, path);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(path, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }
    }

    /// <summary>The bytes of the binary form.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    public static byte[] ToBytes<T>(LeastSquaresAccumulator<T> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<AccumulatorNode<T>> nodes = state.ClosedNodes();
        byte[] names = Encoding.UTF8.GetBytes(string.Concat(state.Names.Select(name => name.ReplaceLineEndings(" ") + "\n")));
        byte[] bytes = new byte[Length<T>(state.Columns + state.Targets, nodes.Count, names.Length)];
        AccumulatorBytes writer = new(bytes, ElementBytes<T>());
        writer.Write(Magic);
        writer.Write([Version, 0, (byte)ElementBytes<T>(), 0]);
        writer.WriteInt32(state.Columns);
        writer.WriteInt32(state.Targets);
        writer.WriteInt32(nodes.Count);
        writer.WriteInt32(names.Length);
        writer.Write(names);
        foreach (AccumulatorNode<T> node in nodes)
        {
            writer.WriteInt32(node.Level);
            writer.WriteInt64(node.Index);
            writer.WriteInt64(node.Rows);
            writer.WriteDouble(node.WeightSum);
            writer.WriteElements<T>(node.Scales);
            for (int i = 0; i < node.Triangle.Rows; i++)
            {
                writer.WriteElements<T>(node.Triangle.Row(i)[i..]);
            }
        }

        SHA256.HashData(bytes.AsSpan(0, writer.Position), bytes.AsSpan(writer.Position));
        return bytes;
    }

    /// <summary>A state from the bytes of its binary form.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>, as it was written.</typeparam>
    /// <param name="bytes">All bytes.</param>
    /// <param name="name">What messages call them.</param>
    /// <exception cref="MatrixFileException">They are not an undamaged state.</exception>
    public static LeastSquaresAccumulator<T> FromBytes<T>(ReadOnlySpan<byte> bytes, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int columns, int targets, int count, int nameBytes) = ReadHeader<T>(bytes, name);
        int width = columns + targets;
        if (!SHA256.HashData(bytes[..^32]).AsSpan().SequenceEqual(bytes[^32..]))
        {
            throw new MatrixFileException(name, "is damaged: its checksum is not that of its contents");
        }

        AccumulatorBytes reader = new(bytes[HeaderBytes..^32].ToArray(), ElementBytes<T>());
        string[] names = Encoding.UTF8.GetString(reader.Read(nameBytes)).Split('\n', StringSplitOptions.None)[..^1];
        List<AccumulatorNode<T>> nodes = [];
        for (int k = 0; k < count; k++)
        {
            (int level, long index, long rows, double weights) = (reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble());
            T[] scales = reader.ReadElements<T>(width);
            Matrix<T> triangle = new(width, width);
            for (int i = 0; i < width; i++)
            {
                reader.ReadElements<T>(width - i).CopyTo(triangle.Row(i)[i..]);
            }

            bool sound = level is >= 0 and <= 60 && index >= 0 && index <= (1L << 60) >> level && rows >= 0 && T.IsFinite(Kernels.VectorKernels.MaxAbs<T>(triangle.Data));
            nodes.Add(sound ? new(level, index, rows, weights, scales, triangle) : throw Unsound(name));
        }

        LeastSquaresAccumulator<T> state = LeastSquaresAccumulator<T>.FromNodes(columns, targets, nodes) ?? throw Unsound(name);
        if (names.Length != 0 && names.Length != width)
        {
            throw Unsound(name);
        }

        state.SetNames(names);
        return state;
    }

    /// <summary>The header, checked against the length before anything of the size it claims is allocated.</summary>
    private static (int Columns, int Targets, int Nodes, int NameBytes) ReadHeader<T>(ReadOnlySpan<byte> bytes, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!bytes[..Math.Min(bytes.Length, 8)].SequenceEqual(Magic[..Math.Min(bytes.Length, 8)]) || bytes.IsEmpty)
        {
            throw new MatrixFileException(name, "is not a state of least squares (.fbls)");
        }

        if (bytes.Length < HeaderBytes + 32)
        {
            throw new MatrixFileException(name, $"is cut off: {bytes.Length} bytes");
        }

        int version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new MatrixFileException(name, $"has version {version} of the format; this program reads version {Version}");
        }

        if (bytes[10] != ElementBytes<T>())
        {
            throw new MatrixFileException(name, $"holds {bytes[10]}-byte numbers, {ElementBytes<T>()}-byte ones are wanted");
        }

        int columns = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), targets = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        int nodes = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]), nameBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
        if (columns < 0 || targets < 0 || (long)columns + targets > LeastSquaresAccumulator<T>.MaxWidth || nodes < 0 || nameBytes < 0)
        {
            throw Unsound(name);
        }

        long expected = Length<T>(columns + targets, nodes, nameBytes);
        return expected == bytes.Length
            ? (columns, targets, nodes, nameBytes)
            : throw new MatrixFileException(name, $"{(bytes.Length < expected ? "is cut off" : "goes on behind its end")}: {bytes.Length} bytes, the header promises {expected}");
    }

    private static MatrixFileException Unsound(string name) => new(name, "is damaged: its nodes are not what a state holds");

    private static int ElementBytes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? 4 : 8;

    private static long Length<T>(int width, int nodes, int nameBytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        HeaderBytes + nameBytes + (nodes * (NodeBytes + (ElementBytes<T>() * (width + ((long)width * (width + 1) / 2))))) + 32;
}
