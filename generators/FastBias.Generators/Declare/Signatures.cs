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
        ["GemvRows"] = ("void", ["nuint", "nuint", "T*", "nint", "T*", "T*", "T", "T"]),
        ["GemvColumns"] = ("void", ["nuint", "nuint", "T*", "nint", "T*", "T*"]),
        ["PackPanel"] = ("void", ["nuint", "nuint", "T*", "nint", "T*"]),
        ["FmaPeak"] = ("T", ["nuint"]),
    };

    /// <summary>The element type that a signature has, or null where it fits neither.</summary>
    public static Element? Match(string template, string returns, IReadOnlyList<string> parameters) =>
        new[] { Element.Double, Element.Single }.FirstOrDefault(element =>
            Of(template, element) is var (result, expected) && result == returns && expected.SequenceEqual(parameters));

    /// <summary>The signature for an element type.</summary>
    public static (string Returns, string[] Parameters) Of(string template, Element element)
    {
        (string returns, string[] parameters) = ByTemplate[template];
        return (Fill(returns, element), parameters.Select(parameter => Fill(parameter, element)).ToArray());
    }

    private static string Fill(string type, Element element) => type switch
    {
        "T" => element.Keyword,
        _ => type.Replace("<T>", $"<{element.Keyword}>").Replace("T*", $"{element.Keyword}*"),
    };
}
