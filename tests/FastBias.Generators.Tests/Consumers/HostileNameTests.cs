using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Whatever things are called, the output compiles, and holds nothing that the templates do not.</summary>
public class HostileNameTests
{
    private const string Kernel = "[global::FastBias.GemmKernel(M = 1, N = 2, K = 1)] static partial void";
    private const string Parameters = "(global::System.ReadOnlySpan<double> a, global::System.ReadOnlySpan<double> b, global::System.Span<double> c)";

    [Theory]
    [InlineData("namespace @namespace.@class { partial class @static { [global::FastBias.GemmKernel(M = 1, N = 2, K = 1)] static partial void @void(System.ReadOnlySpan<double> @ref, System.ReadOnlySpan<double> @in, System.Span<double> @out); } }")]
    [InlineData("namespace record.@await { partial class @record { [global::FastBias.GemmKernel(M = 1, N = 2, K = 1)] static partial void @partial(System.ReadOnlySpan<double> value, System.ReadOnlySpan<double> @await, System.Span<double> field); } }")]
    [InlineData("namespace Größe.日本 { partial class Ωmega<Τύπος> { [global::FastBias.GemmKernel(M = 1, N = 2, K = 1)] static partial void Πολλαπλασιασμός(System.ReadOnlySpan<double> α, System.ReadOnlySpan<double> \\u0062, System.Span<double> γ); } }")]
    [InlineData("partial class NoNamespace { " + Kernel + " Mul" + Parameters + "; }")]
    [InlineData("namespace A_B { partial class C { " + Kernel + " D" + Parameters + "; } } namespace A { partial class B_C { " + Kernel + " D" + Parameters + "; } partial class B { partial class C { " + Kernel + " D" + Parameters + "; } } }")]
    [InlineData("partial class K { " + Kernel + " Mul" + Parameters + "; " + Kernel + " MUL" + Parameters + "; } partial class k { " + Kernel + " mul" + Parameters + "; }")]
    [InlineData("partial class K { " + Kernel + " M" + Parameters + "; partial class M_f64 { " + Kernel + " V512" + Parameters + "; } }")]
    [InlineData("partial class K { " + Kernel + " M" + Parameters + "; } partial class K<T> { " + Kernel + " M" + Parameters + "; } partial class K<T, U> { " + Kernel + " M" + Parameters + "; }")]
    [InlineData("partial interface I<in T, out U> where T : class { " + Kernel + " M" + Parameters + "; } ref partial struct S { " + Kernel + " M" + Parameters + "; } readonly partial record struct R(int X) { " + Kernel + " M" + Parameters + "; }")]
    [InlineData("static partial class E { [global::FastBias.GemmKernel(M = 1, N = 2, K = 1)] internal static partial void M(this scoped System.ReadOnlySpan<double> a, scoped System.ReadOnlySpan<double> b, System.Span<double> c); }")]
    public void Names_ThatTheLanguageOrTheGeneratorCouldTrip(string source) =>
        Generation.Of(Compilations.Consumer(source)).Clean();

    [Theory]
    [InlineData("class V { } class Simd { } class T { } class Partial { } class Lane { } class Tile { } class Unsafe { } class Vector512 { } class KernelGuard { } class MemoryMarshal { }")]
    [InlineData("namespace FastBias { class V { } class Simd { } class T { } class Lane { } class Unsafe { } class Vector512 { } }")]
    [InlineData("namespace FastBias.System { class Span { } } namespace FastBias.Generated.More { class V { } } namespace My.FastBias.Generated { class V { } }")]
    [InlineData("namespace Owner { namespace System { class Span<T> { } class ReadOnlySpan<T> { } } namespace FastBias { namespace Kernels { class KernelGuard { } } } class global { } }")]
    [InlineData("global using V = System.String; global using T = System.Int32; global using Simd = System.Math;")]
    public void TypesOfTheUsersOwn_DoNotGetInFront(string types)
    {
        string owner = $"namespace Owner {{ partial class K {{ class System {{ }} class FastBias {{ }} {Kernel} Mul{Parameters}; }} }}";
        Generation.Of(Compilations.Consumer(types, owner)).Clean();
    }

    [Fact]
    public void RandomIdentifiers_GiveDistinctNames_AndOnlyTheExpectedTypes()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            (string source, int kernels) = RandomProgram(new(seed));
            Generation generation = Generation.Of(Compilations.Consumer(source));
            Assert.Equal((kernels * 5) + 1, generation.Sources.Length);
            generation.Clean();
            foreach (GeneratedSourceResult file in generation.Sources)
            {
                OnlyExpected(file);
            }
        }
    }

    [Fact]
    public void LongNames_AreShortened_AndStayDistinct()
    {
        string name = new('é', 300);
        string source = $"partial class K {{ {Kernel} {name}1{Parameters}; {Kernel} {name}2{Parameters}; }}";
        using LoadedAssembly loaded = Generation.Of(Compilations.Consumer(source)).Load();
        Assert.All(loaded.Assembly.GetTypes(), type => Assert.InRange(type.Name.Length, 1, 450));
    }

    [Fact]
    public void Mangling_IsOneToOne_AndGivesAnIdentifier()
    {
        Random random = new(5);
        const string alphabet = "aZ0_._.é`@\u00AD";
        Dictionary<string, string> names = [];
        for (int i = 0; i < 20_000; i++)
        {
            // parts that begin with a letter or an underscore, as identifiers do
            string name = "a" + string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (name.Split('.').Any(part => part.Length == 0 || char.IsAsciiDigit(part[0])))
            {
                continue;
            }

            string mangled = Mangling.Mangle(name);
            Assert.True(SyntaxFacts.IsValidIdentifier(mangled), mangled);
            Assert.Equal(name, names.TryGetValue(mangled, out string? other) ? other : name);
            names[mangled] = name;
        }

        Assert.True(names.Count > 1000);
    }

    /// <summary>One namespace with one class, one public or private method or table, and no statement, attribute or preprocessor line of another kind.</summary>
    private static void OnlyExpected(GeneratedSourceResult file)
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)file.SyntaxTree.GetRoot();
        Assert.Empty(file.SyntaxTree.GetDiagnostics());
        Assert.Single(root.Members);
        Assert.Empty(root.Usings);
        Assert.All(root.DescendantNodes().OfType<AttributeSyntax>(), attribute =>
            Assert.Contains(attribute.Name.ToString(), new[] { "global::System.CodeDom.Compiler.GeneratedCode", "global::System.Runtime.CompilerServices.MethodImpl" }));
        Assert.InRange(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Count() + root.DescendantNodes().OfType<PropertyDeclarationSyntax>().Count(), 1, 1);
        Assert.Equal(2, root.DescendantTrivia().Count(trivia => trivia.IsDirective));
        Assert.DoesNotContain(root.DescendantNodes(), node => node is ThrowStatementSyntax or LocalFunctionStatementSyntax or LambdaExpressionSyntax);
    }

    private static (string Source, int Kernels) RandomProgram(Random random)
    {
        string[] pieces = ["a", "B", "_", "__", "é", "ß", "本", "0", "9", "class", "V", "T", "Simd", "f64", "V512", "System", "FastBias", "Generated"];
        string Identifier()
        {
            while (true)
            {
                string name = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => pieces[random.Next(pieces.Length)]));
                if (SyntaxFacts.IsValidIdentifier(name))
                {
                    return "@" + name;
                }
            }
        }

        HashSet<string> types = [];
        int kernels = 0;
        System.Text.StringBuilder source = new();
        for (int i = 0; i < 4; i++)
        {
            string space = $"@N{i}.{Identifier()}", type = Identifier();
            string[] methods = Enumerable.Range(0, 3).Select(_ => Identifier()).Where(method => method != type).Distinct().ToArray();
            string[] names = Enumerable.Range(0, 9).Select(_ => Identifier()).Distinct().Take(3).ToArray();
            if (!types.Add(space + type) || names.Length < 3)
            {
                continue;
            }

            kernels += methods.Length;
            source.Append($"namespace {space} {{ partial class {type} {{ ")
                .Append(string.Concat(methods.Select(method => $"{Kernel} {method}(global::System.ReadOnlySpan<double> {names[0]}, global::System.ReadOnlySpan<double> {names[1]}, global::System.Span<double> {names[2]}); ")))
                .Append("} }\n");
        }

        return (source.ToString(), kernels);
    }
}
