using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>What the pages share: the frame, the style, and text that cannot leave its element.</summary>
internal static class HtmlText
{
    /// <summary>One style for all pages; the drawings take ink and paper from it.</summary>
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --soft: #f4f6f8; --edge: #d5dae0; --note: #59626c; --link: #0a5fa4; --good: #0b6b43; --bad: #a8341a; --alarm: #c4001d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #dfe3e8; --paper: #15181c; --soft: #1d2126; --edge: #363c43; --note: #9aa3ad; --link: #74b6f2; --good: #57c793; --bad: #f2926f; --alarm: #ff7a86; } }
        * { box-sizing: border-box; }
        body { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Arial, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.2rem 1rem 4rem; overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0 .6rem; } h2 { font-size: 1.2rem; margin: 2.4rem 0 .8rem; padding-bottom: .25rem; border-bottom: 1px solid var(--edge); } h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
        sub, sup { font-size: .75em; line-height: 0; }
        a { color: var(--link); } p { margin: .6rem 0; max-width: 46rem; } .note { color: var(--note); font-size: .9rem; }
        code, pre { font: .88em/1.5 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; } pre { background: var(--soft); border: 1px solid var(--edge); border-radius: 6px; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        figure { margin: 1.4rem 0 2rem; } figcaption { color: var(--note); font-size: .95rem; max-width: 46rem; margin-top: .3rem; }
        .scroll { overflow-x: auto; } svg.fb { display: block; width: 100%; height: auto; color: inherit; } svg.fb .paper { fill: none; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; } th, td { padding: .22rem .7rem; text-align: right; border-bottom: 1px solid var(--edge); vertical-align: top; }
        th { background: var(--soft); font-weight: 600; min-width: 5rem; } td { white-space: nowrap; } td.word { white-space: normal; min-width: 6rem; } .word { text-align: left; } th:first-child, td:first-child { padding-left: .4rem; }
        ul.claims { list-style: none; padding: 0; margin: 0; } .claim { border: 1px solid var(--edge); border-left-width: 5px; border-radius: 6px; padding: .55rem .9rem; margin: .6rem 0; }
        .holds { border-left-color: var(--good); } .fails { border-left-color: var(--bad); } .alarm { border-left-color: var(--alarm); background: var(--soft); }
        .claim p { margin: .2rem 0; } .verdict { font-weight: 700; } .holds .verdict, .good { color: var(--good); } .fails .verdict, .bad { color: var(--bad); } .alarm .verdict { color: var(--alarm); }
        .numbers { font-variant-numeric: tabular-nums; font-size: .92rem; } .numbers span { margin-right: 1.2rem; } dl { margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem 1rem; }
        """;

    /// <summary>A page that needs no other file.</summary>
    public static string Page(string title, string body) =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + $"<title>{Escape(title)}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n";

    /// <summary>Text as it stands, in an element or an attribute: what the drawings in the page do with theirs.</summary>
    public static string Escape(string text) => SvgText.Escape(text);

    /// <summary>A sentence or a formula: indices lowered, exponents raised, numbers such as 1e-13 as powers of ten, what stands between backticks as code.</summary>
    public static string Prose(string text)
    {
        string[] parts = text.Split('`');
        return parts.Length % 2 == 0 ? Formula(text) : string.Concat(parts.Select((part, i) => i % 2 == 0 ? Formula(part) : $"<code>{Escape(part)}</code>"));
    }

    /// <summary>Paragraphs, which empty lines separate.</summary>
    public static string Paragraphs(string text) => string.Concat(
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(paragraph => $"<p>{Prose(paragraph)}</p>\n"));

    /// <summary>What a claim expects, and what was measured.</summary>
    public static string Numbers(Claim claim) =>
        $"<span>expected {Escape(ReportNumber.Expected(claim))}</span> <span>measured {Escape(ReportNumber.Measured(claim))}</span>";

    /// <summary>A number and its noun.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Formula(string text) => string.Concat(SvgText.Scripts(text).Select(part => part.Level switch
    {
        > 0 => $"<sup>{Escape(part.Text)}</sup>",
        < 0 => $"<sub>{Escape(part.Text)}</sub>",
        _ => Escape(part.Text),
    }));
}
