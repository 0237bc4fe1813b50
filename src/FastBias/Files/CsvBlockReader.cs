namespace FastBias.Files;

/// <summary>Rows of a delimited text with a header; text columns one-hot where that was asked for.</summary>
internal sealed class CsvBlockReader : RowBlockReader
{
    private readonly CsvReader _reader;
    private readonly RowBlockOptions _options;
    private readonly string[] _cells;
    private readonly Dictionary<string, int>?[] _levels;
    private readonly bool[] _ignored;

    public CsvBlockReader(string path, FileStream stream, RowBlockOptions options)
        : base(path, stream)
    {
        _options = options;
        _reader = new CsvReader(TextTokens.Open(stream), path, null, 1L << 28);
        _cells = Header();
        _levels = CsvLevels.Find(path, _cells, options);
        Ignored = [.. options.IgnoredColumns.Select(name => _cells.Contains(name) ? name : throw CsvLevels.Unknown(path, name, _cells))];
        _ignored = [.. _cells.Select(name => options.IgnoredColumns.Contains(name))];
        Names = [.. Enumerable.Range(0, _cells.Length).Where(j => !_ignored[j]).SelectMany(NamesOf)];
        Baselines = [.. Enumerable.Range(0, _cells.Length).Where(j => options.Baseline && _levels[j]?.Count > 0).Select(j => $"{_cells[j]}[{_levels[j]!.First().Key}]")];
    }

    private protected override int ReadRows(Matrix<double> block)
    {
        int kept = 0;
        while (kept < block.Rows && _reader.TryRead())
        {
            if (_reader.Count != _cells.Length)
            {
                throw new MatrixFileException(Path, $"{_reader.Count} cells, {_cells.Length} are wanted", _reader.Line);
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

    private string[] Header()
    {
        if (!_reader.TryRead())
        {
            throw new MatrixFileException(Path, "is empty");
        }

        string[] names = Numbered(_reader.Count);
        for (int j = 0; j < names.Length; j++)
        {
            names[j] = _reader.Cell(j).IsEmpty ? names[j] : _reader.Cell(j).ToString();
        }

        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : throw new MatrixFileException(Path, "two columns have the same name", _reader.Line);
    }

    private IEnumerable<string> NamesOf(int j) => _levels[j] is { } levels ? levels.Keys.Skip(_options.Baseline ? 1 : 0).Select(level => $"{_cells[j]}[{level}]") : [_cells[j]];

    /// <summary>The numbers of the current record; false where one is missing and such rows are left out.</summary>
    private bool TryRow(Span<double> row)
    {
        bool complete = true;
        int next = 0;
        for (int j = 0; j < _cells.Length; j++)
        {
            if (_ignored[j])
            {
                continue;
            }

            ReadOnlySpan<char> cell = _reader.Cell(j);
            int width = _levels[j] is { } levels ? levels.Count - (_options.Baseline && levels.Count > 0 ? 1 : 0) : 1;
            Span<double> target = row.Slice(next, width);
            next += width;
            if (CsvTableBuilder.IsMissingText(cell))
            {
                complete = _options.DropMissing ? false : throw Fail(j, "the value is missing");
                continue;
            }

            Fill(j, cell, target);
        }

        return complete;
    }

    private void Fill(int j, ReadOnlySpan<char> cell, Span<double> target)
    {
        if (_levels[j] is { } levels)
        {
            target.Clear();
            int level = levels.GetAlternateLookup<ReadOnlySpan<char>>()[cell] - (_options.Baseline ? 1 : 0);
            if (level >= 0)
            {
                target[level] = 1;
            }

            return;
        }

        NumberKind kind = NumberText.Parse(cell, out target[0]);
        if (kind != NumberKind.Finite)
        {
            throw Fail(j, kind == NumberKind.Text
                ? $"'{FileText.Quote(cell)}' is text, a number is wanted"
                : $"'{FileText.Quote(cell)}' is not a finite number");
        }
    }

    private MatrixFileException Fail(int column, string reason) => new(Path, reason, _reader.Line, column + 1, _cells[column]);
}
