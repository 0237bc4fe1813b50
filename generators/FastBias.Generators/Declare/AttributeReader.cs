using Microsoft.CodeAnalysis;

namespace FastBias.Generators;

/// <summary>The values of a kernel attribute: numbers and enum members, nothing that could carry text into the output.</summary>
internal sealed class AttributeReader(AttributeData attribute)
{
    public string AttributeName { get; } = attribute.AttributeClass?.ToDisplayString() ?? "";

    /// <summary>A named argument; zero where it is not given.</summary>
    public int Int(string name) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value.Value is int value ? value : 0;

    public bool Has(string name) => attribute.NamedArguments.Any(pair => pair.Key == name);

    /// <summary>The ISA among the constructor's arguments; null where it has none, or one that is not known.</summary>
    public IsaModel? Isa() => Enum("FastBias.Isa") is { } value && value >= 0 && value < IsaModel.All.Count ? IsaModel.All[value] : null;

    /// <summary>Whether the constructor takes an ISA at all.</summary>
    public bool WantsIsa => attribute.ConstructorArguments.Any(argument => argument.Type?.ToDisplayString() == "FastBias.Isa");

    /// <summary>The member of <c>KernelTemplate</c> among the constructor's arguments, by name.</summary>
    public string TemplateName()
    {
        TypedConstant argument = attribute.ConstructorArguments.FirstOrDefault(candidate => candidate.Type?.Name == "KernelTemplate");
        return argument.Type?.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, argument.Value))?.Name ?? "";
    }

    private int? Enum(string type) =>
        attribute.ConstructorArguments.FirstOrDefault(argument => argument.Type?.ToDisplayString() == type).Value as int?;
}
