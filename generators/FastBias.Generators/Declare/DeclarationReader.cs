using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>Reads a declaration from symbols; the generator takes its model, the analyzer its problems.</summary>
internal static class DeclarationReader
{
    public const string GemmKernel = "FastBias.GemmKernelAttribute";
    public const string GemvKernel = "FastBias.GemvKernelAttribute";
    public const string CholeskyKernel = "FastBias.CholeskyKernelAttribute";
    public const string QrKernel = "FastBias.QrKernelAttribute";
    public const string SvdKernel = "FastBias.SvdKernelAttribute";
    public const string GemmTile = "FastBias.GemmTileAttribute";
    public const string VectorKernel = "FastBias.VectorKernelAttribute";

    /// <summary>What generated code asks for: an alias of <c>double</c> and collection expressions.</summary>
    public const LanguageVersion MinimumLanguage = LanguageVersion.CSharp12;

    private const string WidestVector = "System.Runtime.Intrinsics.Vector512";

    /// <summary>The attributes that declare a kernel.</summary>
    public static IReadOnlyList<string> Attributes { get; } = [GemmKernel, GemvKernel, CholeskyKernel, QrKernel, SvdKernel, GemmTile, VectorKernel];

    /// <summary>Whether an attribute declares a kernel.</summary>
    public static bool Declares(AttributeData attribute) =>
        attribute.AttributeClass is { } type && Attributes.Contains(type.ToDisplayString());

    public static DeclarationResult Read(
        IMethodSymbol method, AttributeData attribute, MethodDeclarationSyntax syntax, Compilation compilation)
    {
        AttributeReader arguments = new(attribute);
        if (!arguments.IsBound || method.ContainingType is null || method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error))
        {
            return new(null, default);
        }

        if (Environment(compilation, method, arguments, out string template) is { } problem)
        {
            return new(null, new([problem]));
        }

        List<Problem> problems = [];
        string signature = Signatures.Key(template, arguments.Bool("Batch"));
        Element? element = ReadElement(method, signature, problems);
        string returns = Signatures.Of(signature, element ?? Element.Double).Returns;
        if (!MethodShapes.IsPartialDefinition(method, syntax) || (element is not null && MethodShapes.Qualified(method.ReturnType) != returns))
        {
            problems.Add(new("FB0001", Site.Method, "", new([method.Name, returns]), new([returns])));
        }

        problems.AddRange(MethodShapes.Containers(method)
            .Where(type => !MethodShapes.CanBeExtended(type))
            .Select(type => new Problem("FB0002", Site.ContainingType, type.Name, new([type.Name]))));
        IsaModel? isa = arguments.Isa();
        problems.AddRange(Shapes.Check(template, isa, element, arguments));
        if (problems.Count > 0 || element is null)
        {
            return new(null, new(problems));
        }

        (int rows, int columns, int depth) = Shapes.Dimensions(template, arguments);
        KernelDeclaration declaration = new(template, element, isa, rows, columns, depth, Shapes.Options(arguments), MethodShapes.Of(method, syntax));
        return new(declaration, new(Remarks(declaration)));
    }

    /// <summary>What makes any reading of the declaration pointless: an old target, several attributes, an enum value that is no member.</summary>
    private static Problem? Environment(Compilation compilation, IMethodSymbol method, AttributeReader arguments, out string template)
    {
        template = Template(arguments) ?? "";
        if (compilation is not CSharpCompilation { LanguageVersion: >= MinimumLanguage } || compilation.GetTypesByMetadataName(WidestVector).IsEmpty)
        {
            return new("FB0009", Site.Attribute, "", new([method.Name, MinimumLanguage.ToDisplayString()]));
        }

        if (method.GetAttributes().Count(Declares) > 1)
        {
            return new("FB0007", Site.Attribute, "", new([method.Name, "the method has more than one kernel attribute"]));
        }

        if (arguments.WantsIsa && arguments.Isa() is null)
        {
            return new("FB0010", Site.Attribute, "isa", new([method.Name, "Isa"]));
        }

        return Signatures.Knows(template) ? null : new("FB0010", Site.Attribute, "template", new([method.Name, "KernelTemplate"]));
    }

    private static string? Template(AttributeReader arguments) => arguments.AttributeName switch
    {
        GemmKernel => "GemmFixed",
        GemvKernel => "GemvFixed",
        CholeskyKernel => "CholeskyFixed",
        QrKernel => "QrFixed",
        SvdKernel => "SvdFixed",
        GemmTile => "GemmTile",
        _ => arguments.TemplateName(),
    };

    private static IEnumerable<Problem> Remarks(KernelDeclaration declaration)
    {
        if (Planner.KeepsLoop(declaration))
        {
            string shape = FormattableString.Invariant($"{declaration.Rows}x{declaration.Columns}")
                + (declaration.Depth > 0 ? FormattableString.Invariant($"x{declaration.Depth}") : "");
            yield return new("FB0008", Site.Attribute, "", new([declaration.Method.Name, shape]));
        }
    }

    /// <summary>The element type, with FB0005 for another one and FB0006 for parameters that do not match.</summary>
    private static Element? ReadElement(IMethodSymbol method, string signature, List<Problem> problems)
    {
        string[] parameters = method.Parameters.Select(MethodShapes.Signature).ToArray();
        Element? element = Signatures.Match(signature, MethodShapes.Qualified(method.ReturnType), parameters);
        if (element is not null)
        {
            return element;
        }

        ITypeSymbol? found = method.Parameters.Select(parameter => ElementOf(parameter.Type)).FirstOrDefault(type => type is not null);
        Element expected = found?.SpecialType == SpecialType.System_Single ? Element.Single : Element.Double;
        string[] wanted = Signatures.Of(signature, expected).Parameters;
        bool supported = found?.SpecialType is null or SpecialType.System_Double or SpecialType.System_Single;
        problems.Add(supported || method.Parameters.Length != wanted.Length
            ? new("FB0006", Site.Parameters, "", new([method.Name, $"({string.Join(", ", wanted.Select(Signatures.Short))})"]), new([signature, expected.Keyword]))
            : new("FB0005", Site.Parameters, "", new([found!.ToDisplayString()])));
        return null;
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsGenericType: true, TypeArguments: { Length: 1 } arguments } => arguments[0],
        IPointerTypeSymbol { PointedAtType: var element } => ElementOf(element) ?? element,
        _ => null,
    };
}
