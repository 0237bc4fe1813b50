namespace FastBias.Bench.Results;

/// <summary>Figures as the tables print them.</summary>
internal static class Format
{
    /// <summary>Three digits: "1.23", "12.3", "123"; a dash for nothing.</summary>
    internal static string Ratio(double? value) => value is not { } ratio ? "-" : ratio >= 99.95 ? $"{ratio:F0}" : ratio >= 9.995 ? $"{ratio:F1}" : $"{ratio:F2}";

    /// <summary>"93 %".</summary>
    internal static string Share(double? value) => value is { } share ? $"{100 * share:F0} %" : "-";

    /// <summary>"1.2 ns", "34 µs", …</summary>
    internal static string Seconds(double? value) => value switch
    {
        null => "-",
        < 1e-6 => $"{value * 1e9:G3} ns",
        < 1e-3 => $"{value * 1e6:G3} µs",
        < 1 => $"{value * 1e3:G3} ms",
        _ => $"{value:G3} s",
    };

    /// <summary>"1.3 / 1.45", "1.3", or a dash.</summary>
    internal static string Demand(double? must, double? aim) => must is null ? "-" : aim is null ? Ratio(must) : $"{Ratio(must)} / {Ratio(aim)}";

    /// <summary>The same for shares.</summary>
    internal static string ShareDemand(double? must, double? aim) => must is null ? "-" : aim is null ? Share(must) : $"{Share(must)} / {Share(aim)}";

    /// <summary>One word.</summary>
    internal static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Aim => "aim",
        Verdict.Must => "must",
        Verdict.Below => "BELOW",
        Verdict.Wrong => "WRONG",
        _ => "",
    };
}
