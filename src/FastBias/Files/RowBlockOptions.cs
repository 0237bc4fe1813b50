namespace FastBias.Files;

/// <summary>How <see cref="RowBlockReader"/> makes numbers of a table.</summary>
public sealed record RowBlockOptions
{
    /// <summary>Whether rows with a missing value are left out; otherwise the first is an error.</summary>
    public bool DropMissing { get; init; }

    /// <summary>Columns of a .csv file that are not read at all, whatever they hold.</summary>
    public IReadOnlyCollection<string> IgnoredColumns { get; init; } = [];

    /// <summary>Whether columns of a .csv file whose first value is text become one column of zeros and ones per value, <c>column[value]</c>: the file is read once more, before all, for their values.</summary>
    public bool Categorical { get; init; }

    /// <summary>Columns of a .csv file that become such columns even if they hold numbers.</summary>
    public IReadOnlyCollection<string> CategoryColumns { get; init; } = [];

    /// <summary>Whether the first value of each such column is left out.</summary>
    public bool Baseline { get; init; }
}
