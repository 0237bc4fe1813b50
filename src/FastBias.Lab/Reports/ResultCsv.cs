using System.Globalization;
using System.Text;
using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A result as one CSV table with a number or word per line: <c>part,series,row,column,value</c>.</summary>
/// <remarks>Numbers are written so that they are read back to the last bit. A part is a table, or <c>figure/panel</c>; series are told apart by their legend or number.</remarks>
public static class ResultCsv
{
    /// <summary>All tables and all series of the figures.</summary>
    /// <param name="result">The result.</param>
    public static string Create(ExperimentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StringBuilder text = new("part,series,row,column,value\n");
        foreach (ResultTable table in result.Tables)
        {
            for (int i = 0; i < table.Rows.Count; i++)
            {
                for (int j = 0; j < table.Columns.Count; j++)
                {
                    Line(text, table.Name, string.Empty, i, table.Columns[j], table.Rows[i][j]);
                }
            }
        }

        foreach (Figure figure in result.Figures)
        {
            for (int panel = 0; panel < figure.Panels.Count; panel++)
            {
                IReadOnlyList<Mark> marks = figure.Panels[panel].Marks;
                for (int k = 0; k < marks.Count; k++)
                {
                    Add(text, $"{figure.Name}/{panel}", marks[k].Legend is { } name ? $"{k} {name}" : $"{k}", marks[k]);
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A number that is read back to the last bit.</summary>
    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, string part, string series, Mark mark)
    {
        IEnumerable<(string Column, IReadOnlyList<double> Values)> columns = mark switch
        {
            LineMark line => [("x", line.X), ("y", line.Y)],
            ScatterMark points => [("x", points.X), ("y", points.Y)],
            BandMark band => [("x", band.X), ("low", band.Low), ("high", band.High)],
            BarMark bars => [("height", bars.Heights)],
            HeatMark heat => [("x", heat.X), ("y", heat.Y), ("value", heat.Values)],
            ContourMark contour => [("level", contour.Levels)],
            _ => [],
        };
        foreach ((string column, IReadOnlyList<double> values) in columns)
        {
            for (int i = 0; i < values.Count; i++)
            {
                Line(text, part, series, i, column, values[i]);
            }
        }
    }

    private static void Line(StringBuilder text, string part, string series, int row, string column, Cell value) =>
        text.Append(Quote(part)).Append(',').Append(Quote(series)).Append(',').Append(row).Append(',').Append(Quote(column)).Append(',')
            .Append(value.Text is { } word ? Quote(word) : Number(value.Number)).Append('\n');

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
