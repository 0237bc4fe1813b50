using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>From the place that a problem names to the characters that it is about.</summary>
internal static class SiteLocator
{
    public static Location Locate(Problem problem, MethodDeclarationSyntax method, AttributeSyntax attribute, AttributeData data) => problem.Site switch
    {
        Site.Method => method.Identifier.GetLocation(),
        Site.Parameters => method.ParameterList.GetLocation(),
        Site.ContainingType => Container(method, problem.Detail).GetLocation(),
        _ => (Argument(attribute, data, problem.Detail) ?? (SyntaxNode)attribute).GetLocation(),
    };

    private static SyntaxToken Container(MethodDeclarationSyntax method, string name) =>
        method.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == name)?.Identifier ?? method.Identifier;

    /// <summary>The argument with a name: a property's, or a constructor parameter's with or without the name written.</summary>
    private static AttributeArgumentSyntax? Argument(AttributeSyntax attribute, AttributeData data, string name)
    {
        if (name.Length == 0 || attribute.ArgumentList is not { Arguments: var arguments })
        {
            return null;
        }

        int position = data.AttributeConstructor?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Ordinal ?? -1;
        return arguments.FirstOrDefault(argument => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name)
            ?? (position >= 0 && position < arguments.Count && arguments[position] is { NameEquals: null, NameColon: null } positional ? positional : null);
    }
}
