using System.Reflection;
using System.Runtime.Loader;
using FastBias.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>Compiles a program of top-level statements as a user's project would, with the generator, and runs it.</summary>
internal static class SnippetRunner
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The console and the current folder are the process's: one program at a time, whatever test asks.</summary>
    private static readonly Lock s_console = new();

    public static string Run(string code)
    {
        using MemoryStream assembly = new();
        CSharpParseOptions options = new(LanguageVersion.Latest);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(ImplicitUsings, options), CSharpSyntaxTree.ParseText(code, options)],
            References(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new KernelGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation full, out _);
        Assert.Empty(full.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.True(full.Emit(assembly).Success);
        lock (s_console)
        {
            return Execute(assembly);
        }
    }

    private static string Execute(MemoryStream assembly)
    {
        AssemblyLoadContext context = new("snippet", isCollectible: true);
        TextWriter before = Console.Out;
        using StringWriter written = new();
        string folder = Environment.CurrentDirectory;
        try
        {
            Console.SetOut(written);
            Environment.CurrentDirectory = Repository.Root;
            assembly.Position = 0;
            MethodInfo main = context.LoadFromStream(assembly).EntryPoint!;
            object? code = main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
            Assert.True(code is null or 0, $"It returned {code} and printed: {written}");
            return written.ToString();
        }
        finally
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(before);
            context.Unload();
        }
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
}
