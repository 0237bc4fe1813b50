using System.Numerics;

namespace FastBias.Files;

/// <summary>Reads and writes a matrix by the extension of its file: .npy, .mtx, .csv.</summary>
public static class MatrixFile
{
    /// <summary>Reads a whole matrix; a vector is read as a column.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">A file that ends in .npy (<see cref="NpyFile"/>), .mtx (<see cref="MatrixMarketFile"/>), or .csv or
    /// .tsv (<see cref="CsvTable"/>: a first line that is not all numbers is the header; every column must be numbers, nan and
    /// inf included; an empty cell is an error).</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The extension is another, or the file cannot be read.</exception>
    public static Matrix<T> Read<T>(string path, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                return NpyFile.Read<T>(path, options);
            case ".mtx":
                return MatrixMarketFile.Read<T>(path, options);
            case ".csv" or ".tsv":
                CsvOptions csv = new() { Header = CsvHeader.Auto, NonFinite = CsvNonFinite.Accept, MemoryLimit = (options ?? MatrixFileOptions.Default).MemoryLimit };
                return CsvTable.Read(path, csv).ToMatrix<T>();
            default:
                throw new MatrixFileException(path, "unknown kind of file; .npy, .csv and .mtx can be read");
        }
    }

    /// <summary>Writes a matrix.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">A file that ends in .npy or .mtx; an existing one is replaced when all of the new one is on the disk.</param>
    /// <param name="matrix">Any view.</param>
    /// <exception cref="MatrixFileException">The extension is another, or the file cannot be written.</exception>
    public static void Write<T>(string path, ReadOnlyMatrixSpan<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                NpyFile.Write(path, matrix);
                break;
            case ".mtx":
                MatrixMarketFile.Write(path, matrix);
                break;
            default:
                throw new MatrixFileException(path, "unknown kind of file; .npy and .mtx can be written");
        }
    }
}
