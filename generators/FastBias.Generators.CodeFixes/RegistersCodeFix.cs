using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators.CodeFixes;

/// <summary>FB0004: takes the nearest tile that fits into the registers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RegistersCodeFix : KernelCodeFix<AttributeSyntax>
{
    private protected override string Id => "FB0004";

    private protected override (string Title, AttributeSyntax Corrected)? Correct(AttributeSyntax node, string[] facts)
    {
        AttributeSyntax corrected = node;
        List<string> changes = [];
        for (int i = 0; i + 1 < facts.Length; i += 2)
        {
            (string name, int value) = (facts[i], int.Parse(facts[i + 1], CultureInfo.InvariantCulture));
            AttributeArgumentSyntax? argument = corrected.ArgumentList?.Arguments
                .FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == name);
            if (argument is null)
            {
                return null;
            }

            ExpressionSyntax number = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));
            corrected = corrected.ReplaceNode(argument.Expression, number.WithTriviaFrom(argument.Expression));
            changes.Add($"{name} = {facts[i + 1]}");
        }

        return changes.Count > 0 ? ($"Use {string.Join(", ", changes)}", corrected) : null;
    }
}
