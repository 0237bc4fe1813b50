using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>Whether a method's other part can be written into another file, and what that part has to look like.</summary>
internal static class MethodShapes
{
    /// <summary>A static partial method, not generic, that has no body anywhere and stands in a type.</summary>
    public static bool IsPartialDefinition(IMethodSymbol method, MethodDeclarationSyntax syntax) =>
        syntax.Modifiers.Any(SyntaxKind.StaticKeyword) && syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && !syntax.Modifiers.Any(SyntaxKind.ExternKeyword)
        && !HasBody(syntax)
        && method is { IsGenericMethod: false, PartialDefinitionPart: null }
        && (method.PartialImplementationPart is null || IsOurs(method.PartialImplementationPart))
        && syntax.Parent is TypeDeclarationSyntax
        && method.ContainingType.CanBeReferencedByName;

    /// <summary>Whether this generator wrote the method: analyzers see the compilation with its output.</summary>
    private static bool IsOurs(IMethodSymbol method) => method.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.ToDisplayString() == "System.CodeDom.Compiler.GeneratedCodeAttribute"
        && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: SourceWriter.Generator });

    private static bool HasBody(MethodDeclarationSyntax syntax) => syntax.Body is not null || syntax.ExpressionBody is not null;

    /// <summary>The enclosing types, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Containers(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    /// <summary>Whether another file can hold a part of the type.</summary>
    public static bool CanBeExtended(INamedTypeSymbol type) =>
        !type.IsFileLocal && type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>A parameter as <see cref="Signatures"/> writes it; something that no signature has where it is passed by reference or as <c>params</c>.</summary>
    public static string Signature(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None && !parameter.IsParams ? Qualified(parameter.Type) : "?";

    public static string Qualified(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static MethodShape Of(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        INamedTypeSymbol[] types = Containers(method).Reverse().ToArray();
        string[] spaces = Spaces(method.ContainingNamespace).ToArray();
        return new(
            string.Join(".", spaces.Select(Escape)),
            new(types.Select(Header)),
            string.Join(".", [.. spaces, .. types.Select(type => type.MetadataName), method.Name]),
            Escape(method.Name),
            string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text)),
            Qualified(method.ReturnType),
            new(method.Parameters.Select(parameter => new ParameterShape(Modifiers(method, parameter), Qualified(parameter.Type), Escape(parameter.Name)))));
    }

    private static IEnumerable<string> Spaces(INamespaceSymbol space) =>
        space.IsGlobalNamespace ? [] : [.. Spaces(space.ContainingNamespace), space.Name];

    private static string Modifiers(IMethodSymbol method, IParameterSymbol parameter) =>
        (method.IsExtensionMethod && parameter.Ordinal == 0 ? "this " : "") + (parameter.ScopedKind == ScopedKind.ScopedValue ? "scoped " : "");

    private static string Header(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(Parameter))}>";
        return $"partial {keyword} {Escape(type.Name)}{parameters}";
    }

    /// <summary>A type parameter with its variance, which all parts of a type have to repeat; constraints they need not.</summary>
    private static string Parameter(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    } + Escape(parameter.Name);

    /// <summary>An identifier with an @ where the language has a use for it.</summary>
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
