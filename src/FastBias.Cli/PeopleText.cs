using System.Globalization;
using System.Numerics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FastBias.Cli;

/// <summary>Numbers and tables for people.</summary>
internal static class PeopleText
{
    public static string Short<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Format(double.CreateTruncating(value), "G4");

    public static string Long<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Format(double.CreateTruncating(value), "G10");

    public static string Time(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:0.0} ms");

    /// <summary>Names on the left, values on the right; a name may hold any character.</summary>
    public static void WritePairs(this Terminal terminal, params IEnumerable<(string Name, string Value)> pairs)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadRight(3));
        grid.AddColumn(new GridColumn());
        foreach ((string name, string value) in pairs)
        {
            grid.AddRow(new Text(name), new Text(value));
        }

        terminal.Tables.Write(grid);
    }

    public static Table CreateTable(params ReadOnlySpan<string> headers)
    {
        Table table = new() { Border = TableBorder.Simple };
        for (int j = 0; j < headers.Length; j++)
        {
            TableColumn column = new(new Text(headers[j])) { NoWrap = true };
            table.AddColumn(j == 0 ? column : column.RightAligned());
        }

        return table;
    }

    public static void AddTextRow(this Table table, params ReadOnlySpan<string> cells)
    {
        List<IRenderable> row = [];
        foreach (string cell in cells)
        {
            row.Add(new Text(cell));
        }

        table.AddRow(row);
    }

    private static string Format(double value, string format) =>
        double.IsNaN(value) ? "-" : double.IsInfinity(value) ? (value > 0 ? "infinite" : "-infinite") : value.ToString(format, CultureInfo.InvariantCulture);
}
