using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>What runs again after an edit, and what does not.</summary>
public class IncrementalityTests
{
    private const string Kernels = """
        using System;
        using FastBias;

        static partial class K
        {
            [GemmKernel(M = 2, N = 3, K = 4)]
            static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
        }
        """;

    private const string Others = """
        using System;
        using FastBias;

        static partial class L
        {
            [GemmKernel(M = 1, N = 1, K = 1)]
            static partial void One(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);
        }
        """;

    [Fact]
    public void UnrelatedTypeAdded_NothingIsWritten()
    {
        GeneratorRunResult result = Rerun(compilation => compilation.AddSyntaxTrees(Parse("class Unrelated { void M() { } }", "Unrelated.cs")));
        Expect(result, KernelGenerator.DeclareStep, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged);
        ExpectNothingWritten(result);
    }

    [Fact]
    public void UnrelatedMemberAppended_NothingIsWritten()
    {
        GeneratorRunResult result = Rerun(compilation => Replace(compilation, "Kernels.cs", Kernels.Replace("    [Gemm", "    // moved down\n    static int Unrelated => 1;\n\n    [Gemm", StringComparison.Ordinal)));
        Expect(result, KernelGenerator.DeclareStep, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged);
        ExpectNothingWritten(result);
    }

    [Fact]
    public void DeclarationAddedInAnotherFile_OnlyItsFilesAndTheCatalogueAreWritten()
    {
        GeneratorRunResult result = Rerun(compilation => compilation.AddSyntaxTrees(Parse(Others.Replace("class L", "class M", StringComparison.Ordinal), "More.cs")));
        Expect(result, KernelGenerator.PlanStep, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New);
        Expect(result, KernelGenerator.CatalogueStep, IncrementalStepRunReason.Modified);
        Expect(result, KernelGenerator.DuplicatesStep, IncrementalStepRunReason.Unchanged);
        Assert.Equal(["KernelCatalogue", "M_One_f32"], Written(result));
    }

    [Fact]
    public void FileReplacedByOneThatSaysTheSame_NothingIsWritten()
    {
        GeneratorRunResult result = Rerun(compilation => compilation
            .RemoveSyntaxTrees(compilation.SyntaxTrees.Single(tree => tree.FilePath == "Kernels.cs"))
            .AddSyntaxTrees(Parse("// rewritten\n" + Kernels, "Renamed.cs")));
        Assert.DoesNotContain(Reasons(result, KernelGenerator.CatalogueStep), reason => reason == IncrementalStepRunReason.New);
        Assert.Equal(
            ["K_Mul_f64", "L_One_f32"],
            result.GeneratedSources.Select(source => source.HintName.Split('.')[0]).Where(name => name.EndsWith("64", StringComparison.Ordinal) || name.EndsWith("32", StringComparison.Ordinal)).Order());
        string before = string.Concat(First().GeneratedSources.OrderBy(source => source.HintName).Select(source => source.SourceText));
        Assert.Equal(before, string.Concat(result.GeneratedSources.OrderBy(source => source.HintName).Select(source => source.SourceText)));
    }

    [Fact]
    public void PlanChanged_OnlyItsFilesAndTheCatalogueAreWritten()
    {
        GeneratorRunResult result = Rerun(compilation => Replace(compilation, "Kernels.cs", Kernels.Replace("K = 4", "K = 5", StringComparison.Ordinal)));
        Expect(result, KernelGenerator.DeclareStep, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged);
        Expect(result, KernelGenerator.PlanStep, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached);
        Expect(result, KernelGenerator.CatalogueStep, IncrementalStepRunReason.Modified);
        Assert.Equal(["K_Mul_f64", "KernelCatalogue"], Written(result));
    }

    [Fact]
    public void AttributeChangedWithTheSamePlan_NothingIsWritten()
    {
        GeneratorRunResult result = Rerun(compilation => Replace(compilation, "Kernels.cs", Kernels.Replace("M = 2, N = 3, K = 4", "K = 2 + 2, M = 2, N = 0x3", StringComparison.Ordinal)));
        Expect(result, KernelGenerator.DeclareStep, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged);
        ExpectNothingWritten(result);
    }

    [Fact]
    public void OldCompilation_IsNotKeptAlive()
    {
        GeneratorDriver driver = RunAndForget(out WeakReference old);
        for (int i = 0; i < 20 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void TwoHundredDeclarations_AreReadAndPlannedOnce_AndAnEditReachesOnlyItsOwn()
    {
        string Source(int i, int k) => $"using System; using FastBias; static partial class K{i} {{ [GemmKernel(M = 1, N = {1 + (i % 3)}, K = {k})] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }}";
        CSharpCompilation compilation = Empty().AddSyntaxTrees(Enumerable.Range(0, 200).Select(i => Parse(Source(i, 1), $"K{i}.cs")));
        GeneratorDriver driver = Driver().RunGenerators(compilation);
        GeneratorRunResult first = driver.GetRunResult().Results.Single();
        Assert.Equal(Enumerable.Repeat(IncrementalStepRunReason.New, 200), Reasons(first, KernelGenerator.DeclareStep));
        Assert.Equal(Enumerable.Repeat(IncrementalStepRunReason.New, 200), Reasons(first, KernelGenerator.PlanStep));
        Assert.Equal((200 * 5) + 1, first.GeneratedSources.Length);

        compilation = Replace(compilation, "K77.cs", Source(77, 2));
        GeneratorRunResult second = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Equal(1, Reasons(second, KernelGenerator.DeclareStep).Count(reason => reason == IncrementalStepRunReason.Modified));
        Assert.Equal(199, Reasons(second, KernelGenerator.PlanStep).Count(reason => reason == IncrementalStepRunReason.Cached));
        Assert.Equal(["K77_Mul_f64", "KernelCatalogue"], Written(second));
    }

    private static CSharpCompilation Empty() => CSharpCompilation.Create(
        "Consumer", references: Compilations.References, options: new(OutputKind.DynamicallyLinkedLibrary));

    private static CSharpCompilation Start() => Empty().AddSyntaxTrees(Parse(Kernels, "Kernels.cs"), Parse(Others, "Others.cs"));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Compilations.Parse, path);

    private static CSharpCompilation Replace(CSharpCompilation compilation, string path, string text) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(tree => tree.FilePath == path), Parse(text, path));

    private static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new KernelGenerator().AsSourceGenerator()], parseOptions: Compilations.Parse,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRunResult First() => Driver().RunGenerators(Start()).GetRunResult().Results.Single();

    private static GeneratorRunResult Rerun(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = Start();
        return Driver().RunGenerators(compilation).RunGenerators(edit(compilation)).GetRunResult().Results.Single();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver RunAndForget(out WeakReference old)
    {
        CSharpCompilation compilation = Start();
        old = new(compilation);
        GeneratorDriver driver = Driver().RunGenerators(compilation);
        return driver.RunGenerators(Replace(Start(), "Kernels.cs", Kernels + "// edited"));
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason).ToArray();

    private static void Expect(GeneratorRunResult result, string step, params IncrementalStepRunReason[] reasons) => Assert.Equal(reasons, Reasons(result, step));

    private static void ExpectNothingWritten(GeneratorRunResult result)
    {
        Expect(result, KernelGenerator.PlanStep, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        Expect(result, KernelGenerator.CatalogueStep, IncrementalStepRunReason.Cached);
        Assert.Empty(Written(result));
    }

    /// <summary>The methods and tables whose files were written in the last run.</summary>
    private static string[] Written(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(pair => pair.Value).SelectMany(step => step.Outputs)
        .Where(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
        .SelectMany(output => Names(output.Value))
        .Where(name => name == "KernelCatalogue" || name.EndsWith("_f64", StringComparison.Ordinal) || name.EndsWith("_f32", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).ToArray();

    /// <summary>The names of the files of one output, whose type Roslyn keeps to itself.</summary>
    private static IEnumerable<string> Names(object value) =>
        ((System.Collections.IEnumerable)((ITuple)value)[0]!).Cast<object>()
            .Select(source => ((string)source.GetType().GetProperty("HintName")!.GetValue(source)!).Split('.')[0]);
}
