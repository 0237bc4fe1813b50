using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        List<IncrementalValueProvider<EquatableArray<KernelPlan>>> all = [];
        foreach (string attribute in DeclarationReader.Attributes)
        {
            IncrementalValuesProvider<KernelPlan> plans = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, Declare)
                .WithTrackingName(DeclareStep)
                .Where(static declaration => declaration is not null)
                .Select(static (declaration, _) => Planner.Plan(declaration!))
                .WithTrackingName(PlanStep);
            context.RegisterSourceOutput(plans, Expand);
            all.Add(plans.Collect().Select(static (items, _) => new EquatableArray<KernelPlan>(items)));
        }

        IncrementalValueProvider<EquatableArray<KernelPlan>> catalogue = all
            .Aggregate(static (left, right) => left.Combine(right).Select(static (pair, _) => new EquatableArray<KernelPlan>(pair.Left.Concat(pair.Right))))
            .WithTrackingName(CatalogueStep);
        context.RegisterSourceOutput(catalogue, List);
    }

    private static KernelDeclaration? Declare(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        DeclarationReader.Read((IMethodSymbol)context.TargetSymbol, context.Attributes[0], (MethodDeclarationSyntax)context.TargetNode).Declaration;

    private static void Expand(SourceProductionContext context, KernelPlan plan)
    {
        foreach (Expansion expansion in plan.Expansions)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.AddSource($"{expansion.ClassName}.g.cs", SourceWriter.Write(plan, expansion));
        }

        context.AddSource($"{plan.Declaration.MangledName}.g.cs", MethodWriter.Write(plan));
    }

    private static void List(SourceProductionContext context, EquatableArray<KernelPlan> plans)
    {
        if (plans.Count > 0)
        {
            context.AddSource("KernelCatalogue.g.cs", CatalogueWriter.Write(plans));
        }
    }
}
