using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Source with the expected diagnostics written into it: <c>{|FB0001:text|}</c> expects FB0001 on exactly that text.</summary>
internal sealed partial class Markup
{
    public Markup(string marked)
    {
        List<(string Id, TextSpan Span)> expected = [];
        Stack<(string Id, int Start)> open = [];
        System.Text.StringBuilder text = new();
        int at = 0;
        foreach (Match match in Marks().Matches(marked))
        {
            text.Append(marked, at, match.Index - at);
            at = match.Index + match.Length;
            if (match.Groups["id"].Success)
            {
                open.Push((match.Groups["id"].Value, text.Length));
            }
            else
            {
                (string id, int start) = open.Pop();
                expected.Add((id, TextSpan.FromBounds(start, text.Length)));
            }
        }

        Source = text.Append(marked, at, marked.Length - at).ToString();
        Expected = expected;
    }

    public string Source { get; }

    public IReadOnlyList<(string Id, TextSpan Span)> Expected { get; }

    /// <summary>Asserts that the analyzer reports the marked diagnostics and no other, and that the generator is silent; returns them.</summary>
    public ImmutableArray<Diagnostic> Verify(Func<string, CSharpCompilation> compile)
    {
        ImmutableArray<Diagnostic> found = Analyze(compile(Source));
        Assert.Equal(
            Expected.OrderBy(pair => pair.Span.Start).ThenBy(pair => pair.Id).Select(pair => $"{pair.Id} on '{Source.Substring(pair.Span.Start, pair.Span.Length)}' at {pair.Span.Start}"),
            found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id)
                .Select(diagnostic => $"{diagnostic.Id} on '{Source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}' at {diagnostic.Location.SourceSpan.Start}"));
        return found;
    }

    /// <summary>The diagnostics of the analyzer, which sees what the generator made of the compilation, as in a build.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation) => Generation.Of(compilation).Output
        .WithAnalyzers([new KernelDeclarationAnalyzer()], new CompilationWithAnalyzersOptions(new([]), (failure, _, _) => throw failure, true, false))
        .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    [GeneratedRegex(@"\{\|(?<id>FB\d{4}):|\|\}")]
    private static partial Regex Marks();
}
