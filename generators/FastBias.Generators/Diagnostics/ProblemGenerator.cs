using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FastBias.Generators;

/// <summary>Says on the command line what the analyzer says in an editor.</summary>
/// <remarks>
/// A method that gets no body is an error of the compiler (CS8795, CS0501), which then stops before it asks any analyzer: a build would show that error
/// alone, and not the reason. What a generator reports is shown all the same. In an editor the analyzer speaks, as only its diagnostics have fixes;
/// the editor's builds are known by the property DesignTimeBuild, which the package makes visible.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ProblemGenerator : IIncrementalGenerator
{
    private const string Editor = "build_property.DesignTimeBuild";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> inEditor = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue(Editor, out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase));
        foreach (string attribute in DeclarationReader.Attributes)
        {
            IncrementalValuesProvider<PlacedProblem> problems = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax method && StopsTheCompiler(method), Read)
                .SelectMany(static (found, _) => found);
            context.RegisterSourceOutput(problems.Combine(inEditor), static (output, pair) =>
            {
                if (!pair.Right)
                {
                    output.ReportDiagnostic(pair.Left.ToDiagnostic());
                }
            });
        }
    }

    /// <summary>Without a body, and not of the old kind of partial methods that may do without: private, void and without a modifier that says so.</summary>
    private static bool StopsTheCompiler(MethodDeclarationSyntax method) =>
        method is { Body: null, ExpressionBody: null }
        && (!method.Modifiers.Any(SyntaxKind.PartialKeyword)
            || method.Modifiers.Any(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()))
            || method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword });

    private static EquatableArray<PlacedProblem> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        AttributeData attribute = context.Attributes[0];
        if (context.TargetSymbol is not IMethodSymbol method || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
        {
            return new([]);
        }

        MethodDeclarationSyntax declaration = (MethodDeclarationSyntax)context.TargetNode;
        return new(DeclarationReader.Read(method, attribute, declaration, context.SemanticModel.Compilation).Problems
            .Where(problem => Descriptors.Of(problem).DefaultSeverity == DiagnosticSeverity.Error)
            .Select(problem => PlacedProblem.At(problem, SiteLocator.Locate(problem, declaration, syntax, attribute))));
    }

    /// <summary>A problem and its place as plain data; a location would keep its compilation alive.</summary>
    private sealed record PlacedProblem(Problem Problem, string Path, TextSpan Span, LinePositionSpan Lines)
    {
        public static PlacedProblem At(Problem problem, Location location) =>
            new(problem, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

        public Diagnostic ToDiagnostic() =>
            Diagnostic.Create(Descriptors.Of(Problem), Location.Create(Path, Span, Lines), Problem.Arguments.Cast<object>().ToArray());
    }
}
