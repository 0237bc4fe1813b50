using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace FastBias.Generators.CodeFixes;

/// <summary>FB0006: gives the method its template's parameters; names that are there are kept, others are the template's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ParametersCodeFix : KernelCodeFix<ParameterListSyntax>
{
    private protected override string Id => "FB0006";

    private protected override (string Title, ParameterListSyntax Corrected)? Correct(ParameterListSyntax node, string[] facts)
    {
        if (facts.Length != 2)
        {
            return null;
        }

        (string signature, string element) = (facts[0], facts[1]);
        string[] types = Signatures.Of(signature, Element.All.First(candidate => candidate.Keyword == element)).Parameters;
        string[] names = Names(node, signature, types.Length);
        string text = "(" + string.Join(", ", types.Select((type, i) => $"{type} {names[i]}")) + ")";
        ParameterListSyntax corrected = SyntaxFactory.ParseParameterList(text);
        return (
            $"Use the parameters {Signatures.Short(text)}",
            // written out in full, and shortened where the file's usings allow it
            corrected.ReplaceNodes(
                corrected.Parameters.Select(parameter => parameter.Type!),
                (_, type) => type.WithAdditionalAnnotations(Simplifier.Annotation)).WithTriviaFrom(node));
    }

    private static string[] Names(ParameterListSyntax node, string signature, int count)
    {
        List<string> names = [];
        string[] usual = Signatures.Names(signature);
        string[] present = node.Parameters.Select(parameter => parameter.Identifier.Text).Where(name => name.Length > 0).ToArray();
        for (int i = 0; i < count; i++)
        {
            string name = i < present.Length ? present[i] : usual.Length == count ? usual[i] : $"p{i}";
            while (names.Contains(name))
            {
                name += "_";
            }

            names.Add(name);
        }

        return [.. names];
    }
}
