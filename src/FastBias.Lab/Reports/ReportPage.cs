using System.Globalization;
using System.Text;
using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A run as one HTML page that needs no other file: text, pictures, tables, claims with their verdicts.</summary>
public static class ReportPage
{
    /// <summary>Longer tables are in <c>results.csv</c> only from here on.</summary>
    private const int MostRows = 60;

    /// <summary>On a narrow screen a drawing is scrolled rather than made smaller than this.</summary>
    private const double SmallestScale = 0.62;

    /// <summary>The page: about, pictures, tables, claims, parameters, how to repeat it.</summary>
    /// <remarks>Light or dark as the reader has it. No script. Text of the experiment cannot become markup.</remarks>
    /// <param name="run">The run.</param>
    /// <param name="index">The address of the page that lists all runs; no link where null.</param>
    /// <exception cref="ArgumentException">A figure does not fit together.</exception>
    public static string Create(ExperimentRun run, string? index = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        StringBuilder page = new();
        page.Append(index is null ? string.Empty : $"<p class=\"note\"><a href=\"{HtmlText.Escape(index)}\">All experiments</a></p>\n");
        page.Append($"<h1>{HtmlText.Prose(run.Experiment.Title)}</h1>\n<p>{Summary(run)}</p>\n");
        page.Append("<section>\n<h2>What it is about</h2>\n").Append(HtmlText.Paragraphs(run.Experiment.About));
        page.Append(string.Concat(run.Result.Notes.Select(HtmlText.Paragraphs))).Append("</section>\n");
        AddFigures(page, run.Result.Figures);
        AddTables(page, run.Result.Tables);
        AddClaims(page, run.Result.Claims);
        AddParameters(page, run);
        return HtmlText.Page($"{ReportNumber.Prose(run.Experiment.Title)} · FastBias laboratory", page.ToString());
    }

    /// <summary>How many claims hold, in a sentence.</summary>
    internal static string Summary(ExperimentRun run)
    {
        Claim[] published = [.. run.Result.Claims.Where(claim => claim.Origin == ClaimOrigin.Published)], laws = [.. run.Result.Claims.Where(claim => claim.Origin == ClaimOrigin.Law)];
        List<string> parts = [];
        if (published.Length > 0)
        {
            int holds = published.Count(claim => claim.Holds);
            parts.Add(holds == published.Length ? $"<span class=\"good\">{HtmlText.Count(holds, "published claim")}, {(holds == 1 ? "true" : "all true")}</span>"
                : $"{HtmlText.Count(published.Length, "published claim")}: <span class=\"good\">{holds} true</span>, <span class=\"bad\">{published.Length - holds} not true</span>");
        }

        if (laws.Length > 0)
        {
            int holds = laws.Count(claim => claim.Holds);
            parts.Add(holds == laws.Length ? $"<span class=\"good\">{HtmlText.Count(holds, "law")} confirmed</span>"
                : $"{HtmlText.Count(laws.Length, "law")}: <span class=\"bad\">{laws.Length - holds} not confirmed</span>");
        }

        return string.Join("; ", parts) + (run.IsQuick ? ". A quick run: claims about large sizes may fail" : string.Empty) + ".";
    }

    private static void AddFigures(StringBuilder page, IReadOnlyList<Figure> figures)
    {
        if (figures.Count == 0)
        {
            return;
        }

        page.Append("<section>\n<h2>Figures</h2>\n");
        foreach (Figure figure in figures)
        {
            SvgCanvas svg = FigureSvg.Draw(figure);
            page.Append(CultureInfo.InvariantCulture, $"<figure id=\"figure-{HtmlText.Escape(figure.Name)}\">\n<div class=\"scroll\"><div style=\"max-width:{svg.Width:0}px;min-width:{svg.Width * SmallestScale:0}px\">\n{svg}</div></div>\n");
            page.Append(figure.Caption.Length > 0 ? $"<figcaption>{HtmlText.Prose(figure.Caption)}</figcaption>\n" : string.Empty).Append("</figure>\n");
        }

        page.Append("</section>\n");
    }

    private static void AddTables(StringBuilder page, IReadOnlyList<ResultTable> tables)
    {
        if (tables.Count == 0)
        {
            return;
        }

        page.Append("<section>\n<h2>Tables</h2>\n");
        foreach (ResultTable table in tables)
        {
            bool[] isWord = [.. Enumerable.Range(0, table.Columns.Count).Select(j => table.Rows.Any(row => row[j].Text is not null))];
            string Side(int column) => isWord[column] ? " class=\"word\"" : string.Empty;
            page.Append($"<h3 id=\"table-{HtmlText.Escape(table.Name)}\">{HtmlText.Prose(table.Title)}</h3>\n<div class=\"scroll\"><table>\n<thead><tr>");
            page.AppendJoin(string.Empty, table.Columns.Select((column, j) => $"<th scope=\"col\"{Side(j)}>{HtmlText.Prose(column)}</th>")).Append("</tr></thead>\n<tbody>\n");
            foreach (IReadOnlyList<Cell> row in table.Rows.Take(MostRows))
            {
                page.Append("<tr>").AppendJoin(string.Empty, row.Select((cell, j) => $"<td{Side(j)}>{HtmlText.Prose(cell.Text ?? ReportNumber.Text(cell.Number))}</td>")).Append("</tr>\n");
            }

            page.Append("</tbody>\n</table></div>\n");
            page.Append(table.Rows.Count > MostRows ? $"<p class=\"note\">The first {MostRows} of {table.Rows.Count} rows; results.csv has all.</p>\n" : string.Empty);
        }

        page.Append("</section>\n");
    }

    private static void AddClaims(StringBuilder page, IReadOnlyList<Claim> claims)
    {
        page.Append("<section>\n<h2>Claims</h2>\n<p class=\"note\">A published claim is stated as published, true or not; a law is what a theorem, a closed form or a reference value says of it. Each verdict is computed from the measured value.</p>\n<ul class=\"claims\">\n");
        foreach (Claim claim in claims)
        {
            (string style, string verdict) = claim switch
            {
                { Holds: true } => ("holds", "holds"),
                { Origin: ClaimOrigin.Law } => ("alarm", "LAW NOT CONFIRMED"),
                _ => ("fails", "does not hold"),
            };
            page.Append($"<li class=\"claim {style}\">\n<p>{HtmlText.Prose(claim.Statement)}</p>\n<p class=\"numbers\"><span class=\"verdict\">{verdict}</span> {HtmlText.Numbers(claim)}</p>\n");
            page.Append(claim.Note.Length > 0 ? $"<p>{HtmlText.Prose(claim.Note)}</p>\n" : string.Empty);
            page.Append($"<p class=\"note\">{(claim.Origin == ClaimOrigin.Law ? "law" : "published")}, <code>{HtmlText.Escape(claim.Key)}</code></p>\n</li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private static void AddParameters(StringBuilder page, ExperimentRun run)
    {
        page.Append("<section>\n<h2>Parameters</h2>\n<dl>\n");
        foreach (string name in run.Experiment.SpecText.Names)
        {
            page.Append($"<dt><code>{HtmlText.Escape(name)}</code> = {HtmlText.Escape(run.Experiment.SpecText.Value(run.Spec, name))}</dt><dd class=\"note\">{HtmlText.Prose(run.Experiment.SpecText.Describe(name))}</dd>\n");
        }

        MachineRecord machine = MachineRecord.Current;
        page.Append($"</dl>\n</section>\n<section>\n<h2>Repeat it</h2>\n<pre>{HtmlText.Escape(run.Command)}</pre>\n");
        page.Append($"<p class=\"note\">Took {ReportNumber.Time(run.Elapsed)} on {HtmlText.Count(run.Threads, "thread")}; equal parameters give equal bits on every instruction set and any number of threads. ");
        page.Append($"FastBias {HtmlText.Escape(machine.FastBias)}{(machine.Git is { Length: >= 8 } git ? $" ({HtmlText.Escape(git[..8])})" : string.Empty)}, {HtmlText.Escape(machine.Runtime)}, {machine.Isa}, {HtmlText.Escape(machine.Processor)}. ");
        page.Append("Beside this page: run.json (all of this for programs), results.csv (every number of the tables and figures), the figures as SVG files.</p>\n</section>\n");
    }
}
