using System.Globalization;

namespace FastBias.Drawing;

/// <summary>Colours that people with any of the usual kinds of colour-blindness tell apart, on light and on dark paper.</summary>
internal static class Palette
{
    /// <summary>How many colours there are before they come again, dotted.</summary>
    public const int Count = 8;

    /// <summary>How many steps a colour scale has.</summary>
    public const int Steps = 64;

    /// <summary>After Okabe and Ito, "Color universal design" (2008): blue, vermilion, green, purple, orange, sky blue, grey, brown; the lighter ones darkened for white paper.</summary>
    private static readonly (string Light, string Dark)[] s_series =
    [
        ("#0072b2", "#56a8e0"), ("#d55e00", "#f2894a"), ("#009e73", "#3cc79c"), ("#b0528f", "#e39cc8"),
        ("#d99000", "#f0bc4a"), ("#3da3dd", "#9bd3f5"), ("#6a6f76", "#aab0b8"), ("#7a4a1e", "#c79a6b"),
    ];

    /// <summary>From dark to light with even steps of lightness, from blue over green to yellow.</summary>
    private static readonly (int R, int G, int B)[] s_sequential =
        [(48, 18, 84), (58, 60, 132), (44, 98, 142), (33, 134, 141), (42, 170, 122), (112, 203, 86), (190, 221, 50), (252, 231, 64)];

    /// <summary>From blue over white to orange.</summary>
    private static readonly (int R, int G, int B)[] s_diverging =
        [(13, 61, 122), (45, 116, 178), (135, 182, 219), (216, 229, 240), (247, 247, 245), (248, 221, 192), (239, 165, 103), (200, 95, 22), (127, 52, 6)];

    /// <summary>The style sheet of every drawing. A page may set <c>color</c> on <c>svg.fb</c> and <c>fill</c> on <c>.paper</c>.</summary>
    public static string Style { get; } = CreateStyle();

    /// <summary>The class of a series' strokes.</summary>
    public static string Stroke(int color) => $"s{color % Count}";

    /// <summary>The class of a series' areas.</summary>
    public static string Fill(int color) => $"f{color % Count}";

    /// <summary>The colour of a step of a scale, from 0 to <see cref="Steps"/> - 1.</summary>
    public static string Scale(int step, bool isDiverging)
    {
        (int R, int G, int B)[] stops = isDiverging ? s_diverging : s_sequential;
        double place = (double)step / (Steps - 1) * (stops.Length - 1);
        int below = Math.Min((int)place, stops.Length - 2);
        double share = place - below;
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(stops[below].R, stops[below + 1].R):x2}{Mix(stops[below].G, stops[below + 1].G):x2}{Mix(stops[below].B, stops[below + 1].B):x2}");

        int Mix(int from, int to) => (int)Math.Round(from + (share * (to - from)));
    }

    private static string CreateStyle()
    {
        const string Shapes =
            ".fb{color:#1f2328;font-family:Arial,Helvetica,'Liberation Sans',sans-serif}.fb text{fill:currentColor}"
            + ".fb .paper{fill:#fff}.fb .halo{stroke:#fff;stroke-width:3px;stroke-linejoin:round;paint-order:stroke}"
            + ".fb .axis{stroke:currentColor;stroke-opacity:.7;fill:none}.fb .grid{stroke:currentColor;stroke-opacity:.12}.fb .grid.minor{stroke-opacity:.05}"
            + ".fb .rule{stroke:currentColor;stroke-opacity:.75;stroke-dasharray:2 3;fill:none}.fb .level{stroke:currentColor;stroke-opacity:.45;fill:none}"
            + ".fb .over{stroke:#fff;stroke-opacity:.7;fill:none}.fb .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}"
            + ".fb .casing{stroke:#fff;stroke-opacity:.85}.fb .line.casing{stroke-width:4.5}.fb .dashed{stroke-dasharray:7 5;stroke-linecap:butt}.fb .dotted{stroke-dasharray:1.5 4}.fb .dot{fill:none;stroke-linecap:round}.fb .many{stroke-opacity:.55}.fb .band{fill-opacity:.22;stroke:none}";
        return Shapes + Series(entry => entry.Light)
            + "@media(prefers-color-scheme:dark){.fb{color:#dfe3e8}.fb .paper{fill:#15181c}.fb .halo{stroke:#15181c}" + Series(entry => entry.Dark) + "}";

        static string Series(Func<(string Light, string Dark), string> color) =>
            string.Concat(s_series.Select((entry, i) => $".fb .s{i}{{stroke:{color(entry)}}}.fb .f{i}{{fill:{color(entry)}}}"));
    }
}
