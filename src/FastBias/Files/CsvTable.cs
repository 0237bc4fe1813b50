using System.Numerics;

namespace FastBias.Files;

/// <summary>A table of named columns, read from delimited text.</summary>
/// <remarks>
/// RFC 4180 with a header: quoted cells (<c>""</c> is a quote, line ends may be inside), LF, CR LF or CR, a byte order mark,
/// UTF-8 (UTF-16 with its mark), spaces around plain cells, blank lines (left out). Numbers have the invariant form
/// (<c>-1.5e3</c>); <c>1e999</c> is refused by name and never becomes an infinity. Every record has as many cells as the first.
/// A column is numbers or text: one that mixes both is an error at the first cell of the other kind, unless
/// <see cref="CsvOptions.TextColumns"/> names it.
/// <para>Source: RFC 4180 (2005).</para>
/// </remarks>
public sealed class CsvTable
{
    internal CsvTable(string path, char delimiter, bool hasHeader, IReadOnlyList<CsvColumn> columns, int rows, int droppedRows, long firstDroppedLine)
    {
        Path = path;
        Delimiter = delimiter;
        HasHeader = hasHeader;
        Columns = columns;
        Rows = rows;
        DroppedRows = droppedRows;
        FirstDroppedLine = firstDroppedLine;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The character between cells.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The columns, in the file's order, without the ignored ones.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of rows left out under <see cref="CsvMissing.DropRow"/>.</summary>
    public int DroppedRows { get; }

    /// <summary>The line of the first row left out; 0 where there is none.</summary>
    public long FirstDroppedLine { get; }

    /// <summary>Reads a whole table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; defaults where null.</param>
    /// <exception cref="MatrixFileException">The file cannot be opened, or is not such a table.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using StreamReader reader = TextTokens.Open(AtomicFile.OpenRead(path));
        return Read(reader, path, options);
    }

    /// <summary>Reads a whole table from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; defaults where null.</param>
    /// <exception cref="MatrixFileException">The text is not such a table.</exception>
    public static CsvTable Read(TextReader reader, string name, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new CsvTableBuilder(name, options ?? new CsvOptions()).Build(reader);
    }

    /// <summary>The column of that name, or null.</summary>
    /// <param name="name">The name, exactly as in the header.</param>
    public CsvColumn? Find(string name)
    {
        foreach (CsvColumn column in Columns)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>All columns as a matrix; rows are rows.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <exception cref="MatrixFileException">A column is text, or a value is beyond the range of <typeparamref name="T"/>.</exception>
    public Matrix<T> ToMatrix<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (CsvColumn column in Columns)
        {
            RequireNumbers(column);
        }

        return CsvDesign.Create<T>(this, Columns).Matrix;
    }

    internal void RequireNumbers(CsvColumn column)
    {
        if (column.Kind == CsvColumnKind.Text)
        {
            throw new MatrixFileException(Path, $"'{FileText.Quote(column.FirstCell.Text)}' is text, a number is wanted", column.FirstCell.Line, column.Index + 1, HasHeader ? column.Name : null);
        }
    }
}
