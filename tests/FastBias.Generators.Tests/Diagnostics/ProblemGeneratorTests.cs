using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Where the compiler stops before it asks the analyzer, the generator says the same; elsewhere, and in an editor, it is silent.</summary>
public class ProblemGeneratorTests
{
    private const string Spans = "(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)";

    [Theory]
    [InlineData($"static partial class K {{ [GemmKernel(M = 99, N = 2)] public static partial void Mul{Spans}; }}", 2)]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] internal static partial void Mul(double[] a); }", 1)]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] private static partial void Mul(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b, Span<Half> c); }", 1)]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial int Mul{Spans}; }}", 1)]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] public static void Mul{Spans}; }}", 1)]
    [InlineData($"static class K {{ [GemmKernel(M = 2, N = 2, K = 2)] public static partial void Mul{Spans}; }}", 1)]
    // The compiler goes on: the analyzer is asked.
    [InlineData($"static partial class K {{ [GemmKernel(M = 99, N = 2, K = 2)] static partial void Mul{Spans}; }}", 0)]
    [InlineData($"static partial class K {{ [GemmKernel(M = 99, N = 2, K = 2)] public static void Mul{Spans} {{ }} }}", 0)]
    // No error.
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] public static partial void Mul{Spans}; }}", 0)]
    [InlineData($"static partial class K {{ [GemmKernel(M = 16, N = 24, K = 32)] public static partial void Mul{Spans}; }}", 0)]
    public async Task It_says_what_the_analyzer_says(string source, int count)
    {
        CSharpCompilation compilation = Compilations.Consumer("using FastBias;\n" + source);
        ImmutableArray<Diagnostic> reported = Run(compilation, designTime: null);
        Assert.Equal(count, reported.Length);
        Assert.Empty(Run(compilation, designTime: "true"));
        if (count > 0)
        {
            ImmutableArray<Diagnostic> analyzed = await compilation.WithAnalyzers([new KernelDeclarationAnalyzer()]).GetAnalyzerDiagnosticsAsync();
            Assert.Equal(analyzed.Select(Text).Order(StringComparer.Ordinal), reported.Select(Text).Order(StringComparer.Ordinal));
            Assert.Contains(compilation.GetDeclarationDiagnostics().Concat(compilation.GetDiagnostics()), diagnostic => diagnostic.Id is "CS8795" or "CS0501" or "CS0751" or "CS8796");
        }
    }

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.Location.GetLineSpan()} {diagnostic.GetMessage()}";

    private static ImmutableArray<Diagnostic> Run(CSharpCompilation compilation, string? designTime) => CSharpGeneratorDriver
        .Create([new ProblemGenerator().AsSourceGenerator()], parseOptions: Compilations.Parse, optionsProvider: new Options(designTime))
        .RunGenerators(compilation).GetRunResult().Diagnostics;

    private sealed class Options(string? designTime) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(designTime);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(string? designTime) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.DesignTimeBuild" ? designTime : null;
            return value is not null;
        }
    }
}
