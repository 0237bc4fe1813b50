using System.Numerics;
using System.Text;

namespace FastBias.Files;

/// <summary>NumPy's .npy files (format versions 1 to 3).</summary>
/// <remarks>
/// <code>
///   6 bytes  2 bytes  2 or 4 bytes  header                                             data
///   \x93NUMPY  1 0    length        {'descr': '&lt;f8', 'fortran_order': False, ...}\n   elements
/// </code>
/// Read: f4, f8 and integers, either byte order, C and Fortran order, one dimension (as a column) or two. An integer that the
/// element type cannot hold exactly is refused, and so is an f8 beyond the range of <see cref="float"/>; f8 to
/// <see cref="float"/> otherwise rounds to nearest. NaN and infinities are values here. Refused: no dimension or more than two,
/// objects (never unpickled), strings, structured types, a file whose length is not what its header says.
/// <para>Source: NumPy Enhancement Proposal 1 and numpy/lib/format.py's documentation.</para>
/// </remarks>
public static class NpyFile
{
    private const int ChunkBytes = 1 << 18;

    /// <summary>Reads a whole array.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, or is not what the class accepts.</exception>
    /// <remarks>Allocates the matrix and one buffer of 256 KiB; the header's dimensions are compared with the file's length first.</remarks>
    public static Matrix<T> Read<T>(string path, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using FileStream stream = AtomicFile.OpenRead(path);
        return Read<T>(stream, path, options);
    }

    /// <summary>Reads a whole array from a stream, from its position to its end.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="stream">A stream; one that cannot seek is first copied to memory, within the limit.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The stream is not what the class accepts.</exception>
    public static Matrix<T> Read<T>(Stream stream, string name, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= MatrixFileOptions.Default;
        try
        {
            using Stream? copy = stream.CanSeek ? null : NpyStream.Buffer(stream, name, options.MemoryLimit);
            return NpyStream.ReadMatrix<T>(copy ?? stream, name, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MatrixFileException(name, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }
    }

    /// <summary>Reads the header alone.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, or its header cannot be read.</exception>
    public static NpyHeader ReadHeader(string path)
    {
        using FileStream stream = AtomicFile.OpenRead(path);
        try
        {
            return NpyStream.ReadHeader(stream, path);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(path, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }
    }

    /// <summary>Writes a matrix as a C-ordered array of f8 or f4, version 1.0, the same bytes that NumPy writes.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file; an existing one is replaced when all of the new one is on the disk.</param>
    /// <param name="matrix">Any view.</param>
    /// <exception cref="MatrixFileException">The folder does not exist or the file cannot be written; an older file is untouched.</exception>
    public static void Write<T>(string path, ReadOnlyMatrixSpan<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rows = Matrix<T>.Copy(matrix);
        Write(path, rows.Data, [rows.Rows, rows.Columns]);
    }

    /// <summary>Writes a matrix; see <see cref="Write{T}(string, ReadOnlyMatrixSpan{T})"/>.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="MatrixFileException">As above.</exception>
    public static void Write<T>(string path, Matrix<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Write(path, matrix.Data, [matrix.Rows, matrix.Columns]);
    }

    /// <summary>Writes a vector as an array of one dimension.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="vector">The elements.</param>
    /// <exception cref="MatrixFileException">As for a matrix.</exception>
    public static void WriteVector<T>(string path, ReadOnlySpan<T> vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Write(path, vector.ToArray(), [vector.Length]);

    /// <summary>Writes integers (a permutation, say) as an array of one dimension of i8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vector">The elements.</param>
    /// <exception cref="MatrixFileException">As for a matrix.</exception>
    public static void WriteVector(string path, ReadOnlySpan<int> vector)
    {
        int[] values = vector.ToArray();
        AtomicFile.Write(path, stream =>
        {
            NpyStream.WriteHeader(stream, NpyHeader.Format("<i8", [values.Length]));
            NpyStream.WriteIntegers(stream, values, ChunkBytes);
        });
    }

    private static void Write<T>(string path, T[] data, int[] shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AtomicFile.Write(path, stream =>
        {
            NpyStream.WriteHeader(stream, NpyHeader.Format(typeof(T) == typeof(float) ? "<f4" : "<f8", shape));
            NpyStream.WriteElements<T>(stream, data, ChunkBytes);
        });
}
