namespace FastBias.Files;

/// <summary>Whether the first line of a table names the columns.</summary>
public enum CsvHeader
{
    /// <summary>It does.</summary>
    Present,

    /// <summary>It does not: columns are called "column 1", "column 2" and so on.</summary>
    Absent,

    /// <summary>It does unless every cell of it is a number.</summary>
    Auto,
}

/// <summary>What happens to a missing value: an empty cell, NA, N/A, null or (unless accepted as a value) NaN, in any case.</summary>
public enum CsvMissing
{
    /// <summary>An error that names line and column.</summary>
    Error,

    /// <summary>Its row is left out; the table counts such rows.</summary>
    DropRow,

    /// <summary>The mean of the column's other values takes its place; an error in a text column.</summary>
    Mean,
}

/// <summary>What the words nan and inf mean in a cell.</summary>
public enum CsvNonFinite
{
    /// <summary>NaN is a missing value, an infinity is an error.</summary>
    NanIsMissing,

    /// <summary>Both are errors that name line and column.</summary>
    Refuse,

    /// <summary>Both are values.</summary>
    Accept,
}

/// <summary>How a table is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between cells; where null, the one of comma, semicolon and tab that is most frequent in the first line (comma in doubt).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether there is a header. Default: <see cref="CsvHeader.Present"/>.</summary>
    public CsvHeader Header { get; init; } = CsvHeader.Present;

    /// <summary>The policy on missing values. Default: <see cref="CsvMissing.Error"/>.</summary>
    public CsvMissing Missing { get; init; } = CsvMissing.Error;

    /// <summary>The policy on the words nan and inf. Default: <see cref="CsvNonFinite.NanIsMissing"/>.</summary>
    public CsvNonFinite NonFinite { get; init; } = CsvNonFinite.NanIsMissing;

    /// <summary>Columns that are read as text whatever they hold: numbers that are codes.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Columns that are not read at all: a missing value or a text in them troubles nobody.</summary>
    public IReadOnlyCollection<string> IgnoredColumns { get; init; } = [];

    /// <summary>The largest number of bytes that the table may take in memory. Default <see cref="MatrixFileOptions.DefaultMemoryLimit"/>.</summary>
    public long MemoryLimit { get; init; } = MatrixFileOptions.DefaultMemoryLimit;
}
