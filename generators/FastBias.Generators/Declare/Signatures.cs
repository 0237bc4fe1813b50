namespace FastBias.Generators;

/// <summary>The parameters and the result that each template's method must have; <c>T</c> is the element type.</summary>
internal static class Signatures
{
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<T>";
    private const string Span = "global::System.Span<T>";

    private static readonly Dictionary<string, (string Returns, string[] Parameters)> ByTemplate = new()
    {
        ["GemmFixed"] = ("void", [ReadOnlySpan, ReadOnlySpan, Span]),
        ["GemmTile"] = ("void", ["global::FastBias.Kernels.GemmTileCall<T>*"]),
        ["Dot"] = ("T", ["nuint", "T*", "T*"]),
        ["SumOfSquares"] = ("T", ["nuint", "T*", "T"]),
        ["MaxAbs"] = ("T", ["nuint", "T*"]),
        ["Axpy"] = ("void", ["nuint", "T", "T*", "T*"]),
        ["Scale"] = ("void", ["nuint", "T", "T*"]),
        ["GramPair"] = ("void", ["nuint", "T*", "T*", "T*"]),
        ["RotatePair"] = ("void", ["nuint", "T", "T", "T*", "T*"]),
        ["ReflectVector"] = ("void", ["nuint", "T", "T*", "T*"]),
        ["ReflectRows"] = ("void", ["nuint", "nuint", "T", "T*", "T*", "nint", "T*"]),
        ["ReflectPanel"] = ("void", ["nuint", "nuint", "nuint", "nuint", "T", "T", "T*", "T*", "nint", "T*", "nint", "T*"]),
        ["ScaleColumns"] = ("void", ["nuint", "nuint", "T*", "T*", "nint"]),
        ["RankUpdate"] = ("void", ["nuint", "nuint", "T*", "nint", "T*", "nint", "T*", "nint"]),
        ["RotateChain"] = ("void", ["nuint", "nuint", "T*", "T*", "nint"]),
        ["GemvRows"] = ("void", ["nuint", "nuint", "T*", "nint", "T*", "T*", "T", "T"]),
        ["GemvColumns"] = ("void", ["nuint", "nuint", "T*", "nint", "T*", "T*"]),
        ["PackPanel"] = ("void", ["nuint", "nuint", "T*", "nint", "T*"]),
        ["FmaPeak"] = ("T", ["nuint"]),
    };

    /// <summary>Whether there is such a template.</summary>
    public static bool Knows(string template) => ByTemplate.ContainsKey(template);

    /// <summary>The element type whose signature has these parameters, or null where they fit neither.</summary>
    /// <param name="template">The template.</param>
    /// <param name="returns">The result: it decides where the parameters do not name the element type.</param>
    /// <param name="parameters">The parameters' types.</param>
    public static Element? Match(string template, string returns, IReadOnlyList<string> parameters)
    {
        Element[] fitting = Element.All.Where(element => Of(template, element).Parameters.SequenceEqual(parameters)).ToArray();
        return fitting.FirstOrDefault(element => Of(template, element).Returns == returns) ?? fitting.FirstOrDefault();
    }

    /// <summary>The signature for an element type.</summary>
    public static (string Returns, string[] Parameters) Of(string template, Element element)
    {
        (string returns, string[] parameters) = ByTemplate[template];
        return (Fill(returns, element), parameters.Select(parameter => Fill(parameter, element)).ToArray());
    }

    /// <summary>A type as people write it.</summary>
    public static string Short(string type) => type.Replace("global::System.", "").Replace("global::FastBias.Kernels.", "");

    private static string Fill(string type, Element element) => type switch
    {
        "T" => element.Keyword,
        _ => type.Replace("<T>", $"<{element.Keyword}>").Replace("T*", $"{element.Keyword}*"),
    };
}
