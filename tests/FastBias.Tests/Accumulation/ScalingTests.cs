using FastBias.Files;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.AccumulationTests;

/// <summary>The numbers of docs/scaling.md, by a simulation of the merge tree without its matrices, and the simulation against the real states.</summary>
public sealed class ScalingTests
{
    [Theory]
    [InlineData(1_000_000, 10_000)]
    [InlineData(999_983, 9_973)]
    [InlineData(12_345, 64)]
    public void States_messages_and_rounds_stay_within_the_table(int shards, int workers)
    {
        List<SortedSet<(int Level, long Index)>> held = [];
        long merges = 0, largest = 0;
        for (int worker = 0; worker < workers; worker++)
        {
            SortedSet<(int Level, long Index)> nodes = [];
            for (long shard = (long)shards * worker / workers; shard < (long)shards * (worker + 1) / workers; shard++)
            {
                merges += Insert(nodes, (0, shard));
            }

            largest = Math.Max(largest, nodes.Count);
            held.Add(nodes);
        }

        double perWorker = Math.Ceiling((double)shards / workers);
        Assert.InRange(largest, 1, Math.Max(1, 2 * Math.Ceiling(Math.Log2(perWorker + 1))));

        // The rounds of mpi-fit: process r sends to r − step. What a round takes is its slowest receiver.
        int rounds = 0;
        long messages = 0, states = 0, slowest = 0;
        for (int step = 1; step < workers; step *= 2, rounds++)
        {
            long worst = 0;
            for (int receiver = 0; receiver + step < workers; receiver += 2 * step)
            {
                messages++;
                states = Math.Max(states, held[receiver + step].Count);
                long done = 0;
                foreach ((int, long) node in held[receiver + step])
                {
                    done += Insert(held[receiver], node);
                }

                merges += done;
                worst = Math.Max(worst, done);
            }

            slowest += worst;
        }

        Assert.Equal((int)Math.Ceiling(Math.Log2(workers)), rounds);
        Assert.Equal(workers - 1, messages);
        Assert.InRange(states, 1, (long)(2 * Math.Ceiling(Math.Log2(shards))));
        Assert.InRange(slowest, 1, (long)(rounds * 2 * Math.Ceiling(Math.Log2(shards))));

        // Every merge but those of the last fold was made once, by whomever: shards − (nodes left).
        Assert.Equal(System.Numerics.BitOperations.PopCount((uint)shards), held[0].Count);
        Assert.Equal(shards - held[0].Count, merges);

        // n = 100: states of 41 KB, 1 ms a message, 1 GB/s, 20 GFLOP/s.
        double tree = (rounds * 1e-3) + (rounds * states * 41e3 / 1e9) + (slowest * 10 / 3.0 * 1e6 / 20e9);
        Assert.InRange(tree, 0, 0.25);
    }

    [Property(MaxTest = 15)]
    public void The_simulation_holds_the_nodes_of_the_real_states_and_their_sizes(uint seed)
    {
        TestRandom random = new(seed);
        int shards = random.NextInteger(1, 20);
        LeastSquaresAccumulator<double> state = LeastSquaresAccumulator<double>.Empty(3);
        SortedSet<(int Level, long Index)> nodes = [];
        foreach (int shard in random.Permutation(shards).Take(random.NextInteger(1, shards)))
        {
            state.Merge(AccumulatorTests.Leaf(shard, seed));
            Insert(nodes, (0, shard));
        }

        Assert.Equal(nodes.OrderBy(node => node.Index << node.Level), state.ClosedNodes().Select(node => (node.Level, node.Index)));
        const int Width = 4;
        Assert.Equal(60 + (nodes.Count * (28 + (8 * (Width + (Width * (Width + 1) / 2))))), AccumulatorFile.ToBytes(state).Length);
    }

    /// <summary>Puts a node into a set and merges siblings upwards; how many merges that took.</summary>
    private static int Insert(SortedSet<(int Level, long Index)> nodes, (int Level, long Index) node)
    {
        int merges = 0;
        while (nodes.Remove((node.Level, node.Index ^ 1)))
        {
            node = (node.Level + 1, node.Index >> 1);
            merges++;
        }

        nodes.Add(node);
        return merges;
    }
}
