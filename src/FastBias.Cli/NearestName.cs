namespace FastBias.Cli;

/// <summary>What somebody may have meant who wrote a name that does not exist.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest letters to change, if these are few; else one that has the word in it; else null.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        string[] all = [.. names];
        (string Name, int Changes)[] byChanges = [.. all.Select(name => (name, Changes(word, name))).OrderBy(entry => entry.Item2)];
        return byChanges.Length > 0 && byChanges[0].Changes <= Math.Max(2, word.Length / 3) ? byChanges[0].Name
            : all.FirstOrDefault(name => word.Length > 2 && name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Levenshtein's distance: letters put in, taken out or changed.</summary>
    private static int Changes(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
