namespace FastBias.Drawing;

/// <summary>A picture, described by its data: what it shows, not how it is drawn; <see cref="FigureSvg"/> draws it.</summary>
/// <param name="Name">In lower case with hyphens: the name of its file.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Panels">At least one; several are drawn side by side with equal sizes.</param>
public sealed record Figure(string Name, string Title, IReadOnlyList<Panel> Panels)
{
    /// <summary>What to see in it, in a sentence or two.</summary>
    public string Caption { get; init; } = string.Empty;

    /// <summary>The number of panels in a row.</summary>
    public int PanelsPerRow { get; init; } = 2;
}

/// <summary>A frame with two axes, and what is drawn in it, from back to front.</summary>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Marks">What is drawn; each gets the next colour of the palette unless it names one.</param>
public sealed record Panel(FigureAxis X, FigureAxis Y, IReadOnlyList<Mark> Marks)
{
    /// <summary>What this panel shows, where there are several.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Whether a unit is as long across as down: for geometry.</summary>
    public bool IsEqualScale { get; init; }
}

/// <summary>An axis.</summary>
/// <param name="Label">The quantity, with its unit.</param>
/// <param name="IsLogarithmic">Whether equal quotients have equal distances.</param>
public sealed record FigureAxis(string Label, bool IsLogarithmic = false)
{
    /// <summary>The smallest value shown; from the data where null.</summary>
    public double? Low { get; init; }

    /// <summary>The largest value shown; from the data where null.</summary>
    public double? High { get; init; }

    /// <summary>Words in place of numbers, for the places 0, 1, 2, …: the bars' names.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>Something drawn in a panel.</summary>
public abstract record Mark
{
    private protected Mark()
    {
    }

    /// <summary>Its name in the legend; none where null.</summary>
    public string? Legend { get; init; }

    /// <summary>Which colour of the palette, from 0; the next free one where null. Marks that belong together share one.</summary>
    public int? Color { get; init; }
}

/// <summary>A line through points; one that an axis cannot show interrupts it.</summary>
/// <param name="X">Places.</param>
/// <param name="Y">Values, as many.</param>
public sealed record LineMark(IReadOnlyList<double> X, IReadOnlyList<double> Y) : Mark
{
    /// <summary>Whether it is dashed: theory beside measurement.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Whether each point has a dot.</summary>
    public bool HasPoints { get; init; }

    /// <summary>Whether its last stretch ends in an arrow head: a path.</summary>
    public bool HasArrow { get; init; }
}

/// <summary>The band between two curves.</summary>
/// <param name="X">Places.</param>
/// <param name="Low">Lower values, as many.</param>
/// <param name="High">Upper values, as many.</param>
public sealed record BandMark(IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High) : Mark;

/// <summary>Points.</summary>
/// <param name="X">Places.</param>
/// <param name="Y">Values, as many.</param>
public sealed record ScatterMark(IReadOnlyList<double> X, IReadOnlyList<double> Y) : Mark
{
    /// <summary>The radius in pixels.</summary>
    public double Radius { get; init; } = 3;

    /// <summary>What each point says when pointed at; nothing where null.</summary>
    public IReadOnlyList<string>? Tips { get; init; }
}

/// <summary>Bars from zero (or from the axis' lower end where it is logarithmic). Several of these in a panel stand side by side.</summary>
/// <param name="Heights">One bar at each of the places 0, 1, 2, …</param>
public sealed record BarMark(IReadOnlyList<double> Heights) : Mark;

/// <summary>A colour for each cell of a grid, with a scale beside it.</summary>
/// <param name="X">The places of the columns, rising.</param>
/// <param name="Y">The places of the rows, rising.</param>
/// <param name="Values">Row after row: <c>Values[i * X.Count + j]</c> is at (X[j], Y[i]).</param>
/// <param name="Label">The quantity, with its unit.</param>
public sealed record HeatMark(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Values, string Label) : Mark
{
    /// <summary>Whether the colour follows the logarithm.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether zero has the middle colour and the two signs have different ones.</summary>
    public bool IsDiverging { get; init; }
}

/// <summary>Lines of equal value over a grid.</summary>
/// <param name="X">The places of the columns, rising.</param>
/// <param name="Y">The places of the rows, rising.</param>
/// <param name="Values">Row after row, as in <see cref="HeatMark"/>.</param>
/// <param name="Levels">The values of the lines.</param>
public sealed record ContourMark(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Values, IReadOnlyList<double> Levels) : Mark;

/// <summary>A straight line across the panel at a value of one axis, with a word about it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Label">The word.</param>
public sealed record RuleMark(double Value, string Label) : Mark
{
    /// <summary>Whether it stands at a value of the horizontal axis; else it lies at one of the vertical.</summary>
    public bool IsVertical { get; init; }
}

/// <summary>A word at a point.</summary>
/// <param name="X">The place.</param>
/// <param name="Y">The value.</param>
/// <param name="Text">The word.</param>
public sealed record TextMark(double X, double Y, string Text) : Mark;
