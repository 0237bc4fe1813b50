using FastBias.Bench.Measure;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class RaceTests
{
    private static readonly RaceOptions Options = new(SampleSeconds: 1e-5, BudgetSeconds: 1e-4, MinimumRounds: 6, SlowRounds: 2, WarmSeconds: 0.02);

    [Fact]
    public void Every_contestant_is_sampled_in_every_round()
    {
        long a = 0, b = 0;
        IReadOnlyList<Timing> timings = Race.Run([new("a", n => Count(ref a, n)), new("b", n => Count(ref b, n))], Options);
        Assert.Equal(["a", "b"], timings.Select(t => t.Name));
        Assert.All(timings, t => Assert.True(t.Samples.Count >= Options.MinimumRounds));
        Assert.Equal(timings[0].Samples.Count, timings[1].Samples.Count);
        Assert.All(timings, t => Assert.True(t.Repetitions > 1, "a call of nanoseconds has to be repeated within a sample"));
        Assert.True(a >= (long)timings[0].Repetitions * timings[0].Samples.Count);
    }

    [Fact]
    public void A_slow_contestant_has_few_rounds_and_no_repetition()
    {
        long a = 0;
        IReadOnlyList<Timing> timings = Race.Run([new("fast", n => Count(ref a, n)), new("slow", n => Thread.Sleep(2 * n))], Options);
        Assert.Equal(Options.SlowRounds, timings[1].Samples.Count);
        Assert.Equal(1, timings[1].Repetitions);
        Assert.True(timings[1].Best >= 0.0015);
        Assert.True(timings[0].Samples.Count >= Options.MinimumRounds);
    }

    [Fact]
    public void A_call_that_takes_no_time_ends_all_the_same() =>
        Assert.True(Race.Run([new("nothing", _ => { })], Options)[0].Repetitions > 1);

    [Fact]
    public void Nan_is_not_agreement()
    {
        Assert.False(new Agreement(double.NaN, 1).Holds);
        Assert.False(new Agreement(2, 1).Holds);
        Assert.True(new Agreement(1, 1).Holds);
    }

    /// <summary>Work in proportion to the repetitions, as every contestant has.</summary>
    private static void Count(ref long counter, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            Volatile.Write(ref counter, counter + 1);
        }
    }
}
