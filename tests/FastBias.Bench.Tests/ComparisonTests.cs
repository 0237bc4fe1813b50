using FastBias.Bench.Results;
using Xunit;
using static FastBias.Bench.Tests.SampleResults;

namespace FastBias.Bench.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void A_change_within_the_floor_is_noise()
    {
        RowChange change = Assert.Single(Comparison.Compare(Run(Row("a", 1, null, Case("1", 2))), Run(Row("a", 1, null, Case("1", 1.93)))));
        Assert.False(change.IsSlower);
        Assert.False(change.IsFaster);
        Assert.Empty(change.Shapes);
    }

    [Fact]
    public void A_change_beyond_it_is_named_with_its_shape()
    {
        RunResult before = Run(Row("a", 1, null, Case("1", 2), Case("2", 2))), after = Run(Row("a", 1, null, Case("1", 2), Case("2", 1)));
        RowChange slower = Assert.Single(Comparison.Compare(before, after)), faster = Assert.Single(Comparison.Compare(after, before));
        Assert.True(slower.IsSlower);
        Assert.True(faster.IsFaster);
        Assert.Equal(("2", 0.5), Assert.Single(slower.Shapes));
    }

    [Fact]
    public void A_noisy_run_raises_the_floor()
    {
        RowChange change = Assert.Single(Comparison.Compare(Run(Row("a", 1, null, Case("1", 2))), Run(Row("a", 1, null, Case("1", 1.7, median: 2.2)))));
        Assert.True(change.Floor > 0.2);
        Assert.False(change.IsSlower);
    }

    [Fact]
    public void Only_common_shapes_are_compared()
    {
        RowChange change = Assert.Single(Comparison.Compare(Run(Row("a", 1, null, Case("1", 2), Case("2", 9))), Run(Row("a", 1, null, Case("1", 2), Case("3", 1)))));
        Assert.Equal(1, change.Factor!.Value, 12);
    }

    [Fact]
    public void New_and_missing_rows_are_told_apart()
    {
        RunResult before = Run(Row("old", 1, null, Case("1", 2))), after = Run(Row("new", 1, null, Case("1", 3)));
        IReadOnlyList<RowChange> changes = Comparison.Compare(before, after);
        Assert.Equal([(null, 3.0), (2.0, null)], changes.Select(c => (c.Before, c.After is { } now ? Math.Round(now, 9) : (double?)null)).Select(p => (p.Before is { } then ? Math.Round(then, 9) : (double?)null, p.Item2)));
        Assert.Single(Comparison.Compare(before, after, row: "new"));
    }

    [Fact]
    public void Other_machines_widths_and_thread_counts_are_refused()
    {
        RunResult run = Run(Row("a", 1, null, Case("1", 2)));
        Assert.Throws<InvalidDataException>(() => Comparison.Compare(run, run with { Machine = run.Machine with { Cpu = "Another" } }));
        Assert.Throws<InvalidDataException>(() => Comparison.Compare(run, run with { Isa = "v256" }));
        Assert.Throws<InvalidDataException>(() => Comparison.Compare(run, run with { Threads = 2 }));
    }
}
