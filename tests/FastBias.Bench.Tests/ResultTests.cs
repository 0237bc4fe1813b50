using FastBias.Bench.Results;
using Xunit;
using static FastBias.Bench.Tests.SampleResults;

namespace FastBias.Bench.Tests;

public sealed class ResultTests
{
    [Fact]
    public void Json_comes_back_as_it_was()
    {
        RunResult run = Run(Row("a", 1.3, 1.5, Case("2", 1.25, 1.2, 0.5), Case("3", 2)), Row("b", 1, null, Case("4", 1) with { Ratio = null, Failure = "no" }));
        string text = ResultJson.Write(run);
        RunResult back = ResultJson.Parse(text);
        Assert.Equal(text, ResultJson.Write(back));
        Assert.Equal(run.Machine.Caches, back.Machine.Caches);
        Assert.Equal(run.Rows[0].GeometricMean!.Value, back.Rows[0].GeometricMean!.Value, 1e-12);
        Assert.Equal(1.25e-6, back.Rows[0].Cases[0].Seconds["OpenBLAS"]);
        Assert.Equal("no", back.Rows[1].Cases[0].Failure);
        Assert.Contains("\"geometricMean\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Timings_are_written_with_four_digits()
    {
        string text = ResultJson.Write(Run(Row("a", 1, null, Case("2", 1.23456789))));
        Assert.Contains("\"ratio\": 1.235,", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{\"schema\": 99}")]
    public void Other_files_are_refused(string text) => Assert.Throws<InvalidDataException>(() => ResultJson.Parse(text));

    [Theory]
    [InlineData(2.0, 2.0, nameof(Verdict.Aim))]
    [InlineData(1.3, 1.3, nameof(Verdict.Must))]
    [InlineData(1.2, 1.2, nameof(Verdict.Below))]
    [InlineData(3.0, 1.0, nameof(Verdict.Below))] // the mean is fine, the minimum is below 0.9 of the must
    public void Verdict_needs_the_mean_and_the_minimum(double first, double second, string verdict) =>
        Assert.Equal(verdict, Row("a", 1.25, 1.5, Case("1", first), Case("2", second)).Verdict.ToString());

    [Fact]
    public void Verdict_needs_the_share_from_its_size_on()
    {
        RowResult row = Row("a", 1, null, Case("8", 2, share: 0.2, size: 8), Case("32", 2, share: 0.9, size: 32)) with { ShareMust = 0.85, ShareAim = 0.95, ShareFrom = 24 };
        Assert.Equal(0.9, row.Share!.Value, 12);
        Assert.Equal(Verdict.Must, row.Verdict);
        Assert.Equal(Verdict.Below, (row with { ShareFrom = 0 }).Verdict);
    }

    [Fact]
    public void A_wrong_result_outweighs_every_figure() =>
        Assert.Equal(Verdict.Wrong, Row("a", 1, null, Case("1", 5), Case("2", 5) with { Failure = "results differ" }).Verdict);

    [Fact]
    public void Without_a_peer_there_is_no_verdict()
    {
        RowResult row = Row("a", 1, null, Case("1", 1) with { Ratio = null, MedianRatio = null });
        Assert.Null(row.GeometricMean);
        Assert.Equal(Verdict.Informs, row.Verdict);
        Assert.Contains("| a | double | OpenBLAS | 1.00 | - | - |", MarkdownTable.Write([Run(row)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_are_filed_by_cpu_width_and_threads()
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            BaselineFolder folder = new(root, "Some CPU");
            RunResult run = Run(Row("a", 1, null, Case("1", 2)));
            folder.Save(run);
            folder.Save(run with { Isa = "v256" });
            folder.Save(run with { Threads = 2 });
            string[] files = [.. Directory.GetFiles(Path.Combine(root, "perf-baselines", "some-cpu")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
            Assert.Equal(["gemm-2t.json", "gemm-v256.json", "gemm.json", "table.md", "versions.txt"], files);
            Assert.Contains("gemm, v256, 1 thread", File.ReadAllText(Path.Combine(folder.Folder, "table.md")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, true);
        }
    }
}
