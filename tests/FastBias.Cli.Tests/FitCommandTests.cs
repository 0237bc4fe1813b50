using System.Text.Json;

namespace FastBias.Cli.Tests;

/// <summary><c>fit</c> against scikit-learn and exact arithmetic on Diabetes, and what it says about data that leave things open.</summary>
public sealed class FitCommandTests
{
    private static string Diabetes => Scratch.Fixture("diabetes.csv");

    private static JsonElement Expected { get; } = JsonDocument.Parse(File.ReadAllText(Scratch.Fixture("diabetes.json"))).RootElement.Clone();

    [Theory]
    [InlineData("linear", "--intercept")]
    [InlineData("exact", "--intercept")]
    [InlineData("noIntercept")]
    [InlineData("standardized", "--intercept", "--standardize")]
    [InlineData("ridge10Standardized", "--intercept", "--standardize", "--lambda", "10")]
    [InlineData("ridge10", "--intercept", "--lambda", "10")]
    public void Agrees_with_scikit_learn(string model, params string[] options)
    {
        JsonElement json = CommandLine.Succeed(["fit", Diabetes, "--target", "target", "--json", .. options]).Json;
        JsonElement expected = Expected.GetProperty(model);

        JsonElement[] coefficients = [.. json.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(Strings(Expected.GetProperty("names")), coefficients.Select(coefficient => coefficient.GetProperty("name").GetString()));
        AssertClose(Numbers(expected.GetProperty("coefficients")), coefficients.Select(coefficient => coefficient.GetProperty("estimate").GetDouble()));
        AssertClose([expected.GetProperty("rSquared").GetDouble()], [json.GetProperty("rSquared").GetDouble()]);
        JsonElement intercept = json.GetProperty("intercept");
        if (options.Contains("--intercept"))
        {
            AssertClose([expected.GetProperty("intercept").GetDouble()], [intercept.GetDouble()]);
        }
        else
        {
            Assert.Equal(JsonValueKind.Null, intercept.ValueKind);
        }
    }

    [Fact]
    public void Gives_exact_standard_errors_and_leverages()
    {
        JsonElement json = CommandLine.Succeed("fit", Diabetes, "--target", "target", "--intercept", "--json").Json;
        JsonElement exact = Expected.GetProperty("exact");

        IEnumerable<double> errors = json.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("standardError").GetDouble());
        AssertClose(Numbers(exact.GetProperty("standardErrors")), errors.Append(json.GetProperty("interceptStandardError").GetDouble()));
        AssertClose([exact.GetProperty("largestLeverage").GetDouble()], [json.GetProperty("leverage").GetProperty("largest").GetDouble()]);
        Assert.Equal(exact.GetProperty("largestLeverageRow").GetInt32(), json.GetProperty("leverage").GetProperty("largestRow").GetInt32());
    }

    [Fact]
    public void Has_the_fields_of_solve_and_its_own()
    {
        JsonElement json = CommandLine.Succeed("fit", Diabetes, "--target", "target", "--json").Json;

        HashSet<string> names = [.. json.EnumerateObject().Select(field => field.Name)];
        Assert.Superset(
            new HashSet<string>
            {
                "status", "method", "reason", "rows", "columns", "rank", "rankGap", "nullSpaceDimension", "residualNorm", "solutionNorm", "conditionEstimate",
                "backwardError", "forwardErrorBound", "isMinimumNorm", "elapsedMs", "coefficients", "intercept", "rSquared", "warnings",
            },
            names);
        Assert.Equal(["name", "estimate", "standardError", "determined"], json.GetProperty("coefficients")[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal((442, 10, 10), (json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("rank").GetInt32()));
    }

    [Fact]
    public void Shows_people_a_table_and_warns_of_collinearity_by_name()
    {
        CommandLine run = CommandLine.Succeed("fit", Diabetes, "--target", "target", "--intercept");

        Assert.Matches(@"bmi\s+5\.602962092\s+0\.7171", run.Output);
        Assert.Matches(@"intercept\s+-334\.5671385", run.Output);
        Assert.Matches(@"R2\s+0\.517748422", run.Output);
        Assert.Contains("warning: nearly collinear, variance inflated: s1 (59.2), s2 (39.2), s3 (15.4), s5 (10.1)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_coefficients_are_determined_only_in_combination()
    {
        using Scratch scratch = new();
        string table = scratch.Text("t.csv", "a,b,c,d,y\n1,0,1,2,3\n0,1,1,5,7\n2,1,3,3,1\n1,1,2,-4,0\n3,-1,2,1,5\n");
        CommandLine run = CommandLine.Succeed("fit", table, "--target", "y", "--json", "-o", scratch["x.npy"]);
        JsonElement json = run.Json;

        Assert.Equal([false, false, false, true], json.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("determined").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("coefficients")[0].GetProperty("standardError").ValueKind);
        Assert.Equal((3, 1, true), (json.GetProperty("rank").GetInt32(), json.GetProperty("nullSpaceDimension").GetInt32(), json.GetProperty("isMinimumNorm").GetBoolean()));
        Assert.Equal(2, json.GetProperty("determinedCombinations").GetArrayLength());
        Assert.Contains("the columns depend on each other: a + b - c = 0", Strings(json.GetProperty("warnings")));
        Assert.Equal((4, 1), (scratch.Read("x.npy").Rows, scratch.Read("x.npy").Columns));

        string people = CommandLine.Succeed("fit", table, "--target", "y").Output;
        Assert.Contains("only in combination", people, StringComparison.Ordinal);
        Assert.Contains("warning: the columns depend on each other: a + b - c = 0", people, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_text_columns_and_makes_them_one_hot_on_request()
    {
        using Scratch scratch = new();
        string table = scratch.Text("t.csv", "town,size,y\nRome,1,3\nOslo,2,5\nRome,4,9\nOslo,3,7\n[x],1,1\n");
        CommandLine.Refuse("text in 'town' (3 values, line 2 has 'Rome')", "fit", table, "--target", "y");
        JsonElement json = CommandLine.Succeed("fit", table, "--target", "y", "--categorical", "--intercept", "--json").Json;

        Assert.Equal(["town[Rome]", "town[Oslo]", "town[[x]]", "size"], json.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("name").GetString()));
        Assert.Equal([false, false, false, true], json.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("determined").GetBoolean()));
        Assert.False(json.GetProperty("interceptDetermined").GetBoolean());
        Assert.Contains("the columns depend on each other: town[Rome] + town[Oslo] + town[[x]] - intercept = 0", Strings(json.GetProperty("warnings")));
        Assert.Contains("town[[x]]", CommandLine.Succeed("fit", table, "--target", "y", "--categorical").Output, StringComparison.Ordinal);
        Assert.Equal(1, CommandLine.Succeed("fit", table, "--target", "y", "--exclude", "town", "--json").Json.GetProperty("columns").GetInt32());
        Assert.Equal(5, CommandLine.Succeed("fit", table, "--target", "y", "--exclude", "town", "--category", "size", "--intercept", "--json").Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Follows_the_policy_on_missing_values()
    {
        using Scratch scratch = new();
        string table = scratch.Text("t.csv", "a,y\n1,2\n,4\n3,6\n5,10\n");
        CommandLine.Refuse("line 3, column 'a': the value is missing", "fit", table, "--target", "y");
        JsonElement dropped = CommandLine.Succeed("fit", table, "--target", "y", "--missing", "drop", "--json").Json;
        JsonElement filled = CommandLine.Succeed("fit", table, "--target", "y", "--missing", "mean", "--json").Json;

        Assert.Equal((3, 1), (dropped.GetProperty("rows").GetInt32(), dropped.GetProperty("droppedRows").GetInt32()));
        Assert.Equal(2, dropped.GetProperty("coefficients")[0].GetProperty("estimate").GetDouble(), 1e-14);
        Assert.Equal(4, filled.GetProperty("rows").GetInt32());
        string hole = scratch.Text("u.csv", "a,y\n1,2\n2,\n3,6\n");
        CommandLine.Refuse("a mean would invent data", "fit", hole, "--target", "y", "--missing", "mean");
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        using Scratch scratch = new();
        CommandLine.Refuse("no column 'weight'; there are age, sex", "fit", Diabetes, "--target", "weight");
        CommandLine.Refuse("--target", "fit", Diabetes);
        CommandLine.Refuse("no such file", "fit", scratch["none.csv"], "--target", "y");
        CommandLine.Refuse("a table is a .csv", "fit", scratch.Text("a.txt", "a,y\n1,2\n"), "--target", "y");
        CommandLine.Refuse("no rows", "fit", scratch.Text("e.csv", "a,y\n"), "--target", "y");
        CommandLine.Refuse("the target 'y' is text ('u')", "fit", scratch.Text("t.csv", "a,y\n1,u\n"), "--target", "y");
        CommandLine.Refuse("'1e999' is beyond the range", "fit", scratch.Text("o.csv", "a,y\n1e999,1\n"), "--target", "y");
        CommandLine.Refuse("numbers need a decimal point, not a comma", "fit", scratch.Text("eu.csv", "a;y\n1,5;2\n"), "--target", "y");
        CommandLine.Refuse("no column 'b'", "fit", scratch["o.csv"], "--target", "y", "--exclude", "b");
        CommandLine.Refuse("is the target", "fit", scratch["o.csv"], "--target", "y", "--exclude", "y");
    }

    [Fact]
    public void Fits_more_columns_than_rows_without_pretending_to_know_the_noise()
    {
        using Scratch scratch = new();
        JsonElement json = CommandLine.Succeed("fit", scratch.Text("w.csv", "a,b,c,y\n1,2,3,1\n2,1,-1,2\n"), "--target", "y", "--json").Json;

        Assert.Equal((2, 1), (json.GetProperty("rank").GetInt32(), json.GetProperty("nullSpaceDimension").GetInt32()));
        Assert.All(json.GetProperty("coefficients").EnumerateArray(), coefficient => Assert.Equal(JsonValueKind.Null, coefficient.GetProperty("standardError").ValueKind));
        Assert.Contains(Strings(json.GetProperty("warnings")), warning => warning!.Contains("as many coefficients as rows", StringComparison.Ordinal));
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    private static string?[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetString())];

    private static void AssertClose(double[] expected, IEnumerable<double> actual)
    {
        double[] numbers = [.. actual];
        Assert.Equal(expected.Length, numbers.Length);
        Assert.All(expected.Zip(numbers), pair => Assert.InRange(Math.Abs(pair.Second - pair.First) / Math.Abs(pair.First), 0, 1e-10));
    }
}
