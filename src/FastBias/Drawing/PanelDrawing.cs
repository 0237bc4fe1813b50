namespace FastBias.Drawing;

/// <summary>One panel: first how much room its words need on each side of the plot, then the drawing.</summary>
internal sealed class PanelDrawing
{
    private const double TitleSize = 13;
    private const double TitleHeight = 17;
    private const double TickLength = 4;
    private const double LeastRight = 14;

    private readonly Panel _panel;
    private readonly double _cellWidth;
    private readonly double _plotHeight;
    private readonly HeatDrawing? _heat;

    /// <summary>Empty where the figure has one for all.</summary>
    private readonly Legend _legend;
    private AxisScale _x;
    private AxisScale _y;
    private IReadOnlyList<Tick> _xTicks = [];
    private IReadOnlyList<Tick> _yTicks;
    private IReadOnlyList<string> _title = [];
    private IReadOnlyList<string> _xLabel = [];
    private CategoryLabels? _words;

    /// <summary>Measures the sides.</summary>
    public PanelDrawing(Panel panel, double cellWidth, double plotHeight, bool hasLegend)
    {
        (_panel, _cellWidth, _plotHeight) = (panel, cellWidth, plotHeight);
        _legend = new(hasLegend ? panel.Marks : []);
        _heat = panel.Marks.OfType<HeatMark>().FirstOrDefault() is { } heat ? new(heat, plotHeight) : null;
        Right = _heat?.Width ?? LeastRight;
        (_x, _y) = Scales(cellWidth - 60 - Right);
        _yTicks = AxisLabels.Up(panel.Y, _y);
        Left = (AxisLabels.QuantityHeight * YLabel.Count) + 8 + YTickWidth + TickLength + 4;
        if (panel.X.Categories is { Count: > 0 } words)
        {
            double width = cellWidth - Left - Right;
            Left += Math.Max(0, new CategoryLabels(AxisLabels.Across(panel.X, _x with { End = width }), width / words.Count).LeftOverhang - Left);
        }
    }

    /// <summary>What is needed to the left of the plot.</summary>
    public double Left { get; private set; }

    /// <summary>What is needed to the right of the plot.</summary>
    public double Right { get; private set; }

    /// <summary>What is needed above the plot, after <see cref="SetSides"/>.</summary>
    public double Top => (TitleHeight * _title.Count) + (_title.Count > 0 ? 4 : 0) + _legend.Height + 6;

    /// <summary>What is needed below the plot, after <see cref="SetSides"/>.</summary>
    public double Bottom => TickLength + 3 + (_words?.Height ?? 13) + 5 + (AxisLabels.QuantityHeight * _xLabel.Count);

    private IReadOnlyList<string> YLabel => TextWidth.Wrap(_panel.Y.Label, AxisLabels.QuantitySize, _plotHeight + 10);

    private double YTickWidth => _yTicks.Select(tick => TextWidth.Of(tick.Label, AxisLabels.Size)).DefaultIfEmpty(0).Max();

    private double PlotWidth => _cellWidth - Left - Right;

    /// <summary>Fixes the sides, which may be wider than needed so that plots below each other are aligned.</summary>
    public void SetSides(double left, double right)
    {
        (Left, Right) = (left, right);
        (_x, _y) = Scales(PlotWidth);
        _yTicks = AxisLabels.Up(_panel.Y, _y);
        _xTicks = AxisLabels.Across(_panel.X, _x);
        _words = _panel.X.Categories is { Count: > 0 } words ? new(_xTicks, PlotWidth / words.Count) : null;
        _title = TextWidth.Wrap(_panel.Title, TitleSize, PlotWidth, bold: true);
        _xLabel = TextWidth.Wrap(_panel.X.Label, AxisLabels.QuantitySize, PlotWidth + 20);
        _legend.Arrange(PlotWidth);
    }

    /// <summary>Draws the panel with the corner of its plot at a place of the drawing.</summary>
    public void Draw(SvgCanvas canvas, double plotLeft, double plotTop)
    {
        Box plot = new(plotLeft, plotTop, PlotWidth, _plotHeight);
        double top = plotTop - Top;
        for (int line = 0; line < _title.Count; line++)
        {
            canvas.Text(plotLeft, top + 13 + (TitleHeight * line), _title[line], "start", TitleSize, bold: true);
        }

        _legend.Draw(canvas, plotLeft, top + (TitleHeight * _title.Count) + (_title.Count > 0 ? 4 : 0));
        DrawUp(canvas, plot);
        DrawAcross(canvas, plot);
        DrawLabels(canvas, plot);
        new MarkDrawing(canvas, _panel, Moved(_x, plot.X), Moved(_y, plot.Y), plot).Draw();
        _heat?.DrawScale(canvas, plot);
        canvas.Path($"M{C(plot.X)} {C(plot.Y)}V{C(plot.Bottom)}H{C(plot.Right)}", "axis");
    }

    private static string C(double value) => SvgText.Coordinate(value);

    private static AxisScale Moved(AxisScale scale, double by) => scale with { Start = scale.Start + by, End = scale.End + by };

    /// <summary>The marks of the vertical axis.</summary>
    private void DrawUp(SvgCanvas canvas, Box plot)
    {
        foreach (Tick tick in _yTicks)
        {
            double down = plot.Y + _y.At(tick.Value);
            if (_heat is null && _panel.Y.Categories is null)
            {
                canvas.Line(plot.X, down, plot.Right, down, tick.Label.Length > 0 ? "grid" : "grid minor");
            }

            canvas.Line(plot.X, down, plot.X - (tick.Label.Length > 0 ? TickLength : TickLength / 2), down, "axis");
            if (tick.Label.Length > 0)
            {
                canvas.Text(plot.X - TickLength - 4, down + 4, tick.Label, "end", AxisLabels.Size);
            }
        }
    }

    /// <summary>The marks of the horizontal axis.</summary>
    private void DrawAcross(SvgCanvas canvas, Box plot)
    {
        foreach (Tick tick in _xTicks)
        {
            double across = plot.X + _x.At(tick.Value);
            if (_heat is null && _words is null)
            {
                canvas.Line(across, plot.Y, across, plot.Bottom, tick.Label.Length > 0 ? "grid" : "grid minor");
            }

            canvas.Line(across, plot.Bottom, across, plot.Bottom + (tick.Label.Length > 0 ? TickLength : TickLength / 2), "axis");
            if (_words is null && tick.Label.Length > 0)
            {
                canvas.Text(across, plot.Bottom + TickLength + 3 + 10, tick.Label, "middle", AxisLabels.Size);
            }
        }

        _words?.Draw(canvas, _x, plot.X, plot.Bottom + TickLength + 3);
    }

    /// <summary>The names of both quantities.</summary>
    private void DrawLabels(SvgCanvas canvas, Box plot)
    {
        for (int line = 0; line < _xLabel.Count; line++)
        {
            canvas.Text(plot.X + (plot.Width / 2), plot.Bottom + Bottom - (AxisLabels.QuantityHeight * (_xLabel.Count - line)) + 11, _xLabel[line], "middle", AxisLabels.QuantitySize);
        }

        for (int line = 0; line < YLabel.Count; line++)
        {
            canvas.Text(plot.X - TickLength - 4 - YTickWidth - 8 - (AxisLabels.QuantityHeight * (YLabel.Count - line)) + 11, plot.Y + (plot.Height / 2), YLabel[line], "middle", AxisLabels.QuantitySize, -90);
        }
    }

    /// <summary>The two axes in the pixels of a plot that begins at its upper left corner.</summary>
    private (AxisScale X, AxisScale Y) Scales(double plotWidth)
    {
        AxisScale x = Scale(PanelData.Across(_panel), _panel.X, 0, plotWidth), y = Scale(PanelData.Up(_panel), _panel.Y, _plotHeight, 0);
        if (!_panel.IsEqualScale || x.IsLogarithmic || y.IsLogarithmic)
        {
            return (x, y);
        }

        double unit = Math.Max((x.High - x.Low) / plotWidth, (y.High - y.Low) / _plotHeight);
        return (Widened(x, unit * plotWidth), Widened(y, unit * _plotHeight));
    }

    private static AxisScale Scale((double Low, double High) ends, FigureAxis axis, double start, double end) => new(ends.Low, ends.High, axis.IsLogarithmic, start, end);

    private static AxisScale Widened(AxisScale scale, double range)
    {
        double middle = (scale.Low / 2) + (scale.High / 2);
        return scale with { Low = middle - (range / 2), High = middle + (range / 2) };
    }
}
