using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.IterativeTests;
using Xunit;

namespace FastBias.Tests.FirstOrderTests;

/// <summary>Predicted limits, rates and bounds of the first-order methods against what they do, and against a naive SVD.</summary>
public sealed class FirstOrderSolverTests
{
    public static TheoryData<FirstOrderMethod> WithLimit =>
        [FirstOrderMethod.GradientDescent, FirstOrderMethod.HeavyBall, FirstOrderMethod.Nesterov, FirstOrderMethod.CyclicSgd, FirstOrderMethod.ShuffledSgd, FirstOrderMethod.Kaczmarz];

    public static TheoryData<FirstOrderMethod> All => [.. Enum.GetValues<FirstOrderMethod>()];

    [Theory]
    [MemberData(nameof(WithLimit))]
    public void From_any_start_it_ends_where_it_was_predicted_to(FirstOrderMethod method)
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            TestRandom random = new(seed);
            int m = random.NextInteger(2, 8), n = random.NextInteger(m, 14), rank = random.NextInteger(1, m);
            Matrix<double> x = Gallery.WithSingularValues(m, n, [.. Enumerable.Range(0, m).Select(k => k < rank ? random.Uniform(0.7, 1.5) : 0)], seed).A;
            double[] y = NaiveLeastSquares.Apply(x.ToArray(), random.UniformVector<double>(n)), start = random.UniformVector<double>(n);
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = method, Start = start, BatchSize = 2, RelativeTolerance = 1e-13, MaxIterations = 50_000 });
            double[] expected = NaiveLeastSquares.LimitFrom(x.ToArray(), y, start);
            Assert.True(solution.Status == Status.Success, $"{m}x{n} rank {rank}: {solution.Reason}");
            Assert.True(solution.Prediction.Interpolates);
            Assert.Equal(rank, solution.Prediction.Rank);
            Assert.True(IterativeCase.Distance(solution.Prediction.Limit!, expected) <= 1e-12, solution.Prediction.LimitText);
            Assert.True(IterativeCase.Distance(solution.W, expected) <= 1e-11, $"{IterativeCase.Distance(solution.W, expected)}");
            Assert.True(solution.NullSpaceDrift <= 1e-13);
            Assert.Equal(solution.Final.DistanceToLimit, NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(solution.W, expected)), 11);
        }
    }

    [Theory]
    [InlineData(FirstOrderMethod.GradientDescent)]
    [InlineData(FirstOrderMethod.HeavyBall)]
    [InlineData(FirstOrderMethod.Nesterov)]
    [InlineData(FirstOrderMethod.CyclicSgd)]
    public void The_distance_falls_at_the_predicted_rate(FirstOrderMethod method)
    {
        TestRandom random = new(3);
        Matrix<double> x = Gallery.WithSingularValues(8, 12, [3, 2.5, 2, 1.5, 1.2, 1, 0.8, 0.6], 3).A;
        double[] y = random.UniformVector<double>(8);

        // A momentum other than the best one: there two roots coincide, and the rate is reached only like k·ρ^k.
        double? momentum = method is FirstOrderMethod.HeavyBall or FirstOrderMethod.Nesterov ? 0.3 : null;
        FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double>
        {
            Method = method, Momentum = momentum, Step = method == FirstOrderMethod.CyclicSgd ? null : 0.15, HistoryStride = 1, RelativeTolerance = 0, MaxIterations = 300,
        });
        double rate = solution.Prediction.Rate;
        Assert.InRange(rate, 0.3, 0.999);
        int from = 0;
        while (solution.History[from].DistanceToLimit > 1e-5 && from < 200)
        {
            from++;
        }

        int steps = Math.Min(60, 300 - from);
        while (steps > 4 && solution.History[from + steps].DistanceToLimit < 1e-12)
        {
            steps--;
        }

        double observed = Math.Pow(solution.History[from + steps].DistanceToLimit / solution.History[from].DistanceToLimit, 1.0 / steps);
        Assert.InRange(observed, rate - 0.02, rate + 0.02);
    }

    [Theory]
    [InlineData(FirstOrderMethod.GradientDescent, 0.0)]
    [InlineData(FirstOrderMethod.HeavyBall, 0.5)]
    [InlineData(FirstOrderMethod.Nesterov, 0.5)]
    [InlineData(FirstOrderMethod.Kaczmarz, 0.0)]
    public void Its_bound_is_sharp_and_named_when_the_step_is_not_below_it(FirstOrderMethod method, double momentum)
    {
        TestRandom random = new(4);
        Matrix<double> x = Gallery.WithSingularValues(5, 7, [2, 1.8, 1.6, 1.4, 1.2], 4).A;
        double[] y = random.UniformVector<double>(5);
        FirstOrderOptions<double> options = new() { Method = method, Momentum = momentum, MaxIterations = 20_000, LossFactor = 0.4 };
        double bound = FirstOrderSolver.Predict<double>(x, y, options).StepBound;
        FirstOrderSolution<double> below = FirstOrderSolver.Solve<double>(x, y, options with { Step = 0.99 * bound });
        FirstOrderSolution<double> above = FirstOrderSolver.Solve<double>(x, y, options with { Step = 1.01 * bound });
        Assert.Equal(Status.Success, below.Status);
        Assert.Equal((Status.NotConverged, FirstOrderStop.StepTooLarge, 0), (above.Status, above.Stop, above.Final.Iteration));
        Assert.Contains(bound.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), above.Reason, StringComparison.Ordinal);
        FirstOrderSolution<double> run = FirstOrderSolver.Solve<double>(x, y, options with { Step = 1.05 * bound, RunDivergent = true, HistoryStride = 1, MaxIterations = 3000 });
        Assert.True(run.Stop == FirstOrderStop.Diverged || run.Final.Loss > 1e6 * run.History[0].Loss, run.Reason);
    }

    [Fact]
    public void Cyclic_gradients_of_an_inconsistent_problem_end_at_the_fixed_point_of_the_epoch_and_not_at_least_squares()
    {
        TestRandom random = new(5);
        Matrix<double> x = random.NormalMatrix<double>(20, 4);
        double[] y = random.UniformVector<double>(20);
        FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = FirstOrderMethod.CyclicSgd, BatchSize = 3, LossFactor = 1.0 / 20, RelativeTolerance = 0, MaxIterations = 2000 });
        Assert.False(solution.Prediction.Interpolates);
        Assert.True(solution.Final.DistanceToLimit <= 1e-13 * solution.Final.SolutionNorm);
        Assert.True(solution.Final.DistanceToMinimumNorm > 1e-3 * solution.Final.SolutionNorm);
    }

    [Fact]
    public void Stochastic_methods_have_no_limit_where_the_data_do_not_agree()
    {
        TestRandom random = new(5);
        Matrix<double> x = random.NormalMatrix<double>(20, 4);
        double[] y = random.UniformVector<double>(20);
        foreach (FirstOrderMethod method in (FirstOrderMethod[])[FirstOrderMethod.ShuffledSgd, FirstOrderMethod.Kaczmarz])
        {
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = method, MaxIterations = 300 });
            Assert.Null(solution.Prediction.Limit);
            Assert.StartsWith("none: y is not in the range of X", solution.Prediction.LimitText, StringComparison.Ordinal);
            Assert.Equal(FirstOrderStop.MaxIterations, solution.Stop);
            Assert.True(double.IsNaN(solution.Final.DistanceToLimit));
        }
    }

    [Fact]
    public void Sign_descent_and_Adam_end_elsewhere()
    {
        TestRandom random = new(6);
        Matrix<double> x = random.NormalMatrix<double>(10, 30);
        double[] y = random.UniformVector<double>(10);
        foreach (FirstOrderMethod method in (FirstOrderMethod[])[FirstOrderMethod.SignDescent, FirstOrderMethod.Adam])
        {
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = method, MaxIterations = 20_000, LossFactor = 0.1, RelativeTolerance = 1e-3 });
            Assert.Null(solution.Prediction.Limit);
            Assert.StartsWith("no closed form", solution.Prediction.LimitText, StringComparison.Ordinal);
            Assert.True(solution.Final.DistanceToMinimumNorm > 0.1 * NaiveLeastSquares.Norm(solution.Prediction.MinimumNorm), $"{method}: {solution.Final}");
            Assert.True(solution.NullSpaceDrift > 0.01);
        }
    }

    [Fact]
    public void Exponentiated_gradient_ends_where_the_logarithms_lie_in_the_row_space_and_small_starts_are_sparse()
    {
        TestRandom random = new(7);
        Matrix<double> x = random.NormalMatrix<double>(12, 30);
        double[] truth = new double[30];
        (truth[3], truth[11], truth[20]) = (1, 2, 0.5);
        double[] y = NaiveLeastSquares.Apply(x.ToArray(), truth), sums = new double[3];
        for (int k = 0; k < 3; k++)
        {
            double[] start = new double[30];
            Array.Fill(start, Math.Pow(10, -k));
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = FirstOrderMethod.ExponentiatedGradient, Start = start, Step = 0.004, MaxIterations = 60_000, RelativeTolerance = 1e-4 });
            Assert.True(solution.Status == Status.Success, solution.Reason);
            Assert.True(solution.MirrorResidual <= 1e-10, $"{solution.MirrorResidual}");
            Assert.All(solution.W, w => Assert.True(w > 0));
            sums[k] = solution.W.Sum();
        }

        // The sum is the l1 norm: the smaller the start, the nearer to that of the sparsest point, 3.5.
        Assert.True(sums[0] > sums[1] && sums[1] > sums[2], string.Join(" ", sums));
        Assert.InRange(sums[2], 3.4, 3.9);
        Assert.Throws<ArgumentException>(() => FirstOrderSolver.Solve<double>(x, y, new FirstOrderOptions<double> { Method = FirstOrderMethod.ExponentiatedGradient, Start = new double[30] }));
    }

    [Fact]
    public void The_worked_example_of_a_valley_takes_the_published_numbers_of_steps()
    {
        // f = x'Px/2 with P = Q·diag(1, k)·Q', from (0.9, 0), step 1/2: the iterates after 5 steps, and the steps to f < 1e-12.
        (double K, int Steps, double[] Fifth)[] rows =
        [
            (1, 20, [0.02812, 0]), (0.5, 45, [0.12085, 0.09272]), (0.1, 232, [0.36226, 0.33414]), (0.01, 2138, [0.45292, 0.42480]), (0, 19, [0.46406, 0.43594]),
        ];
        double r = Math.Sqrt(0.5);
        foreach ((double k, int steps, double[] fifth) in rows)
        {
            Matrix<double> x = new(new double[,] { { r, -r }, { Math.Sqrt(k) * r, Math.Sqrt(k) * r } });
            FirstOrderOptions<double> options = new() { Start = [0.9, 0], Step = 0.5, HistoryStride = 1, MaxIterations = 2500, RelativeTolerance = 0 };
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, new double[2], options);
            Assert.Equal(steps, solution.History.First(record => record.Loss < 1e-12).Iteration);
            double[] w = FirstOrderSolver.Solve<double>(x, new double[2], options with { MaxIterations = 5 }).W;
            Assert.Equal(fifth[0], w[0], 5);
            Assert.Equal(fifth[1], w[1], 5);
            if (k == 0)
            {
                Assert.Equal([0.45, 0.45], solution.Prediction.Limit!.Select(v => Math.Round(v, 14)));
            }
        }
    }

    [Theory]
    [InlineData(0.01, 16_111)]
    [InlineData(2 / 100.1, 8_233)]
    public void Eigenvalues_of_a_tenth_and_a_hundred_take_the_published_numbers_of_steps(double step, int expected)
    {
        Matrix<double> x = new(new double[,] { { 10, 0 }, { 0, Math.Sqrt(0.1) } });
        FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, new double[2], new FirstOrderOptions<double> { Start = [1, 1], Step = step, HistoryStride = 1, MaxIterations = 17_000, RelativeTolerance = 0 });
        Assert.Equal(expected, solution.History.First(record => record.SolutionNorm < 1e-7).Iteration);
    }

    [Fact]
    public void A_random_wide_problem_takes_the_published_numbers_of_steps_in_the_middle()
    {
        // 50x200, gradient of the half mean below 1e-6; medians 184, 57 and 1441 for 0.5, 1.5 and 1.99 over the largest curvature.
        foreach ((double share, int low, int high) in ((double, int, int)[])[(0.5, 140, 240), (1.5, 42, 80), (1.99, 1000, 1900)])
        {
            List<int> counts = [];
            for (ulong seed = 0; seed < 3; seed++)
            {
                TestRandom random = new(seed);
                Matrix<double> x = random.NormalMatrix<double>(50, 200);
                double[] truth = [.. Enumerable.Range(0, 200).Select(j => j < 10 ? random.Normal() : 0)], y = [.. NaiveLeastSquares.Apply(x.ToArray(), truth).Select(v => v + (0.01 * random.Normal()))];
                FirstOrderOptions<double> options = new() { LossFactor = 1.0 / 50, HistoryStride = 1, MaxIterations = 2500 };
                double step = share / FirstOrderSolver.Predict<double>(x, y, options).Curvature.Largest;
                FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(x, y, options with { Step = step });
                counts.Add(solution.History.First(record => record.GradientNorm < 1e-6).Iteration);
                Assert.True(solution.NullSpaceDrift < 1e-10);
            }

            counts.Sort();
            Assert.InRange(counts[1], low, high);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Bad_input_empty_problems_and_cancellation(FirstOrderMethod method)
    {
        FirstOrderOptions<double> options = new() { Method = method, CancellationToken = new(true) };
        Matrix<double> x = new TestRandom(8).UniformMatrix<double>(4, 3);
        Assert.Equal(Status.Cancelled, FirstOrderSolver.Solve<double>(x, [1, 2, 3, 4], options).Status);
        options = options with { CancellationToken = default };
        Assert.Equal(Status.NonFiniteInput, FirstOrderSolver.Solve<double>(x, [1, 2, double.NaN, 4], options).Status);
        Assert.Throws<ArgumentException>(() => FirstOrderSolver.Predict<double>(x, [1, 2, double.NaN, 4], options));
        foreach ((int m, int n) in ((int, int)[])[(0, 0), (0, 3), (4, 0), (4, 3)])
        {
            FirstOrderSolution<double> solution = FirstOrderSolver.Solve<double>(new Matrix<double>(m, n), new TestRandom(1).UniformVector<double>(m), options);
            Assert.Equal((Status.Success, 0), (solution.Status, solution.Final.Iteration));
        }

        Assert.Throws<ArgumentException>(() => FirstOrderSolver.Solve<double>(x, [1, 2], options));
        Assert.Throws<ArgumentException>(() => FirstOrderSolver.Solve<double>(x, [1, 2, 3, 4], options with { Start = [1] }));
        foreach (FirstOrderOptions<double> wrong in (FirstOrderOptions<double>[])[
            options with { Step = 0 }, options with { Step = double.NaN }, options with { Momentum = 1 }, options with { LossFactor = -1 }, options with { BatchSize = 0 },
            options with { MaxIterations = 0 }, options with { RelativeTolerance = -1 }, options with { HistoryStride = -1 }, options with { Method = (FirstOrderMethod)99 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => FirstOrderSolver.Solve<double>(x, [1, 2, 3, 4], wrong));
        }
    }
}
