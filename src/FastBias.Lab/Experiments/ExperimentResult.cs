using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>What a run found.</summary>
/// <param name="Claims">The statements, each with its verdict.</param>
/// <param name="Tables">The numbers.</param>
/// <param name="Figures">The pictures; the series that they show are part of the result.</param>
public sealed record ExperimentResult(IReadOnlyList<Claim> Claims, IReadOnlyList<ResultTable> Tables, IReadOnlyList<Figure> Figures)
{
    /// <summary>What the reader should know of this run: data that were not there, what the numbers say. One paragraph each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A table of a result.</summary>
/// <param name="Name">In lower case with hyphens, unique in the result.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The names of the columns, with units.</param>
/// <param name="Rows">The rows, each as long as <paramref name="Columns"/>.</param>
public sealed record ResultTable(string Name, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>A number or a word in a table.</summary>
public readonly record struct Cell
{
    private Cell(double number, string? text) => (Number, Text) = (number, text);

    /// <summary>The number; NaN for a word.</summary>
    public double Number { get; }

    /// <summary>The word; null for a number.</summary>
    public string? Text { get; }

    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator Cell(double number) => FromDouble(number);

    /// <summary>A word.</summary>
    /// <param name="text">The word.</param>
    public static implicit operator Cell(string text) => FromString(text);

    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    public static Cell FromDouble(double number) => new(number, null);

    /// <summary>A word.</summary>
    /// <param name="text">The word.</param>
    public static Cell FromString(string text) => new(double.NaN, text ?? string.Empty);
}
