using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>The templates, embedded as the files that FastBias.Templates compiles; each is parsed once.</summary>
internal static class TemplateLibrary
{
    private static readonly ConcurrentDictionary<string, Template> Parsed = new();

    public static Template Get(string name) => Parsed.GetOrAdd(name, Parse);

    private static Template Parse(string name)
    {
        using Stream stream = typeof(TemplateLibrary).Assembly.GetManifestResourceStream("FastBias.Templates." + name)
            ?? throw new InvalidOperationException("There is no template " + name);
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd().Replace("\r\n", "\n");
        CompilationUnitSyntax root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text).GetRoot();
        ClassDeclarationSyntax type = root.DescendantNodes().OfType<ClassDeclarationSyntax>().Single();
        return new(name, Mangling.Hash(text), type, type.Members.OfType<MethodDeclarationSyntax>().Single(), Usings(root));
    }

    /// <summary>The plain usings; the aliases are what an expansion replaces.</summary>
    private static List<string> Usings(CompilationUnitSyntax root) =>
        root.Usings.Where(directive => directive.Alias is null).Select(directive => directive.NamespaceOrType.ToString()).ToList();
}

/// <summary>A parsed template.</summary>
internal sealed record Template(string Name, string Hash, ClassDeclarationSyntax Type, MethodDeclarationSyntax Run, List<string> Usings)
{
    /// <summary>Whether it has partial loads or stores, which are the library's own: a user's kernel could not name them.</summary>
    public bool UsesPartial { get; } = Run.DescendantTokens().Any(token => token.Text == "Partial");

    /// <summary>Whether it has edges, the partial loads and stores of kernels of fixed shapes.</summary>
    public bool UsesEdge { get; } = Run.DescendantTokens().Any(token => token.Text == "Edge");
}
