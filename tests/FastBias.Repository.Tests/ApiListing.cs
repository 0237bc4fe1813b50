using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FastBias.Repository.Tests;

/// <summary>Every member of an assembly that a user can see, one a line, in ordinal order: made for differences and merges.</summary>
internal static class ApiListing
{
    private static readonly SymbolDisplayFormat s_type = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_name = s_type.WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static readonly SymbolDisplayFormat s_member = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeExplicitInterface | SymbolDisplayMemberOptions.IncludeAccessibility
        | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
        | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The lines of an assembly: <c>member : how it is declared</c>.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <param name="references">The files of what it refers to.</param>
    public static string[] Of(string path, IEnumerable<string> references)
    {
        MetadataReference reference = MetadataReference.CreateFromFile(path);
        CSharpCompilation compilation = CSharpCompilation.Create("listing", references: [reference, .. references.Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))]);
        IAssemblySymbol assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        return [.. Types(assembly.GlobalNamespace).Where(IsVisible).SelectMany(Lines).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(inner => inner is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(inner));

    private static IEnumerable<string> Lines(INamedTypeSymbol type)
    {
        string bases = string.Join(", ", type.Interfaces.Where(IsVisible).Select(item => item.ToDisplayString(s_name)).Order(StringComparer.Ordinal)
            .Prepend(type.TypeKind == TypeKind.Class ? type.BaseType!.ToDisplayString(s_name) : string.Empty).Where(name => name.Length > 0 && name != "object"));
        yield return $"{type.ToDisplayString(s_type)} = {Kind(type)}{(bases.Length > 0 ? " : " + bases : string.Empty)}";
        IEnumerable<ISymbol> members = type.GetMembers().Where(member => member is not INamedTypeSymbol && IsVisible(member) && !IsAccessor(member) && !IsImplied(member));
        foreach (ISymbol member in type.TypeKind == TypeKind.Delegate ? [((INamedTypeSymbol)type).DelegateInvokeMethod!] : members)
        {
            // The name first, as the order follows it; what changes with the declaration behind it.
            yield return $"{type.ToDisplayString(s_name)}.{member.Name} = {member.ToDisplayString(s_member)}";
        }
    }

    private static string Kind(INamedTypeSymbol type) => string.Join(' ', new[]
    {
        type.DeclaredAccessibility == Accessibility.Protected ? "protected" : "public",
        type.IsStatic ? "static" : type.IsAbstract && type.TypeKind == TypeKind.Class ? "abstract" : type.IsSealed && type.TypeKind == TypeKind.Class ? "sealed" : string.Empty,
        type.IsReadOnly ? "readonly" : string.Empty,
        type.IsRefLikeType ? "ref" : string.Empty,
        type.IsRecord ? "record" : string.Empty,
        type.TypeKind.ToString().ToLowerInvariant(),
    }.Where(word => word.Length > 0));

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    private static bool IsAccessor(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove };

    /// <summary>What the compiler writes for every record and every structure: it says nothing that the type's own line does not say.</summary>
    private static bool IsImplied(ISymbol member) =>
        (member.ContainingType.IsRecord && member.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "<Clone>$" or "EqualityContract" or "op_Equality" or "op_Inequality" or "Deconstruct")
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.TypeKind: TypeKind.Struct or TypeKind.Enum }
        || (member is IFieldSymbol { Name: "value__" });
}
