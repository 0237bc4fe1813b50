using System.Text.Json;
using FastBias.Files;

namespace FastBias.Cli.Tests;

/// <summary><c>solve</c> against NumPy's lstsq, its JSON, and every way to use it wrongly.</summary>
public sealed class SolveCommandTests
{
    private static readonly string[] SpecifiedFields =
    [
        "status", "method", "reason", "rows", "columns", "rank", "rankGap", "nullSpaceDimension", "residualNorm", "solutionNorm",
        "conditionEstimate", "backwardError", "forwardErrorBound", "isMinimumNorm", "elapsedMs",
    ];

    [Theory]
    [InlineData("tall", 12)]
    [InlineData("tall_hard", 10)]
    [InlineData("square", 20)]
    [InlineData("wide", 12)]
    [InlineData("wide_hard", 15)]
    [InlineData("deficient", 9)]
    [InlineData("deficient_wide", 7)]
    public void Agrees_with_NumPy_lstsq(string name, int rank)
    {
        using Scratch scratch = new();
        foreach (string method in (string[])["auto", "cod", "svd"])
        {
            CommandLine run = CommandLine.Succeed(
                "solve", Scratch.Fixture($"{name}.a.npy"), Scratch.Fixture($"{name}.b.npy"), "--method", method, "-o", scratch["x.npy"], "--json");

            Matrix<double> expected = NpyFile.Read<double>(Scratch.Fixture($"{name}.x.npy"));
            Matrix<double> x = scratch.Read("x.npy");
            Assert.Equal(rank, run.Json.GetProperty("rank").GetInt32());
            Assert.Equal(NpyFile.ReadHeader(Scratch.Fixture($"{name}.x.npy")).Shape, NpyFile.ReadHeader(scratch["x.npy"]).Shape);
            Assert.InRange(Distance(x, expected), 0, 1e-10);
        }
    }

    [Fact]
    public void Writes_the_certificate_as_the_one_JSON_object()
    {
        JsonElement json = CommandLine.Succeed("solve", Scratch.Fixture("deficient.a.npy"), Scratch.Fixture("deficient.b.npy"), "--json").Json;

        Assert.Equal(SpecifiedFields, json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("Success", json.GetProperty("status").GetString());
        Assert.Equal((40, 15, 9, 6), (json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("rank").GetInt32(), json.GetProperty("nullSpaceDimension").GetInt32()));
        Assert.True(json.GetProperty("isMinimumNorm").GetBoolean());
        Assert.True(json.GetProperty("residualNorm").GetDouble() > 0);
        Assert.True(json.GetProperty("rankGap").GetDouble() > 1e6);
        Assert.InRange(json.GetProperty("conditionEstimate").GetDouble(), 10, 1e4);
        Assert.InRange(json.GetProperty("backwardError").GetDouble(), 0, 1e-13);
    }

    [Fact]
    public void Solves_the_ridge()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 1.0, 0 }, { 0, 2.0 } });
        string b = scratch.Matrix("b.npy", new[,] { { 1.0 }, { 1.0 } });
        foreach (string[] method in (string[][])[["--method", "ridge"], []])
        {
            CommandLine run = CommandLine.Succeed(["solve", a, b, "--lambda", "1", "-o", scratch["x.npy"], "--json", .. method]);

            Assert.Equal("ridge", run.Json.GetProperty("method").GetString());
            Assert.Equal(0.5, scratch.Read("x.npy")[0, 0], 1e-15);
            Assert.Equal(0.4, scratch.Read("x.npy")[1, 0], 1e-15);
        }
    }

    [Theory]
    [InlineData("qr")]
    [InlineData("normal")]
    public void Solves_full_rank_by_the_method_asked_for(string method)
    {
        using Scratch scratch = new();
        CommandLine run = CommandLine.Succeed("solve", Scratch.Fixture("tall.a.npy"), Scratch.Fixture("tall.b.npy"), "--method", method, "-o", scratch["x.npy"], "--json");

        Assert.Equal(method, run.Json.GetProperty("method").GetString());
        Assert.InRange(Distance(scratch.Read("x.npy"), NpyFile.Read<double>(Scratch.Fixture("tall.x.npy"))), 0, 1e-10);
    }

    [Fact]
    public void Reports_a_rank_that_a_method_needs_and_writes_nothing()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 1.0, 0 }, { 1.0, 0 }, { 1.0, 0 } });
        string b = scratch.Matrix("b.npy", new[,] { { 1.0 }, { 2.0 }, { 3.0 } });
        CommandLine run = CommandLine.Run("solve", a, b, "--method", "qr", "-o", scratch["x.npy"], "--json");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal("RankDeficient", run.Json.GetProperty("status").GetString());
        Assert.Equal(["a.npy", "b.npy"], scratch.Files());
    }

    [Fact]
    public void Reports_the_first_NaN_and_writes_nothing()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 1.0, 2 }, { 3, double.NaN }, { double.PositiveInfinity, 5 } });
        string b = scratch.Matrix("b.npy", new[,] { { 1.0 }, { 2 }, { 3 } });
        CommandLine run = CommandLine.Run("solve", a, b, "-o", scratch["x.npy"], "--json");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal("NonFiniteInput", run.Json.GetProperty("status").GetString());
        Assert.Equal((1, 1), (run.Json.GetProperty("firstNonFinite").GetProperty("row").GetInt32(), run.Json.GetProperty("firstNonFinite").GetProperty("column").GetInt32()));
        Assert.Equal(["a.npy", "b.npy"], scratch.Files());

        CommandLine people = CommandLine.Run("solve", a, b);
        Assert.Equal(1, people.ExitCode);
        Assert.Contains("the first NaN or infinity is element [1, 1] of A", people.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_people_the_solution_and_what_it_is_worth()
    {
        using Scratch scratch = new();
        string a = scratch.Text("a.csv", "1,1\n2,2\n");
        string b = scratch.Text("b.mtx", "%%MatrixMarket matrix array real general\n2 1\n2\n4\n");
        CommandLine run = CommandLine.Succeed("solve", a, b);

        Assert.Contains("of infinitely many solutions this is the shortest", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\s+0\s+1\s*\n\s+1\s+1\s*\n|0\s+(1|0\.99999)", run.Output);
    }

    [Fact]
    public void Computes_in_single_precision_when_every_input_is()
    {
        using Scratch scratch = new();
        NpyFile.Write(scratch["a.npy"], new Matrix<float>(new[,] { { 3f } }));
        NpyFile.Write(scratch["b.npy"], new Matrix<float>(new[,] { { 1f } }));
        CommandLine.Succeed("solve", scratch["a.npy"], scratch["b.npy"], "-o", scratch["x.npy"]);

        Assert.True(NpyFile.ReadHeader(scratch["x.npy"]).IsSingle);
        Assert.Equal(1f / 3f, NpyFile.Read<float>(scratch["x.npy"])[0, 0], 1e-7f);
    }

    [Fact]
    public void Gives_the_same_bytes_for_any_number_of_threads()
    {
        using Scratch scratch = new();
        foreach (string threads in (string[])["1", "2", "3", "7"])
        {
            CommandLine.Succeed("solve", Scratch.Fixture("deficient_wide.a.npy"), Scratch.Fixture("deficient_wide.b.npy"), "--threads", threads, "-o", scratch[$"x{threads}.npy"]);
        }

        byte[] one = File.ReadAllBytes(scratch["x1.npy"]);
        Assert.All((string[])["x2.npy", "x3.npy", "x7.npy"], name => Assert.Equal(one, File.ReadAllBytes(scratch[name])));
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 1.0, 2 }, { 3, 4 } });
        string b = scratch.Matrix("b.npy", new[,] { { 1.0 }, { 2 }, { 3 } });
        string c = scratch.Matrix("c.npy", new[,] { { 1.0 }, { 2 } });

        CommandLine.Refuse("no such file", "solve", scratch["none.npy"], b);
        CommandLine.Refuse("both need the same number of rows", "solve", a, b);
        CommandLine.Refuse("not a .npy file", "solve", scratch.Text("bad.npy", "hello, world"), b);
        CommandLine.Refuse("is cut off", "solve", Cut(scratch, a), c);
        CommandLine.Refuse("line 2, column 2: the value is missing", "solve", scratch.Text("h.csv", "1,2\n3,\n"), c);
        CommandLine.Refuse("unknown kind of file", "solve", scratch.Text("a.txt", "1"), c);
        CommandLine.Refuse("does not exist", "solve", a, c, "-o", scratch["none/x.npy"]);
        CommandLine.Refuse("written as .npy", "solve", a, c, "-o", scratch["x.txt"]);
        CommandLine.Refuse("--method ridge needs --lambda", "solve", a, c, "--method", "ridge");
        CommandLine.Refuse("--lambda does not go with --method qr", "solve", a, c, "--method", "qr", "--lambda", "1");
        CommandLine.Refuse("--lambda must be", "solve", a, c, "--lambda", "-1");
        CommandLine.Refuse("--rcond must be", "solve", a, c, "--rcond", "2");
        CommandLine.Refuse("--threads must be", "solve", a, c, "--threads", "0");
        CommandLine.Refuse("'best'", "solve", a, c, "--method", "best");
        CommandLine.Refuse("'ten'", "solve", a, c, "--lambda", "ten");
        CommandLine.Refuse("--verbose", "solve", a, c, "--verbose");
        CommandLine.Refuse("--verbose", "solve", a, "--verbose");
        CommandLine.Refuse("b", "solve", a);
        Assert.DoesNotContain("x.npy", scratch.Files());
    }

    private static string Cut(Scratch scratch, string path)
    {
        File.WriteAllBytes(scratch["cut.npy"], File.ReadAllBytes(path)[..^3]);
        return scratch["cut.npy"];
    }

    private static double Distance(Matrix<double> x, Matrix<double> expected)
    {
        Assert.Equal((expected.Rows, expected.Columns), (x.Rows, x.Columns));
        double[] difference = [.. x.Data.Zip(expected.Data, (left, right) => left - right)];
        return VectorProduct.Norm<double>(difference) / VectorProduct.Norm<double>(expected.Data);
    }
}
