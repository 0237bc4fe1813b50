using System.Globalization;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>A table as a matrix, a target (null where none was asked for) and names.</summary>
internal sealed record FitData(Matrix<double> X, double[]? Y, IReadOnlyList<string> Names, IReadOnlyList<string> Baselines, int DroppedRows, int FilledCells)
{
    public static FitData Read(TableRequest request)
    {
        if (Path.GetExtension(request.Table).ToLowerInvariant() is not (".csv" or ".tsv"))
        {
            throw new UsageException($"{request.Table}: a table is a .csv or .tsv file");
        }

        if (request.Target is { } name && (request.Excluded.Contains(name) || request.Categories.Contains(name)))
        {
            throw new UsageException($"'{request.Target}' is the target; it can be neither left out nor a category");
        }

        CsvOptions options = new()
        {
            Missing = request.Missing,
            TextColumns = request.Categories,
            IgnoredColumns = request.Excluded,
            MemoryLimit = Inputs.Options.MemoryLimit,
        };
        CsvTable table = TableHints.Read(() => CsvTable.Read(request.Table, options), "--missing drop leaves such rows out, --missing mean puts in the mean of the column");
        CsvColumn? target = request.Target is null ? null : FindTarget(request, table, request.Target);
        RequireNumbers(request, table);
        if (table.Rows == 0)
        {
            throw new UsageException($"{request.Table}: no rows{(table.DroppedRows > 0 ? $" are left, {table.DroppedRows} had missing values" : string.Empty)}");
        }

        List<CsvColumn> columns = [.. table.Columns.Where(column => column != target)];
        CsvDesign<double> design = CsvDesign.Create<double>(table, columns, Inputs.Options);
        (Matrix<double> x, IReadOnlyList<string> names, IReadOnlyList<string> baselines) = request.Baseline ? WithoutBaselines(design, columns) : (design.Matrix, design.Names, []);
        return new FitData(x, target is null ? null : [.. target.Values], names, baselines, table.DroppedRows, columns.Sum(column => column.FilledCount));
    }

    private static CsvColumn FindTarget(TableRequest request, CsvTable table, string name)
    {
        CsvColumn target = table.Find(name)
            ?? throw new UsageException($"{request.Table}: no column '{name}'; {Suggest(name, [.. table.Columns.Select(column => column.Name)])}");
        RequireTarget(request, target);
        return target;
    }

    private static string Suggest(string name, string[] names) => NearestName.Of(name, names) is { } nearest
        ? $"did you mean '{nearest}'?"
        : $"there are {string.Join(", ", names.Take(20))}{(names.Length > 20 ? $" and {names.Length - 20} more" : string.Empty)}";

    /// <summary>Leaves the first value of each one-hot column out.</summary>
    private static (Matrix<double> X, IReadOnlyList<string> Names, IReadOnlyList<string> Baselines) WithoutBaselines(CsvDesign<double> design, List<CsvColumn> columns)
    {
        List<int> kept = [];
        List<string> baselines = [];
        int next = 0;
        foreach (CsvColumn column in columns)
        {
            bool isText = column.Kind == CsvColumnKind.Text;
            int width = isText ? column.Levels.Count : 1;
            kept.AddRange(Enumerable.Range(next, width).Skip(isText ? 1 : 0));
            baselines.AddRange(isText ? [design.Names[next]] : (string[])[]);
            next += width;
        }

        Matrix<double> x = new(design.Matrix.Rows, kept.Count);
        for (int j = 0; j < kept.Count; j++)
        {
            design.Matrix.Slice(0, kept[j], x.Rows, 1).CopyTo(x.Slice(0, j, x.Rows, 1));
        }

        return (x, [.. kept.Select(j => design.Names[j])], baselines);
    }

    private static void RequireTarget(TableRequest request, CsvColumn target)
    {
        if (target.Kind == CsvColumnKind.Text)
        {
            throw new UsageException($"{request.Table}, line {target.FirstCell.Line}: the target '{target.Name}' is text ('{target.FirstCell.Text}'), numbers are needed");
        }

        if (target.FilledCount > 0)
        {
            throw new UsageException($"{request.Table}: the target '{target.Name}' has {target.FilledCount} missing values; a mean would invent data: use --missing drop");
        }
    }

    private static void RequireNumbers(TableRequest request, CsvTable table)
    {
        List<CsvColumn> texts = [.. table.Columns.Where(column => column.Kind == CsvColumnKind.Text && !request.Categories.Contains(column.Name))];
        if (texts.Count > 0 && !request.Categorical)
        {
            string list = string.Join(", ", texts.Take(10).Select(column => $"'{column.Name}' ({column.Levels.Count} values, line {column.FirstCell.Line} has '{column.FirstCell.Text}')"));
            string hint = texts.Exists(HasDecimalComma) ? "; numbers need a decimal point, not a comma" : string.Empty;
            throw new UsageException($"{request.Table}: text in {list}{hint}; --categorical makes such columns one-hot, --exclude NAME leaves one out");
        }
    }

    private static bool HasDecimalComma(CsvColumn column) =>
        double.TryParse(column.FirstCell.Text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
