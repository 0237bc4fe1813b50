using System.Globalization;

namespace FastBias.Files;

/// <summary>A file of numbers that cannot be read or written: what is wrong and where, on one line.</summary>
/// <remarks>
/// The only exception that the readers of this namespace throw for what a file holds: a missing file, a truncated one, an
/// unsupported format and a cell that is not a number all arrive here. Wrong arguments are argument exceptions.
/// </remarks>
public sealed class MatrixFileException : Exception
{
    /// <summary>An exception without a place.</summary>
    public MatrixFileException()
        : this(string.Empty, "cannot be read")
    {
    }

    /// <summary>An exception without a place.</summary>
    /// <param name="message">What is wrong.</param>
    public MatrixFileException(string message)
        : this(string.Empty, message)
    {
    }

    /// <summary>An exception without a place.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What made it known.</param>
    public MatrixFileException(string message, Exception innerException)
        : this(string.Empty, message, innerException: innerException)
    {
    }

    /// <summary>An exception with its place; the message is made of all parts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong, without the place.</param>
    /// <param name="line">The line, counted from 1; null for a binary file or where the whole file is meant.</param>
    /// <param name="column">The column, counted from 1; null where it is not known.</param>
    /// <param name="columnName">The name of the column in the file's header.</param>
    /// <param name="innerException">What made it known.</param>
    public MatrixFileException(string path, string reason, long? line = null, int? column = null, string? columnName = null, Exception? innerException = null)
        : base(Compose(path, reason, line, column, columnName), innerException)
    {
        Path = path;
        Reason = reason;
        Line = line;
        Column = column;
        ColumnName = columnName;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The line, counted from 1, or null.</summary>
    public long? Line { get; }

    /// <summary>The column, counted from 1, or null.</summary>
    public int? Column { get; }

    /// <summary>The column's name in the header, or null.</summary>
    public string? ColumnName { get; }

    private static string Compose(string path, string reason, long? line, int? column, string? columnName)
    {
        string place = FileText.Line(path);
        if (line is not null)
        {
            place += string.Create(CultureInfo.InvariantCulture, $", line {line}");
        }

        if (columnName is not null)
        {
            place += $", column '{FileText.Quote(columnName)}'";
        }
        else if (column is not null)
        {
            place += string.Create(CultureInfo.InvariantCulture, $", column {column}");
        }

        return place.Length == 0 ? reason : $"{place}: {reason}";
    }
}
