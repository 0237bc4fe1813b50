using System.Buffers.Binary;
using System.IO.Compression;
using FastBias.Files;

namespace FastBias.Lab;

/// <summary>An array of bytes from an IDX file, the format of MNIST and Fashion-MNIST.</summary>
/// <remarks>
/// Two zero bytes, a byte for the type of the elements (8: unsigned bytes, the only one in use), a byte for the number of dimensions, each dimension as four bytes with the most significant first,
/// then the elements, the last index running fastest. Source: the description on Y. LeCun's page of MNIST.
/// </remarks>
public sealed class Idx
{
    private const int MaxDimensions = 8;
    private readonly byte[] _elements;

    private Idx(int[] shape, byte[] elements) => (Shape, _elements) = (shape, elements);

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements, the last index running fastest.</summary>
    public ReadOnlyMemory<byte> Elements => _elements;

    /// <summary>Reads a file, plain or packed with gzip (told by its first bytes, not by its name).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataNotFoundException">It is not there.</exception>
    /// <exception cref="MatrixFileException">It is no IDX file, has elements other than bytes, ends early or goes on after its end.</exception>
    public static Idx Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw new DataNotFoundException($"There is no file {Path.GetFullPath(path)}.");
        }

        using FileStream file = File.OpenRead(path);
        bool isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!isPacked)
        {
            return Read(file, path);
        }

        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        try
        {
            return Read(unpacked, path);
        }
        catch (InvalidDataException damage)
        {
            throw new MatrixFileException(path, $"it is packed with gzip and damaged: {damage.Message}", innerException: damage);
        }
    }

    /// <summary>A row per index of the first dimension; elements as numbers 0 … 255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The matrix would not fit into one array.</exception>
    public Matrix<double> ToMatrix()
    {
        int rows = Shape[0], columns = rows == 0 ? 0 : _elements.Length / rows;
        Matrix<double> matrix = new(rows, columns);
        for (int i = 0; i < matrix.Data.Length; i++)
        {
            matrix.Data[i] = _elements[i];
        }

        return matrix;
    }

    private static Idx Read(Stream stream, string path)
    {
        Span<byte> word = stackalloc byte[4];
        Fill(stream, word, path, "the header");
        if (word[0] != 0 || word[1] != 0 || word[3] is 0 or > MaxDimensions)
        {
            throw new MatrixFileException(path, $"it is no IDX file: it begins with {Convert.ToHexString(word)} in place of 0000, the type and 1 to {MaxDimensions} dimensions");
        }

        if (word[2] != 8)
        {
            throw new MatrixFileException(path, $"its elements have the type {word[2]:X2}; only unsigned bytes (08) are read");
        }

        int[] shape = new int[word[3]];
        long count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            Fill(stream, word, path, $"dimension {i + 1} of {shape.Length}");
            uint size = BinaryPrimitives.ReadUInt32BigEndian(word);
            count = size > int.MaxValue ? long.MaxValue : count * size;
            if (count > Array.MaxLength)
            {
                throw new MatrixFileException(path, $"dimension {i + 1} is {size}: the array would have more than {Array.MaxLength} elements");
            }

            shape[i] = (int)size;
        }

        return new(shape, Content(stream, (int)count, path));
    }

    /// <summary>The elements in pieces, so that a header that promises much is found out before the memory is taken.</summary>
    private static byte[] Content(Stream stream, int count, string path)
    {
        const int Piece = 1 << 20;
        byte[] elements = new byte[Math.Min(count, Piece)];
        for (int have = 0; have < count;)
        {
            if (have == elements.Length)
            {
                Array.Resize(ref elements, (int)Math.Min(count, 2L * elements.Length));
            }

            int read = stream.Read(elements, have, elements.Length - have);
            have += read > 0 ? read : throw new MatrixFileException(path, $"it ends after {have} of {count} elements");
        }

        return stream.ReadByte() < 0 ? elements : throw new MatrixFileException(path, $"it goes on after its {count} elements");
    }

    private static void Fill(Stream stream, Span<byte> bytes, string path, string what)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new MatrixFileException(path, $"it ends in {what}");
        }
    }
}
