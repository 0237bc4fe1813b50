namespace FastBias.Files;

/// <summary>Rows of numbers from a file that need not fit into memory: .npy (C order) or .csv, block by block.</summary>
/// <remarks>
/// All in double precision. A text cell (unless its column was asked for as categories), an infinity and (unless such rows are left out) a missing value are errors that name line and column. Memory: the caller's block and one buffer.
/// </remarks>
public abstract class RowBlockReader : IDisposable
{
    private protected RowBlockReader(string path, FileStream stream)
    {
        Path = path;
        Stream = stream;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The names of the columns; "column 1" and so on where the file has none.</summary>
    public IReadOnlyList<string> Names { get; private protected set; } = [];

    /// <summary>The columns of the file that are not read.</summary>
    public IReadOnlyList<string> Ignored { get; private protected set; } = [];

    /// <summary>The values of text columns that were left out, as <c>column[value]</c>.</summary>
    public IReadOnlyList<string> Baselines { get; private protected set; } = [];

    /// <summary>The rows that were left out because a value was missing.</summary>
    public long DroppedRows { get; private protected set; }

    /// <summary>The share of the file that was read, from 0 to 1.</summary>
    public double Progress => Stream.Length == 0 ? 1 : (double)Stream.Position / Stream.Length;

    private protected FileStream Stream { get; }

    /// <summary>Opens a file that ends in .npy, .csv or .tsv.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Missing values, columns to leave out, text columns.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, has another ending, or its header cannot be read, or has no such column.</exception>
    public static RowBlockReader Open(string path, RowBlockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        string ending = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".npy" or ".csv" or ".tsv"))
        {
            throw new MatrixFileException(path, "unknown kind of file; .npy and .csv can be read in blocks");
        }

        FileStream stream = AtomicFile.OpenRead(path);
        try
        {
            return ending == ".npy" ? new NpyBlockReader(path, stream, options.DropMissing) : new CsvBlockReader(path, stream, options);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Fills the first rows of a block.</summary>
    /// <param name="block">As many columns as there are names; rows behind the last one that was read are undefined.</param>
    /// <returns>The rows that were read; fewer than the block has only at the end, and 0 behind it.</returns>
    /// <exception cref="ArgumentException">The block has another number of columns.</exception>
    /// <exception cref="MatrixFileException">The file is not what the class accepts.</exception>
    public int Read(Matrix<double> block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Columns != Names.Count)
        {
            throw new ArgumentException($"The block has {block.Columns} columns, the file {Names.Count}.", nameof(block));
        }

        try
        {
            return ReadRows(block);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(Path, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => Stream.Dispose();

    private protected abstract int ReadRows(Matrix<double> block);

    private protected static string[] Numbered(int columns) => [.. Enumerable.Range(1, columns).Select(j => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"column {j}"))];
}
