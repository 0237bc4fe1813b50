using System.Collections.Immutable;
using FastBias.Generators.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Each fix gives the expected text, in which there is nothing left to report.</summary>
public class CodeFixTests
{
    private const string Spans = "(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)";
    private const string Attribute = "[GemmKernel(M = 2, N = 2, K = 2)]";

    [Theory]
    [InlineData("public void Mul", "public static partial void Mul", "{ }")]
    [InlineData("static void Mul", "static partial void Mul", "{ throw new NotImplementedException(); }")]
    [InlineData("internal partial int Mul", "internal static partial void Mul", ";")]
    [InlineData("public static partial double Mul", "public static partial void Mul", "=> throw new NotSupportedException();")]
    public void FB0001_AddsModifiersAndResult(string before, string after, string body) => Fix(
        new MethodCodeFix(),
        $"using System;\nusing FastBias;\n\npartial class K\n{{\n    // a comment that stays\n    {Attribute}\n    {before}{Spans}{body} // and this\n}}\n",
        $"using System;\nusing FastBias;\n\npartial class K\n{{\n    // a comment that stays\n    {Attribute}\n    {after}{Spans}; // and this\n}}\n");

    [Theory]
    [InlineData("static void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c) { c[0] = 1; }")]
    [InlineData("static partial void Mul<T>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);")]
    public void FB0001_HasNoFix_WhereCodeOrMeaningWouldBeLost(string member) =>
        Assert.Empty(Actions(new MethodCodeFix(), $"using System; using FastBias; partial class K {{ {Attribute} {member} }}", out _));

    [Fact]
    public void FB0001_SetsTheResultOfTheTemplate() => Fix(
        new MethodCodeFix(),
        "using FastBias;\n\nunsafe partial class K\n{\n    [VectorKernel(KernelTemplate.Dot, Isa.V128)]\n    static void Dot(nuint n, float* x, float* y)\n    {\n    }\n}\n",
        "using FastBias;\n\nunsafe partial class K\n{\n    [VectorKernel(KernelTemplate.Dot, Isa.V128)]\n    private static partial float Dot(nuint n, float* x, float* y);\n}\n");

    [Theory]
    [InlineData("class K", "partial class K")]
    [InlineData("public static class K", "public static partial class K")]
    [InlineData("internal readonly record struct K", "internal readonly partial record struct K")]
    [InlineData("interface K", "partial interface K")]
    public void FB0002_MakesTheTypePartial(string before, string after) => Fix(
        new ContainingTypeCodeFix(),
        $"using System;\nusing FastBias;\n\n/// <summary>Kept.</summary>\n{before}\n{{\n    {Attribute}\n    static partial void Mul{Spans};\n}}\n",
        $"using System;\nusing FastBias;\n\n/// <summary>Kept.</summary>\n{after}\n{{\n    {Attribute}\n    static partial void Mul{Spans};\n}}\n");

    [Theory]
    [InlineData("GemmTile(Isa.V128, Rows = 2, Columns = 14)", "GemmTile(Isa.V128, Rows = 1, Columns = 14)")]
    [InlineData("GemmTile(Isa.V256, Columns = 256, Rows = 9)", "GemmTile(Isa.V256, Columns = 28, Rows = 1)")]
    public void FB0004_TakesTheNearestTile(string before, string after) => Fix(
        new RegistersCodeFix(),
        $"using FastBias;\nusing FastBias.Kernels;\n\nunsafe partial class K\n{{\n    [{before}]\n    static partial void Tile(GemmTileCall<double>* call);\n}}\n",
        $"using FastBias;\nusing FastBias.Kernels;\n\nunsafe partial class K\n{{\n    [{after}]\n    static partial void Tile(GemmTileCall<double>* call);\n}}\n");

    [Fact]
    public void FB0004_TakesTheRowsThatFit() => Fix(
        new RegistersCodeFix(),
        "using FastBias;\n\nunsafe partial class K\n{\n    [VectorKernel(KernelTemplate.GemvRows, Isa.V256, Rows = 4)]\n    static partial void Gemv(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);\n}\n",
        "using FastBias;\n\nunsafe partial class K\n{\n    [VectorKernel(KernelTemplate.GemvRows, Isa.V256, Rows = 1)]\n    static partial void Gemv(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);\n}\n");

    [Theory]
    [InlineData("using System;\n", "(double[] left, double[] right)", "(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> c)")]
    [InlineData("using System;\n", "(in ReadOnlySpan<float> a, ref ReadOnlySpan<float> b, out Span<float> c)", "(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)")]
    [InlineData("using System;\n", "(int c)", "(ReadOnlySpan<double> c, ReadOnlySpan<double> b, Span<double> c_)")]
    [InlineData("", "()", "(System.ReadOnlySpan<double> a, System.ReadOnlySpan<double> b, System.Span<double> c)")]
    public void FB0006_WritesTheParameters(string usings, string before, string after) => Fix(
        new ParametersCodeFix(),
        $"{usings}using FastBias;\n\npartial class K\n{{\n    {Attribute}\n    static partial void Mul{before};\n}}\n",
        $"{usings}using FastBias;\n\npartial class K\n{{\n    {Attribute}\n    static partial void Mul{after};\n}}\n");

    [Fact]
    public void FB0006_KnowsTheParametersOfABatch() => Fix(
        new ParametersCodeFix(),
        "using System;\nusing FastBias;\n\npartial class K\n{\n    [CholeskyKernel(N = 2, Batch = true)]\n    private static partial int Factor(Span<float> matrices);\n}\n",
        "using System;\nusing FastBias;\n\npartial class K\n{\n    [CholeskyKernel(N = 2, Batch = true)]\n    private static partial int Factor(Span<float> matrices, Span<int> failed);\n}\n");

    /// <summary>Applies the only fix for the first diagnostic, compares, and asserts that the result has nothing to report and compiles.</summary>
    private static void Fix(CodeFixProvider provider, string before, string after)
    {
        CodeAction action = Assert.Single(Actions(provider, before, out Document document));
        ApplyChangesOperation operation = Assert.Single(action.GetOperationsAsync(default).Result.OfType<ApplyChangesOperation>());
        string text = operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync().Result.ToString();
        Assert.Equal(after, text);

        CSharpCompilation corrected = Compile(text);
        Assert.Empty(Markup.Analyze(corrected));
        Generation.Of(corrected).Clean();
    }

    private static List<CodeAction> Actions(CodeFixProvider provider, string source, out Document document)
    {
        using AdhocWorkspace workspace = new();
        CSharpCompilation compilation = Compile(source);
        Document opened = workspace.AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), VersionStamp.Default, "Project", compilation.AssemblyName!, LanguageNames.CSharp,
                compilationOptions: compilation.Options, parseOptions: Compilations.Parse, metadataReferences: compilation.References))
            .AddDocument("File0.cs", source);
        Diagnostic diagnostic = Markup.Analyze(compilation).First(found => provider.FixableDiagnosticIds.Contains(found.Id));
        List<CodeAction> actions = [];
        provider.RegisterCodeFixesAsync(new(opened, diagnostic, (action, _) => actions.Add(action), default)).Wait();
        Assert.Equal(WellKnownFixAllProviders.BatchFixer, provider.GetFixAllProvider());
        document = opened;
        return actions;
    }

    /// <summary>Without global usings, so that a fix has to write what the file itself imports.</summary>
    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "FastBias.Generators.Tests",
        [CSharpSyntaxTree.ParseText(source, Compilations.Parse, "File0.cs")],
        Compilations.References,
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release));
}
