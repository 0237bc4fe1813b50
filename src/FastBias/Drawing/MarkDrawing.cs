namespace FastBias.Drawing;

/// <summary>Draws the marks of a panel into its plot, from back to front, and the words on top.</summary>
internal sealed class MarkDrawing(SvgCanvas canvas, Panel panel, AxisScale x, AxisScale y, Box plot)
{
    private const double WordSize = 11;
    private const double LineHeight = 13;

    /// <summary>A line on the frame is seen whole.</summary>
    private const double Overhang = 2;

    /// <summary>More dots than these are drawn so that one sees how dense they are.</summary>
    private const int Many = 400;

    private readonly LabelPlacement _places = new(plot);
    private readonly int?[] _colors = PanelColors.Of(panel.Marks);
    private readonly BarMark[] _bars = [.. panel.Marks.OfType<BarMark>()];

    public void Draw()
    {
        canvas.BeginClip(plot.X - Overhang, plot.Y - Overhang, plot.Width + (2 * Overhang), plot.Height + (2 * Overhang));
        DrawShapes(mark => mark is HeatMark or ContourMark);
        DrawCasings();
        DrawShapes(mark => mark is not (HeatMark or ContourMark));
        canvas.EndClip();
        foreach (Mark mark in panel.Marks)
        {
            if (mark is RuleMark rule)
            {
                DrawRuleWord(rule);
            }
            else if (mark is TextMark text)
            {
                DrawWord(text);
            }
        }
    }

    private void DrawShapes(Func<Mark, bool> which)
    {
        for (int i = 0; i < panel.Marks.Count; i++)
        {
            if (which(panel.Marks[i]))
            {
                DrawShape(panel.Marks[i], _colors[i]);
            }
        }
    }

    /// <summary>On the colours of a grid lines and points have an edge of paper, below all of them.</summary>
    private void DrawCasings()
    {
        if (!panel.Marks.Any(mark => mark is HeatMark))
        {
            return;
        }

        foreach (Mark mark in panel.Marks)
        {
            if (mark is LineMark line)
            {
                canvas.Polylines(PointThinning.Line(Pixels(line.X, line.Y)).Where(run => run.Count > 1), "line casing");
            }
            else if (mark is ScatterMark points)
            {
                canvas.Dots(PointThinning.Dots(Pixels(points.X, points.Y)), points.Radius + 1.2, "casing");
            }
        }
    }

    private void DrawShape(Mark mark, int? color)
    {
        switch (mark)
        {
            case LineMark line:
                DrawLine(line, color!.Value);
                break;
            case BandMark band:
                DrawBand(band, color!.Value);
                break;
            case ScatterMark points:
                DrawPoints(points, color!.Value);
                break;
            case BarMark bars:
                DrawBars(bars, color!.Value);
                break;
            case HeatMark heat:
                new HeatDrawing(heat, plot.Height).DrawCells(canvas, x, y);
                break;
            case ContourMark contour:
                DrawContour(contour, color);
                break;
            case RuleMark rule when (rule.IsVertical ? x : y).Shows(rule.Value):
                double at = (rule.IsVertical ? x : y).At(rule.Value);
                (double X, double Y)[] ends = rule.IsVertical ? [(at, plot.Y), (at, plot.Bottom)] : [(plot.X, at), (plot.Right, at)];
                canvas.Line(ends[0].X, ends[0].Y, ends[1].X, ends[1].Y, color is { } own ? $"rule {Palette.Stroke(own)}" : "rule");
                _places.Avoid(ends, isLine: true);
                break;
        }
    }

    private void DrawLine(LineMark line, int color)
    {
        List<IReadOnlyList<(double X, double Y)>> runs = PointThinning.Line(Pixels(line.X, line.Y));
        canvas.Polylines(runs.Where(run => run.Count > 1), $"{MarkClasses.Line(line, color)} {Palette.Stroke(color)}");
        foreach (IReadOnlyList<(double X, double Y)> run in runs)
        {
            _places.Avoid(run, isLine: true);
        }

        // A point between two gaps would not be seen as a line.
        canvas.Dots(line.HasPoints ? PointThinning.Dots(Pixels(line.X, line.Y)) : runs.Where(run => run.Count == 1).Select(run => run[0]), line.HasPoints ? 3 : 2, Palette.Stroke(color));
        if (line.HasArrow && runs.Count > 0)
        {
            DrawArrow(runs[^1], color);
        }
    }

    private void DrawArrow(IReadOnlyList<(double X, double Y)> run, int color)
    {
        const double Length = 10, Half = 4.5;
        (double tipX, double tipY) = run[^1];
        for (int i = run.Count - 2; i >= 0; i--)
        {
            double across = tipX - run[i].X, down = tipY - run[i].Y, distance = Math.Sqrt((across * across) + (down * down));
            if (distance >= Length / 2 || (i == 0 && distance > 0))
            {
                (double ux, double uy) = (across / distance, down / distance);
                (double baseX, double baseY) = (tipX - (Length * ux), tipY - (Length * uy));
                canvas.Polygon([(tipX, tipY), (baseX - (Half * uy), baseY + (Half * ux)), (baseX + (Half * uy), baseY - (Half * ux))], Palette.Fill(color));
                return;
            }
        }
    }

    private void DrawBand(BandMark band, int color)
    {
        List<(double X, double Low, double High)> run = [];
        for (int i = 0; i <= band.X.Count; i++)
        {
            (double X, double Low, double High) at = i < band.X.Count ? (x.At(band.X[i]), y.At(band.Low[i]), y.At(band.High[i])) : (double.NaN, double.NaN, double.NaN);
            if (double.IsFinite(at.X + at.Low + at.High))
            {
                run.Add(at);
                continue;
            }

            if (run.Count > 1)
            {
                IReadOnlyList<(double X, double Y)> low = PointThinning.Line(run.Select(point => (point.X, point.Low)))[0], high = PointThinning.Line(run.Select(point => (point.X, point.High)))[0];
                canvas.Polygon(low.Concat(high.Reverse()), $"band {Palette.Fill(color)}");
            }

            run.Clear();
        }
    }

    private void DrawPoints(ScatterMark points, int color)
    {
        if (points.Tips is { } tips)
        {
            foreach (((double px, double py), string tip) in Pixels(points.X, points.Y).Zip(tips).Where(entry => double.IsFinite(entry.First.X + entry.First.Y)))
            {
                canvas.Circle(px, py, points.Radius, Palette.Fill(color), tip);
                _places.Avoid([(px, py)], isLine: false);
            }

            return;
        }

        List<(double X, double Y)> dots = PointThinning.Dots(Pixels(points.X, points.Y));
        canvas.Dots(dots, points.Radius, dots.Count > Many ? $"many {Palette.Stroke(color)}" : Palette.Stroke(color));
        _places.Avoid(dots, isLine: false);
    }

    private void DrawBars(BarMark bars, int color)
    {
        const double GroupWidth = 0.8;
        int place = Array.FindIndex(_bars, other => ReferenceEquals(other, bars));
        double width = GroupWidth / _bars.Length, ground = y.IsLogarithmic || !y.Shows(0) ? (y.High < 0 ? plot.Y : plot.Bottom) : y.At(0);
        for (int i = 0; i < bars.Heights.Count; i++)
        {
            double left = x.At(i - (GroupWidth / 2) + (place * width)), right = x.At(i - (GroupWidth / 2) + ((place + 1) * width)), end = y.At(bars.Heights[i]);
            if (double.IsFinite(end))
            {
                double gap = Math.Min(1, (right - left) / 10);
                canvas.Rectangle(left + (gap / 2), Math.Min(ground, end), right - left - gap, Math.Abs(end - ground), Palette.Fill(color), Tip(bars, i));
                _places.Avoid([(left, ground), (left, end), (right, end), (right, ground)], isLine: true);
            }
        }
    }

    private string Tip(BarMark bars, int place)
    {
        string name = panel.X.Categories is { } words && place < words.Count ? words[place] : $"{place}", series = bars.Legend is { } legend ? $"{legend}, " : string.Empty;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{series}{name}: {bars.Heights[place]:G4}");
    }

    private void DrawContour(ContourMark contour, int? color)
    {
        string classes = color is { } own ? Palette.Stroke(own) + " line" : panel.Marks.Any(mark => mark is HeatMark { IsDiverging: false }) ? "over" : "level";
        foreach (double level in contour.Levels)
        {
            IEnumerable<IReadOnlyList<(double X, double Y)>> lines = ContourLines.Of(contour.X, contour.Y, contour.Values, level)
                .SelectMany(line => PointThinning.Line(line.Select(point => (x.At(point.X), y.At(point.Y)))));
            canvas.Polylines(lines, classes);
        }
    }

    private void DrawRuleWord(RuleMark rule)
    {
        if (rule.Label.Length == 0 || !(rule.IsVertical ? x : y).Shows(rule.Value))
        {
            return;
        }

        IReadOnlyList<string> lines = Lines(rule.Label, out double width, out double height);
        double at = (rule.IsVertical ? x : y).At(rule.Value);
        const int Places = 9;
        IEnumerable<Box> candidates = rule.IsVertical
            ? Enumerable.Range(0, Places).Select(i => plot.Y + 2 + ((plot.Height - height - 4) * i / (Places - 1)))
                .SelectMany(top => (Box[])[new(at + 5, top, width, height), new(at - 5 - width, top, width, height)])
            : Enumerable.Range(0, Places).Select(i => plot.Right - 4 - width - ((plot.Width - width - 8) * i / (Places - 1)))
                .SelectMany(left => (Box[])[new(left, at - 3 - height, width, height), new(left, at + 3, width, height)]);
        Write(_places.Choose(candidates.Select(Inside)), lines);
    }

    private void DrawWord(TextMark text)
    {
        if (text.Text.Length == 0 || !x.Shows(text.X) || !y.Shows(text.Y))
        {
            return;
        }

        IReadOnlyList<string> lines = Lines(text.Text, out double width, out double height);
        double px = x.At(text.X), py = y.At(text.Y), middle = py - (height / 2);
        Box[] candidates =
        [
            new(px + 6, middle, width, height), new(px - 6 - width, middle, width, height), new(px - (width / 2), py - 6 - height, width, height), new(px - (width / 2), py + 6, width, height),
            new(px + 5, py - 5 - height, width, height), new(px + 5, py + 5, width, height), new(px - 5 - width, py - 5 - height, width, height), new(px - 5 - width, py + 5, width, height),
            new(px + 6, py - 12 - (2 * height), width, height), new(px + 6, py + 12 + height, width, height),
        ];
        Write(_places.Choose(candidates.Select(Inside)), lines);
    }

    private IReadOnlyList<string> Lines(string word, out double width, out double height)
    {
        IReadOnlyList<string> lines = TextWidth.Wrap(word, WordSize, Math.Max(80, 0.5 * plot.Width));
        width = lines.Max(line => TextWidth.Of(line, WordSize));
        height = LineHeight * lines.Count;
        return lines;
    }

    private void Write(Box box, IReadOnlyList<string> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            canvas.Text(box.X, box.Y + (LineHeight * i) + 10, lines[i], "start", WordSize, halo: true);
        }
    }

    /// <summary>The nearest place within the plot.</summary>
    private Box Inside(Box box) => box with
    {
        X = Math.Max(plot.X + 1, Math.Min(box.X, plot.Right - 1 - box.Width)),
        Y = Math.Max(plot.Y + 1, Math.Min(box.Y, plot.Bottom - 1 - box.Height)),
    };

    private IEnumerable<(double X, double Y)> Pixels(IReadOnlyList<double> across, IReadOnlyList<double> up) => across.Zip(up, (a, b) => (x.At(a), y.At(b)));
}
