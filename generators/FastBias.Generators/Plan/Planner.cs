namespace FastBias.Generators;

/// <summary>From a declaration to its plan: a pure function, and the only place with register arithmetic.</summary>
internal static class Planner
{
    /// <summary>The limit of a fixed dimension.</summary>
    public const int MaxFixedDimension = 32;

    public static KernelPlan Plan(KernelDeclaration declaration) => new(
        declaration,
        new EquatableArray<Expansion>(declaration.Isa is { } isa
            ? [ForLibrary(declaration, isa)]
            : IsaModel.All.Select(level => GemmFixedPlan.For(declaration, level))));

    private static Expansion ForLibrary(KernelDeclaration declaration, IsaModel isa) => declaration.Template switch
    {
        "GemmTile" => GemmTilePlan.For(declaration, isa),
        _ => VectorKernelPlan.For(declaration, isa),
    };
}
