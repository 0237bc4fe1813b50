using System.Globalization;

namespace FastBias.Generators;

/// <summary>The numbers of a declaration and their limits: FB0003, FB0004 and FB0011.</summary>
internal static class Shapes
{
    /// <summary>Three addresses hold three rows each, so nine is what a register tile can reach.</summary>
    public const int MaxTileRows = 9;

    private const int MaxColumns = 256;
    private const int MaxVectorRows = 16;

    private const int MaxStride = 1 << 20;

    private static readonly string[] FixedDimensions = ["M", "N", "K"];

    /// <summary>The dimensions that a declaration gives.</summary>
    public static (int Rows, int Columns, int Depth) Dimensions(string template, AttributeReader arguments) => template switch
    {
        "GemmFixed" => (arguments.Int("M"), arguments.Int("N"), arguments.Int("K")),
        "GemvFixed" or "QrFixed" or "SvdFixed" => (arguments.Int("M"), arguments.Int("N"), 0),
        "CholeskyFixed" => (arguments.Int("N"), arguments.Int("N"), 0),
        _ => (arguments.Int("Rows"), arguments.Int("Columns"), 0),
    };

    /// <summary>The options that a declaration gives.</summary>
    public static FixedOptions Options(AttributeReader arguments) => new(
        arguments.Bool("TransposeA") || arguments.Bool("Transpose"), arguments.Bool("TransposeB"), arguments.Bool("Accumulate"), arguments.Bool("Negate"),
        arguments.Int("StrideA"), arguments.Int("StrideB"), arguments.Int("StrideC"), arguments.Bool("Batch"));

    /// <summary>The problems of a template's numbers.</summary>
    public static IEnumerable<Problem> Check(string template, IsaModel? isa, Element? element, AttributeReader arguments) => template switch
    {
        "GemmFixed" => FixedDimensions.SelectMany(name => InRange(name, arguments, Planner.MaxFixedDimension)).OrIfNone(() => Strides(template, arguments)),
        "GemvFixed" => FixedDimensions.Take(2).SelectMany(name => InRange(name, arguments, Planner.MaxFixedDimension)).OrIfNone(() => Strides(template, arguments)),
        "QrFixed" or "SvdFixed" => FixedDimensions.Take(2).SelectMany(name => InRange(name, arguments, Planner.MaxFactorDimension)),
        "CholeskyFixed" => InRange("N", arguments, Planner.MaxFactorDimension),
        "GemmTile" or "GemmTiny" => InRange("Rows", arguments, MaxTileRows)
            .Concat(Columns(isa!, element, arguments))
            .OrIfNone(() => FitsTile(isa!, element, arguments)),
        "PackPanel" => Unused("Rows", arguments).Concat(Columns(isa!, element, arguments)),
        "GemvRows" => Unused("Columns", arguments)
            .Concat(arguments.Has("Rows") ? InRange("Rows", arguments, MaxVectorRows) : [])
            .OrIfNone(() => FitsRows(isa!, element, arguments)),
        _ => Unused("Rows", arguments).Concat(Unused("Columns", arguments)),
    };

    private static IEnumerable<Problem> InRange(string name, AttributeReader arguments, int limit) =>
        arguments.Int(name) is var value && (value < 1 || value > limit)
            ? [Dimension(name, arguments, $"between 1 and {Text(limit)}")]
            : [];

    /// <summary>A stride is no shorter than a stored row, and the matrices of a batch have none.</summary>
    private static IEnumerable<Problem> Strides(string template, AttributeReader arguments)
    {
        (int m, int n, int k) = Dimensions(template, arguments);
        FixedOptions options = Options(arguments);
        (string Name, int Row)[] rows = template == "GemvFixed"
            ? [("StrideA", n)]
            : [("StrideA", options.TransposeA ? m : k), ("StrideB", options.TransposeB ? k : n), ("StrideC", n)];
        foreach ((string name, int row) in rows.Where(pair => arguments.Has(pair.Name)))
        {
            if (arguments.Int(name) < row || arguments.Int(name) > MaxStride)
            {
                yield return Dimension(name, arguments, $"between {Text(row)}, one row, and {Text(MaxStride)}");
            }
            else if (options.Batch)
            {
                yield return new("FB0011", Site.Attribute, name, new([name]));
            }
        }
    }

    private static IEnumerable<Problem> Columns(IsaModel isa, Element? element, AttributeReader arguments)
    {
        int columns = arguments.Int("Columns"), count = element is null ? 1 : isa.Count(element);
        string required = count == 1
            ? $"between 1 and {Text(MaxColumns)}"
            : $"a multiple of {Text(count)}, one vector, and at most {Text(MaxColumns)}";
        return columns is < 1 or > MaxColumns || columns % count != 0 ? [Dimension("Columns", arguments, required)] : [];
    }

    private static IEnumerable<Problem> Unused(string name, AttributeReader arguments) =>
        arguments.Has(name) ? [Dimension(name, arguments, "left out, for the template has none")] : [];

    private static IEnumerable<Problem> FitsTile(IsaModel isa, Element? element, AttributeReader arguments)
    {
        if (element is null)
        {
            yield break;
        }

        int rows = arguments.Int("Rows"), vectors = arguments.Int("Columns") / isa.Count(element);
        if (GemmTilePlan.Registers(rows, vectors) is var needed && needed > isa.Registers)
        {
            (int fitRows, int fitVectors) = GemmTilePlan.NearestFit(rows, vectors, isa);
            int fitColumns = fitVectors * isa.Count(element);
            yield return TooLarge(
                $"{Text(rows)}x{Text(arguments.Int("Columns"))}", needed, isa, $"{Text(fitRows)}x{Text(fitColumns)}",
                ["Rows", Text(fitRows), "Columns", Text(fitColumns)]);
        }
    }

    private static IEnumerable<Problem> FitsRows(IsaModel isa, Element? element, AttributeReader arguments)
    {
        if (element is null)
        {
            yield break;
        }

        // One row is always allowed: its virtual lanes are the same for every ISA, and spill where the registers are few.
        int rows = Math.Max(1, arguments.Int("Rows")), fit = rows;
        while (fit > 1 && VectorKernelPlan.Registers(fit, element, isa) > isa.Registers)
        {
            fit--;
        }

        if (fit < rows)
        {
            yield return TooLarge(
                $"of {Text(rows)} rows", VectorKernelPlan.Registers(rows, element, isa), isa, $"{Text(fit)} rows", ["Rows", Text(fit)]);
        }
    }

    private static Problem TooLarge(string tile, int needed, IsaModel isa, string nearest, string[] fix) =>
        new("FB0004", Site.Attribute, "", new([tile, Text(needed), isa.Name, Text(isa.Registers), nearest]), new(fix));

    private static Problem Dimension(string name, AttributeReader arguments, string required) =>
        new("FB0003", Site.Attribute, arguments.Has(name) ? name : "",
            new([name, arguments.Has(name) ? Text(arguments.Int(name)) : "missing", required]));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Problem> OrIfNone(this IEnumerable<Problem> problems, Func<IEnumerable<Problem>> otherwise)
    {
        Problem[] found = problems.ToArray();
        return found.Length > 0 ? found : otherwise();
    }
}
