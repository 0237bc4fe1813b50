using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace FastBias.Cli;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary>A file; the parser would take a misspelt option for one.</summary>
    public static Argument<string> File(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is ['-', _, ..] and var value && !System.IO.File.Exists(value))
            {
                result.AddError($"Unrecognized option '{value}'");
            }
        });
        return argument;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write one JSON object and nothing else. A number that is not finite or not known is null." };

    public static Option<string?> OutputFile(string description, bool required = false) =>
        new("--output", "-o") { Description = description, Required = required, HelpName = "FILE.npy" };

    public static Option<string?> OutputPrefix(string description, bool required = true) =>
        new("--output", "-o") { Description = description, Required = required, HelpName = "PREFIX" };

    public static Option<int?> Threads()
    {
        Option<int?> option = new("--threads") { Description = "How many threads, at least 1; all processors by default. The result does not depend on it." };
        option.Validators.Add(result => Require(result, TryGet(result, option) is null or >= 1, "must be at least 1"));
        return option;
    }

    public static Option<double?> Number(string name, string description, Func<double, bool> isValid, string range)
    {
        Option<double?> option = new(name) { Description = description };
        option.Validators.Add(result => Require(result, TryGet(result, option) is not { } value || isValid(value), range));
        return option;
    }

    public static Option<double?> Lambda() =>
        Number("--lambda", "Ridge: minimise |A x - b|^2 + lambda |x|^2.", value => double.IsFinite(value) && value >= 0, "must be a finite number, not negative");

    public static Parallelism Threads(this ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is { } threads ? Parallelism.Threads(threads) : Parallelism.All;

    public static T? Convert<T>(double? value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value is { } number ? T.CreateTruncating(number) : null;

    private static TValue? TryGet<TValue>(OptionResult result, Option<TValue> option)
    {
        // A text that is no number is reported by the parser itself.
        return result.Errors.Any() ? default : result.GetValue(option);
    }

    private static void Require(OptionResult result, bool isValid, string range)
    {
        if (!isValid)
        {
            result.AddError($"{result.Option.Name} {range}");
        }
    }
}
