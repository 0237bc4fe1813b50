using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastBias.Generators;

/// <summary>The declarations of a compilation: which have been read, and which of the good ones ask for the same kernel (FB0007).</summary>
internal sealed class DeclaredKernels
{
    private readonly ConcurrentBag<(string Class, string Method, Location Location)> _declared = [];
    private readonly ConcurrentDictionary<AttributeSyntax, bool> _seen = new();

    /// <summary>Whether an attribute is seen for the first time; the parts of a partial method have the same ones.</summary>
    public bool IsNew(AttributeSyntax attribute) => _seen.TryAdd(attribute, true);

    public void Add(KernelDeclaration declaration, Location location)
    {
        if (declaration.Isa is not null)
        {
            _declared.Add((Planner.Plan(declaration).Expansions[0].ClassName, declaration.Method.QualifiedName, location));
        }
    }

    /// <summary>Reports all but the first declaration of each kernel, in the order of their files and lines.</summary>
    public void Report(CompilationAnalysisContext context)
    {
        foreach (var same in _declared.GroupBy(kernel => kernel.Class))
        {
            var ordered = same
                .OrderBy(kernel => kernel.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(kernel => kernel.Location.SourceSpan.Start).ToArray();
            foreach (var kernel in ordered.Skip(1))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.Twice, kernel.Location, kernel.Method, $"'{ordered[0].Method}' declares {kernel.Class} as well"));
            }
        }
    }
}
