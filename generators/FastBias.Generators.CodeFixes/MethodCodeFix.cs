using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FastBias.Generators.CodeFixes;

/// <summary>FB0001: adds <c>static</c> and <c>partial</c>, sets the result, and drops a body that does nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MethodCodeFix : KernelCodeFix<MethodDeclarationSyntax>
{
    private static readonly SyntaxKind[] Access =
        [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.PrivateKeyword];

    private protected override string Id => "FB0001";

    private protected override (string Title, MethodDeclarationSyntax Corrected)? Correct(MethodDeclarationSyntax node, string[] facts)
    {
        if (facts.Length != 1 || node.TypeParameterList is not null || node.Modifiers.Any(SyntaxKind.ExternKeyword) || !DoesNothing(node))
        {
            return null;
        }

        string returns = facts[0];
        SyntaxTriviaList leading = node.GetLeadingTrivia();
        MethodDeclarationSyntax bare = node.WithoutLeadingTrivia();
        TypeSyntax result = bare.ReturnType.WithoutTrivia().ToString() == returns ? bare.ReturnType : ParseTypeName(returns).WithTrailingTrivia(Space);
        MethodDeclarationSyntax corrected = bare
            .WithReturnType(result.WithoutLeadingTrivia())
            .WithModifiers(Modifiers(bare.Modifiers, returns, AfterAttributes(bare)))
            .WithParameterList(bare.ParameterList.WithoutTrailingTrivia())
            .WithBody(null).WithExpressionBody(null)
            .WithSemicolonToken(Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(node.GetTrailingTrivia()));
        return ($"Declare it as 'static partial {returns}'", corrected.WithLeadingTrivia(leading));
    }

    /// <summary>The modifiers in their usual order; <c>partial</c> comes last, for the language wants it there.</summary>
    private static SyntaxTokenList Modifiers(SyntaxTokenList modifiers, string returns, SyntaxTriviaList leading)
    {
        // A partial method with a result has to say how accessible it is.
        SyntaxToken[] access = returns == "void" || modifiers.Any(modifier => Access.Contains(modifier.Kind())) ? [] : [Token(SyntaxKind.PrivateKeyword)];
        IEnumerable<SyntaxToken> others = modifiers
            .Where(modifier => modifier.Kind() is not (SyntaxKind.StaticKeyword or SyntaxKind.PartialKeyword or SyntaxKind.UnsafeKeyword));
        IEnumerable<SyntaxToken> pointers = modifiers.Where(modifier => modifier.IsKind(SyntaxKind.UnsafeKeyword));
        return TokenList(access.Concat(others)
            .Append(Token(SyntaxKind.StaticKeyword)).Concat(pointers).Append(Token(SyntaxKind.PartialKeyword))
            .Select((modifier, i) => modifier.WithLeadingTrivia(i == 0 ? leading : TriviaList()).WithTrailingTrivia(Space)));
    }

    /// <summary>The indentation of what comes after the attributes.</summary>
    private static SyntaxTriviaList AfterAttributes(MethodDeclarationSyntax node) =>
        node.AttributeLists.Count == 0 ? default
        : node.Modifiers.Count > 0 ? node.Modifiers[0].LeadingTrivia
        : node.ReturnType.GetLeadingTrivia();

    private static bool DoesNothing(MethodDeclarationSyntax node) => node switch
    {
        { ExpressionBody: { } expression } => expression.Expression is ThrowExpressionSyntax,
        { Body: { } body } => body.Statements.All(statement => statement is ThrowStatementSyntax),
        _ => true,
    };
}
