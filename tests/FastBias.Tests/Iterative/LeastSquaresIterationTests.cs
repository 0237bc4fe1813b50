using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.IterativeTests;

/// <summary>CGLS, LSQR and LSMR: limits, minimum norm, ridge, preconditioners, rules, reports.</summary>
public sealed class LeastSquaresIterationTests
{
    public static TheoryData<string> Names => [.. IterativeCase.LeastSquaresNames];

    [Property(MaxTest = 40)]
    public void From_zero_they_reach_the_shortest_minimiser_of_any_problem(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 14), n = random.NextInteger(1, 14), rank = random.NextInteger(1, Math.Min(m, n));
        double[] sigma = [.. Enumerable.Range(0, Math.Min(m, n)).Select(k => k < rank ? random.Uniform(0.2, 3) : 0)];
        Matrix<double> a = Gallery.WithSingularValues(m, n, sigma, seed).A;
        double[] b = random.UniformVector<double>(m), expected = NaiveLeastSquares.MinimumNorm(a.ToArray(), b);
        foreach (string name in IterativeCase.LeastSquaresNames)
        {
            IterativeSolution<double> solution = IterativeCase.Solve(name, a, b);
            Assert.True(solution.Status == Status.Success, $"{name} {m}x{n} rank {rank}: {solution.Reason}");
            Assert.True(IterativeCase.Distance(solution.X, expected) <= 1e-9, $"{name} {m}x{n} rank {rank}: {IterativeCase.Distance(solution.X, expected)}, {solution.Reason}");
            Assert.True(solution.BackwardError <= 1.9e-12);
        }
    }

    [Property(MaxTest = 25)]
    public void From_elsewhere_the_part_in_the_null_space_stays(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 8), n = random.NextInteger(m, 14);
        Matrix<double> a = random.NormalMatrix<double>(m, n);
        double[] b = random.UniformVector<double>(m), start = random.UniformVector<double>(n);
        double[] expected = NaiveLeastSquares.LimitFrom(a.ToArray(), b, start);
        double condition = NaiveSvd.Values(a.ToArray()) is var s ? s[0] / s[^1] : 1;
        foreach (string name in IterativeCase.LeastSquaresNames)
        {
            IterativeSolution<double> solution = IterativeCase.Solve(name, a, b, new() { Start = start });
            Assert.Equal(Status.Success, solution.Status);
            Assert.True(IterativeCase.Distance(solution.X, expected) <= 1e-11 * condition * condition + 1e-11, $"{name}: {IterativeCase.Distance(solution.X, expected)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void With_lambda_it_is_ridge(string name)
    {
        TestRandom random = new(3);
        Matrix<double> a = random.UniformMatrix<double>(12, 9);
        double[] b = random.UniformVector<double>(12), start = random.UniformVector<double>(9);
        double[] expected = NaiveLeastSquares.Ridge(a.ToArray(), b, 0.3);
        Assert.True(IterativeCase.Distance(IterativeCase.Solve(name, a, b, new() { Lambda = 0.3 }).X, expected) <= 1e-11);
        Assert.True(IterativeCase.Distance(IterativeCase.Solve(name, a, b, new() { Lambda = 0.3, Start = start }).X, expected) <= 1e-11);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Column_scaling_saves_most_of_the_steps(string name)
    {
        // Well-conditioned columns whose sizes span four orders: kappa 1.2e4 or so becomes 3.
        TestRandom random = new(42);
        Matrix<double> a = random.NormalMatrix<double>(400, 100);
        for (int i = 0; i < 400; i++)
        {
            for (int j = 0; j < 100; j++)
            {
                a[i, j] *= Math.Pow(10, j / 25.0 - 2);
            }
        }

        double[] b = random.UniformVector<double>(400), expected = LeastSquares.Solve(a, b).X.Data;
        IterativeSolution<double> plain = IterativeCase.Solve(name, a, b, new() { RelativeTolerance = 1e-10 });
        IterativeSolution<double> scaled = IterativeCase.Solve(name, a, b, new() { Preconditioner = Preconditioner.Columns<double>(a) });
        Assert.Equal((Status.Success, Status.Success), (plain.Status, scaled.Status));
        Assert.True(IterativeCase.Distance(scaled.X, expected) <= 1e-9);
        Assert.InRange(scaled.Iterations, 10, 60);
        Assert.True(plain.Iterations > 20 * scaled.Iterations, $"{plain.Iterations} and {scaled.Iterations}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_inverse_of_R_ends_it_at_once(string name)
    {
        Matrix<double> a = Gallery.RandSvd(30, 10, 3, name == "cgls" ? 1e3 : 1e6, 4).A;
        double[] b = new TestRandom(5).UniformVector<double>(30);
        IterativeSolution<double> solution = IterativeCase.Solve(name, a, b, new() { Preconditioner = Preconditioner.UpperTriangle(Qr<double>.Factor(a).R) });
        Assert.True(solution.Status == Status.Success, $"{solution.Reason}: norm {solution.NormEstimate}, residual {solution.ResidualNorm}, normal {solution.NormalResidualNorm}, restarts {solution.Restarts}");
        Assert.InRange(solution.Iterations, 1, 4);
        Assert.True(IterativeCase.Distance(solution.X, LeastSquares.Solve(a, b).X.Data) <= 1e-8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scaling_b_by_a_power_of_two_scales_x_exactly(string name)
    {
        TestRandom random = new(6);
        Matrix<double> a = random.UniformMatrix<double>(20, 7);
        double[] b = random.UniformVector<double>(20), x = IterativeCase.Solve(name, a, b).X;
        foreach (int k in (int[])[-1000, -7, 3, 900])
        {
            double[] scaled = IterativeCase.Solve(name, a, [.. b.Select(v => Math.ScaleB(v, k))]).X;
            Assert.Equal(x.Select(v => Math.ScaleB(v, k)), scaled);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_reports_every_step_and_its_estimates_are_the_true_norms(string name)
    {
        TestRandom random = new(7);
        Matrix<double> a = random.UniformMatrix<double>(25, 8);
        double[] b = random.UniformVector<double>(25);
        List<IterationRecord<double>> told = [];
        IterativeSolution<double> solution = IterativeCase.Solve(name, a, b, new() { KeepHistory = true, Progress = new Told(told.Add) });
        Assert.Equal(solution.Iterations, solution.History.Count);
        Assert.Equal(solution.History, told);
        Assert.Equal(Enumerable.Range(1, solution.Iterations), told.Select(record => record.Iteration));

        // The same run cut off after three steps has the norms of the third record.
        IterativeSolution<double> cut = IterativeCase.Solve(name, a, b, new() { MaxIterations = 3 });
        Assert.Equal((Status.NotConverged, IterationStop.MaxIterations), (cut.Status, cut.Stop));
        Assert.Equal(cut.ResidualNorm, told[2].ResidualNorm, 12);
        Assert.Equal(cut.NormalResidualNorm, told[2].NormalResidualNorm, 11);
        Assert.Throws<InvalidOperationException>(cut.EnsureSuccess);
        for (int i = 1; i < told.Count; i++)
        {
            bool falls = name == "lsmr" ? told[i].NormalResidualNorm <= told[i - 1].NormalResidualNorm : told[i].ResidualNorm <= told[i - 1].ResidualNorm * (1 + 1e-14);
            Assert.True(falls, $"step {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_input_is_named_and_wrong_calls_throw(string name)
    {
        Matrix<double> a = new TestRandom(8).UniformMatrix<double>(4, 3);
        IterativeSolution<double> bad = IterativeCase.Solve(name, a, [1, 2, double.NaN, 4]);
        Assert.Equal((Status.NonFiniteInput, 2), (bad.Status, bad.FirstNonFinite));
        Assert.All(bad.X, v => Assert.Equal(0, v));
        a[1, 1] = double.PositiveInfinity;
        Assert.Equal(Status.NonFiniteInput, IterativeCase.Solve(name, a, [1, 2, 3, 4]).Status);
        a[1, 1] = 1;
        Assert.Throws<ArgumentException>(() => IterativeCase.Solve(name, a, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => IterativeCase.Solve(name, a, [1, 2, 3, 4], new() { Start = [1] }));
        Assert.Throws<ArgumentException>(() => IterativeCase.Solve(name, a, [1, 2, 3, 4], new() { Preconditioner = new DiagonalOperator<double>([1, 2]) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IterativeCase.Solve(name, a, [1, 2, 3, 4], new() { Lambda = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IterativeCase.Solve(name, a, [1, 2, 3, 4], new() { RelativeTolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IterativeCase.Solve(name, a, [1, 2, 3, 4], new() { MaxIterations = 0 }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zero_dimensions_a_zero_matrix_and_a_zero_right_hand_side_give_zero(string name)
    {
        foreach ((int m, int n) in ((int, int)[])[(0, 0), (0, 3), (4, 0), (4, 3)])
        {
            IterativeSolution<double> solution = IterativeCase.Solve(name, new Matrix<double>(m, n), new TestRandom(1).UniformVector<double>(m));
            Assert.Equal((Status.Success, n), (solution.Status, solution.X.Length));
            Assert.All(solution.X, v => Assert.Equal(0, v));
        }

        Assert.Equal([0, 0, 0], IterativeCase.Solve(name, new TestRandom(2).UniformMatrix<double>(5, 3), new double[5]).X);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cancellation_returns_what_there_is(string name)
    {
        using CancellationTokenSource source = new();
        Matrix<double> a = Gallery.RandSvd(40, 30, 3, 1e8, 4).A;
        IterativeSolution<double> solution = IterativeCase.Solve(name, a, new TestRandom(5).UniformVector<double>(40), new()
        {
            CancellationToken = source.Token,
            Progress = new Told(record =>
            {
                if (record.Iteration == 5)
                {
                    source.Cancel();
                }
            }),
        });
        Assert.Equal((Status.Cancelled, 5), (solution.Status, solution.Iterations));
        Assert.True(solution.SolutionNorm > 0);
    }

    [Fact]
    public void A_condition_limit_regularises_an_ill_posed_problem()
    {
        IllPosedProblem problem = Gallery.IllPosed("shaw", 40);
        TestRandom random = new(9);
        Matrix<double> a = problem.A;
        double[] exact = problem.X, b = [.. NaiveLeastSquares.Apply(a.ToArray(), exact).Select(v => v + (1e-4 * random.Normal()))];
        foreach (IterativeSolution<double> stopped in (IterativeSolution<double>[])[
            LsqrSolver.Solve(new DenseOperator<double>(a), b, new LsqrOptions<double> { ConditionLimit = 1e4, RelativeTolerance = 0 }),
            LsmrSolver.Solve(new DenseOperator<double>(a), b, new LsmrOptions<double> { ConditionLimit = 1e3, RelativeTolerance = 0 })])
        {
            Assert.Equal((Status.NotConverged, IterationStop.ConditionLimit), (stopped.Status, stopped.Stop));
            Assert.True(IterativeCase.Distance(stopped.X, exact) < 0.2, $"{IterativeCase.Distance(stopped.X, exact)}");
        }

        Assert.True(IterativeCase.Distance(LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Svd, RelativeCutoff = 0 }).X.Data, exact) > 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => LsqrSolver.Solve(new DenseOperator<double>(a), b, new LsqrOptions<double> { ConditionLimit = 0.5 }));
    }

    [Fact]
    public void Estimates_of_norm_and_condition_bound_and_meet_the_true_ones()
    {
        Matrix<double> a = Gallery.RandSvd(60, 20, 4, 50, 4).A;
        double[] b = new TestRandom(5).UniformVector<double>(60);
        double[] sigma = NaiveSvd.Values(a.ToArray());
        foreach (string name in IterativeCase.LeastSquaresNames)
        {
            IterativeSolution<double> solution = IterativeCase.Solve(name, a, b);
            Assert.InRange(solution.NormEstimate, 0.5 * sigma[0], sigma[0] * (1 + 1e-12));
        }

        Assert.InRange(IterativeCase.Solve("lsqr", a, b).ConditionEstimate, sigma[0] / sigma[^1], 20 * sigma[0] / sigma[^1]);
        Assert.InRange(IterativeCase.Solve("lsmr", a, b).ConditionEstimate, 0.2 * sigma[0] / sigma[^1], 5 * sigma[0] / sigma[^1]);
    }

    [Fact]
    public void Single_precision_reaches_its_own_tolerance()
    {
        TestRandom random = new(12);
        Matrix<float> a = random.UniformMatrix<float>(30, 50);
        float[] b = random.UniformVector<float>(30);
        DenseOperator<float> op = new(a);
        double[] expected = NaiveLeastSquares.MinimumNorm(LeastSquaresTests.Measure.ToDouble(a), [.. b.Select(v => (double)v)]);
        foreach (IterativeSolution<float> solution in (IterativeSolution<float>[])[CglsSolver.Solve<float>(op, b), LsqrSolver.Solve<float>(op, b), LsmrSolver.Solve<float>(op, b)])
        {
            Assert.Equal(Status.Success, solution.Status);
            Assert.True(IterativeCase.Distance([.. solution.X.Select(v => (double)v)], expected) < 1e-3);
        }
    }

    private sealed class Told(Action<IterationRecord<double>> receive) : IProgress<IterationRecord<double>>
    {
        public void Report(IterationRecord<double> value) => receive(value);
    }
}
