namespace FastBias.Generators;

/// <summary>From a declaration to its plan: a pure function, and the only place with register arithmetic.</summary>
internal static class Planner
{
    /// <summary>The limit of a dimension of a product of a fixed shape.</summary>
    public const int MaxFixedDimension = 32;

    /// <summary>The limit of a dimension of a factorization of a fixed shape.</summary>
    public const int MaxFactorDimension = 16;

    public static KernelPlan Plan(KernelDeclaration declaration) => declaration switch
    {
        { Isa: { } isa, Template: "GemmTile" } => new(declaration, new([GemmTilePlan.For(declaration, isa)]), null),
        { Isa: { } isa } => new(declaration, new([VectorKernelPlan.For(declaration, isa)]), null),
        { Template: "GemmFixed" or "GemvFixed" } => GemmFixedPlan.For(declaration),
        _ => FactorFixedPlan.For(declaration),
    };

    /// <summary>Whether the main loop of a fixed shape is too large to unroll on some vector ISA (FB0008).</summary>
    public static bool KeepsLoop(KernelDeclaration declaration) => declaration.Isa is null
        && Plan(declaration).Expansions.Any(expansion =>
            (expansion.Isa.Bits > 0 || !declaration.Options.Batch) && expansion.Variants[0].KeptLoops.Contains(MainLoop(expansion.Template)));

    /// <summary>The loop of a template that is kept where all of it would be too large to unroll.</summary>
    public static string MainLoop(string template) => template switch
    {
        "CholeskyFixed" => "j",
        "QrFixed" => "k",
        _ => "p",
    };
}
