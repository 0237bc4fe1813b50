namespace FastBias.Files;

/// <summary>What a column of a table holds.</summary>
public enum CsvColumnKind
{
    /// <summary>Nothing: there are no rows, or every cell is missing.</summary>
    Empty,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Text: the values are its levels.</summary>
    Text,
}

/// <summary>One column of a table.</summary>
public sealed class CsvColumn
{
    private readonly List<double> _values = [];
    private readonly List<int> _levelOfRow = [];
    private readonly Dictionary<string, int> _levelIndex = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private readonly List<int> _missing = [];

    internal CsvColumn(string name, int index, bool forceText)
    {
        Name = name;
        Index = index;
        ForceText = forceText;
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>The position in the file, from 0.</summary>
    public int Index { get; }

    /// <summary>What it holds.</summary>
    public CsvColumnKind Kind { get; internal set; }

    /// <summary>The numbers, one per row; empty for a text column.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The different texts in order of first appearance; empty for a column of numbers.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>Which level each row has; empty for a column of numbers.</summary>
    public IReadOnlyList<int> LevelOfRow => _levelOfRow;

    /// <summary>How many values were missing and are filled in.</summary>
    public int FilledCount { get; private set; }

    /// <summary>The line of the first cell that decided the kind, and that cell as the file has it.</summary>
    public (long Line, string Text) FirstCell { get; internal set; } = (0, string.Empty);

    internal bool ForceText { get; }

    internal (long Line, int Count) FirstMissing { get; private set; }

    internal long Bytes { get; private set; }

    internal int Count => Kind == CsvColumnKind.Text ? _levelOfRow.Count : _values.Count;

    internal void AddNumber(double value)
    {
        _values.Add(value);
        Bytes += sizeof(double);
    }

    internal void AddText(ReadOnlySpan<char> text)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _levelIndex.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int level))
        {
            level = _levels.Count;
            string name = text.ToString();
            _levelIndex.Add(name, level);
            _levels.Add(name);
            Bytes += (2L * name.Length) + 64;
        }

        _levelOfRow.Add(level);
        Bytes += sizeof(int);
    }

    /// <summary>A place held for a value that the mean will fill.</summary>
    internal void AddMissing(long line)
    {
        FirstMissing = FirstMissing.Count == 0 ? (line, 1) : (FirstMissing.Line, FirstMissing.Count + 1);
        _missing.Add(_values.Count);
        AddNumber(double.NaN);
        Bytes += sizeof(int);
    }

    /// <summary>Fills the places held with the mean of the other values.</summary>
    internal void FillMissing()
    {
        if (_missing.Count == 0)
        {
            return;
        }

        double mean = MeanOfPresent();
        foreach (int row in _missing)
        {
            _values[row] = mean;
        }

        FilledCount = _missing.Count;
    }

    /// <summary>Values are halved by a power of two first, so that a sum of large ones cannot overflow.</summary>
    private double MeanOfPresent()
    {
        HashSet<int> missing = [.. _missing];
        int count = _values.Count - missing.Count;
        int shift = System.Numerics.BitOperations.Log2((uint)Math.Max(1, count)) + 1;
        double sum = 0;
        double lost = 0;
        for (int i = 0; i < _values.Count; i++)
        {
            if (missing.Contains(i))
            {
                continue;
            }

            // Neumaier's compensated sum.
            double value = Math.ScaleB(_values[i], -shift);
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }

        return Math.ScaleB((sum + lost) / count, shift);
    }
}
