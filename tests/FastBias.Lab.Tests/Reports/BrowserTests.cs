using System.Text.RegularExpressions;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>Reports as a browser lays them out.</summary>
public sealed partial class BrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastbias-browser-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public void Reports_have_no_console_errors_and_all_text_in_its_place()
    {
        SampleExperiment sample = new();
        ExperimentRun run = new(sample, sample.Quick, sample.Run(sample.Quick, ExperimentContext.Default));
        ExperimentRun[] runs = [run, .. QuickRuns.All];

        // All pages in one: starting a browser takes longer than looking.
        string first = ReportPage.Create(run, "../index.html");
        string rest = string.Concat(runs.Skip(1).Select(other => MainOf(ReportPage.Create(other)))) + MainOf(IndexPage.Create(runs, [new(sample, "no data")]));
        (string[] problems, string[] console) = Browser.Open(first.Replace("</body>", rest + "</body>", StringComparison.Ordinal), _folder);
        Assert.Empty(console);
        Assert.Empty(problems);
    }

    [BrowserFact]
    public void The_browser_sees_what_is_wrong()
    {
        const string Text = "<svg class=\"fb\" width=\"100\" height=\"40\"><text x=\"5\" y=\"20\" font-size=\"12\">one</text><text x=\"8\" y=\"21\" font-size=\"12\">two</text><text x=\"80\" y=\"35\" font-size=\"12\">outside</text></svg>";
        string html = HtmlText.Page("wrong", $"<p style=\"width:50px;white-space:nowrap\">longer than fifty pixels</p>{Text}<div style=\"width:500px\">wide</div><script>nothing();</script>");
        (string[] problems, string[] console) = Browser.Open(html, _folder);
        Assert.Contains(console, line => line.Contains("nothing is not defined", StringComparison.Ordinal));
        foreach (string expected in (string[])["text outside its box: longer", "on \"two\"", "outside the drawing", "390 px: the page is wider"])
        {
            Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
        }
    }

    private static string MainOf(string page) => MainElement().Match(page).Value;

    [GeneratedRegex("<main>.*</main>", RegexOptions.Singleline)]
    private static partial Regex MainElement();
}
