using System.Globalization;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>The table of <c>fit</c> as a matrix, a target and names.</summary>
internal sealed record FitData(Matrix<double> X, double[] Y, IReadOnlyList<string> Names, int DroppedRows, int FilledCells)
{
    public static FitData Read(FitRequest request)
    {
        if (Path.GetExtension(request.Table).ToLowerInvariant() is not (".csv" or ".tsv"))
        {
            throw new UsageException($"{request.Table}: a table is a .csv or .tsv file");
        }

        if (request.Excluded.Contains(request.Target) || request.Categories.Contains(request.Target))
        {
            throw new UsageException($"'{request.Target}' is the target; it can be neither left out nor a category");
        }

        CsvTable table = CsvTable.Read(request.Table, new CsvOptions
        {
            Missing = request.Missing,
            TextColumns = request.Categories,
            IgnoredColumns = request.Excluded,
            MemoryLimit = Inputs.Options.MemoryLimit,
        });
        CsvColumn target = table.Find(request.Target)
            ?? throw new UsageException($"{request.Table}: no column '{request.Target}'; there are {string.Join(", ", table.Columns.Take(20).Select(column => column.Name))}");
        RequireTarget(request, target);
        RequireNumbers(request, table);
        if (table.Rows == 0)
        {
            throw new UsageException($"{request.Table}: no rows{(table.DroppedRows > 0 ? $" are left, {table.DroppedRows} had missing values" : string.Empty)}");
        }

        List<CsvColumn> columns = [.. table.Columns.Where(column => column != target)];
        CsvDesign<double> design = CsvDesign.Create<double>(table, columns, Inputs.Options);
        return new FitData(design.Matrix, [.. target.Values], design.Names, table.DroppedRows, columns.Sum(column => column.FilledCount));
    }

    private static void RequireTarget(FitRequest request, CsvColumn target)
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

    private static void RequireNumbers(FitRequest request, CsvTable table)
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
