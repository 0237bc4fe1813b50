namespace FastBias.Generators;

/// <summary>A declaration, decided: what is expanded for which ISA, with which constants.</summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Expansions">One class each.</param>
/// <param name="Entry">What a user's method checks and hands on; null for the library's own kernels.</param>
internal sealed record KernelPlan(KernelDeclaration Declaration, EquatableArray<Expansion> Expansions, Entry? Entry);

/// <summary>One class to generate.</summary>
/// <param name="ClassName">Its name in <c>FastBias.Generated</c>.</param>
/// <param name="Template">The template.</param>
/// <param name="Isa">The ISA it is chosen for.</param>
/// <param name="Vector">The ISA whose vectors it uses: narrower than <paramref name="Isa"/> where a shape is narrower than a vector.</param>
/// <param name="Element">The element type.</param>
/// <param name="Shape">Its constants, for people.</param>
/// <param name="Selector">The expression that chooses among the variants; empty where there is only one.</param>
/// <param name="Variants">The methods.</param>
/// <param name="Budget">What the largest of them needs.</param>
/// <param name="Matrices">How many matrices a call takes: more than one where the lanes are matrices.</param>
/// <param name="Finds">Whether <c>Run</c> says which variant it is, for callers who keep the answer, instead of calling it.</param>
/// <param name="Inlined">Whether the method becomes part of its caller; where it is null, the compiler decides.</param>
internal sealed record Expansion(
    string ClassName, string Template, IsaModel Isa, IsaModel Vector, Element Element, string Shape, string Selector, EquatableArray<Variant> Variants, Budget Budget,
    int Matrices = 1, bool Finds = false, bool? Inlined = null);

/// <summary>One method: the template's <c>Run</c> with values for its constants.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Choice">The value of the selector that chooses it.</param>
/// <param name="Constants">The values.</param>
/// <param name="KeptLoops">Variables of loops with constant bounds that stay loops, because unrolling would be too large.</param>
internal sealed record Variant(string Method, int Choice, EquatableArray<Constant> Constants, EquatableArray<string> KeptLoops);

/// <summary>A constant of a template and its value.</summary>
internal sealed record Constant(string Name, int Value);

/// <summary>What a method asks of the machine and of the JIT.</summary>
/// <param name="Registers">Vector registers live in the inner loop.</param>
/// <param name="Locals">Locals declared; RyuJIT stops inlining above 512 and tracking above 1024.</param>
/// <param name="IlBytes">Estimated bytes of IL; RyuJIT silently stops optimising above 60 000.</param>
/// <param name="FlopsPerLoad">Multiplications and additions for each element loaded in the inner loop.</param>
internal sealed record Budget(int Registers, int Locals, int IlBytes, double FlopsPerLoad)
{
    public const int MaxLocals = 500;
    public const int MaxIlBytes = 40_000;

    public bool Fits(IsaModel isa) => Registers <= isa.Registers && Locals <= MaxLocals && IlBytes <= MaxIlBytes;
}
