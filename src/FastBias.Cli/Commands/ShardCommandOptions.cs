using System.CommandLine;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>The options that say what the columns of a shard are.</summary>
internal sealed class ShardCommandOptions
{
    private readonly Option<string?> _target = new("--target") { Description = "The column to explain; the last one by default. Columns of .npy files are called 'column 1' and so on.", HelpName = "NAME" };
    private readonly Option<string?> _weights = new("--weights") { Description = "The column with the rows' weights.", HelpName = "NAME" };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Leave this column out. May be repeated.", HelpName = "NAME" };
    private readonly Option<bool> _intercept = new("--intercept") { Description = "Add a constant term." };
    private readonly Option<string> _missing = new("--missing") { Description = "Missing values: an error, or drop the row.", DefaultValueFactory = _ => "error" };

    public void AddTo(Command command)
    {
        _missing.AcceptOnlyFromAmong("error", "drop");
        foreach (Option option in (Option[])[_target, _weights, _exclude, _intercept, _missing])
        {
            command.Options.Add(option);
        }
    }

    public ShardOptions Read(ParseResult parsed, CancellationToken cancellation) => new()
    {
        Target = parsed.GetValue(_target),
        Weights = parsed.GetValue(_weights),
        Excluded = parsed.GetValue(_exclude) ?? [],
        Intercept = parsed.GetValue(_intercept),
        DropMissing = parsed.GetValue(_missing) == "drop",
        CancellationToken = cancellation,
    };
}
