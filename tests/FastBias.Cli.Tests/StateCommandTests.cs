using System.Diagnostics;
using System.Text.Json;
using FastBias.Files;

namespace FastBias.Cli.Tests;

/// <summary><c>accumulate</c>, <c>merge</c>, <c>solve-state</c>, the streamed <c>fit</c>, and both cluster engines on this machine.</summary>
public sealed class StateCommandTests
{
    [Fact]
    public void A_streamed_fit_is_the_fit()
    {
        string table = Scratch.Fixture("diabetes.csv");
        JsonElement whole = CommandLine.Succeed("fit", table, "--target", "target", "--intercept", "--json").Json;
        JsonElement streamed = CommandLine.Succeed("fit", table, "--target", "target", "--intercept", "--json", "--stream").Json;
        JsonElement[] expected = [.. whole.GetProperty("coefficients").EnumerateArray()], actual = [.. streamed.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(expected.Length + 1, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j].GetProperty("name").GetString(), actual[j].GetProperty("name").GetString());
            AssertClose(expected[j].GetProperty("estimate").GetDouble(), actual[j].GetProperty("estimate").GetDouble(), 1e-8);
            AssertClose(expected[j].GetProperty("standardError").GetDouble(), actual[j].GetProperty("standardError").GetDouble(), 1e-8);
        }

        AssertClose(whole.GetProperty("intercept").GetDouble(), actual[^1].GetProperty("estimate").GetDouble(), 1e-8);
        AssertClose(whole.GetProperty("interceptStandardError").GetDouble(), actual[^1].GetProperty("standardError").GetDouble(), 1e-8);
        AssertClose(whole.GetProperty("rSquared").GetDouble(), streamed.GetProperty("rSquared").GetDouble(), 1e-10);
        AssertClose(whole.GetProperty("residualStandardError").GetDouble(), streamed.GetProperty("residualStandardError").GetDouble(), 1e-10);
        CommandLine.Refuse("--standardize would need it whole", "fit", table, "--target", "target", "--stream", "--standardize");
        CommandLine.Refuse("no column 'nothing'", "fit", table, "--target", "nothing", "--stream");
        Assert.Contains("bmi", CommandLine.Succeed("fit", table, "--target", "target", "--intercept", "--stream").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_streamed_fit_takes_text_columns_leaves_out_others_and_drops_rows(bool baseline)
    {
        using Scratch scratch = new();
        string[] kinds = ["red", "green, dark", "blue"];
        string rows = string.Concat(Enumerable.Range(0, 90).Select(i => $"{(i == 40 ? string.Empty : i % 7)},note {i},\"{kinds[i * i % 3]}\",{2000 + (i % 4)},{(i % 7) + (3 * (i * i % 3)) + (i % 5 * 0.1)}\n"));
        string table = scratch.Text("t.csv", "a,note,kind,year,y\n" + rows);
        string[] arguments = ["fit", table, "--target", "y", "--intercept", "--categorical", "--category", "year", "--exclude", "note", "--missing", "drop", "--json", .. baseline ? ["--baseline"] : Array.Empty<string>()];
        JsonElement whole = CommandLine.Succeed(arguments).Json, streamed = CommandLine.Succeed([.. arguments, "--stream"]).Json;
        Assert.Equal(1, streamed.GetProperty("droppedRows").GetInt32());

        // The rank of a table that is read whole does not count the constant.
        Assert.Equal(whole.GetProperty("rank").GetInt32() + 1, streamed.GetProperty("rank").GetInt32());
        AssertClose(whole.GetProperty("residualStandardError").GetDouble(), streamed.GetProperty("residualStandardError").GetDouble(), 1e-10);
        JsonElement[] expected = [.. whole.GetProperty("coefficients").EnumerateArray()], actual = [.. streamed.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(expected.Length + 1, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j].GetProperty("name").GetString(), actual[j].GetProperty("name").GetString());
            Assert.Equal(expected[j].GetProperty("determined").GetBoolean(), actual[j].GetProperty("determined").GetBoolean());
            if (expected[j].GetProperty("determined").GetBoolean())
            {
                AssertClose(expected[j].GetProperty("estimate").GetDouble(), actual[j].GetProperty("estimate").GetDouble(), 1e-8);
                AssertClose(expected[j].GetProperty("standardError").GetDouble(), actual[j].GetProperty("standardError").GetDouble(), 1e-8);
            }
        }

        CommandLine.Refuse("--categorical makes such columns one-hot, --exclude NAME leaves one out", "fit", table, "--target", "y", "--stream", "--missing", "drop");
        CommandLine.Refuse("--missing drop leaves such rows out", "fit", table, "--target", "y", "--stream", "--exclude", "note", "--exclude", "kind");
        CommandLine.Refuse("'kind' is text; the target and the weights are columns of numbers", "fit", table, "--target", "kind", "--stream", "--categorical", "--exclude", "note");
        CommandLine.Refuse("there is no column 'nose'", "fit", table, "--target", "y", "--stream", "--exclude", "nose");
    }

    [Fact]
    public void Merging_in_any_order_gives_the_same_file_and_refuses_what_comes_twice()
    {
        using Scratch scratch = new();
        string[] shards = Shards(scratch, 5);
        for (int s = 0; s < 5; s++)
        {
            JsonElement report = CommandLine.Succeed("accumulate", shards[s], "--shard", $"{s}", "--intercept", "-o", scratch[$"{s}.fbls"], "--json").Json;
            Assert.Equal(40 + s, report.GetProperty("rows").GetInt64());
        }

        CommandLine.Succeed("merge", scratch["0.fbls"], scratch["1.fbls"], scratch["2.fbls"], scratch["3.fbls"], scratch["4.fbls"], "-o", scratch["a.fbls"]);
        CommandLine.Succeed("merge", scratch["4.fbls"], scratch["1.fbls"], "-o", scratch["b1.json"]);
        CommandLine.Succeed("merge", scratch["3.fbls"], scratch["0.fbls"], "-o", scratch["b2.fbls"]);
        CommandLine.Succeed("merge", scratch["b2.fbls"], scratch["2.fbls"], scratch["b1.json"], "-o", scratch["b.fbls"]);
        Assert.Equal(File.ReadAllBytes(scratch["a.fbls"]), File.ReadAllBytes(scratch["b.fbls"]));
        CommandLine.Refuse("Shard 1 is in both states", "merge", scratch["a.fbls"], scratch["1.fbls"], "-o", scratch["c.fbls"]);
        JsonElement solved = CommandLine.Succeed("solve-state", scratch["a.fbls"], "-o", scratch["w.npy"], "--json").Json;
        Assert.Equal(("0-4", 210L), (solved.GetProperty("shards")[0].GetString(), solved.GetProperty("rows").GetInt64()));
        double[] w = scratch.Read("w.npy").Data;
        AssertClose(1, w[0], 0.1);
        AssertClose(-2, w[1], 0.1);
        AssertClose(0.5, w[2], 0.2);
        double ridge = CommandLine.Succeed("solve-state", scratch["a.fbls"], "--lambda", "1000", "--json").Json.GetProperty("solutionNorm").GetDouble();
        Assert.True(ridge < 0.6 * solved.GetProperty("solutionNorm").GetDouble());
        File.WriteAllBytes(scratch["cut.fbls"], File.ReadAllBytes(scratch["a.fbls"])[..300]);
        CommandLine.Refuse("is cut off: 300 bytes", "solve-state", scratch["cut.fbls"]);
        CommandLine.Refuse("no such file", "solve-state", scratch["nothing.fbls"]);
        CommandLine.Refuse("--shard must be a whole number", "accumulate", shards[0], "--shard", "x", "-o", scratch["d.fbls"]);
        CommandLine.Refuse("give a name that ends so", "accumulate", shards[0], "-o", scratch["d.npy"]);
    }

    [Fact]
    public void A_file_of_a_hundred_megabytes_is_fitted_in_a_heap_of_64()
    {
        using Scratch scratch = new();
        const int Columns = 50, Rows = 262_144;
        using (FileStream stream = File.Create(scratch["large.npy"]))
        {
            byte[] header = new byte[128];
            header.AsSpan().Fill((byte)' ');
            ((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, 1, 0, 118, 0]).CopyTo(header);
            System.Text.Encoding.Latin1.GetBytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}").CopyTo(header, 10);
            header[^1] = (byte)'\n';
            stream.Write(header);
            Matrix<double> block = new(1024, Columns);
            RandomSource random = new(1);
            byte[] bytes = new byte[block.Data.Length * 8];
            for (int first = 0; first < Rows; first += block.Rows)
            {
                for (int i = 0; i < block.Rows; i++)
                {
                    Span<double> row = block.Row(i);
                    double sum = 0;
                    for (int j = 0; j < Columns - 1; j++)
                    {
                        row[j] = random.Uniform() - 0.5;
                        sum += (j + 1) * row[j];
                    }

                    row[^1] = sum;
                }

                Buffer.BlockCopy(block.Data, 0, bytes, 0, bytes.Length);
                stream.Write(bytes);
            }

            Assert.Equal(128 + (8L * Rows * Columns), stream.Length);
        }

        (int exitCode, string output, string error) = Tools.Run(
            [.. Tools.FastBias, "fit", scratch["large.npy"], "--target", "column 50", "-o", scratch["w.npy"], "--json"], ("DOTNET_GCHeapHardLimit", "0x4000000"));
        Assert.True(exitCode == 0, error + output);
        double[] w = scratch.Read("w.npy").Data;
        for (int j = 0; j < Columns - 1; j++)
        {
            AssertClose(j + 1, w[j], 1e-11);
        }
    }

    [MpiFact]
    public void Mpi_gives_the_same_bits_for_any_number_of_processes_and_after_a_kill()
    {
        using Scratch scratch = new();
        Shards(scratch, 5);
        string[] fit = [.. Tools.FastBias, "mpi-fit", scratch["shard*.npy"], "--intercept"];
        (int exitCode, string output, string error) = Tools.Run([.. fit, "-o", scratch["w1.npy"]]);
        Assert.True(exitCode == 0, error + output);
        byte[] expected = File.ReadAllBytes(scratch["w1.npy"]);
        foreach (int processes in (int[])[2, 3])
        {
            (exitCode, output, error) = Tools.Run([.. MpiRun(processes), .. fit, "-o", scratch["w.npy"]]);
            Assert.True(exitCode == 0, error + output);
            Assert.Equal(expected, File.ReadAllBytes(scratch["w.npy"]));
        }

        // Killed as soon as one shard is done, and started again.
        string[] restartable = [.. MpiRun(2), .. fit, "--checkpoint", scratch["states"], "-o", scratch["again.npy"]];
        using (Process process = Tools.Start(restartable))
        {
            while (!process.HasExited && (!Directory.Exists(scratch["states"]) || Directory.GetFiles(scratch["states"], "*.fbls").Length == 0))
            {
                process.WaitForExit(5);
            }

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        int done = Directory.Exists(scratch["states"]) ? Directory.GetFiles(scratch["states"], "*.fbls").Length : 0;
        Assert.True(done > 0);
        (exitCode, output, error) = Tools.Run(restartable);
        Assert.True(exitCode == 0, error + output);
        Assert.Equal(expected, File.ReadAllBytes(scratch["again.npy"]));
        Assert.Equal(5, Directory.GetFiles(scratch["states"], "*.fbls").Length);

        // A shard that cannot be read ends all processes.
        File.WriteAllBytes(scratch["shard4.npy"], [1, 2, 3]);
        (exitCode, _, error) = Tools.Run([.. MpiRun(2), .. fit]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("not a .npy file", error, StringComparison.Ordinal);
    }

    [DaskFact]
    public void Dask_gives_the_bits_of_the_command()
    {
        using Scratch scratch = new();
        string[] shards = Shards(scratch, 3);
        for (int s = 0; s < 3; s++)
        {
            CommandLine.Succeed("accumulate", shards[s], "--shard", $"{s}", "--intercept", "-o", scratch[$"{s}.fbls"]);
        }

        CommandLine.Succeed("solve-state", scratch["0.fbls"], scratch["1.fbls"], scratch["2.fbls"], "-o", scratch["w1.npy"]);
        string example = Path.Combine(Root(), "examples", "dask_fit.py");
        for (int run = 0; run < 2; run++)
        {
            (int exitCode, string output, string error) = Tools.Run(
                ["/usr/bin/python3", example, scratch["shard*.npy"], "--work", scratch["states"], "--output", scratch["w.npy"], "--fastbias", string.Join(' ', Tools.FastBias), "--", "--intercept"]);
            Assert.True(exitCode == 0, error + output);
            Assert.Equal(File.ReadAllBytes(scratch["w1.npy"]), File.ReadAllBytes(scratch["w.npy"]));

            // The second run has lost a state, and finds the others.
            File.Delete(Directory.GetFiles(scratch["states"], "00000001-*.fbls").Single());
        }
    }

    private static string[] MpiRun(int processes) => ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", $"{processes}"];

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FastBias.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    /// <summary>y = x₁ − 2x₂ + 0.5 and a little noise, 40 rows and one more in each further shard.</summary>
    private static string[] Shards(Scratch scratch, int count)
    {
        string[] paths = new string[count];
        for (int s = 0; s < count; s++)
        {
            RandomSource random = new((ulong)s);
            Matrix<double> rows = new(40 + s, 3);
            for (int i = 0; i < rows.Rows; i++)
            {
                (rows[i, 0], rows[i, 1]) = (random.Gaussian(), random.Gaussian());
                rows[i, 2] = rows[i, 0] - (2 * rows[i, 1]) + 0.5 + (0.01 * random.Gaussian());
            }

            paths[s] = scratch[$"shard{s}.npy"];
            NpyFile.Write(paths[s], rows);
        }

        return paths;
    }

    private static void AssertClose(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected - (tolerance * Math.Abs(expected)), expected + (tolerance * Math.Abs(expected)));
}
