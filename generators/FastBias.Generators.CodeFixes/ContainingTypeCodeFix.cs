using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators.CodeFixes;

/// <summary>FB0002: adds <c>partial</c> to an enclosing type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ContainingTypeCodeFix : KernelCodeFix<TypeDeclarationSyntax>
{
    private protected override string Id => "FB0002";

    private protected override (string Title, TypeDeclarationSyntax Corrected)? Correct(TypeDeclarationSyntax node, string[] facts)
    {
        if (node.Modifiers.Any(SyntaxKind.PartialKeyword) || node.Modifiers.Any(SyntaxKind.FileKeyword))
        {
            return null;
        }

        SyntaxTriviaList leading = node.GetLeadingTrivia();
        TypeDeclarationSyntax bare = node.WithoutLeadingTrivia();
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxNode corrected = bare.WithModifiers(bare.Modifiers.Add(partial)).WithLeadingTrivia(leading);
        return ($"Make '{node.Identifier.ValueText}' partial", (TypeDeclarationSyntax)corrected);
    }
}
