using System.CommandLine;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>The arguments of every command that reads a table with a target.</summary>
internal sealed class TableOptions
{
    private readonly Argument<string> _table = SharedOptions.File("TABLE", "A .csv (or .tsv) file with a header.");
    private readonly Option<string?> _target;
    private readonly Option<bool> _intercept = new("--intercept") { Description = "Add a constant term." };
    private readonly Option<bool> _categorical = new("--categorical") { Description = "Make text columns one-hot: one column of zeros and ones per value." };
    private readonly Option<string[]> _category = new("--category") { Description = "Read this column as text even if it holds numbers, and make it one-hot. May be repeated.", HelpName = "NAME" };
    private readonly Option<bool> _baseline = new("--baseline") { Description = "Leave out the first value of each one-hot column: the coefficients of the others are then differences from it." };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Leave this column out. May be repeated.", HelpName = "NAME" };
    private readonly Option<string> _missing = new("--missing") { Description = "Missing values: an error, drop the row, or the column's mean.", DefaultValueFactory = _ => "error" };

    /// <param name="command">The command that gets them.</param>
    /// <param name="requiresTarget">Whether there is nothing to do without a target.</param>
    public TableOptions(Command command, bool requiresTarget)
    {
        _target = new("--target") { Description = "The column to explain; all others explain it.", Required = requiresTarget, HelpName = "NAME" };
        _missing.AcceptOnlyFromAmong("error", "drop", "mean");
        command.Arguments.Add(_table);
        foreach (Option option in (Option[])[_target, _intercept, _categorical, _category, _baseline, _exclude, _missing])
        {
            command.Options.Add(option);
        }
    }

    public TableRequest Read(ParseResult parsed) => new()
    {
        Table = parsed.GetRequiredValue(_table),
        Target = parsed.GetValue(_target),
        Intercept = parsed.GetValue(_intercept),
        Categorical = parsed.GetValue(_categorical),
        Categories = parsed.GetValue(_category) ?? [],
        Baseline = parsed.GetValue(_baseline),
        Excluded = parsed.GetValue(_exclude) ?? [],
        Missing = parsed.GetValue(_missing) switch { "drop" => CsvMissing.DropRow, "mean" => CsvMissing.Mean, _ => CsvMissing.Error },
    };
}

/// <summary>Which table to read, and how.</summary>
internal sealed record TableRequest
{
    public required string Table { get; init; }

    /// <summary>Null where all columns explain.</summary>
    public required string? Target { get; init; }

    public required bool Intercept { get; init; }

    public required bool Categorical { get; init; }

    public required IReadOnlyCollection<string> Categories { get; init; }

    public required bool Baseline { get; init; }

    public required IReadOnlyCollection<string> Excluded { get; init; }

    public required CsvMissing Missing { get; init; }
}
