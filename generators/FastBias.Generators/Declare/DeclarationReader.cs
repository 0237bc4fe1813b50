using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>Reads a declaration from symbols; the generator takes its model, the analyzer its problems.</summary>
internal static class DeclarationReader
{
    public const string GemmKernel = "FastBias.GemmKernelAttribute";
    public const string GemmTile = "FastBias.GemmTileAttribute";
    public const string VectorKernel = "FastBias.VectorKernelAttribute";

    /// <summary>The attributes that declare a kernel.</summary>
    public static IReadOnlyList<string> Attributes { get; } = [GemmKernel, GemmTile, VectorKernel];

    public static DeclarationResult Read(IMethodSymbol method, AttributeData attribute, MethodDeclarationSyntax syntax)
    {
        AttributeReader arguments = new(attribute);
        List<Problem> problems = [];
        string template = Template(arguments);

        if (!IsStaticPartial(syntax) || (template == "GemmFixed" && !method.ReturnsVoid))
        {
            problems.Add(new("FB0001", Site.Method, "", new([method.Name])));
        }

        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (!IsPartial(type))
            {
                problems.Add(new("FB0002", Site.ContainingType, type.Name, new([type.Name])));
            }
        }

        if (method.ContainingType is null || method.IsGenericMethod)
        {
            problems.Add(new("FB0001", Site.Method, "", new([method.Name])));
        }

        IsaModel? isa = arguments.Isa();
        Element? element = ReadElement(method, template, problems);
        problems.AddRange(Shapes.Check(template, isa, element, arguments));
        bool failed = problems.Any(problem => problem.Id != "FB0008");
        if (failed || element is null)
        {
            return new(null, new(problems));
        }

        (int rows, int columns, int depth) = template == "GemmFixed"
            ? (arguments.Int("M"), arguments.Int("N"), arguments.Int("K"))
            : (arguments.Int("Rows"), arguments.Int("Columns"), 0);
        KernelDeclaration declaration = new(template, element, isa, rows, columns, depth, Shape(method, syntax));
        if (template == "GemmFixed" && GemmFixedPlan.KeepsLoop(declaration))
        {
            problems.Add(new("FB0008", Site.Attribute, "", new([$"{rows}x{columns}x{depth}"])));
        }

        return new(declaration, new(problems));
    }

    private static string Template(AttributeReader arguments) => arguments.AttributeName switch
    {
        GemmKernel => "GemmFixed",
        GemmTile => "GemmTile",
        _ => arguments.TemplateName(),
    };

    /// <summary>The element type, with FB0005 for another one and FB0006 for parameters that do not match.</summary>
    private static Element? ReadElement(IMethodSymbol method, string template, List<Problem> problems)
    {
        string[] parameters = method.Parameters.Select(parameter => parameter.RefKind == RefKind.None ? Qualified(parameter.Type) : "ref").ToArray();
        Element? element = Signatures.Match(template, Qualified(method.ReturnType), parameters);
        if (element is not null)
        {
            return element;
        }

        ITypeSymbol? found = method.Parameters.Select(parameter => parameter.Type)
            .OfType<INamedTypeSymbol>().FirstOrDefault(type => type.IsGenericType && type.TypeArguments.Length == 1)?.TypeArguments[0];
        bool supported = found?.SpecialType is null or SpecialType.System_Double or SpecialType.System_Single;
        Element expected = found?.SpecialType == SpecialType.System_Single ? Element.Single : Element.Double;
        (string returns, string[] wanted) = Signatures.Of(template, expected);
        problems.Add(supported || method.Parameters.Length != wanted.Length
            ? new("FB0006", Site.Parameters, expected.Keyword, new([method.Name, $"{Short(returns)} ({string.Join(", ", wanted.Select(Short))})"]))
            : new("FB0005", Site.Parameters, "", new([found!.ToDisplayString()])));
        return null;
    }

    private static MethodShape Shape(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        List<string> types = [];
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Insert(0, Header(type));
        }

        string space = method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return new(
            space,
            new(types),
            method.ContainingType.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) + "." + method.Name,
            Escape(method.Name),
            string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text)),
            Qualified(method.ReturnType),
            new(method.Parameters.Select(parameter => new ParameterShape(Qualified(parameter.Type), Escape(parameter.Name)))));
    }

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
        string parameters = type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";
        return $"partial {keyword} {Escape(type.Name)}{parameters}";
    }

    private static bool IsStaticPartial(MethodDeclarationSyntax syntax) =>
        syntax.Modifiers.Any(SyntaxKind.StaticKeyword) && syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && syntax.Body is null && syntax.ExpressionBody is null;

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Qualified(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Short(string type) => type.Replace("global::System.", "").Replace("global::FastBias.Kernels.", "");

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
