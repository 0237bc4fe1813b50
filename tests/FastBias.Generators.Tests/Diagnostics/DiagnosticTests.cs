using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Each diagnostic: samples that have it, on exactly the characters it is about, and neighbours that have not.</summary>
public class DiagnosticTests
{
    private const string Spans = "(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)";

    [Theory]
    // FB0001: the method
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{Spans}; }}")]
    [InlineData($"partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] partial void {{|FB0001:Mul|}}{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static void {{|FB0001:Mul|}}{Spans} {{ }} }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void {{|FB0001:Mul|}}{Spans} {{ }} static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void {{|FB0001:Mul|}}{Spans}; static partial void Mul{Spans} => throw new Exception(); }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] public static partial int {{|FB0001:Mul|}}{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void {{|FB0001:Mul|}}<T>{Spans}; }}")]
    [InlineData($"static class K {{ static void Outer() {{ [GemmKernel(M = 2, N = 2, K = 2)] static void {{|FB0001:Local|}}{Spans} {{ }} }} }}")]
    [InlineData("static class K { static Action F = [GemmKernel(M = 2, N = 2, K = 2)] () {|FB0001:=>|} { }; }")]
    [InlineData("static class K { static int P { [GemmKernel(M = 2, N = 2, K = 2)] {|FB0001:get|} => 1; } }")]
    // FB0002: the types around it
    [InlineData($"partial class A {{ partial struct B {{ partial interface C {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{Spans}; }} }} }}")]
    [InlineData($"class {{|FB0002:A|}} {{ partial struct B {{ record {{|FB0002:C|}}<T> {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{Spans}; }} }} }}")]
    [InlineData($"file partial class {{|FB0002:A|}} {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{Spans}; }}")]
    // FB0003: the numbers
    [InlineData($"static partial class K {{ [GemmKernel(M = 1, N = 1, K = 1)] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [{{|FB0003:{{|FB0003:{{|FB0003:GemmKernel|}}|}}|}}] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [{{|FB0003:GemmKernel(M = 2, N = 2)|}}] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel({{|FB0003:M = 0|}}, {{|FB0003:N = -2147483648|}}, {{|FB0003:K = int.MaxValue|}})] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ const int Many = 33; [GemmKernel(M = 2, {{|FB0003:N = Many|}}, K = 32)] static partial void Mul{Spans}; }}")]
    [InlineData("static partial class K { [{|FB0003:{|FB0003:QrKernel|}|}] static partial void Factor(Span<double> a, Span<double> tau); }")]
    [InlineData("static partial class K { [SvdKernel({|FB0003:M = 17|}, N = 16)] static partial int Factor(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt); }")]
    [InlineData("static partial class K { [CholeskyKernel({|FB0003:N = 0|})] static partial int Factor(Span<float> a); }")]
    [InlineData("static partial class K { [GemvKernel(M = 3, {|FB0003:N = 33|})] static partial void Mul(ReadOnlySpan<float> a, ReadOnlySpan<float> x, Span<float> y); }")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 3, K = 4, StrideA = 4, StrideB = 3, StrideC = 9)] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 3, K = 4, {{|FB0003:StrideA = 3|}}, {{|FB0003:StrideB = 0|}}, {{|FB0003:StrideC = 2000000|}})] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 3, K = 4, TransposeA = true, StrideA = 2, TransposeB = true, {{|FB0003:StrideB = 3|}})] static partial void Mul{Spans}; }}")]
    // FB0011: a batch has no strides
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 3, K = 4, {{|FB0011:StrideA = 4|}}, Batch = true, {{|FB0011:StrideC = 9|}})] static partial void Mul{Spans}; }}")]
    // FB0005: the element type
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c); }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0005:(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b, Span<Half> c)|}; }")]
    [InlineData("partial class K<T> { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0005:(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)|}; }")]
    // FB0006: the parameters
    [InlineData("partial class K<T> { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(scoped ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:()|}; }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:(ReadOnlySpan<double> a, Span<double> c)|}; }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:(ReadOnlySpan<double> a, ReadOnlySpan<float> b, Span<double> c)|}; }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:(in ReadOnlySpan<double> a, ReadOnlySpan<double> b, ref Span<double> c)|}; }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:(ReadOnlySpan<double> a, ReadOnlySpan<double> b, params Span<double> c)|}; }")]
    [InlineData("static partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul{|FB0006:(double[] a, double[] b, double[] c)|}; }")]
    [InlineData("static partial class K { [CholeskyKernel(N = 2, Batch = true)] static partial int Factor{|FB0006:(Span<double> a)|}; }")]
    [InlineData("static partial class K { [CholeskyKernel(N = 2)] static partial void {|FB0001:Factor|}(Span<double> a); }")]
    [InlineData("static partial class K { [SvdKernel(M = 2, N = 2)] static partial int Factor{|FB0006:(ReadOnlySpan<double> a, Span<double> u, Span<double> s)|}; }")]
    [InlineData("static partial class K { [QrKernel(M = 2, N = 2)] static partial void Factor{|FB0005:(Span<decimal> a, Span<decimal> tau)|}; }")]
    // FB0007: two attributes on one method; two kernels of one shape are none
    [InlineData($"static partial class K {{ [GemmKernel(M = 2, N = 2, K = 2)] static partial void A{Spans}; [GemmKernel(M = 2, N = 2, K = 2)] static partial void B{Spans}; }}")]
    [InlineData($"static partial class K {{ [{{|FB0007:GemmKernel(M = 2, N = 2, K = 2)|}}] [{{|FB0007:GemmKernel(M = 3, N = 2, K = 2)|}}] static partial void A{Spans}; }}")]
    // FB0008: too large to unroll
    [InlineData($"static partial class K {{ [GemmKernel(M = 8, N = 8, K = 8)] static partial void Mul{Spans}; }}")]
    [InlineData($"static partial class K {{ [{{|FB0008:GemmKernel(M = 16, N = 24, K = 32)|}}] static partial void Mul{Spans}; }}")]
    [InlineData("static partial class K { [{|FB0008:QrKernel(M = 16, N = 16, Batch = true)|}] static partial void Factor(Span<double> a, Span<double> tau); }")]
    public void UserKernels(string marked) => new Markup("using FastBias;\n" + marked).Verify(source => Compilations.Consumer(source));

    [Theory]
    [InlineData("[GemmTile(Isa.V256, Rows = 6, Columns = 8)] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[GemmTile(Isa.V256, Rows = 6, {|FB0003:Columns = 7|})] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[GemmTile(Isa.V256, {|FB0003:Rows = 10|}, Columns = 4)] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[{|FB0003:{|FB0003:GemmTile(Isa.V256)|}|}] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V256, {|FB0003:Rows = 2|})] static partial double Dot(nuint n, double* x, double* y);")]
    [InlineData("[VectorKernel(KernelTemplate.PackPanel, Isa.V256, {|FB0003:Columns = -4|})] static partial void Pack(nuint depth, nuint panels, double* source, nint row, double* block);")]
    [InlineData("[VectorKernel(KernelTemplate.GemvRows, Isa.V256, {|FB0003:Rows = 2000000000|})] static partial void Gemv(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);")]
    [InlineData("[{|FB0004:GemmTile(Isa.V256, Rows = 7, Columns = 8)|}] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[{|FB0004:GemmTile(Isa.V512, Rows = 9, Columns = 256)|}] static partial void Tile(GemmTileCall<float>* call);")]
    [InlineData("[{|FB0004:VectorKernel(KernelTemplate.GemvRows, Isa.V256, Rows = 2)|}] static partial void Gemv(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);")]
    [InlineData("[VectorKernel(KernelTemplate.GemvRows, Isa.V512, Rows = 4)] static partial void Gemv(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial double Dot{|FB0005:(nuint n, int* x, int* y)|};")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial double Dot{|FB0006:(nuint n, double* x)|};")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial float {|FB0001:Dot|}(nuint n, double* x, double* y);")]
    [InlineData("[VectorKernel(KernelTemplate.FmaPeak, Isa.V128)] static partial float Peak(nuint rounds);")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial double A(nuint n, double* x, double* y); [{|FB0007:VectorKernel(KernelTemplate.Dot, Isa.V128)|}] static partial double B(nuint n, double* x, double* y);")]
    [InlineData("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial double A(nuint n, double* x, double* y); [VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial float B(nuint n, float* x, float* y);")]
    [InlineData("[GemmTile({|FB0010:(Isa)9|}, Rows = 1, Columns = 8)] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[GemmTile({|FB0010:isa: (Isa)(-1)|}, Rows = 1, Columns = 8)] static partial void Tile(GemmTileCall<double>* call);")]
    [InlineData("[VectorKernel({|FB0010:(KernelTemplate)99|}, Isa.V128)] static partial double Dot(nuint n, double* x, double* y);")]
    [InlineData("[VectorKernel({|FB0010:isa: (Isa)4|}, template: KernelTemplate.Dot)] static partial double Dot(nuint n, double* x, double* y);")]
    public void LibraryKernels(string marked) =>
        new Markup("using FastBias;\nusing FastBias.Kernels;\nunsafe partial class K { " + marked + " }").Verify(source => Compilations.Library(source));

    [Theory]
    [InlineData(LanguageVersion.CSharp12, false)]
    [InlineData(LanguageVersion.CSharp11, true)]
    [InlineData(LanguageVersion.CSharp9, true)]
    public void OldLanguage(LanguageVersion version, bool reported)
    {
        string kernel = "GemmKernel(M = 2, N = 2, K = 2)";
        Markup markup = new($"using System;\nusing FastBias;\nstatic partial class K {{ [{(reported ? $"{{|FB0009:{kernel}|}}" : kernel)}] static partial void Mul{Spans}; }}");
        CSharpParseOptions parse = Compilations.Parse.WithLanguageVersion(version);
        CSharpCompilation Compile(string source) => CSharpCompilation.Create(
            "Old", [CSharpSyntaxTree.ParseText(source, parse)], Compilations.References, new(OutputKind.DynamicallyLinkedLibrary));
        markup.Verify(Compile);
        if (!reported)
        {
            Generation.Of(Compile(markup.Source)).Clean();
        }
    }

    [Fact]
    public void OldFramework()
    {
        // A framework of its own, with everything that a declaration needs and no Vector512.
        const string framework = """
            namespace System
            {
                public class Object { } public class ValueType { } public class Enum { } public class Attribute { } public class String { }
                public struct Void { } public struct Int32 { } public struct Boolean { } public struct Double { } public struct Single { }
                public struct Span<T> { } public struct ReadOnlySpan<T> { }
                public class AttributeUsageAttribute : Attribute { public AttributeUsageAttribute(AttributeTargets on) { } }
                public enum AttributeTargets { Method = 64 }
            }

            namespace FastBias { public class GemmKernelAttribute : System.Attribute { public int M { get; set; } public int N { get; set; } public int K { get; set; } } }
            """;
        Markup markup = new("using System;\nusing FastBias;\n" + framework
            + $"static partial class Kernels {{ [{{|FB0009:GemmKernel(M = 2, N = 2, K = 2)|}}] static partial void Mul{Spans}; }}");
        markup.Verify(source => CSharpCompilation.Create(
            "Old", [CSharpSyntaxTree.ParseText(source, Compilations.Parse)], options: new(OutputKind.DynamicallyLinkedLibrary)));
    }

    [Theory]
    [InlineData("[GemmKernel(M = \"2\", N = 2, K = 2)]")]
    [InlineData("[GemmKernel(M = new[] { 1 }, N = 2, K = 2)]")]
    [InlineData("[GemmKernel(2, 2, 2)]")]
    [InlineData("[GemmKernel(Rows = 2, N = 2, K = 2)]")]
    [InlineData("[GemmKernel(M = Missing, N = 2, K = 2)]")]
    [InlineData("[GemmKernel(M = ]")]
    public void WhatTheCompilerRejects_IsLeftToIt(string attribute)
    {
        CSharpCompilation compilation = Compilations.Consumer($"using FastBias; static partial class K {{ {attribute} static partial void Mul{Spans}; }}");
        Assert.Contains(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795");
        Assert.DoesNotContain(Markup.Analyze(compilation), diagnostic => diagnostic.Id is not "FB0003");
    }

    [Theory]
    [InlineData("using FastBias; [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);")]
    [InlineData("using FastBias; namespace N { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(Unknown<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void (ReadOnlySpan<double> a); }")]
    [InlineData("using FastBias; partial class { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); [GemmKernel(M = 3, N = 2, K = 2)] static partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)] static extern partial void Mul(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c); }")]
    [InlineData("using FastBias; enum K { [GemmKernel(M = 2, N = 2, K = 2)] A }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)] public static bool operator +(K a, K b) => true; }")]
    [InlineData("using FastBias; partial class K { [GemmKernel(M = 2, N = 2, K = 2)]")]
    public void BrokenPrograms_StopNeitherGeneratorNorAnalyzer(string source)
    {
        CSharpCompilation compilation = Compilations.Consumer(source);
        Assert.All(Markup.Analyze(compilation), diagnostic => Assert.StartsWith("FB", diagnostic.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_SayWhatIsWrong_AndWhatWouldBeRight()
    {
        string Message(string member) => Markup.Analyze(Compilations.Library($"using FastBias; using FastBias.Kernels; unsafe partial class K {{ {member} }}")).Single()
            .GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            "The tile 9x24 needs 31 vector registers, V256 has 16; the nearest that fits is 4x24",
            Message("[GemmTile(Isa.V256, Rows = 9, Columns = 24)] static partial void Tile(GemmTileCall<float>* call);"));
        Assert.Equal(
            "Columns is 7; it must be a multiple of 4, one vector, and at most 256",
            Message("[GemmTile(Isa.V256, Rows = 6, Columns = 7)] static partial void Tile(GemmTileCall<double>* call);"));
        Assert.Equal(
            "The parameters of 'Dot' must be (nuint, float*, float*)",
            Message("[VectorKernel(KernelTemplate.Dot, Isa.V128)] static partial float Dot(float* x);"));
        Assert.Equal(
            "The kernel 'K.B' is declared twice: 'K.A' declares Scale_f64_V128 as well",
            Message("[VectorKernel(KernelTemplate.Scale, Isa.V128)] static partial void A(nuint n, double s, double* x); [VectorKernel(KernelTemplate.Scale, Isa.V128)] static partial void B(nuint n, double s, double* x);"));
    }

    [Fact]
    public void EveryDescriptor_IsNumbered_Listed_AndExplained()
    {
        ImmutableArray<DiagnosticDescriptor> descriptors = new KernelDeclarationAnalyzer().SupportedDiagnostics;
        string releases = File.ReadAllText(Path.Combine(Repository.Root, "generators", "FastBias.Generators", "AnalyzerReleases.Unshipped.md"));
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md"));
        Assert.Equal(Enumerable.Range(1, 11).Select(number => $"FB{number:0000}"), descriptors.Select(descriptor => descriptor.Id));
        Assert.All(descriptors, descriptor =>
        {
            Assert.Contains($"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}", releases, StringComparison.Ordinal);
            Assert.Contains($"## {descriptor.Id}", page, StringComparison.Ordinal);
            Assert.EndsWith("docs/diagnostics.md#" + descriptor.Id.ToLowerInvariant(), descriptor.HelpLinkUri, StringComparison.Ordinal);
        });
    }
}
