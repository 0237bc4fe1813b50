using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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

    public static Option<int?> Threads() => Count("--threads", "How many threads, at least 1; all processors by default. The result does not depend on it.");

    /// <summary>A whole number from 1 on.</summary>
    public static Option<int?> Count(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1
            ? value
            : Refuse<int>(result, name, "must be a whole number, at least 1"),
    };

    /// <summary>A number in a range.</summary>
    public static Option<double?> Number(string name, string description, Func<double, bool> isValid, string range) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && isValid(value)
            ? value
            : Refuse<double>(result, name, range),
    };

    public static Option<double?> Lambda() =>
        Number("--lambda", "Ridge: minimise |A x - b|^2 + lambda |x|^2.", value => value >= 0 && double.IsFinite(value), "must be a finite number that is not negative");

    public static Parallelism Threads(this ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is { } threads ? Parallelism.Threads(threads) : Parallelism.All;

    public static T? Convert<T>(double? value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value is { } number ? T.CreateTruncating(number) : null;

    private static TValue? Refuse<TValue>(ArgumentResult result, string name, string range)
        where TValue : struct
    {
        result.AddError($"{name} {range}, not '{result.Tokens[0].Value}'");
        return null;
    }
}
