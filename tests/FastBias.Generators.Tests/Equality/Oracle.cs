using System.Text.RegularExpressions;
using FastBias.Kernels;

namespace FastBias.Generators.Tests;

/// <summary>The templates as they stand, on lanes: compiled from their own text, with other constants and another element type, and never expanded.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
internal static class Oracle<T>
    where T : unmanaged
{
    /// <summary>The rows of the oracle's tile: the most that any tile has.</summary>
    public const int TileRows = 16;

    private static readonly string Element = typeof(T) == typeof(double) ? "double" : "float";

    /// <summary>The columns of the oracle's tile and stripe.</summary>
    public static int Columns { get; } = typeof(T) == typeof(double) ? 32 : 64;

    /// <summary>Held, for the function pointers of the table alone would not keep the code loaded.</summary>
    private static readonly LoadedAssembly Loaded = Load();

    /// <summary>The templates, as a table of kernels with one lane.</summary>
    public static KernelTable<T> Table { get; } = Loaded.Field<KernelTable<T>>("Templates", "Table");

    private static LoadedAssembly Load()
    {
        int lanes = Columns;
        string[] sources =
        [
            Template("GemmTiny"), Template("GemmShort"), Template("GemmTurned"), Template("Dot", ("Lanes", lanes)), Template("SumOfSquares", ("Lanes", lanes)), Template("MaxAbs", ("Lanes", lanes)),
            Template("Axpy", ("Lanes", lanes)), Template("Scale", ("Lanes", lanes)), Template("ReflectVector", ("Lanes", lanes)),
            Template("GramPair", ("Lanes", lanes / 2)), Template("RotatePair", ("Lanes", lanes / 2)), Template("JacobiSweep", ("Lanes", lanes / 4)),
            Template("GemvRows", ("Rows", 1), ("Lanes", lanes)), Template("GemvColumns", ("Vectors", 1)), Template("GemvLines"),
            Template("GemmTile", ("Rows", TileRows), ("Vectors", Columns)), Template("ReflectRows", ("Vectors", Columns)),
            Template("ReflectPanel", ("Vectors", Columns)), Template("ReflectColumn", ("Lanes", lanes / 2)), Template("ReflectColumns", ("Lanes", lanes / 4)), Template("ScaleColumns", ("Vectors", Columns)),
            Template("RankUpdate", ("Vectors", Columns)), Template("RotateChain", ("Vectors", Columns)),
            Template("PoleSums", ("Lanes", lanes / 4)), Template("Quotients", ("Lanes", lanes)),
            Template("PackPanel", ("Vectors", 1)), Template("CopyRows"), Template("Transpose"), Template("FmaPeak"),
            $$"""
            using FastBias.Kernels;
            using FastBias.Templates;

            internal static unsafe class Templates
            {
                internal static readonly KernelTable<{{Element}}> Table = new(FastBias.Isa.Scalar, {{TileRows}}, {{Columns}})
                {
                    StripeColumns = {{Columns}}, GemvRowCount = 1,
                    GemmTile = &GemmTile.Run, GemmTiny = &Tiny, GemmShort = &GemmShort.Run, GemmTurned = &GemmTurned.Run, Dot = &Dot.Run, SumOfSquares = &SumOfSquares.Run, MaxAbs = &MaxAbs.Run, Axpy = &Axpy.Run,
                    Scale = &Scale.Run, GramPair = &GramPair.Run, RotatePair = &RotatePair.Run, JacobiSweep = &JacobiSweep.Run, ReflectVector = &ReflectVector.Run,
                    ReflectRows = &ReflectRows.Run, ReflectPanel = &ReflectPanel.Run, ReflectColumn = &ReflectColumn.Run, ReflectColumns = &ReflectColumns.Run, ScaleColumns = &ScaleColumns.Run, RankUpdate = &RankUpdate.Run,
                    RotateChain = &RotateChain.Run, PoleSums = &PoleSums.Run, Quotients = &Quotients.Run,
                    GemvRows = &GemvRows.Run, GemvRow = &GemvRows.Run, GemvColumns = &GemvColumns.Run, GemvLines = &GemvLines.Run,
                    PackPanel = &PackPanel.Run, CopyRows = &CopyRows.Run, Transpose = &Transpose.Run, FmaPeak = &FmaPeak.Run,
                };

                private static delegate*<nuint, {{Element}}*, nint, {{Element}}*, {{Element}}*, nint, {{Element}}, {{Element}}, void> Tiny(nuint shape) => &GemmTiny.Run;
            }
            """,
        ];
        return new(Compilations.Library(sources));
    }

    /// <summary>A template's text for this element type and these values of its constants; each must be there to be replaced.</summary>
    public static string Template(string name, params (string Name, int Value)[] constants)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "generators", "FastBias.Templates", name + ".cs"));
        text = Replace(text, "using T = double;", $"using T = {Element};");
        text = Replace(text, @"using V = FastBias\.Kernels\.Lane<double>;", $"using V = FastBias.Kernels.Lane<{Element}>;");
        return constants.Aggregate(text, (current, constant) =>
            Replace(current, $@"private const int {constant.Name} = \d+;", $"private const int {constant.Name} = {constant.Value};"));
    }

    private static string Replace(string text, string pattern, string replacement) =>
        Regex.Count(text, pattern) == 1
            ? Regex.Replace(text, pattern, replacement)
            : throw new InvalidOperationException($"'{pattern}' does not occur exactly once.");
}
