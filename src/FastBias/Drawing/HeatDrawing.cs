using System.Text;

namespace FastBias.Drawing;

/// <summary>The cells of a grid in colours, and the scale that says what they mean.</summary>
internal sealed class HeatDrawing
{
    /// <summary>More cells than these in a row or column are not told apart; every so many is shown.</summary>
    private const int MostCells = 240;
    private const double BarWidth = 13;
    private const double BarGap = 12;

    private readonly HeatMark _heat;
    private readonly AxisScale _scale;
    private readonly IReadOnlyList<Tick> _ticks;
    private readonly IReadOnlyList<string> _label;

    /// <summary>A grid whose scale is as high as the plot.</summary>
    public HeatDrawing(HeatMark heat, double plotHeight)
    {
        _heat = heat;
        FigureAxis axis = new(heat.Label, heat.IsLogarithmic);
        double largest = heat.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        (double low, double high) = heat.IsDiverging ? (-largest, largest) : AxisRange.Of(axis, heat.Values, isTight: true, isFromZero: false);
        _scale = low < high ? new(low, high, heat.IsLogarithmic && !heat.IsDiverging, plotHeight, 0) : new(-1, 1, false, plotHeight, 0);
        _ticks = AxisTicks.Of(_scale, (int)(plotHeight / 45));
        _label = TextWidth.Wrap(heat.Label, AxisLabels.QuantitySize, plotHeight);
    }

    /// <summary>The width that the scale takes on the right of the plot.</summary>
    public double Width => BarGap + BarWidth + 7 + _ticks.Select(tick => TextWidth.Of(tick.Label, AxisLabels.Size)).DefaultIfEmpty(0).Max() + 6 + (AxisLabels.QuantityHeight * _label.Count);

    /// <summary>Draws the cells.</summary>
    public void DrawCells(SvgCanvas canvas, AxisScale x, AxisScale y)
    {
        double[] across = PanelData.Edges(_heat.X, x.IsLogarithmic), up = PanelData.Edges(_heat.Y, y.IsLogarithmic);
        StringBuilder?[] paths = new StringBuilder?[Palette.Steps];
        int columnStep = (_heat.X.Count + MostCells - 1) / MostCells, rowStep = (_heat.Y.Count + MostCells - 1) / MostCells;
        for (int i = 0; i < _heat.Y.Count; i += rowStep)
        {
            double top = y.At(up[Math.Min(i + rowStep, _heat.Y.Count)]), bottom = y.At(up[i]);
            int Step(int column) => StepOf(_heat.Values[(Math.Min(i + (rowStep / 2), _heat.Y.Count - 1) * _heat.X.Count) + Math.Min(column + (columnStep / 2), _heat.X.Count - 1)]);
            for (int j = 0, end; j < _heat.X.Count; j = end)
            {
                int step = Step(j);
                for (end = j + columnStep; end < _heat.X.Count && Step(end) == step; end += columnStep)
                {
                    // A run of one colour is one rectangle.
                }

                if (step >= 0)
                {
                    double left = x.At(across[j]), right = x.At(across[Math.Min(end, _heat.X.Count)]);
                    (paths[step] ??= new()).Append(Rectangle(left, top, right, bottom));
                }
            }
        }

        for (int step = 0; step < paths.Length; step++)
        {
            DrawArea(canvas, paths[step]?.ToString() ?? string.Empty, step);
        }
    }

    /// <summary>Draws the scale beside the plot.</summary>
    public void DrawScale(SvgCanvas canvas, Box plot)
    {
        double left = plot.Right + BarGap;
        for (int step = 0; step < Palette.Steps; step++)
        {
            double low = plot.Bottom - (plot.Height * step / Palette.Steps), high = plot.Bottom - (plot.Height * (step + 1) / Palette.Steps);
            DrawArea(canvas, Rectangle(left, high, left + BarWidth, low), step);
        }

        double reach = 0;
        foreach (Tick tick in _ticks)
        {
            double down = plot.Y + _scale.At(tick.Value);
            canvas.Line(left + BarWidth, down, left + BarWidth + (tick.Label.Length > 0 ? 4 : 2), down, "axis");
            if (tick.Label.Length > 0)
            {
                canvas.Text(left + BarWidth + 7, down + 4, tick.Label, "start", AxisLabels.Size);
                reach = Math.Max(reach, TextWidth.Of(tick.Label, AxisLabels.Size));
            }
        }

        for (int line = 0; line < _label.Count; line++)
        {
            canvas.Text(left + BarWidth + 7 + reach + 6 + (AxisLabels.QuantityHeight * line) + 10, plot.Y + (plot.Height / 2), _label[line], "middle", AxisLabels.QuantitySize, -90);
        }
    }

    private static string C(double value) => SvgText.Coordinate(value);

    private static string Rectangle(double left, double top, double right, double bottom) => $"M{C(left)} {C(top)}H{C(right)}V{C(bottom)}H{C(left)}z";

    /// <summary>Sharp edges: cells side by side have no seam.</summary>
    private void DrawArea(SvgCanvas canvas, string path, int step) =>
        canvas.Path(path, string.Empty, $" fill=\"{Palette.Scale(step, _heat.IsDiverging)}\" shape-rendering=\"crispEdges\"");

    /// <summary>The step of the scale for a value; -1 where it has no colour.</summary>
    private int StepOf(double value)
    {
        double share = _scale.Share(value);
        return double.IsFinite(share) ? (int)Math.Clamp(share * Palette.Steps, 0, Palette.Steps - 1) : -1;
    }
}
