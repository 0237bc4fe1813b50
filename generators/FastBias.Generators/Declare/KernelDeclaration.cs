namespace FastBias.Generators;

/// <summary>What a user wrote, as plain data: no symbol, node, location or compilation, so that equal text gives an equal model.</summary>
/// <param name="Template">The template's class.</param>
/// <param name="Element">The element type.</param>
/// <param name="Isa">The one ISA to expand for; null for all of them and a dispatcher.</param>
/// <param name="Rows">M, or the rows of a tile; zero where the template has none.</param>
/// <param name="Columns">N, or the columns of a tile.</param>
/// <param name="Depth">K.</param>
/// <param name="Options">The variant of a fixed shape.</param>
/// <param name="Method">The partial method.</param>
internal sealed record KernelDeclaration(
    string Template, Element Element, IsaModel? Isa, int Rows, int Columns, int Depth, FixedOptions Options, MethodShape Method)
{
    /// <summary>An identifier that no other declaration has; a kernel for one matrix and one for a batch may be overloads.</summary>
    public string MangledName => Mangling.Mangle(Method.QualifiedName) + "_" + Element.Tag + (Options.Batch ? "_batch" : "");
}

/// <summary>What a kernel of a fixed shape does beside its plain form; all off for the library's own kernels.</summary>
/// <param name="TransposeA">The first operand is stored transposed.</param>
/// <param name="TransposeB">The second operand is stored transposed.</param>
/// <param name="Accumulate">The result is added to what is there.</param>
/// <param name="Negate">The result is negated, or subtracted.</param>
/// <param name="StrideA">Elements from one stored row of the first operand to the next; zero for no gap.</param>
/// <param name="StrideB">The same of the second operand.</param>
/// <param name="StrideC">The same of the result.</param>
/// <param name="Batch">Any number of matrices that follow one another.</param>
internal sealed record FixedOptions(bool TransposeA, bool TransposeB, bool Accumulate, bool Negate, int StrideA, int StrideB, int StrideC, bool Batch);

/// <summary>The partial method to implement.</summary>
/// <param name="Namespace">Its namespace, each part escaped; empty for the global one.</param>
/// <param name="ContainingTypes">The headers of the enclosing types, outermost first, such as <c>partial class Kernels</c>.</param>
/// <param name="QualifiedName">Namespace, types with their arity and name, joined by dots: unique but for overloads.</param>
/// <param name="Name">Its name, escaped.</param>
/// <param name="Modifiers">Its modifiers as written.</param>
/// <param name="ReturnType">Its return type.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record MethodShape(
    string Namespace, EquatableArray<string> ContainingTypes, string QualifiedName, string Name, string Modifiers, string ReturnType, EquatableArray<ParameterShape> Parameters);

/// <summary>A parameter.</summary>
/// <param name="Modifiers"><c>this</c> and <c>scoped</c>, which both parts of a method have to agree on; each followed by a space.</param>
/// <param name="Type">Its type, fully qualified.</param>
/// <param name="Name">Its name, escaped.</param>
internal sealed record ParameterShape(string Modifiers, string Type, string Name);

/// <summary>An element type.</summary>
/// <param name="Keyword"><c>double</c> or <c>float</c>.</param>
/// <param name="Tag"><c>f64</c> or <c>f32</c>.</param>
/// <param name="Bits">64 or 32.</param>
internal sealed record Element(string Keyword, string Tag, int Bits)
{
    public static readonly Element Double = new("double", "f64", 64);
    public static readonly Element Single = new("float", "f32", 32);

    public static IReadOnlyList<Element> All { get; } = [Double, Single];
}
