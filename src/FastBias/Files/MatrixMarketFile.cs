using System.Globalization;
using System.Numerics;
using System.Text;

namespace FastBias.Files;

/// <summary>Matrix Market files (.mtx), read into and written from dense matrices.</summary>
/// <remarks>
/// <code>
///   %%MatrixMarket matrix array real general        %%MatrixMarket matrix coordinate real symmetric
///   % comments                                      % comments
///   2 2                                             3 3 2              rows, columns, entries
///   1.0        column after column                  1 1  4.0           row, column (from 1), value
///   2.0                                             3 1 -1.0           on or below the diagonal; mirrored
/// </code>
/// Read: <c>array</c> and <c>coordinate</c>; <c>real</c>, <c>integer</c>, and <c>pattern</c> (coordinate only; entries become
/// 1); <c>general</c>, <c>symmetric</c>, <c>skew-symmetric</c>. Complex and Hermitian matrices are refused. The format gives
/// each position once, so that a repeated coordinate is an error and never a silent sum; of a symmetric matrix only the lower
/// triangle may be given, of a skew-symmetric one only what lies below the diagonal. NaN and infinities (<c>nan</c>,
/// <c>inf</c>) are values; a number beyond the range is refused by name.
/// <para>Source: Boisvert, Pozo, Remington, The Matrix Market Exchange Formats: Initial Design, NISTIR 5935 (1996).</para>
/// </remarks>
public static class MatrixMarketFile
{
    /// <summary>Reads a whole matrix.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, or is not what the class accepts.</exception>
    public static Matrix<T> Read<T>(string path, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using FileStream stream = AtomicFile.OpenRead(path);
        return Read<T>(stream, path, options);
    }

    /// <summary>Reads a whole matrix from a stream.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="stream">The text, UTF-8.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The text is not what the class accepts.</exception>
    public static Matrix<T> Read<T>(Stream stream, string name, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        using TextTokens tokens = new(TextTokens.Open(stream), name);
        return new MatrixMarketReader<T>(tokens, name, options ?? MatrixFileOptions.Default, length).Read();
    }

    /// <summary>Writes <c>matrix array real general</c>, each number in the shortest form that reads back to the same bits.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file; an existing one is replaced when all of the new one is on the disk.</param>
    /// <param name="matrix">Any view.</param>
    /// <exception cref="MatrixFileException">The folder does not exist or the file cannot be written; an older file is untouched.</exception>
    public static void Write<T>(string path, ReadOnlyMatrixSpan<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Write(path, Matrix<T>.Copy(matrix));

    /// <summary>Writes a matrix; see <see cref="Write{T}(string, ReadOnlyMatrixSpan{T})"/>.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="MatrixFileException">As above.</exception>
    public static void Write<T>(string path, Matrix<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine("%%MatrixMarket matrix array real general");
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{matrix.Rows} {matrix.Columns}"));
            for (int j = 0; j < matrix.Columns; j++)
            {
                for (int i = 0; i < matrix.Rows; i++)
                {
                    writer.WriteLine(Text(matrix[i, j]));
                }
            }
        });
    }

    private static string Text<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(value) ? "nan" : T.IsInfinity(value) ? (value > T.Zero ? "inf" : "-inf") : value.ToString("R", CultureInfo.InvariantCulture);
}
