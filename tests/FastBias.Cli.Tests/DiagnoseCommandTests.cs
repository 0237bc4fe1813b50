using System.Text.Json;
using System.Xml.Linq;

namespace FastBias.Cli.Tests;

/// <summary><c>diagnose</c>: the sentences, the JSON, the page; on Diabetes and on tables that leave things open.</summary>
public sealed class DiagnoseCommandTests
{
    private static string Diabetes => Scratch.Fixture("diabetes.csv");

    [Fact]
    public void Says_in_sentences_what_a_statistician_would()
    {
        CommandLine run = CommandLine.Succeed("diagnose", Diabetes, "--target", "target", "--intercept");

        Assert.Contains("All 10 coefficients are determined by the data", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nearly collinear, variance inflated: s1 (59.2), s2 (39.2), s3 (15.4), s5 (10.1).", run.Output, StringComparison.Ordinal);
        Assert.Contains("Normal equations on the table as it stands lose about", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"bmi\s+5\.603\s+0\.7171", run.Output);
        Assert.Matches(@"rows per parameter", run.Output);
    }

    [Fact]
    public void Has_json_for_programs()
    {
        JsonElement json = CommandLine.Succeed("diagnose", Diabetes, "--target", "target", "--intercept", "--json").Json;

        Assert.Equal("Success", json.GetProperty("status").GetString());
        Assert.Equal((442, 10, 10), (json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("rank").GetProperty("rank").GetInt32()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("rank").GetProperty("gap").ValueKind);
        Assert.Equal(442, json.GetProperty("observations").GetProperty("cookDistance").GetArrayLength());
        Assert.Equal(11, json.GetProperty("observations").GetProperty("leverage").EnumerateArray().Sum(x => x.GetDouble()), 1e-10);
        Assert.All(json.GetProperty("coefficients").EnumerateArray(), coefficient => Assert.Equal("determined", coefficient.GetProperty("identifiability").GetString()));
        Assert.Equal(10, json.GetProperty("threshold").GetProperty("inverseSigma").GetArrayLength());
        Assert.NotEmpty(json.GetProperty("findings").EnumerateArray());

        // The leave-one-out error is larger than the residual's, and not by much with 44 rows per parameter.
        double error = json.GetProperty("leaveOneOutError").GetDouble();
        Assert.InRange(error, 54, 56);
    }

    [Fact]
    public void Names_dependent_columns_and_the_combinations_that_are_determined()
    {
        using Scratch scratch = new();
        string table = scratch.Text("t.csv", "a,b,sum,kind,y\n1,2,3,red,1\n4,1,5,blue,2\n2,2,4,red,4\n7,3,10,blue,3\n5,9,14,red,8\n1,1,2,blue,9\n3,0,3,red,2\n");
        CommandLine run = CommandLine.Succeed("diagnose", table, "--target", "y", "--intercept", "--categorical");
        JsonElement json = CommandLine.Succeed("diagnose", table, "--target", "y", "--intercept", "--categorical", "--json").Json;

        Assert.Contains("a + b - sum = 0", run.Output, StringComparison.Ordinal);
        string[] dependencies = [.. json.GetProperty("dependencies").EnumerateArray().Select(text => text.GetString()!)];
        Assert.Equal(["a + b - sum = 0", "kind[red] + kind[blue] - intercept = 0"], dependencies.Order());
        Assert.All(json.GetProperty("coefficients").EnumerateArray(), coefficient => Assert.Equal("inCombination", coefficient.GetProperty("identifiability").GetString()));
        Assert.Contains(json.GetProperty("coefficients").EnumerateArray(), coefficient => coefficient.GetProperty("determinedCombination").GetString() == "kind[red] - kind[blue]");

        JsonElement baseline = CommandLine.Succeed("diagnose", table, "--target", "y", "--intercept", "--categorical", "--baseline", "--exclude", "sum", "--json").Json;
        Assert.Equal(["a", "b", "kind[blue]"], baseline.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("name").GetString()));
        Assert.Empty(baseline.GetProperty("dependencies").EnumerateArray());
    }

    [Fact]
    public void Baselines_make_differences_in_fit_too()
    {
        using Scratch scratch = new();
        string table = scratch.Text("t.csv", "kind,y\nred,1\nblue,3\nred,2\nblue,5\ngreen,10\n");
        CommandLine run = CommandLine.Succeed("fit", table, "--target", "y", "--intercept", "--categorical", "--baseline");

        Assert.Matches(@"kind\[blue\]\s+2\.5\s", run.Output);
        Assert.Matches(@"kind\[green\]\s+8\.5\s", run.Output);
        Assert.Matches(@"intercept\s+1\.5\s", run.Output);
        Assert.Contains("kind[red] left out", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_one_page_with_pictures_inside()
    {
        using Scratch scratch = new();
        string table = scratch.Text("a(b).csv", "x<1>,x&2,x3,y\n1,2,3,1\n4,1,5,2\n2,2,4,4\n7,3,10,3\n5,9,14,8\n1,1,2,9\n3,0,3,2\n");
        string page = scratch["report.html"];
        CommandLine.Succeed("diagnose", table, "--target", "y", "--intercept", "--html", page);
        string html = File.ReadAllText(page);

        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("x<1>", html, StringComparison.Ordinal);
        Assert.Contains("x&lt;1&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=", html);
        string[] pictures = [.. html.Split("<svg xmlns").Skip(1).Select(part => $"<svg xmlns{part[..part.LastIndexOf("</svg>", StringComparison.Ordinal)]}</svg>")];
        Assert.Equal(5, pictures.Length);
        Assert.All(pictures, picture => XElement.Parse(picture));
        Assert.Contains("Null vectors", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_no_target()
    {
        JsonElement json = CommandLine.Succeed("diagnose", Diabetes, "--json").Json;
        Assert.Equal((11, false), (json.GetProperty("columns").GetInt32(), json.GetProperty("hasTarget").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("leaveOneOutError").ValueKind);
        Assert.Contains("interpolation", CommandLine.Succeed("diagnose", Diabetes).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_diagnosed_like_its_rows()
    {
        using Scratch scratch = new();
        string table = Scratch.Fixture("diabetes.csv");
        CommandLine.Succeed("accumulate", table, "--target", "target", "--intercept", "-o", scratch["s.fbls"]);
        System.Text.Json.JsonElement rows = CommandLine.Succeed("diagnose", table, "--target", "target", "--intercept", "--json").Json, state = CommandLine.Succeed("diagnose", scratch["s.fbls"], "--json").Json;
        foreach (string name in (string[])["rows", "columns", "hasIntercept"])
        {
            Assert.Equal(rows.GetProperty(name).ToString(), state.GetProperty(name).ToString());
        }

        for (int j = 0; j < 10; j++)
        {
            foreach (string name in (string[])["estimate", "standardError", "varianceInflation", "sensitivityToDesign"])
            {
                double expected = rows.GetProperty("coefficients")[j].GetProperty(name).GetDouble();
                Assert.Equal(1, state.GetProperty("coefficients")[j].GetProperty(name).GetDouble() / expected, 1e-8);
            }
        }

        string report = CommandLine.Succeed("diagnose", scratch["s.fbls"], "--html", scratch["s.html"]).Output;
        Assert.Contains("noise", report, StringComparison.Ordinal);
        Assert.Contains("target target", File.ReadAllText(scratch["s.html"]), StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Rows", File.ReadAllText(scratch["s.html"]), StringComparison.Ordinal);
        CommandLine.Refuse("a state has its target", "diagnose", scratch["s.fbls"], "--target", "target");
    }

    [Theory]
    [InlineData("--html", "report.txt", "ends so")]
    [InlineData("--html", "/nowhere/report.html", "does not exist")]
    [InlineData("--cutoff", "1", "less than 1")]
    [InlineData("--target", "nothing", "no column 'nothing'")]
    public void Wrong_usage_is_one_line(string option, string value, string message) => CommandLine.Refuse(message, "diagnose", Diabetes, option, value);
}
