using System.Globalization;

namespace FastBias.Files;

/// <summary>Types the cells of a table while its records come in.</summary>
internal sealed class CsvTableBuilder
{
    private readonly string _path;
    private readonly CsvOptions _options;
    private readonly List<CsvColumn?> _columns = [];
    private bool _hasHeader;
    private int _rows;
    private int _dropped;
    private long _firstDropped;

    public CsvTableBuilder(string path, CsvOptions options)
    {
        _path = path;
        _options = options;
    }

    public CsvTable Build(TextReader text)
    {
        using CsvReader reader = new(text, _path, _options.Delimiter, _options.MemoryLimit);
        if (!reader.TryRead())
        {
            throw new MatrixFileException(_path, "is empty");
        }

        _hasHeader = _options.Header == CsvHeader.Present || (_options.Header == CsvHeader.Auto && !IsData(reader));
        CreateColumns(reader);
        bool more = !_hasHeader || reader.TryRead();
        while (more)
        {
            AddRecord(reader);
            more = reader.TryRead();
        }

        List<CsvColumn> columns = [.. _columns.OfType<CsvColumn>()];
        foreach (CsvColumn column in columns)
        {
            Finish(column);
        }

        return new CsvTable(_path, reader.Delimiter, _hasHeader, columns, _rows, _dropped, _firstDropped);
    }

    /// <summary>Whether no cell is a name; a missing value is none, or a row of data would be lost.</summary>
    private bool IsData(CsvReader reader)
    {
        for (int j = 0; j < reader.Count; j++)
        {
            ReadOnlySpan<char> cell = reader.Cell(j);
            if (!IsMissing(cell) && NumberText.Parse<double>(cell, out _) == NumberKind.Text)
            {
                return false;
            }
        }

        return true;
    }

    private void CreateColumns(CsvReader reader)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int j = 0; j < reader.Count; j++)
        {
            string name = _hasHeader ? reader.Cell(j).ToString() : string.Empty;
            name = name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"column {j + 1}");
            if (!names.Add(name))
            {
                throw new MatrixFileException(_path, $"two columns are called '{FileText.Quote(name)}'", reader.Line, j + 1);
            }

            _columns.Add(_options.IgnoredColumns.Contains(name) ? null : new CsvColumn(name, j, _options.TextColumns.Contains(name)));
        }

        foreach (string name in _options.TextColumns.Concat(_options.IgnoredColumns))
        {
            if (!names.Contains(name))
            {
                throw CsvLevels.Unknown(_path, name, [.. names]);
            }
        }
    }

    private void AddRecord(CsvReader reader)
    {
        if (reader.Count != _columns.Count)
        {
            throw new MatrixFileException(_path, $"{reader.Count} cells, {_columns.Count} are wanted{DecimalCommaHint(reader)}", reader.Line);
        }

        if (_options.Missing == CsvMissing.DropRow && HasMissing(reader))
        {
            _dropped++;
            _firstDropped = _firstDropped == 0 ? reader.Line : _firstDropped;
            return;
        }

        long bytes = 0;
        for (int j = 0; j < _columns.Count; j++)
        {
            if (_columns[j] is { } column)
            {
                AddCell(column, reader.Cell(j), reader.Line);
                bytes += column.Bytes;
            }
        }

        if (bytes > _options.MemoryLimit)
        {
            throw new MatrixFileException(_path, $"the table takes more than the limit of {_options.MemoryLimit} bytes", reader.Line);
        }

        _rows++;
    }

    private static string DecimalCommaHint(CsvReader reader) =>
        reader.Delimiter == ',' && reader.Count > 1 ? " (are there decimal commas, or is the delimiter another?)" : string.Empty;

    private bool HasMissing(CsvReader reader)
    {
        for (int j = 0; j < _columns.Count; j++)
        {
            if (_columns[j] is not null && IsMissing(reader.Cell(j)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a cell says that there is no value; NaN says so too.</summary>
    internal static bool IsMissingText(ReadOnlySpan<char> cell) => IsAbsent(cell) || IsNan(cell);

    private bool IsMissing(ReadOnlySpan<char> cell) => IsAbsent(cell) || (_options.NonFinite == CsvNonFinite.NanIsMissing && IsNan(cell));

    private static bool IsNan(ReadOnlySpan<char> cell) => cell.Equals("NaN", StringComparison.OrdinalIgnoreCase);

    private static bool IsAbsent(ReadOnlySpan<char> cell) =>
        cell.IsEmpty
        || cell.Equals("NA", StringComparison.OrdinalIgnoreCase)
        || cell.Equals("N/A", StringComparison.OrdinalIgnoreCase)
        || cell.Equals("null", StringComparison.OrdinalIgnoreCase);

    private void AddCell(CsvColumn column, ReadOnlySpan<char> cell, long line)
    {
        if (IsMissing(cell))
        {
            AddMissing(column, cell, line);
            return;
        }

        double value = 0;
        NumberKind kind = column.ForceText ? NumberKind.Text : NumberText.Parse(cell, out value);
        if (kind == NumberKind.Text)
        {
            Require(column, CsvColumnKind.Text, cell, line);
            column.AddText(cell);
        }
        else
        {
            AddNumber(column, cell, line, kind, value);
        }
    }

    private void AddNumber(CsvColumn column, ReadOnlySpan<char> cell, long line, NumberKind kind, double value)
    {
        if (kind == NumberKind.Overflow)
        {
            throw Fail(column, line, $"'{FileText.Quote(cell)}' is beyond the range of double precision");
        }

        if (kind != NumberKind.Finite && _options.NonFinite != CsvNonFinite.Accept)
        {
            throw Fail(column, line, $"'{FileText.Quote(cell)}' is not a finite number");
        }

        Require(column, CsvColumnKind.Number, cell, line);
        column.AddNumber(value);
    }

    private void AddMissing(CsvColumn column, ReadOnlySpan<char> cell, long line)
    {
        if (_options.Missing == CsvMissing.Error)
        {
            throw Fail(column, line, cell.IsEmpty ? "the value is missing" : $"the value is missing ('{FileText.Quote(cell)}')");
        }

        if (column.Kind == CsvColumnKind.Text)
        {
            throw Fail(column, line, "the value is missing, and text has no mean");
        }

        column.AddMissing(line);
    }

    /// <summary>A column keeps the kind of its first cell.</summary>
    private void Require(CsvColumn column, CsvColumnKind kind, ReadOnlySpan<char> cell, long line)
    {
        if (column.Kind == CsvColumnKind.Empty)
        {
            if (kind == CsvColumnKind.Text && column.FirstMissing.Count > 0)
            {
                throw Fail(column, column.FirstMissing.Line, "the value is missing, and text has no mean");
            }

            column.Kind = kind;
            column.FirstCell = (line, cell.ToString());
        }
        else if (column.Kind != kind)
        {
            string first = string.Create(CultureInfo.InvariantCulture, $"'{FileText.Quote(column.FirstCell.Text)}' in line {column.FirstCell.Line}");
            throw Fail(column, line, kind == CsvColumnKind.Text
                ? $"'{FileText.Quote(cell)}' is not a number, as {first} is"
                : $"'{FileText.Quote(cell)}' is a number, {first} is text");
        }
    }

    private void Finish(CsvColumn column)
    {
        if (column.Kind == CsvColumnKind.Empty && column.FirstMissing.Count > 0)
        {
            throw Fail(column, column.FirstMissing.Line, "every value is missing, there is no mean");
        }

        column.FillMissing();
    }

    private MatrixFileException Fail(CsvColumn column, long line, string reason) =>
        new(_path, reason, line, column.Index + 1, _hasHeader ? column.Name : null);
}
