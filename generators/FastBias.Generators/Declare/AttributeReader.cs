using Microsoft.CodeAnalysis;

namespace FastBias.Generators;

/// <summary>The values of a kernel attribute: numbers and enum members, nothing that could carry text into the output.</summary>
internal sealed class AttributeReader(AttributeData attribute)
{
    /// <summary>The attribute's class, which is one of <see cref="DeclarationReader.Attributes"/>.</summary>
    public string AttributeName { get; } = attribute.AttributeClass?.ToDisplayString() ?? "";

    /// <summary>Whether the compiler could bind the constructor and every named argument; where not, it has said so itself.</summary>
    public bool IsBound { get; } = attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(pair => pair.Value)).All(value => value.Kind != TypedConstantKind.Error);

    /// <summary>Whether the constructor takes an ISA at all.</summary>
    public bool WantsIsa => Find("FastBias.Isa") is not null;

    /// <summary>A named argument; zero where it is not given.</summary>
    public int Int(string name) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value is { Kind: TypedConstantKind.Primitive, Value: int value } ? value : 0;

    /// <summary>A named argument; false where it is not given.</summary>
    public bool Bool(string name) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value is { Kind: TypedConstantKind.Primitive, Value: true };

    /// <summary>Whether a named argument is given.</summary>
    public bool Has(string name) => attribute.NamedArguments.Any(pair => pair.Key == name);

    /// <summary>The ISA among the constructor's arguments; null where it has none, or one that is not known.</summary>
    public IsaModel? Isa() =>
        Find("FastBias.Isa")?.Value is int value && value >= 0 && value < IsaModel.All.Count ? IsaModel.All[value] : null;

    /// <summary>The member of <c>KernelTemplate</c> among the constructor's arguments, by name; null where it is no member.</summary>
    public string? TemplateName() =>
        Find("FastBias.KernelTemplate") is { } argument
            ? argument.Type?.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, argument.Value))?.Name
            : null;

    private TypedConstant? Find(string type)
    {
        foreach (TypedConstant argument in attribute.ConstructorArguments)
        {
            if (argument.Kind == TypedConstantKind.Enum && argument.Type?.ToDisplayString() == type)
            {
                return argument;
            }
        }

        return null;
    }
}
