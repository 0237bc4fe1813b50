namespace FastBias.Files;

/// <summary>The values of the text columns of a table, found in a pass of their own.</summary>
internal static class CsvLevels
{
    /// <summary>As many columns of zeros and ones as a state can have at all.</summary>
    private const int Most = 20_000;

    /// <summary>For each column its values and their numbers, by first appearance; null for a column of numbers.</summary>
    public static Dictionary<string, int>?[] Find(string path, IReadOnlyList<string> names, RowBlockOptions options)
    {
        Dictionary<string, int>?[] levels = new Dictionary<string, int>?[names.Count];
        foreach (string name in options.CategoryColumns)
        {
            int j = Enumerable.Range(0, names.Count).FirstOrDefault(k => names[k] == name, -1);
            levels[j < 0 ? throw Unknown(path, name, names) : j] = new(StringComparer.Ordinal);
        }

        if (!options.Categorical && options.CategoryColumns.Count == 0)
        {
            return levels;
        }

        bool[] known = [.. names.Select((name, j) => levels[j] is not null || options.IgnoredColumns.Contains(name))];
        using FileStream stream = AtomicFile.OpenRead(path);
        using CsvReader reader = new(TextTokens.Open(stream), path, null, 1L << 28);
        reader.TryRead();
        while (reader.TryRead())
        {
            for (int j = 0; j < Math.Min(names.Count, reader.Count); j++)
            {
                ReadOnlySpan<char> cell = reader.Cell(j);
                if ((known[j] && levels[j] is null) || CsvTableBuilder.IsMissingText(cell))
                {
                    continue;
                }

                if (!known[j])
                {
                    // As in a table that is read whole, the first value decides.
                    known[j] = true;
                    levels[j] = options.Categorical && NumberText.Parse<double>(cell, out _) == NumberKind.Text ? new(StringComparer.Ordinal) : null;
                }

                Add(levels[j], cell, () => new(path, $"has more than {Most} different values, too many for one column of zeros and ones each", reader.Line, j + 1, names[j]));
            }
        }

        return levels;
    }

    public static MatrixFileException Unknown(string path, string name, IReadOnlyList<string> names) =>
        new(path, $"there is no column '{FileText.Quote(name)}'; there are {string.Join(", ", names.Take(20))}{(names.Count > 20 ? $" and {names.Count - 20} more" : string.Empty)}");

    private static void Add(Dictionary<string, int>? levels, ReadOnlySpan<char> cell, Func<MatrixFileException> tooMany)
    {
        if (levels is null || levels.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(cell))
        {
            return;
        }

        levels.Add(cell.ToString(), levels.Count < Most ? levels.Count : throw tooMany());
    }
}
