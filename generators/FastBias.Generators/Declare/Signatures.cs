using System.Text.RegularExpressions;

namespace FastBias.Generators;

/// <summary>The parameters and the result that each template's method must have; <c>T</c> is the element type.</summary>
internal static class Signatures
{
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<T>";
    private const string Span = "global::System.Span<T>";
    private const string Outcomes = "global::System.Span<int>";
    private const string Batch = " batch";

    private static readonly Dictionary<string, Signature> ByKey = new()
    {
        ["GemmFixed"] = new("void", [ReadOnlySpan, ReadOnlySpan, Span], ["a", "b", "c"]),
        ["GemvFixed"] = new("void", [ReadOnlySpan, ReadOnlySpan, Span], ["a", "x", "y"]),
        ["CholeskyFixed"] = new("int", [Span], ["a"]),
        ["CholeskyFixed" + Batch] = new("int", [Span, Outcomes], ["a", "failed"]),
        ["QrFixed"] = new("void", [Span, Span], ["a", "tau"]),
        ["SvdFixed"] = new("int", [ReadOnlySpan, Span, Span, Span], ["a", "u", "s", "vt"]),
        ["SvdFixed" + Batch] = new("int", [ReadOnlySpan, Span, Span, Span, Outcomes], ["a", "u", "s", "vt", "status"]),
        ["GemmTile"] = new("void", ["global::FastBias.Kernels.GemmTileCall<T>*"]),
        ["GemmTiny"] = new("delegate*<nuint, T*, nint, T*, T*, nint, T, T, void>", ["nuint"], ["shape"]),
        ["GemmShort"] = new("void", ["nuint", "nuint", "nuint", "T*", "nint", "nint", "T*", "T*", "nint", "T", "T"]),
        ["GemmTurned"] = new("void", ["nuint", "nuint", "nuint", "T*", "T*", "nint", "T*", "nint"]),
        ["Dot"] = new("T", ["nuint", "T*", "T*"]),
        ["SumOfSquares"] = new("T", ["nuint", "T*", "T"]),
        ["MaxAbs"] = new("T", ["nuint", "T*"]),
        ["Axpy"] = new("void", ["nuint", "T", "T*", "T*"]),
        ["Scale"] = new("void", ["nuint", "T", "T*"]),
        ["GramPair"] = new("void", ["nuint", "T*", "T*", "T*"]),
        ["RotatePair"] = new("void", ["nuint", "T", "T", "T*", "T*"]),
        ["JacobiSweep"] = new("T", ["nuint", "nuint", "nuint", "int*", "nuint", "nuint", "nint", "T", "T*", "T*", "T*"]),
        ["ReflectVector"] = new("void", ["nuint", "T", "T*", "T*"]),
        ["ReflectRows"] = new("void", ["nuint", "nuint", "T", "T*", "T*", "nint", "T*"]),
        ["PoleSums"] = new("void", ["nuint", "T*", "T*", "T", "T*"]),
        ["Quotients"] = new("void", ["nuint", "T*", "T*", "T", "T*"]),
        ["GemvRows"] = new("void", ["nuint", "nuint", "T*", "nint", "T*", "T*", "T", "T"]),
        ["GemvColumns"] = new("void", ["nuint", "nuint", "T*", "nint", "T*", "T*", "T"]),
        ["GemvLines"] = new("void", ["nuint", "nuint", "nuint", "T*", "nint", "T*", "T*"]),
        ["PackPanel"] = new("void", ["nuint", "nuint", "T*", "nint", "T*"]),
        ["CopyRows"] = new("void", ["nuint", "nuint", "T*", "nint", "T*", "nint"]),
        ["Transpose"] = new("void", ["nuint", "nuint", "T*", "nint", "T*", "nint"]),
        ["ReflectPanel"] = new("void", ["nuint", "nuint", "nuint", "nuint", "T", "T", "T*", "T*", "nint", "T*", "nint", "T*"]),
        ["ReflectColumn"] = new("T", ["nuint", "nuint", "T", "T", "T*", "T*"]),
        ["ReflectColumns"] = new("void", ["nuint", "nuint", "T*", "T*", "T*", "nint", "T*"]),
        ["ScaleColumns"] = new("void", ["nuint", "nuint", "T*", "T*", "nint"]),
        ["RankUpdate"] = new("void", ["nuint", "nuint", "T*", "nint", "T*", "nint", "T*", "nint"]),
        ["RotateChain"] = new("void", ["nuint", "nuint", "T*", "T*", "nint"]),
        ["FmaPeak"] = new("T", ["nuint"]),
    };

    /// <summary>Whether there is such a template.</summary>
    public static bool Knows(string template) => ByKey.ContainsKey(template);

    /// <summary>The signature's key: a batch may have parameters of its own.</summary>
    public static string Key(string template, bool batch) => batch && ByKey.ContainsKey(template + Batch) ? template + Batch : template;

    /// <summary>The element type whose signature has these parameters, or null where they fit neither.</summary>
    /// <param name="key">The signature.</param>
    /// <param name="returns">The result: it decides where the parameters do not name the element type.</param>
    /// <param name="parameters">The parameters' types.</param>
    public static Element? Match(string key, string returns, IReadOnlyList<string> parameters)
    {
        Element[] fitting = Element.All.Where(element => Of(key, element).Parameters.SequenceEqual(parameters)).ToArray();
        return fitting.FirstOrDefault(element => Of(key, element).Returns == returns) ?? fitting.FirstOrDefault();
    }

    /// <summary>The signature for an element type.</summary>
    public static (string Returns, string[] Parameters) Of(string key, Element element)
    {
        Signature signature = ByKey[key];
        return (Fill(signature.Returns, element), signature.Parameters.Select(parameter => Fill(parameter, element)).ToArray());
    }

    /// <summary>What the parameters are usually called.</summary>
    public static string[] Names(string key) => ByKey[key].Names
        ?? TemplateLibrary.Get(key).Run.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText).ToArray();

    /// <summary>A type as people write it.</summary>
    public static string Short(string type) => type.Replace("global::System.", "").Replace("global::FastBias.Kernels.", "");

    private static string Fill(string type, Element element) => Regex.Replace(type, @"\bT\b", element.Keyword);

    /// <summary>A signature; names where the method's parameters are not those of the template's own.</summary>
    private sealed record Signature(string Returns, string[] Parameters, string[]? Names = null);
}
