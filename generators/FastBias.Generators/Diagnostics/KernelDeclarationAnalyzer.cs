using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastBias.Generators;

/// <summary>Reports what the generator is silent about: it reads each declaration in the same way, and knows the locations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KernelDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that holds what its fix has to know, separated by semicolons.</summary>
    public const string FixProperty = "FastBias.Fix";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A partial method comes as one symbol, that of its generated part; what is reported lies in the other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (DeclarationReader.Attributes.All(name => start.Compilation.GetTypesByMetadataName(name).IsEmpty))
            {
                return;
            }

            DeclaredKernels declared = new();
            start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, declared), SymbolKind.Method);
            start.RegisterSyntaxNodeAction(
                AnalyzeFunction,
                SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SimpleLambdaExpression);
            start.RegisterCompilationEndAction(declared.Report);
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, DeclaredKernels declared)
    {
        IMethodSymbol symbol = (IMethodSymbol)context.Symbol, method = symbol.PartialDefinitionPart ?? symbol;
        foreach (AttributeData attribute in method.GetAttributes().Where(DeclarationReader.Declares))
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is not AttributeSyntax syntax || !declared.IsNew(syntax))
            {
                continue;
            }

            if (syntax.Parent?.Parent is not MethodDeclarationSyntax declaration)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.Method, method.Locations.FirstOrDefault(), method.Name, "void"));
                continue;
            }

            DeclarationResult result = DeclarationReader.Read(method, attribute, declaration, context.Compilation);
            foreach (Problem problem in result.Problems)
            {
                context.ReportDiagnostic(Create(problem, SiteLocator.Locate(problem, declaration, syntax, attribute)));
            }

            if (result.Declaration is { } kernel)
            {
                declared.Add(kernel, syntax.GetLocation());
            }
        }
    }

    /// <summary>Local functions and lambdas: attributes on methods are allowed there, but nothing partial is.</summary>
    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context)
    {
        (SyntaxList<AttributeListSyntax> attributes, Location location, string name) = context.Node switch
        {
            LocalFunctionStatementSyntax function => (function.AttributeLists, function.Identifier.GetLocation(), function.Identifier.ValueText),
            LambdaExpressionSyntax lambda => (lambda.AttributeLists, lambda.ArrowToken.GetLocation(), "lambda expression"),
            _ => default,
        };
        bool declares = attributes.SelectMany(list => list.Attributes).Any(attribute =>
            context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is { ContainingType: { } type }
            && DeclarationReader.Attributes.Contains(type.ToDisplayString()));
        if (declares)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Method, location, name, "void"));
        }
    }

    private static Diagnostic Create(Problem problem, Location location) => Diagnostic.Create(
        Descriptors.Of(problem),
        location,
        ImmutableDictionary<string, string?>.Empty.Add(FixProperty, string.Join(";", problem.Fix)),
        problem.Arguments.Cast<object>().ToArray());
}
