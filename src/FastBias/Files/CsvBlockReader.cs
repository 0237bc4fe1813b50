namespace FastBias.Files;

/// <summary>Rows of a delimited text with a header, all columns numbers.</summary>
internal sealed class CsvBlockReader : RowBlockReader
{
    private readonly CsvReader _reader;
    private readonly bool _dropMissing;

    public CsvBlockReader(string path, FileStream stream, bool dropMissing)
        : base(path, stream)
    {
        _dropMissing = dropMissing;
        _reader = new CsvReader(TextTokens.Open(stream), path, null, 1L << 28);
        if (!_reader.TryRead())
        {
            throw new MatrixFileException(path, "is empty");
        }

        string[] names = Numbered(_reader.Count);
        for (int j = 0; j < names.Length; j++)
        {
            names[j] = _reader.Cell(j).IsEmpty ? names[j] : _reader.Cell(j).ToString();
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new MatrixFileException(path, "two columns have the same name", _reader.Line);
        }

        Names = names;
    }

    private protected override int ReadRows(Matrix<double> block)
    {
        int kept = 0;
        while (kept < block.Rows && _reader.TryRead())
        {
            if (_reader.Count != block.Columns)
            {
                throw new MatrixFileException(Path, $"{_reader.Count} cells, {block.Columns} are wanted", _reader.Line);
            }

            if (TryRow(block.Row(kept)))
            {
                kept++;
            }
            else
            {
                DroppedRows++;
            }
        }

        return kept;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The numbers of the current record; false where one is missing and such rows are left out.</summary>
    private bool TryRow(Span<double> row)
    {
        bool complete = true;
        for (int j = 0; j < row.Length; j++)
        {
            ReadOnlySpan<char> cell = _reader.Cell(j);
            if (CsvTableBuilder.IsMissingText(cell))
            {
                complete = _dropMissing ? false : throw Fail(j, "the value is missing");
                continue;
            }

            NumberKind kind = NumberText.Parse(cell, out row[j]);
            if (kind != NumberKind.Finite)
            {
                throw Fail(j, kind == NumberKind.Text
                    ? $"'{FileText.Quote(cell)}' is text, a number is wanted (tables that are read in blocks have numbers only)"
                    : $"'{FileText.Quote(cell)}' is not a finite number");
            }
        }

        return complete;
    }

    private MatrixFileException Fail(int column, string reason) => new(Path, reason, _reader.Line, column + 1, Names[column]);
}
