using System.Text;

namespace FastBias.Lab;

/// <summary>The page that lists several runs and what was found.</summary>
public static class IndexPage
{
    /// <summary>The page: counts, false statements with their reasons, then every experiment with a link to <c>NAME/report.html</c>.</summary>
    /// <param name="runs">The runs, in the order of the page.</param>
    /// <param name="skipped">Those that did not run.</param>
    public static string Create(IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(skipped);
        ClaimCounts counts = ClaimCounts.Of(runs);
        StringBuilder page = new();
        page.Append($"<h1>FastBias laboratory</h1>\n<p>{HtmlText.Count(runs.Count, "experiment")} with {HtmlText.Count(counts.All, "claim")}: ");
        page.Append($"of {counts.Published} published claims {counts.PublishedTrue} are true and {counts.PublishedFalse} are not; of {counts.Laws} laws {counts.LawsTrue} are confirmed.</p>\n");
        if (counts.Laws > counts.LawsTrue)
        {
            page.Append("<h2>Laws that are not confirmed</h2>\n").Append(List(runs, run => run.FailedLaws));
        }

        page.Append("<h2>Experiments</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\" class=\"word\">experiment</th><th scope=\"col\">published, true</th><th scope=\"col\">laws, confirmed</th><th scope=\"col\">time</th></tr></thead>\n<tbody>\n");
        foreach (ExperimentRun run in runs)
        {
            ClaimCounts own = ClaimCounts.Of([run]);
            page.Append($"<tr><td class=\"word\"><a href=\"{HtmlText.Escape(run.Experiment.Name)}/report.html\">{HtmlText.Prose(run.Experiment.Title)}</a></td>");
            page.Append($"<td>{Share(own.PublishedTrue, own.Published)}</td><td>{Share(own.LawsTrue, own.Laws)}</td><td>{ReportNumber.Time(run.Elapsed)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
        if (skipped.Count > 0)
        {
            page.Append("<h2>Not run</h2>\n<ul>\n").Append(string.Concat(skipped.Select(item => $"<li><b>{HtmlText.Prose(item.Experiment.Title)}</b>: {HtmlText.Escape(item.Reason)}</li>\n"))).Append("</ul>\n");
        }

        if (counts.PublishedFalse > 0)
        {
            page.Append("<h2>Published and not true</h2>\n").Append(List(runs, run => run.FalseStatements));
        }

        return HtmlText.Page("FastBias laboratory", page.ToString());
    }

    private static string Share(int part, int all) => all == 0 ? "–" : $"{part} of {all}";

    private static string List(IReadOnlyList<ExperimentRun> runs, Func<ExperimentRun, IEnumerable<Claim>> which)
    {
        StringBuilder list = new("<ul class=\"claims\">\n");
        foreach (ExperimentRun run in runs)
        {
            foreach (Claim claim in which(run))
            {
                list.Append($"<li class=\"claim {(claim.Origin == ClaimOrigin.Law ? "alarm" : "fails")}\">\n<p>{HtmlText.Prose(claim.Statement)}</p>\n<p class=\"numbers\">{HtmlText.Numbers(claim)}</p>\n");
                list.Append($"<p>{HtmlText.Prose(claim.Note)}</p>\n<p class=\"note\"><code>{HtmlText.Escape(claim.Key)}</code>, <a href=\"{HtmlText.Escape(run.Experiment.Name)}/report.html\">{HtmlText.Escape(run.Experiment.Name)}</a></p>\n</li>\n");
            }
        }

        return list.Append("</ul>\n").ToString();
    }
}

/// <summary>How many claims there are of each kind, and how many hold.</summary>
internal sealed record ClaimCounts(int Published, int PublishedTrue, int Laws, int LawsTrue)
{
    public int All => Published + Laws;

    public int PublishedFalse => Published - PublishedTrue;

    public static ClaimCounts Of(IEnumerable<ExperimentRun> runs)
    {
        Claim[] claims = [.. runs.SelectMany(run => run.Result.Claims)];
        return new(
            claims.Count(claim => claim.Origin == ClaimOrigin.Published), claims.Count(claim => claim is { Origin: ClaimOrigin.Published, Holds: true }),
            claims.Count(claim => claim.Origin == ClaimOrigin.Law), claims.Count(claim => claim is { Origin: ClaimOrigin.Law, Holds: true }));
    }
}
