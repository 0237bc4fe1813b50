using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>A compilation, compiled and loaded into a context of its own that can be collected.</summary>
internal sealed class LoadedAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("generated", isCollectible: true);

    public LoadedAssembly(CSharpCompilation compilation)
    {
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        RequireClean(result.Diagnostics);
        image.Position = 0;
        Assembly = _context.LoadFromStream(image);
    }

    public Assembly Assembly { get; }

    public Type Type(string name) => Assembly.GetType(name, throwOnError: true)!;

    /// <summary>Asserts that there is neither error nor warning.</summary>
    public static void RequireClean(IEnumerable<Diagnostic> diagnostics)
    {
        // CS8981: the samples' own types may have names in lower case.
        // CS0436: this assembly's own kernels have the names of those of FastBias.Kernels, whose internals it sees.
        // CS0162: as it stands, a template has code that its constants switch off.
        Diagnostic[] complaints = diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not ("CS0162" or "CS0436" or "CS8981")).ToArray();
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Take(10)));
    }

    /// <summary>A static method as a delegate.</summary>
    public TDelegate Method<TDelegate>(string type, string method)
        where TDelegate : Delegate =>
        Type(type).GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.CreateDelegate<TDelegate>();

    /// <summary>The value of a static field.</summary>
    public T Field<T>(string type, string field) =>
        (T)Type(type).GetField(field, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(null)!;

    public void Dispose() => _context.Unload();
}
