namespace FastBias.Drawing;

/// <summary>The names of a panel's marks with a sample of each, in rows above the plot, where they cover nothing.</summary>
internal sealed class Legend
{
    private const double Size = 12;
    private const double RowHeight = 17;
    private const double Sample = 24;
    private const double Gap = 18;

    private readonly (string Name, Mark Mark, int? Color)[] _entries;
    private readonly List<(int Entry, double X, int Row, string Line, bool IsFirst)> _lines = [];

    /// <summary>The legend of some marks; of several with one name the first is shown.</summary>
    public Legend(IReadOnlyList<Mark> marks)
    {
        int?[] colors = PanelColors.Of(marks);
        _entries = [.. marks.Select((mark, i) => (Name: mark.Legend ?? string.Empty, mark, colors[i])).Where(entry => !string.IsNullOrWhiteSpace(entry.Name)).DistinctBy(entry => entry.Name)];
    }

    /// <summary>The height that it takes, after <see cref="Arrange"/>.</summary>
    public double Height => _lines.Count == 0 ? 0 : ((_lines.Max(line => line.Row) + 1) * RowHeight) + 5;

    /// <summary>Whether another legend says the same.</summary>
    public bool SaysTheSameAs(Legend other) => _entries.Length == other._entries.Length
        && _entries.Zip(other._entries).All(pair => pair.First.Name == pair.Second.Name && pair.First.Color == pair.Second.Color && Kind(pair.First.Mark) == Kind(pair.Second.Mark));

    /// <summary>Whether there is nothing to say.</summary>
    public bool IsEmpty => _entries.Length == 0;

    /// <summary>Puts the entries into rows of at most a width.</summary>
    public void Arrange(double width)
    {
        _lines.Clear();
        double x = 0;
        int row = 0;
        for (int i = 0; i < _entries.Length; i++)
        {
            IReadOnlyList<string> lines = TextWidth.Wrap(_entries[i].Name, Size, width - Sample - 6);
            double needed = Sample + 6 + lines.Max(line => TextWidth.Of(line, Size));
            if (x > 0 && (x + needed > width || lines.Count > 1))
            {
                (x, row) = (0, row + 1);
            }

            for (int k = 0; k < lines.Count; k++)
            {
                _lines.Add((i, x, row + k, lines[k], k == 0));
            }

            (x, row) = lines.Count > 1 ? (width + 1, row + lines.Count - 1) : (x + needed + Gap, row);
        }
    }

    /// <summary>Draws the rows from a corner downwards.</summary>
    public void Draw(SvgCanvas canvas, double left, double top)
    {
        foreach ((int entry, double x, int row, string line, bool isFirst) in _lines)
        {
            double middle = top + (RowHeight * row) + (RowHeight / 2);
            if (isFirst)
            {
                DrawSample(canvas, left + x, middle, _entries[entry].Mark, _entries[entry].Color);
            }

            canvas.Text(left + x + Sample + 6, middle + 4, line, "start", Size);
        }
    }

    private static string Kind(Mark mark) => mark is LineMark line ? $"line {line.IsDashed} {line.HasPoints}" : mark.GetType().Name;

    private static void DrawSample(SvgCanvas canvas, double x, double middle, Mark mark, int? color)
    {
        string stroke = color is { } s ? Palette.Stroke(s) : "level", fill = color is { } f ? Palette.Fill(f) : string.Empty;
        switch (mark)
        {
            case BandMark:
                canvas.Rectangle(x, middle - 5, Sample, 10, $"band {fill}");
                break;
            case BarMark:
                canvas.Rectangle(x + 6, middle - 5, 12, 10, fill);
                break;
            case ScatterMark:
                canvas.Dots([(x + (Sample / 2), middle)], 3.5, stroke);
                break;
            case RuleMark:
                canvas.Line(x, middle, x + Sample, middle, "rule");
                break;
            default:
                canvas.Line(x, middle, x + Sample, middle, $"{MarkClasses.Line(mark, color)} {stroke}");
                if (mark is LineMark { HasPoints: true })
                {
                    canvas.Dots([(x + (Sample / 2), middle)], 3, stroke);
                }

                break;
        }
    }
}
