using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>The generator's output for a compilation.</summary>
internal sealed class Generation
{
    private Generation(CSharpCompilation output, ImmutableArray<GeneratedSourceResult> sources)
    {
        Output = output;
        Sources = sources;
    }

    /// <summary>The compilation together with what was generated.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The generated files.</summary>
    public ImmutableArray<GeneratedSourceResult> Sources { get; }

    /// <summary>Runs the generator, which must neither fail nor report anything.</summary>
    public static Generation Of(CSharpCompilation compilation)
    {
        CSharpParseOptions parse = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options ?? Compilations.Parse;
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new KernelGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.True(result.Exception is null, result.Exception?.ToString());
        Assert.Empty(diagnostics);
        return new((CSharpCompilation)output, result.GeneratedSources);
    }

    /// <summary>A generated file, by the beginning of its name.</summary>
    public string Text(string name) =>
        Sources.Single(source => source.HintName.StartsWith(name + ".", StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>The output, with the warnings that the generated files switch off switched on again.</summary>
    public CSharpCompilation Strict()
    {
        CSharpCompilation strict = Output;
        foreach (GeneratedSourceResult source in Sources)
        {
            string text = source.SourceText.ToString().Replace("#pragma warning disable", "#pragma warning restore", StringComparison.Ordinal);
            strict = strict.ReplaceSyntaxTree(
                strict.SyntaxTrees.Single(tree => tree.FilePath == source.SyntaxTree.FilePath),
                source.SyntaxTree.WithChangedText(SourceText.From(text, source.SourceText.Encoding)));
        }

        return strict;
    }

    /// <summary>Compiles the output with all warnings, asserts that there are none, and loads it.</summary>
    public LoadedAssembly Load() => new(Strict());

    /// <summary>Asserts that the output has neither error nor warning.</summary>
    public Generation Clean()
    {
        LoadedAssembly.RequireClean(Strict().GetDiagnostics());
        return this;
    }
}
