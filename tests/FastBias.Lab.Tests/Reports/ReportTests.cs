using System.Text.Json;
using System.Xml.Linq;
using FastBias.Drawing;
using FastBias.Files;
using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>The files of a run: whole, well-formed, readable by people and by programs.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastbias-lab-").FullName;

    public static TheoryData<string> Names => [.. Laboratory.Experiments.Select(experiment => experiment.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_and_report_is_well_formed_with_text_in_its_place(string name)
    {
        ExperimentRun run = QuickRuns.Of(name);
        Assert.All(run.Result.Figures, figure =>
        {
            string svg = FigureSvg.Create(figure);
            Assert.Empty(FigureText.Outside(svg));
            Assert.Empty(FigureText.Overlapping(svg));
            Assert.True(figure.Caption.Length > 0, $"{figure.Name} has no caption");
            Assert.InRange(svg.Length, 1000, 1_000_000);
        });
        Parse(ReportPage.Create(run));
    }

    [Fact]
    public void A_run_folder_has_its_files_and_no_others()
    {
        ExperimentRun run = Run(new SampleExperiment());
        string folder = Path.Combine(_folder, "deep", "sample");
        RunFolder.Write(folder, run);
        File.WriteAllText(Path.Combine(folder, "old.svg"), "from an earlier run");
        RunFolder.Write(folder, run);
        Assert.Equal(["error.svg", "report.html", "results.csv", "run.json"], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(FigureSvg.Create(run.Result.Figures[0]), File.ReadAllText(Path.Combine(folder, "error.svg")));
        Assert.Equal(ResultCsv.Create(run.Result), File.ReadAllText(Path.Combine(folder, "results.csv")));

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        JsonElement json = document.RootElement;
        Assert.Equal("sample-mean", json.GetProperty("experiment").GetString());
        Assert.Equal("4,16,64", json.GetProperty("spec").GetProperty("sizes").GetString());
        Assert.Equal(3, json.GetProperty("threads").GetInt32());
        Assert.Equal(1.5, json.GetProperty("elapsedSeconds").GetDouble());
        Assert.Equal(Machine.Isa.ToString(), json.GetProperty("machine").GetProperty("isa").GetString());
        Assert.All((string[])["fastBias", "runtime", "system", "processor"], name => Assert.NotEmpty(json.GetProperty("machine").GetProperty(name).GetString()!));
        JsonElement claim = json.GetProperty("claims")[1];
        Assert.Equal(("law", "near", true), (claim.GetProperty("origin").GetString(), claim.GetProperty("relation").GetString(), claim.GetProperty("holds").GetBoolean()));
        Assert.Equal(run.Result.Claims[1].Measured, claim.GetProperty("measured").GetDouble());
    }

    [Fact]
    public void A_folder_that_cannot_be_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "a file");
        string folder = Path.Combine(_folder, "file", "sample");
        Assert.Contains(folder, Assert.Throws<MatrixFileException>(() => RunFolder.Write(folder, Run(new SampleExperiment()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_has_everything_and_no_text_becomes_markup()
    {
        ExperimentRun run = Run(new SampleExperiment());
        string html = ReportPage.Create(run, "../index.html");
        XElement page = Parse(html);
        string text = page.Value;
        foreach (string part in (string[])[run.Experiment.Title, "root mean square error σ/√n", "Nothing was left out.", "The points lie on the line.", "a <word>", "It falls as 1/√n", "does not hold", "1 law confirmed", "fastbias lab run sample-mean --quick --seed 7", "numbers of draws", "1.5 s on 3 threads"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal(["../index.html"], page.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!data:|\\.\\./index)", html);
        Assert.Empty(Parse(ReportPage.Create(run)).Descendants("a"));
    }

    [Fact]
    public void A_law_that_fails_is_loud()
    {
        ExperimentRun run = Run(new SampleExperiment("broken", SampleEnd.BrokenLaw));
        Assert.Contains("LAW NOT CONFIRMED", ReportPage.Create(run), StringComparison.Ordinal);
        Assert.Contains("Laws that are not confirmed", IndexPage.Create([run], []), StringComparison.Ordinal);
        Assert.Contains("LAW NOT CONFIRMED", ClaimCatalogue.Create([run], []), StringComparison.Ordinal);
        Assert.Single(run.FailedLaws);
    }

    [Fact]
    public void The_index_counts_links_and_gives_reasons()
    {
        ExperimentRun run = Run(new SampleExperiment());
        string text = IndexPage.Create([run, run], [new(new SampleExperiment("other"), "no moon")]);
        XElement page = Parse(text);
        Assert.Contains("2 experiments with 4 claims: of 2 published claims 0 are true and 2 are not; of 2 laws 2 are confirmed.", page.Value, StringComparison.Ordinal);
        Assert.Contains("no moon", page.Value, StringComparison.Ordinal);
        Assert.Contains("It falls as 1/√n", page.Value, StringComparison.Ordinal);
        Assert.All(page.Descendants("a"), link => Assert.Equal("sample-mean/report.html", link.Attribute("href")!.Value));
    }

    [Fact]
    public void The_catalogue_has_a_row_for_each_claim_with_its_reason()
    {
        string path = Path.Combine(_folder, "claims.md");
        RunFolder.WriteClaims(path, [Run(new SampleExperiment())], [new(new SampleExperiment("other"), "no | moon")]);
        string[] lines = File.ReadAllLines(path);
        Assert.Contains("| published | 1 | 0 | 1 |", lines);
        Assert.Contains("| laws | 1 | 1 | 0 |", lines);
        Assert.Contains("`fastbias lab run sample-mean --quick --seed 7`", lines);
        Assert.Contains("- `other`: no \\| moon", lines);
        string row = lines.Single(line => line.StartsWith("| `T-MEAN/inverse` |", StringComparison.Ordinal));
        Assert.Contains("<br>*It falls as 1/√n, and so by √10 only.* | **does not hold** | 16 ± 1.6 |", row, StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("| `T-MEAN/law` (law) |", StringComparison.Ordinal) && line.Contains("| holds |", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_names_what_differs_from_the_defaults()
    {
        SampleExperiment experiment = new();
        ExperimentRun run = new(experiment, experiment.Defaults, Run(experiment).Result);
        Assert.Equal("fastbias lab run sample-mean", run.Command);
        Assert.Equal("fastbias lab run sample-mean --set sizes=5,6 --seed 3", (run with { Spec = new SampleSpec { Sizes = [5, 6], Seed = 3 } }).Command);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1797, "1797")]
    [InlineData(-3.14159265, "−3.142")]
    [InlineData(0.00123456, "0.001235")]
    [InlineData(1.5e-16, "1.5×10⁻¹⁶")]
    [InlineData(123456.7, "123457")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.50001, "0.5000")]
    [InlineData(12345678901, "1.235×10¹⁰")]
    [InlineData(1e-12, "10⁻¹²")]
    [InlineData(1e-20, "10⁻²⁰")]
    [InlineData(-1e6, "−10⁶")]
    [InlineData(10000, "10000")]
    [InlineData(0.001, "0.001")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_are_readable(double value, string text) => Assert.Equal(text, ReportNumber.Text(value));

    [Theory]
    [InlineData("below 1e-12 of it: α = 1E-06, κ = 1.2E+04", "below 10⁻¹² of it: α = 10⁻⁶, κ = 1.2×10⁴")]
    [InlineData("x1e5, 1e5x, 3e, e-3 and 0x1e5 are no numbers", "x1e5, 1e5x, 3e, e-3 and 0x1e5 are no numbers")]
    [InlineData("λ_max·t < w_true", "λ<sub>max</sub>·t &lt; w<sub>true</sub>")]
    [InlineData("X_SᵀX_S and V_k·V_kᵀ", "X<sub>S</sub>ᵀX<sub>S</sub> and V<sub>k</sub>·V<sub>k</sub>ᵀ")]
    [InlineData("petal_width, a_, _b", "petal_width, a_, _b")]
    public void Pages_set_formulas(string text, string html) => Assert.Equal(html, HtmlText.Prose(text));

    [Fact]
    public void A_wide_tolerance_is_shown_as_a_range()
    {
        Assert.Equal("1500 to 3000", ReportNumber.Expected(Claim.Between("A", "b", "c", 1500, 3000, 2000)));
        Assert.Equal("0.4 to 2", ReportNumber.Expected(Claim.Between("A", "b", "c", 0.4, 2, 1)));
        Assert.Equal("2 ± 0.1", ReportNumber.Expected(Claim.Near("A", "b", "c", 2, 0.1, 2)));
        Assert.Equal("0 ± 0.12", ReportNumber.Expected(Claim.Near("A", "b", "c", 0, 0.12, 0)));
    }

    [Fact]
    public void A_claim_shows_enough_digits_to_see_its_verdict()
    {
        Claim near = Claim.Near("A", "b", "c", 0.123456, 1e-6, 0.123460);
        Assert.NotEqual(ReportNumber.Text(near.Expected), ReportNumber.Measured(near));
        Assert.Equal("0.123456 ± 10⁻⁶", ReportNumber.Expected(near));
        Claim most = Claim.AtMost("A", "b", "c", 1, 1.00001);
        Assert.Equal(("≤ 1", "1.00001"), (ReportNumber.Expected(most), ReportNumber.Measured(most).TrimEnd('0')));
    }

    private static ExperimentRun Run(Experiment experiment)
    {
        ExperimentSpec spec = experiment.SpecText.With(experiment.Quick, "seed", "7");
        return new(experiment, spec, experiment.Run(spec, ExperimentContext.Default)) { Elapsed = TimeSpan.FromSeconds(1.5), Threads = 3, IsQuick = true };
    }

    /// <summary>The page as XML: our HTML closes what it opens but for the head's void elements.</summary>
    private static XElement Parse(string html)
    {
        string body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        return XElement.Parse(body);
    }
}
