using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.IterativeTests;

/// <summary>Sketch and precondition.</summary>
public sealed class SketchedSolverTests
{
    [Property(MaxTest = 20)]
    public void It_reaches_the_shortest_minimiser_of_any_shape_and_rank(uint seed)
    {
        TestRandom random = new(seed);
        int small = random.NextInteger(1, 12), large = random.NextInteger(1, 150), rank = random.NextInteger(0, Math.Min(small, large));
        (int m, int n) = random.NextInteger(0, 1) == 0 ? (large, small) : (small, large);
        double[] sigma = [.. Enumerable.Range(0, Math.Min(m, n)).Select(k => k < rank ? Math.Pow(10, random.Uniform(-4, 2)) : 0)];
        Matrix<double> a = Gallery.WithSingularValues(m, n, sigma, seed).A;
        double[] b = random.UniformVector<double>(m), expected = NaiveLeastSquares.MinimumNorm(a.ToArray(), b, 1e-10);
        SketchedSolution<double> solution = SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { RelativeCutoff = 1e-10 });
        Assert.True(solution.Status == Status.Success, $"{m}x{n} rank {rank}: {solution.Reason}");
        Assert.Equal(rank, solution.Rank);
        Assert.True(IterativeCase.Distance(solution.X, expected) <= 1e-4, $"{m}x{n} rank {rank}: {IterativeCase.Distance(solution.X, expected)}, {solution.Reason}");
    }

    [Fact]
    public void The_steps_do_not_depend_on_the_conditioning()
    {
        double[] b = new TestRandom(5).UniformVector<double>(800);
        foreach (double condition in (double[])[10, 1e5, 1e10])
        {
            Matrix<double> a = Gallery.RandSvd(800, 30, 3, condition, 4).A;
            SketchedSolution<double> solution = SketchedSolver.Solve<double>(a, b);
            Assert.True(solution.Status == Status.Success, $"{condition}: {solution.Reason}");
            Assert.Equal(30, solution.Rank);
            Assert.InRange(solution.Iterations, 10, 60);
            Assert.InRange(solution.SketchCondition, condition / 10, condition * 30);
            Assert.True(IterativeCase.Distance(solution.X, LeastSquares.Solve(a, b).X.Data) <= 1e-10 * Math.Max(100, condition));
        }
    }

    [Fact]
    public void A_seed_has_its_bits_and_bad_calls_are_refused()
    {
        Matrix<double> a = Gallery.RandSvd(300, 8, 3, 100, 4).A;
        double[] b = new TestRandom(5).UniformVector<double>(300);
        Assert.Equal(SketchedSolver.Solve<double>(a, b).X, SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { Parallelism = Parallelism.Threads(3) }).X);
        Assert.NotEqual(SketchedSolver.Solve<double>(a, b).X, SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { Seed = 2 }).X);
        Assert.Throws<ArgumentException>(() => SketchedSolver.Solve<double>(a, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { Oversampling = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { RelativeCutoff = 1 }));
        Assert.Equal(Status.Cancelled, SketchedSolver.Solve<double>(a, b, new SketchedOptions<double> { CancellationToken = new(true) }).Status);
        a[7, 3] = double.NaN;
        Assert.Equal(Status.NonFiniteInput, SketchedSolver.Solve<double>(a, b).Status);
    }

    [Fact]
    public void A_sketch_keeps_lengths_on_average()
    {
        Matrix<double> a = new TestRandom(1).NormalMatrix<double>(500, 6);
        double[] sigma = NaiveSvd.Values(a.ToArray());
        for (ulong seed = 0; seed < 10; seed++)
        {
            double[] sketched = NaiveSvd.Values(SparseSketch.Apply<double>(a, 60, new RandomSource(seed), default).ToArray());
            Assert.InRange(sketched[0] / sigma[0], 0.6, 1.5);
            Assert.InRange(sketched[^1] / sigma[^1], 0.5, 1.5);
        }
    }
}
