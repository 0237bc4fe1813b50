namespace FastBias.Drawing;

/// <summary>Draws a figure as one SVG that stands alone in a file or inside an HTML page.</summary>
public static class FigureSvg
{
    private const double Border = 14;
    private const double Gap = 16;
    private const double TitleSize = 15;
    private const double TitleHeight = 20;

    /// <summary>The drawing as text that begins with <c>&lt;svg</c>.</summary>
    /// <remarks>
    /// Light or dark as the reader has it (<c>prefers-color-scheme</c>); an HTML page may give ink and paper its own colours by <c>svg.fb { color: …; } svg.fb .paper { fill: …; }</c>.
    /// Equal figures give equal text on every machine of one platform (the places of points on logarithmic axes come from its <c>log10</c>, rounded to a hundredth of a pixel).
    /// NaN and infinities are left out, as is what is not positive on a logarithmic axis; a panel without anything has empty axes.
    /// Lines and points by the hundred thousand are thinned to what pixels can show. Raised and lowered figures (<c>10⁻³</c>, <c>x₁</c>) are set as such. Text that is too long is wrapped.
    /// </remarks>
    /// <param name="figure">The figure.</param>
    /// <exception cref="ArgumentException">It has no panel, lists that belong together have different lengths, places of a grid do not rise, or an axis cannot have its ends; the message names the panel, the mark and the value.</exception>
    public static string Create(Figure figure) => Draw(figure).ToString();

    /// <summary>The drawing with its size, for a page that it stands in.</summary>
    internal static SvgCanvas Draw(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        FigureCheck.Require(figure);
        int columns = Math.Min(figure.PanelsPerRow, figure.Panels.Count);
        (double cellWidth, double plotHeight) = CellSize(figure, columns);
        Legend shared = SharedLegend(figure);
        PanelDrawing[] panels = [.. figure.Panels.Select(panel => new PanelDrawing(panel, cellWidth, plotHeight, hasLegend: shared.IsEmpty))];
        Align(panels, columns);
        double width = (2 * Border) + (columns * cellWidth) + ((columns - 1) * Gap);
        IReadOnlyList<string> title = TextWidth.Wrap(figure.Title, TitleSize, width - (2 * Border), bold: true);
        shared.Arrange(width - (2 * Border));
        double head = Border + (TitleHeight * title.Count) + 2 + shared.Height;
        PanelDrawing[][] rows = [.. panels.Chunk(columns)];
        SvgCanvas canvas = new(width, head + rows.Sum(row => RowHeight(row, plotHeight) + Gap), figure.Title, figure.Caption);
        for (int line = 0; line < title.Count; line++)
        {
            canvas.Text(Border, Border + 12 + (TitleHeight * line), title[line], "start", TitleSize, bold: true);
        }

        shared.Draw(canvas, Border, head - shared.Height);
        double top = head;
        foreach (PanelDrawing[] row in rows)
        {
            double above = row.Max(panel => panel.Top);
            for (int column = 0; column < row.Length; column++)
            {
                row[column].Draw(canvas, Border + (column * (cellWidth + Gap)) + row[column].Left, top + above);
            }

            top += RowHeight(row, plotHeight) + Gap;
        }

        return canvas;
    }

    /// <summary>Gives the plots below each other equal sides.</summary>
    private static void Align(PanelDrawing[] panels, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            PanelDrawing[] stack = [.. panels.Where((_, i) => i % columns == column)];
            (double left, double right) = (stack.Max(panel => panel.Left), stack.Max(panel => panel.Right));
            Array.ForEach(stack, panel => panel.SetSides(left, right));
        }
    }

    private static double RowHeight(PanelDrawing[] row, double plotHeight) => row.Max(panel => panel.Top) + plotHeight + row.Max(panel => panel.Bottom);

    /// <summary>The width of a panel with its words and the height of its plot: wide for curves, about square for geometry.</summary>
    private static (double CellWidth, double PlotHeight) CellSize(Figure figure, int columns)
    {
        bool isGeometry = figure.Panels.Any(panel => panel.IsEqualScale);
        (double width, double height) = columns switch { 1 => (isGeometry ? 520.0 : 680.0, 300.0), 2 => (440, 250), 3 => (350, 220), _ => (290, 190) };
        if (!isGeometry)
        {
            return (width, height);
        }

        // The words beside the plots first: what they leave has the shape of the data.
        double plotWidth = figure.Panels.Select(panel => new PanelDrawing(panel, width, height, hasLegend: false)).Min(panel => width - panel.Left - panel.Right);
        double wanted = figure.Panels.Where(panel => panel.IsEqualScale && !panel.X.IsLogarithmic && !panel.Y.IsLogarithmic).Select(Shape).DefaultIfEmpty(1).Max();
        return (width, Math.Clamp(wanted, 0.5, 1.1) * plotWidth);
    }

    /// <summary>How many times as high as wide the data are.</summary>
    private static double Shape(Panel panel)
    {
        (double left, double right) = PanelData.Across(panel);
        (double low, double high) = PanelData.Up(panel);
        return (high - low) / (right - left);
    }

    /// <summary>One legend where all of several panels have the same; else an empty one.</summary>
    private static Legend SharedLegend(Figure figure)
    {
        Legend[] legends = [.. figure.Panels.Select(panel => new Legend(panel.Marks))];
        return legends.Length > 1 && legends.All(legends[0].SaysTheSameAs) ? legends[0] : new([]);
    }
}
