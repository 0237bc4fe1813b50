using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FastBias.Generators;

/// <summary>Declare, plan, expand, list. Bad declarations are silent here: the analyzers report them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that reads declarations.</summary>
    public const string DeclareStep = "Declare";

    /// <summary>The name of the step that plans them.</summary>
    public const string PlanStep = "Plan";

    /// <summary>The name of the step that collects the plans for the catalogue.</summary>
    public const string CatalogueStep = "Catalogue";

    /// <summary>The name of the step that finds what is declared twice.</summary>
    public const string DuplicatesStep = "Duplicates";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        List<IncrementalValuesProvider<KernelPlan>> planned = DeclarationReader.Attributes.Select(attribute => Plans(context, attribute)).ToList();
        IncrementalValueProvider<EquatableArray<KernelPlan>> catalogue = planned
            .Select(static plans => plans.Collect().Select(static (items, _) => new EquatableArray<KernelPlan>(items)))
            .Aggregate(static (left, right) => left.Combine(right).Select(static (pair, _) => new EquatableArray<KernelPlan>(pair.Left.Concat(pair.Right))))
            .WithTrackingName(CatalogueStep);
        IncrementalValueProvider<Duplicates> duplicates = catalogue
            .Select(static (plans, _) => Duplicates.Of(plans))
            .WithTrackingName(DuplicatesStep);

        foreach (IncrementalValuesProvider<KernelPlan> plans in planned)
        {
            context.RegisterSourceOutput(plans.Combine(duplicates), static (output, pair) => Expand(output, pair.Left, pair.Right));
        }

        context.RegisterSourceOutput(catalogue, List);
    }

    private static IncrementalValuesProvider<KernelPlan> Plans(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, Declare)
            .WithTrackingName(DeclareStep)
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => Planner.Plan(declaration!))
            .WithTrackingName(PlanStep);

    private static KernelDeclaration? Declare(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        context.TargetSymbol is IMethodSymbol method
            ? DeclarationReader.Read(method, context.Attributes[0], (MethodDeclarationSyntax)context.TargetNode, context.SemanticModel.Compilation).Declaration
            : null;

    private static void Expand(SourceProductionContext context, KernelPlan plan, Duplicates duplicates)
    {
        if (duplicates.Methods.Contains(plan.Declaration.MangledName))
        {
            return;
        }

        foreach (Expansion expansion in plan.Expansions.Where(expansion => !duplicates.IsWrittenElsewhere(expansion, plan)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            string hint = plan.Declaration.Isa is null ? Hint(expansion.ClassName) : expansion.ClassName;
            Add(context, hint, SourceWriter.Write(expansion, plan.Declaration.Method.QualifiedName));
        }

        Add(context, Hint(plan.Declaration.MangledName), MethodWriter.Write(plan));
    }

    private static void List(SourceProductionContext context, EquatableArray<KernelPlan> plans)
    {
        if (plans.Count > 0)
        {
            Add(context, "KernelCatalogue", CatalogueWriter.Write(plans));
        }
    }

    /// <summary>The file of a name that people chose: files differ even where names differ in case only.</summary>
    private static string Hint(string name) => $"{name}.{Mangling.Hash(name).Substring(8)}";

    private static void Add(SourceProductionContext context, string hint, string text) =>
        context.AddSource(hint + ".g.cs", SourceText.From(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
}
