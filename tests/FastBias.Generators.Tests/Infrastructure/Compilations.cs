using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FastBias.Generators.Tests;

/// <summary>Compilations as a user's project and as the library itself have them.</summary>
internal static class Compilations
{
    private const string Usings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.Linq;
        """;

    /// <summary>The framework, and nothing else.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } = FrameworkFiles()
        .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file)).ToArray();

    /// <summary>What a user's project references.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. Framework, MetadataReference.CreateFromFile(typeof(Isa).Assembly.Location)];

    /// <summary>The usual parse options: the newest language, documentation comments read.</summary>
    public static CSharpParseOptions Parse { get; } = new(LanguageVersion.Latest, DocumentationMode.Parse);

    /// <summary>A user's project: no unsafe code, nullable on.</summary>
    public static CSharpCompilation Consumer(params string[] sources) => Create("Consumer", unsafeCode: false, Parse, sources);

    /// <summary>A project that sees the library's internals, as FastBias.Kernels declares this assembly's name to do.</summary>
    public static CSharpCompilation Library(params string[] sources) => Create("FastBias.Generators.Tests", unsafeCode: true, Parse, sources);

    /// <summary>A compilation with every choice given.</summary>
    public static CSharpCompilation Create(string name, bool unsafeCode, CSharpParseOptions parse, params string[] sources) => CSharpCompilation.Create(
        name,
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, parse, $"File{i}.cs"))
            .Append(CSharpSyntaxTree.ParseText(Usings, parse, "GlobalUsings.cs")),
        References,
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: unsafeCode,
            nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    private static IEnumerable<string> FrameworkFiles()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == folder);
    }
}
