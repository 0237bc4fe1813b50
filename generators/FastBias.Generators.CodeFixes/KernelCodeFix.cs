using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace FastBias.Generators.CodeFixes;

/// <summary>A fix that replaces the node a diagnostic is about by a corrected one.</summary>
/// <typeparam name="TNode">The kind of node.</typeparam>
public abstract class KernelCodeFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [Id];

    private protected abstract string Id { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            string[] facts = diagnostic.Properties.TryGetValue(KernelDeclarationAnalyzer.FixProperty, out string? value) && value is { Length: > 0 }
                ? value.Split(';')
                : [];
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TNode>() is { } node && Correct(node, facts) is var (title, corrected))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(node, corrected))), Id),
                    diagnostic);
            }
        }
    }

    /// <summary>The title of the fix and the corrected node; null where there is no safe fix.</summary>
    private protected abstract (string Title, TNode Corrected)? Correct(TNode node, string[] facts);
}
