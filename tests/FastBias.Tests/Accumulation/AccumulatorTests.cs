using FastBias.Files;
using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.IterativeTests;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.AccumulationTests;

/// <summary>The mergeable state: the answer is that of all rows at once, and its bits depend on nothing but the shards.</summary>
public sealed class AccumulatorTests
{
    [Property(MaxTest = 30)]
    public void It_solves_what_all_rows_together_pose(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(1, 7), targets = random.NextInteger(1, 2), shards = random.NextInteger(1, 6), rank = random.NextInteger(1, n);
        int m = random.NextInteger(1, 60);
        Matrix<double> x = Gallery.WithSingularValues(m, n, [.. Enumerable.Range(0, Math.Min(m, n)).Select(k => k < rank ? random.Uniform(0.3, 3) : 0)], seed).A, y = random.UniformMatrix<double>(m, targets);
        AccumulatedSolution<double> solution = Accumulate(x, y, shards, random).Reduce().Solve();
        Assert.Equal((Status.Success, (long)m), (solution.Status, solution.Problem.Rows));
        for (int j = 0; j < targets; j++)
        {
            double[] b = y.Column(j), expected = NaiveLeastSquares.MinimumNorm(x.ToArray(), b);
            double residual = NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(b, NaiveLeastSquares.Apply(x.ToArray(), expected)));
            Assert.True(IterativeCase.Distance(solution.X.Column(j), expected) <= 1e-11, $"{m}x{n}, rank {rank}: {IterativeCase.Distance(solution.X.Column(j), expected)}");
            Assert.InRange(solution.ResidualNorms[j], (residual * (1 - 1e-12)) - 1e-13, (residual * (1 + 1e-12)) + 1e-13);
        }

        Assert.Equal(Math.Min(rank, m), solution.Reduced.Rank);
        Assert.Equal(n - Math.Min(rank, m), solution.Problem.Spectrum.NullSpace().Columns);
    }

    [Property(MaxTest = 30)]
    public void Its_bits_do_not_depend_on_order_workers_or_the_pattern_of_merges(uint seed)
    {
        TestRandom random = new(seed);
        int shards = random.NextInteger(1, 13);
        LeastSquaresAccumulator<double>[] leaves = [.. Enumerable.Range(0, shards).Select(s => Leaf(s, seed))];
        LeastSquaresAccumulator<double> inOrder = LeastSquaresAccumulator<double>.Empty(3);
        foreach (LeastSquaresAccumulator<double> leaf in leaves)
        {
            inOrder.Merge(leaf);
        }

        byte[] expected = AccumulatorFile.ToBytes(inOrder);
        for (int trial = 0; trial < 3; trial++)
        {
            // Any two states merge, as workers would that finish at random.
            List<LeastSquaresAccumulator<double>> pool = [.. random.Permutation(shards).Select(s => Leaf(s, seed))];
            while (pool.Count > 1)
            {
                int i = random.NextInteger(0, pool.Count - 1), j = random.NextInteger(0, pool.Count - 2);
                j += j >= i ? 1 : 0;
                pool[i].Merge(pool[j]);
                pool.RemoveAt(j);
            }

            Assert.Equal(expected, AccumulatorFile.ToBytes(pool[0]));
            Assert.Equal(inOrder.Reduce().R.Data, pool[0].Reduce().R.Data);
        }

        Assert.Equal([(0, shards - 1)], inOrder.Shards);
        Assert.True(inOrder.ClosedNodes().Count <= System.Numerics.BitOperations.PopCount((uint)shards));
    }

    [Fact]
    public void How_the_rows_of_a_shard_are_cut_into_calls_does_not_matter()
    {
        TestRandom random = new(1);
        Matrix<double> x = random.UniformMatrix<double>(3000, 3), y = random.UniformMatrix<double>(3000, 1);
        LeastSquaresAccumulator<double> whole = new(3), cut = new(3);
        whole.Add(x, y);
        for (int first = 0; first < 3000;)
        {
            int count = Math.Min(3000 - first, random.NextInteger(1, 700));
            cut.Add(x.Slice(first, 0, count, 3), y.Slice(first, 0, count, 1));
            _ = cut.Reduce();
            first += count;
        }

        Assert.Equal(AccumulatorFile.ToBytes(whole), AccumulatorFile.ToBytes(cut));
    }

    [Fact]
    public void Weights_are_repeated_rows_and_standard_errors_and_ridge_are_those_of_the_data()
    {
        TestRandom random = new(2);
        Matrix<double> x = random.NormalMatrix<double>(40, 4);
        double[] y = random.UniformVector<double>(40), weights = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 3))];
        LeastSquaresAccumulator<double> weighted = new(4), plain = new(4);
        weighted.Add(x, y, weights);
        for (int i = 0; i < 40; i++)
        {
            for (int k = 0; k < i % 3; k++)
            {
                plain.Add(x.Slice(i, 0, 1, 4), y.AsSpan(i, 1));
            }
        }

        Assert.True(IterativeCase.Distance(weighted.Reduce().Solve().X.Data, plain.Reduce().Solve().X.Data) <= 1e-13);
        Assert.Equal(plain.WeightSum, weighted.WeightSum);
        LeastSquaresAccumulator<double> state = new(4);
        state.Add(x, y);
        AccumulatedSolution<double> solution = state.Reduce().Solve();
        double[,] inverse = NaiveSolve.Eliminate(Dense.Multiply(Dense.Transpose(x.ToArray()), x.ToArray()), Dense.Identity(4, 4))!;
        double noise = solution.ResidualNorms[0] / Math.Sqrt(36);
        Assert.Equal((36, noise), (solution.DegreesOfFreedom, solution.ResidualStandardError()));
        for (int j = 0; j < 4; j++)
        {
            Assert.Equal(noise * Math.Sqrt(inverse[j, j]), solution.StandardErrors()[j], 12);
            Assert.Equal(NaiveLeastSquares.Norm(x.Column(j)), solution.Problem.ColumnNorms()[j], 12);
            Assert.Equal(x.Column(j).Max(Math.Abs), solution.Problem.ColumnScales[j]);
        }

        IReadOnlyList<AccumulatedRidgePoint<double>> path = state.Reduce().RidgePath([0, 0.5, 20]);
        double[] sigma = NaiveSvd.Values(x.ToArray());
        foreach (AccumulatedRidgePoint<double> point in path)
        {
            double[] expected = NaiveLeastSquares.Ridge(x.ToArray(), y, point.Lambda);
            double residual = NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(y, NaiveLeastSquares.Apply(x.ToArray(), expected))), freedom = sigma.Sum(s => s * s / ((s * s) + point.Lambda));
            Assert.True(IterativeCase.Distance([.. point.Coefficients], expected) <= 1e-12);
            Assert.Equal(residual, point.ResidualNorm, 12);
            Assert.Equal(freedom, point.DegreesOfFreedom, 12);
            Assert.Equal(40 * residual * residual / ((40 - freedom) * (40 - freedom)), point.GeneralizedCrossValidation, 12);
        }

        Assert.True(IterativeCase.Distance(state.Reduce().Solve(new LeastSquaresOptions<double> { Lambda = 0.5 }).X.Data, [.. path[1].Coefficients]) <= 1e-12);
    }

    [Fact]
    public void The_condition_number_is_not_squared()
    {
        // Läuchli's matrix: its Gram matrix is singular in double precision.
        Matrix<double> x = Gallery.Lauchli(3, 1e-9).A;
        double[] y = NaiveLeastSquares.Apply(x.ToArray(), [1, 2, 3]);
        LeastSquaresAccumulator<double> state = LeastSquaresAccumulator<double>.Empty(3);
        for (int i = 0; i < 4; i++)
        {
            LeastSquaresAccumulator<double> leaf = new(3, 1, i);
            leaf.Add(x.Slice(i, 0, 1, 3), y.AsSpan(i, 1));
            state.Merge(leaf);
        }

        AccumulatedSolution<double> solution = state.Reduce().Solve();
        Assert.Equal((Status.Success, 3), (solution.Status, solution.Reduced.Rank));
        Assert.True(IterativeCase.Distance(solution.X.Data, [1, 2, 3]) < 1e-6);
    }

    [Fact]
    public void A_shard_that_comes_twice_and_a_foreign_state_are_refused_and_change_nothing()
    {
        LeastSquaresAccumulator<double> state = Leaf(4, 1);
        state.Merge(Leaf(5, 1));
        byte[] before = AccumulatorFile.ToBytes(state);
        Assert.Contains("Shard 5 is in both", Assert.Throws<ArgumentException>(() => state.Merge(Leaf(5, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => state.Merge(state));
        Assert.Throws<ArgumentException>(() => state.Merge(new LeastSquaresAccumulator<double>(2, 1, 9)));
        LeastSquaresAccumulator<double> named = Leaf(6, 1), other = Leaf(7, 1);
        named.SetNames(["a", "b", "c", "y"]);
        other.SetNames(["a", "x", "c", "y"]);
        Assert.Contains("'b' in one state and 'x'", Assert.Throws<ArgumentException>(() => named.Merge(other)).Message, StringComparison.Ordinal);
        Assert.Equal(before, AccumulatorFile.ToBytes(state));
        Assert.Throws<InvalidOperationException>(() => state.Add(new Matrix<double>(1, 3), new double[1]));
    }

    [Fact]
    public void Bad_rows_are_named_and_nothing_is_added()
    {
        LeastSquaresAccumulator<double> state = Leaf(0, 1);
        byte[] before = AccumulatorFile.ToBytes(state);
        Matrix<double> x = new(2, 3);
        x[1, 2] = double.NaN;
        Assert.Contains("x[1, 2] = NaN", Assert.Throws<ArgumentException>(() => state.Add(x, new double[2])).Message, StringComparison.Ordinal);
        x[1, 2] = 0;
        Assert.Contains("y[1, 0]", Assert.Throws<ArgumentException>(() => state.Add(x, [0, double.PositiveInfinity])).Message, StringComparison.Ordinal);
        Assert.Contains("weights[0] = -1", Assert.Throws<ArgumentException>(() => state.Add(x, new double[2], [-1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => state.Add(x, new double[3]));
        Assert.Throws<ArgumentException>(() => state.Add(x, new double[2], [1]));
        Assert.Equal(before, AccumulatorFile.ToBytes(state));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresAccumulator<double>(30_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresAccumulator<double>(3, 1, -1));
    }

    [Fact]
    public void Nothing_but_empty_shards_gives_zero()
    {
        AccumulatedSolution<double> solution = new LeastSquaresAccumulator<double>(3).Reduce().Solve();
        Assert.Equal((Status.Success, 0, 0L), (solution.Status, solution.Reduced.Rank, solution.Problem.Rows));
        Assert.Equal([0, 0, 0], solution.X.Data);
        Assert.True(double.IsNaN(solution.ResidualStandardError()));
    }

    [Fact]
    public void Scaling_by_powers_of_two_is_exact()
    {
        TestRandom random = new(3);
        Matrix<double> x = random.UniformMatrix<double>(50, 4);
        double[] y = random.UniformVector<double>(50);
        LeastSquaresAccumulator<double> plain = new(4), scaled = new(4);
        plain.Add(x, y);
        scaled.Add(Measure.ScaleB(x, 300), [.. y.Select(v => Math.ScaleB(v, 300))]);
        Assert.Equal(plain.Reduce().R.Data.Select(v => Math.ScaleB(v, 300)), scaled.Reduce().R.Data);
        Assert.Equal(plain.Reduce().Solve().X.Data, scaled.Reduce().Solve().X.Data);
    }

    internal static LeastSquaresAccumulator<double> Leaf(int shard, uint seed)
    {
        TestRandom random = new((1000UL * seed) + (ulong)shard);
        LeastSquaresAccumulator<double> leaf = new(3, 1, shard);
        int rows = random.NextInteger(0, 9);
        leaf.Add(random.UniformMatrix<double>(rows, 3), random.UniformVector<double>(rows));
        return leaf;
    }

    private static LeastSquaresAccumulator<double> Accumulate(Matrix<double> x, Matrix<double> y, int shards, TestRandom random)
    {
        LeastSquaresAccumulator<double> all = LeastSquaresAccumulator<double>.Empty(x.Columns, y.Columns);
        foreach (int shard in random.Permutation(shards))
        {
            int first = x.Rows * shard / shards, count = (x.Rows * (shard + 1) / shards) - first;
            LeastSquaresAccumulator<double> leaf = new(x.Columns, y.Columns, shard);
            leaf.Add(x.Slice(first, 0, count, x.Columns), y.Slice(first, 0, count, y.Columns));
            all.Merge(leaf);
        }

        return all;
    }
}
