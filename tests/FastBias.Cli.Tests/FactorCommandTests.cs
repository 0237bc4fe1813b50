using System.Text.Json;
using FastBias.Files;

namespace FastBias.Cli.Tests;

/// <summary><c>multiply</c>, <c>qr</c>, <c>svd</c> and <c>eig</c>: what they write multiplies back to what they read.</summary>
public sealed class FactorCommandTests
{
    private static readonly double[,] Wide = { { 1, 2, 3 }, { 4, 5, 6.5 } };

    [Fact]
    public void Multiply_writes_the_product()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", Wide);
        string b = scratch.Text("b.csv", "x,y\n1,0\n0,1\n1,1\n");
        JsonElement json = CommandLine.Succeed("multiply", a, b, "-o", scratch["c.npy"], "--threads", "2", "--json").Json;

        Assert.Equal([4, 5, 10.5, 11.5], scratch.Read("c.npy").Data);
        Assert.Equal(("Success", 2, 2, 3), (json.GetProperty("status").GetString(), json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("inner").GetInt32()));
        Assert.Contains("2x2 in double precision", CommandLine.Succeed("multiply", a, b, "-o", scratch["c.npy"]).Output, StringComparison.Ordinal);
        CommandLine.Refuse("the shapes do not fit", "multiply", a, a, "-o", scratch["d.npy"]);
        CommandLine.Refuse("'--output' is required", "multiply", a, b);
    }

    [Fact]
    public void Multiply_gives_the_same_bytes_for_any_number_of_threads()
    {
        using Scratch scratch = new();
        Random random = new(7);
        string a = Random(scratch, "a.npy", 130, 300, random);
        string b = Random(scratch, "b.npy", 300, 170, random);
        foreach (string threads in (string[])["1", "2", "5"])
        {
            CommandLine.Succeed("multiply", a, b, "-o", scratch[$"c{threads}.npy"], "--threads", threads);
        }

        Assert.Equal(File.ReadAllBytes(scratch["c1.npy"]), File.ReadAllBytes(scratch["c2.npy"]));
        Assert.Equal(File.ReadAllBytes(scratch["c1.npy"]), File.ReadAllBytes(scratch["c5.npy"]));
    }

    [Theory]
    [InlineData(false, false, 2, 2)]
    [InlineData(true, false, 2, 2)]
    [InlineData(false, true, 2, 2)]
    [InlineData(false, true, 3, 2)]
    [InlineData(true, true, 3, 2)]
    public void Qr_writes_factors_that_multiply_back(bool pivot, bool full, int rows, int q)
    {
        using Scratch scratch = new();
        Matrix<double> a = rows == 2 ? new(Wide) : Matrix<double>.Copy(new Matrix<double>(Wide).Transposed);
        NpyFile.Write(scratch["a.npy"], a);
        CommandLine run = CommandLine.Succeed(["qr", scratch["a.npy"], "-o", scratch["f"], "--json", .. pivot ? (string[])["--pivot"] : [], .. full ? (string[])["--full"] : []]);

        Matrix<double> left = scratch.Read("f.q.npy");
        Matrix<double> right = scratch.Read("f.r.npy");
        int thin = full ? rows : q;
        Assert.Equal((rows, thin, thin, a.Columns), (left.Rows, left.Columns, right.Rows, right.Columns));
        int[] order = pivot ? [.. scratch.Read("f.p.npy").Data.Select(p => (int)p)] : [.. Enumerable.Range(0, a.Columns)];
        Matrix<double> product = Product.Multiply(left, right);
        for (int j = 0; j < a.Columns; j++)
        {
            Assert.All(Enumerable.Range(0, rows), i => Assert.Equal(a[i, order[j]], product[i, j], 1e-13));
        }

        Assert.Equal(pivot, run.Json.TryGetProperty("rank", out _));
        Assert.Equal(pivot ? ["a.npy", "f.p.npy", "f.q.npy", "f.r.npy"] : ["a.npy", "f.q.npy", "f.r.npy"], scratch.Files());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Svd_writes_factors_that_multiply_back(bool full)
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", Wide);
        CommandLine.Succeed(["svd", a, "-o", scratch["f"], .. full ? (string[])["--full"] : []]);

        Matrix<double> u = scratch.Read("f.u.npy");
        Matrix<double> vt = scratch.Read("f.vt.npy");
        double[] s = scratch.Read("f.s.npy").Data;
        Assert.Equal((2, full ? 3 : 2), (s.Length, vt.Rows));
        Assert.True(NpyFile.ReadHeader(scratch["f.s.npy"]).IsVector);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(Wide[i, j], (u[i, 0] * s[0] * vt[0, j]) + (u[i, 1] * s[1] * vt[1, j]), 1e-13);
            }
        }
    }

    [Theory]
    [InlineData("qr")]
    [InlineData("svd")]
    public void Non_finite_input_is_a_status_and_leaves_no_file(string command)
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 1.0, 2 }, { double.NegativeInfinity, 3 } });
        CommandLine run = CommandLine.Run(command, a, "-o", scratch["f"], "--json");

        Assert.Equal((1, "NonFiniteInput", 1), (run.ExitCode, run.Json.GetProperty("status").GetString(), run.Json.GetProperty("firstNonFinite").GetProperty("row").GetInt32()));
        Assert.Equal(["a.npy"], scratch.Files());
        Assert.Contains("nothing", CommandLine.Run(command, a, "-o", scratch["f"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prefix_must_be_the_start_of_a_name_in_a_folder_that_exists()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", Wide);
        CommandLine.Refuse("does not exist", "svd", a, "-o", scratch["none/f"]);
        CommandLine.Refuse("not the start of a file name", "qr", a, "-o", scratch[string.Empty] + "/");
    }

    [Fact]
    public void Eig_finds_eigenvalues_by_magnitude()
    {
        using Scratch scratch = new();
        string a = scratch.Matrix("a.npy", new[,] { { 2.0, 0, 0 }, { 0, -5, 0 }, { 0, 0, 1 } });
        JsonElement json = CommandLine.Succeed("eig", a, "-k", "2", "--json", "-o", scratch["e"]).Json;

        JsonElement[] pairs = [.. json.GetProperty("eigenpairs").EnumerateArray()];
        Assert.Equal([-5.0, 2.0], pairs.Select(pair => pair.GetProperty("value").GetDouble()));
        Assert.Equal([0, 1, 0], pairs[0].GetProperty("vector").EnumerateArray().Select(element => Math.Abs(element.GetDouble())));
        Assert.All(pairs, pair => Assert.InRange(pair.GetProperty("residual").GetDouble(), 0, 1e-15));
        Assert.Equal([-5.0, 2.0], scratch.Read("e.values.npy").Data);
        Assert.Equal((3, 2), (scratch.Read("e.vectors.npy").Rows, scratch.Read("e.vectors.npy").Columns));
        Assert.Contains("-5", CommandLine.Succeed("eig", a).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Eig_finds_a_few_of_many_by_iteration()
    {
        using Scratch scratch = new();
        Matrix<double> a = new(300, 300);
        for (int i = 0; i < 300; i++)
        {
            a[i, i] = 1.0 / (i + 1);
        }

        NpyFile.Write(scratch["a.npy"], a);
        JsonElement json = CommandLine.Succeed("eig", scratch["a.npy"], "-k", "3", "--json").Json;

        Assert.Equal("block power iteration", json.GetProperty("method").GetString());
        double[] values = [.. json.GetProperty("eigenpairs").EnumerateArray().Select(pair => pair.GetProperty("value").GetDouble())];
        Assert.All(values.Zip([1.0, 1.0 / 2, 1.0 / 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
    }

    [Fact]
    public void Eig_refuses_what_is_not_symmetric_and_reports_NaN()
    {
        using Scratch scratch = new();
        CommandLine.Refuse("cannot be 2x3", "eig", scratch.Matrix("a.npy", Wide));
        CommandLine.Refuse("element [0, 1] is 2, [1, 0] is 3", "eig", scratch.Matrix("b.npy", new[,] { { 1.0, 2 }, { 3, 4 } }));
        CommandLine.Refuse("has 1 eigenvalues", "eig", scratch.Matrix("c.npy", new[,] { { 1.0 } }), "-k", "2");
        CommandLine.Refuse("--count must be a whole number, at least 1, not '0'", "eig", scratch["c.npy"], "-k", "0");
        Assert.Equal(1, CommandLine.Run("eig", scratch.Matrix("n.npy", new[,] { { double.NaN } })).ExitCode);
    }

    private static string Random(Scratch scratch, string name, int rows, int columns, Random random)
    {
        Matrix<double> matrix = new(rows, columns);
        foreach (ref double element in matrix.Data.AsSpan())
        {
            element = random.NextDouble() - 0.5;
        }

        NpyFile.Write(scratch[name], matrix);
        return scratch[name];
    }
}
