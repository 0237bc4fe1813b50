using FastBias.Lab.Tests.ModelTests;
using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.OptimizerTests;

/// <summary>Each method against its formula, its theory, and the analysed solver of least squares.</summary>
public sealed class OptimizerTests
{
    public static TheoryData<FirstOrderMethod> Shared => [FirstOrderMethod.GradientDescent, FirstOrderMethod.HeavyBall, FirstOrderMethod.Nesterov, FirstOrderMethod.SignDescent, FirstOrderMethod.Adam, FirstOrderMethod.CyclicSgd];

    [Theory]
    [MemberData(nameof(Shared))]
    public void On_least_squares_it_walks_with_the_analysed_solver(FirstOrderMethod method)
    {
        RandomSource random = new(4);
        const int Rows = 6, Columns = 9, Epochs = 30;
        Matrix<double> x = LabCase.Gaussian(random, Rows, Columns);
        double[] y = LabCase.Gaussian(random, Rows), start = LabCase.Gaussian(random, Columns);
        double step = method == FirstOrderMethod.CyclicSgd ? 0.001 : 0.01;
        FirstOrderSolution<double> expected = FirstOrderSolver.Solve<double>(x, y, new() { Method = method, Start = start, Step = step, Momentum = 0.7, BatchSize = 2, MaxIterations = Epochs, RelativeTolerance = 0 });
        Optimizer optimizer = method switch
        {
            FirstOrderMethod.HeavyBall => new HeavyBall(0.7),
            FirstOrderMethod.Nesterov => new Nesterov(0.7),
            FirstOrderMethod.SignDescent => new SignDescent(),
            FirstOrderMethod.Adam => new Adam(0.7),
            _ => new GradientDescent(),
        };
        bool isStochastic = method == FirstOrderMethod.CyclicSgd;
        OptimizerOptions options = new() { Step = step, MaxIterations = isStochastic ? 3 * Epochs : Epochs, Batches = isStochastic ? new(2, BatchOrder.Cyclic) : null };
        OptimizerResult result = optimizer.Run(new LeastSquaresObjective(x, y), start, options);
        Assert.True(LabCase.Distance(expected.W, result.Point) <= 1e-12, $"{LabCase.Distance(expected.W, result.Point)}");
        Assert.Equal(expected.Final.Loss, result.Final.Value, 10);
        Assert.Equal(expected.Final.GradientNorm, result.Final.GradientNorm, 10);
    }

    [Property(MaxTest = 20)]
    public void All_batch_orders_interpolate_to_the_nearest_solution(uint seed)
    {
        RandomSource random = new(seed);
        Matrix<double> x = LabCase.Gaussian(random, 5, 12);
        double[] y = LabCase.Gaussian(random, 5), start = LabCase.Gaussian(random, 12);
        LinearDynamics dynamics = new(x, y, start);
        double largest = Enumerable.Range(0, 5).Max(i => VectorProduct.Dot<double>(x.Row(i), x.Row(i)));
        foreach (BatchOrder order in Enum.GetValues<BatchOrder>())
        {
            OptimizerResult run = new GradientDescent().Run(
                new LeastSquaresObjective(x, y), start, new() { Step = 1 / (5 * largest), MaxIterations = 60_000, Batches = new(2, order, seed), RecordEvery = 500, GradientTolerance = 1e-10 });
            Assert.Equal(OptimizerStop.GradientSmall, run.Stop);
            Assert.True(LabCase.Distance(run.Point, dynamics.Limit()) <= 1e-6, $"{order}: {LabCase.Distance(run.Point, dynamics.Limit())}");
        }
    }

    [Theory]
    [InlineData(BatchOrder.Cyclic)]
    [InlineData(BatchOrder.ShuffledOnce)]
    [InlineData(BatchOrder.Reshuffled)]
    public void An_epoch_visits_every_example_once(BatchOrder order)
    {
        BatchSequence batches = new MiniBatches(4, order, 9).Start(10);
        int[][] epochs = [.. Enumerable.Range(0, 2).Select(_ => new[] { batches.Next().ToArray(), batches.Next().ToArray(), batches.Next().ToArray() }.SelectMany(batch => batch).ToArray())];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 10), epoch.Order()));
        Assert.Equal(order != BatchOrder.Reshuffled, epochs[0].SequenceEqual(epochs[1]));
        Assert.Equal(order == BatchOrder.Cyclic, epochs[0].SequenceEqual(Enumerable.Range(0, 10)));
    }

    [Fact]
    public void Independent_batches_hold_different_examples_and_a_dropped_rest_is_dropped()
    {
        BatchSequence independent = new MiniBatches(3, BatchOrder.Independent, 2).Start(5);
        int[] counts = new int[5];
        for (int k = 0; k < 1000; k++)
        {
            int[] batch = independent.Next().ToArray();
            Assert.Equal(3, batch.Distinct().Count());
            Array.ForEach(batch, i => counts[i]++);
        }

        Assert.All(counts, count => Assert.InRange(count, 520, 680));
        MiniBatches dropping = new(4, BatchOrder.Cyclic) { DropsRest = true };
        BatchSequence dropped = dropping.Start(10);
        Assert.Equal([0, 4, 0], [dropped.Next()[0], dropped.Next()[0], dropped.Next()[0]]);
        Assert.Equal(2, dropping.UpdatesPerEpoch(10));
        BatchSequence given = new MiniBatches(2) { EpochOrder = epoch => epoch == 0 ? [2, 1, 0] : [0, 2, 1] }.Start(3);
        Assert.Equal([2, 0, 0, 1], [given.Next()[0], given.Next()[0], given.Next()[0], given.Next()[0]]);
    }

    [Fact]
    public void Projected_gradient_solves_nonnegative_least_squares_and_exponentiated_gradient_agrees_where_the_solution_is_unique()
    {
        RandomSource random = new(8);
        Matrix<double> x = LabCase.Gaussian(random, 20, 5);
        double[] y = LabCase.Gaussian(random, 20), expected = NonNegativeSolver.Solve<double>(x, y).X;
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        OptimizerResult projected = new ProjectedGradient(Projections.NonNegative).Run(objective, new double[5], new() { Step = 0.3, GradientTolerance = 1e-12 });
        Assert.Equal(OptimizerStop.GradientSmall, projected.Stop);
        Assert.True(LabCase.Distance(projected.Point, expected) <= 1e-10);
        OptimizerResult multiplied = new ExponentiatedGradient().Run(objective, [1, 1, 1, 1, 1], new() { Step = 0.1, MaxIterations = 20_000 });
        Assert.True(LabCase.Distance(multiplied.Point, expected) <= 1e-4, $"{LabCase.Distance(multiplied.Point, expected)}");
        OptimizerResult simplex = new ExponentiatedGradient { IsNormalized = true }.Run(objective, [.2, .2, .2, .2, .2], new() { Step = 0.1, MaxIterations = 20_000 });
        OptimizerResult onSimplex = new ProjectedGradient(Projections.Simplex()).Run(objective, [.2, .2, .2, .2, .2], new() { Step = 0.3, GradientTolerance = 1e-12 });
        Assert.Equal(1, simplex.Point.Sum(), 12);
        Assert.Equal(1, onSimplex.Point.Sum(), 12);
        Assert.True(LabCase.Distance(simplex.Point, onSimplex.Point) <= 1e-3);
        Assert.Equal(onSimplex.Final.Value, simplex.Final.Value, 5);
    }

    [Property(MaxTest = 30)]
    public void Projections_move_to_the_nearest_point(uint seed)
    {
        RandomSource random = new(seed);
        double[] w = LabCase.Gaussian(random, 6);
        foreach ((Projection project, Func<double[], bool> isInside) in new (Projection, Func<double[], bool>)[]
        {
            (Projections.NonNegative, p => p.Min() >= 0), (Projections.Ball(0.7), p => LabCase.Norm(p) <= 0.7 + 1e-12), (Projections.Simplex(2), p => p.Min() >= 0 && Math.Abs(p.Sum() - 2) <= 1e-12),
        })
        {
            double[] near = (double[])w.Clone();
            project(near);
            Assert.True(isInside(near));
            for (int k = 0; k < 20; k++)
            {
                // Of a convex set: (w − near)·(z − near) ≤ 0 for each of its points z.
                double[] z = LabCase.Gaussian(random, 6);
                project(z);
                Assert.True(Enumerable.Range(0, 6).Sum(j => (w[j] - near[j]) * (z[j] - near[j])) <= 1e-12);
            }
        }
    }

    [Fact]
    public void Sharpness_aware_steps_use_the_gradient_at_the_perturbed_point()
    {
        QuadraticObjective objective = QuadraticObjective.Diagonal(4, 1);
        OptimizerResult result = new SharpnessAware(0.5).Run(objective, [1, 0], new() { Step = 0.1, MaxIterations = 1 });
        Assert.Equal([0.4, 0], result.Point.Select(w => Math.Round(w, 14)));
        Assert.Equal([0.6, 0], new SharpnessAware(0).Run(objective, [1, 0], new() { Step = 0.1, MaxIterations = 1 }).Point.Select(w => Math.Round(w, 14)));
        Assert.Equal([0.4, 0], new SharpnessAware(0.5) { IsAdaptive = true }.Run(objective, [1, 0], new() { Step = 0.1, MaxIterations = 1 }).Point.Select(w => Math.Round(w, 14)));
        double[] heavy = new SharpnessAware(0.5, new HeavyBall(0.5)).Run(objective, [1, 0], new() { Step = 0.1, MaxIterations = 2 }).Point;
        Assert.Equal(0.4 - (0.5 * 0.6) - (0.1 * 4 * 0.9), heavy[0], 12);
    }

    [Fact]
    public void RmsProp_and_normalised_steps_have_the_length_that_they_should()
    {
        double[] first = new RmsProp(0.9).Run(QuadraticObjective.Diagonal(100, 0.1), [1, 1], new() { Step = 0.01, MaxIterations = 1 }).Point;
        Assert.All(first, w => Assert.Equal(1 - (0.01 / Math.Sqrt(0.1)), w, 6));
        double[] normal = new GradientDescent { IsNormalized = true }.Run(QuadraticObjective.Diagonal(3, 4), [1, 1], new() { Step = 1, MaxIterations = 1 }).Point;
        Assert.Equal([0.4, 0.2], normal.Select(w => Math.Round(w, 14)));
    }

    [Fact]
    public void Records_schedules_observers_and_stops_are_what_was_asked_for()
    {
        QuadraticObjective objective = QuadraticObjective.Diagonal(1);
        OptimizerResult result = new GradientDescent().Run(objective, [1], new() { Step = 0.5, MaxIterations = 10, RecordEvery = 4, RecordAt = [1, 3], KeepPoints = true });
        Assert.Equal([0, 1, 3, 4, 8, 10], result.Trajectory.Select(record => record.Iteration));
        Assert.All(result.Trajectory, record => Assert.Equal(Math.ScaleB(1, -record.Iteration), record.Point![0]));
        Assert.Equal(OptimizerStop.MaxIterations, result.Stop);
        Assert.Equal(5, new GradientDescent().Run(objective, [1], new() { Step = 0.5, GradientTolerance = 1.0 / 32 }).Iterations);
        Assert.Equal(OptimizerStop.Observer, new GradientDescent().Run(objective, [1], new() { Step = 0.5, RecordEvery = 1, Observer = (record, _) => record.Iteration < 3 }).Stop);
        Assert.Equal(1.0 / 3, new GradientDescent().Run(objective, [1], new() { Step = 0.5, MaxIterations = 2, Schedule = t => t == 0 ? 4.0 / 3 : 0 }).Point[0], 12);
        OptimizerResult diverged = new GradientDescent().Run(objective, [1], new() { Step = 30, MaxIterations = 100_000 });
        Assert.Equal(OptimizerStop.Diverged, diverged.Stop);
        Assert.Throws<OperationCanceledException>(() => new GradientDescent().Run(objective, [1], new() { Step = 0.5, Cancellation = new(true) }));
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        QuadraticObjective objective = QuadraticObjective.Diagonal(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescent().Run(objective, [1], new() { Step = 0 }));
        Assert.Equal("start", Assert.Throws<ArgumentException>(() => new GradientDescent().Run(objective, [1, 2], new() { Step = 1 })).ParamName);
        Assert.Throws<ArgumentException>(() => new GradientDescent().Run(objective, [1], new() { Step = 1, Batches = new(1) }));
        Assert.Throws<ArgumentException>(() => new ExponentiatedGradient().Run(objective, [0], new() { Step = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeavyBall(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharpnessAware(-1));
    }
}
