namespace FastBias.Drawing;

/// <summary>Words below the places of a horizontal axis: side by side in a few lines, or slanted where they are too long.</summary>
internal sealed class CategoryLabels
{
    private const double Degrees = 40;
    private const double LineHeight = 13;
    private const int MostLines = 3;

    private readonly IReadOnlyList<Tick> _ticks;
    private readonly IReadOnlyList<string>[] _lines;
    private readonly bool _isSlanted;

    /// <summary>The words for places that are so many pixels apart.</summary>
    public CategoryLabels(IReadOnlyList<Tick> ticks, double slot)
    {
        _ticks = ticks;
        double room = slot - 6;
        _isSlanted = ticks.Any(tick => tick.Label.Split(' ').Any(word => TextWidth.Of(word, AxisLabels.Size) > room))
            || ticks.Any(tick => TextWidth.Wrap(tick.Label, AxisLabels.Size, room).Count > MostLines);
        _lines = [.. ticks.Select(tick => _isSlanted && tick.Label.Length > 0 ? [TextWidth.Cut(tick.Label, AxisLabels.Size, AxisLabels.LongestWord)] : TextWidth.Wrap(tick.Label, AxisLabels.Size, room))];
        double longest = _lines.SelectMany(lines => lines).Select(line => TextWidth.Of(line, AxisLabels.Size)).DefaultIfEmpty(0).Max();
        (double sine, double cosine) = Math.SinCos(Degrees * Math.PI / 180);
        Height = _isSlanted ? (longest * sine) + 14 : LineHeight * _lines.Max(lines => lines.Count);
        LeftOverhang = _isSlanted && _lines.Length > 0 ? (TextWidth.Of(_lines[0].FirstOrDefault(string.Empty), AxisLabels.Size) * cosine) + 4 - (slot / 2) : 0;
    }

    /// <summary>The height that the words take.</summary>
    public double Height { get; }

    /// <summary>How far the first word reaches to the left of the plot.</summary>
    public double LeftOverhang { get; }

    /// <summary>Draws the words below a line.</summary>
    public void Draw(SvgCanvas canvas, AxisScale scale, double left, double top)
    {
        for (int i = 0; i < _ticks.Count; i++)
        {
            double at = left + scale.At(_ticks[i].Value);
            for (int line = 0; line < _lines[i].Count; line++)
            {
                canvas.Text(_isSlanted ? at + 4 : at, top + 10 + (LineHeight * line), _lines[i][line], _isSlanted ? "end" : "middle", AxisLabels.Size, _isSlanted ? -Degrees : 0);
            }
        }
    }
}
