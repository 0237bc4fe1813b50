using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Units that take single quantities out of the range of the numbers: the result is right all the same, or the status says that it is not.</summary>
public sealed class SolverRangeTests
{
    public static TheoryData<string> Overflowing => [.. s_overflowing.Keys];

    private static readonly Dictionary<string, Func<Matrix<double>, Matrix<double>, SolverSolution>> s_overflowing = new()
    {
        ["weighted"] = (a, b) => WeightedSolver.Solve<double>(a, b, [.. Enumerable.Repeat(1.0, a.Rows)]),
        ["minimum norm"] = (a, b) => MinimumNormSolver.Solve<double>(a, b),
        ["truncated"] = (a, b) => TruncatedSvdSolver.Solve<double>(a, b),
        ["basic"] = (a, b) => BasicSolver.Solve<double>(a, b),
        ["ridge"] = (a, b) => RidgeSolver.Solve<double>(a, b, double.Epsilon),
        ["ridge path"] = (a, b) => RidgePathSolver.Solve<double>(a, b, new() { Lambdas = [0] }),
        ["ridgeless"] = (a, b) => RidgelessSolver.Solve<double>(a, b),
        ["Tikhonov"] = (a, b) => TikhonovSolver.Solve<double>(a, b, a, 1),
        ["constrained"] = (a, b) => ConstrainedSolver.Solve<double>(a, b, new Matrix<double>(0, a.Columns), new Matrix<double>(0, 1)),
        ["non-negative"] = (a, b) => NonNegativeSolver.Solve<double>(a, b.Data),
        ["bounded"] = (a, b) => BoundedSolver.Solve<double>(a, b.Data, new double[a.Columns], [.. Enumerable.Repeat(double.PositiveInfinity, a.Columns)]),
        ["lasso"] = (a, b) => LassoPathSolver.Solve<double>(a, b.Data, new() { Count = 3 }),
        ["basis pursuit"] = (a, b) => BasisPursuitSolver.Solve<double>(new Matrix<double>(a.Row(0).ToArray(), 1, a.Columns), b.Data.AsSpan(0, 1)),
        ["Bayesian"] = (a, b) => BayesianSolver.Solve<double>(a, b.Data, 1),
    };

    [Theory]
    [MemberData(nameof(Overflowing))]
    public void A_solution_beyond_the_range_is_no_success(string name)
    {
        TestRandom random = new(5);
        Matrix<double> a = random.NormalMatrix<double>(6, 3), b = new(6, 1);
        for (int i = 0; i < a.Data.Length; i++)
        {
            a.Data[i] = Math.ScaleB(Math.Abs(a.Data[i]), -600);
            b.Data[i / 3] += Math.ScaleB(a.Data[i], 1200);
        }

        SolverSolution solution = s_overflowing[name](a, b);
        Assert.True(solution.Status == Status.RankDeficient, $"{solution.Status}: {solution.Reason}");
        Assert.Contains("range", solution.Reason, StringComparison.Ordinal);
        Assert.Equal((name == "basis pursuit" ? 1 : 6, 3), (solution.Rows, solution.Columns));
    }

    [Fact]
    public void A_regression_coefficient_beyond_the_range_is_no_success()
    {
        RegressionSolution<double> solution = LinearRegression.Fit<double>(new Matrix<double>([1e-200, 2e-200, 5e-200], 3, 1), [1e200, 2e200, 5e200]);
        Assert.Equal(Status.RankDeficient, solution.Status);
        Assert.Contains("range", solution.Reason, StringComparison.Ordinal);
        Assert.Empty(solution.Coefficients);
    }

    [Theory]
    [InlineData(RidgeMethod.Auto)]
    [InlineData(RidgeMethod.Svd)]
    [InlineData(RidgeMethod.CholeskyPrimal)]
    [InlineData(RidgeMethod.CholeskyDual)]
    public void A_lambda_that_dwarfs_the_matrix_divides_its_image(RidgeMethod method)
    {
        // x = Aᵀb/λ to all digits; λ/‖A‖² is 2¹³² and more, beyond the range of single precision.
        TestRandom random = new(7);
        foreach ((int m, int n) in ((int, int)[])[(6, 3), (3, 6)])
        {
            Matrix<float> a = random.NormalMatrix<float>(m, n), b = random.NormalMatrix<float>(m, 1), small = a.Clone();
            for (int i = 0; i < small.Data.Length; i++)
            {
                small.Data[i] = MathF.ScaleB(small.Data[i], -70);
            }

            RidgeSolution<float> solution = RidgeSolver.Solve<float>(small, b, 1, new() { Method = method }).EnsureSuccess();
            float[] expected = new float[n];
            Product.Multiply<float>(expected, a.Transposed, b.Data);
            Cases.AssertNear(expected.Select(x => (double)x), solution.X.Data.Select(x => Math.ScaleB(x, 70)), 1e-5);
            Assert.Equal(Measure(expected), Math.ScaleB(solution.SolutionNorm, 70), 1e-5 * Measure(expected));
            Assert.InRange(solution.ForwardErrorBound, 0, 1e-4f);
        }
    }

    [Fact]
    public void A_lambda_that_dwarfs_the_matrix_leaves_no_certificate_undefined()
    {
        TestRandom random = new(8);
        foreach ((int m, int n) in ((int, int)[])[(6, 3), (3, 6), (600, 3)])
        {
            Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, 1);
            foreach ((int exponent, double lambda) in ((int, double)[])[(0, 1e40), (-500, 1e100), (-900, 1), (300, double.MaxValue)])
            {
                LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(Scaled(a, exponent), b, new() { Lambda = lambda });
                Assert.Equal(Status.Success, solution.Status);
                Assert.InRange(solution.BackwardError, 0, 1e-14);
                Assert.InRange(solution.ConditionEstimate, 1, 10 * n);
                Assert.False(double.IsNaN(solution.ForwardErrorBound));
            }

            TikhonovSolution<double> general = TikhonovSolver.Solve<double>(Scaled(a, -560), b, Matrix<double>.Identity(n), 1);
            Assert.Equal(Status.Success, general.Status);
            Assert.InRange(general.BackwardError, 0, 1e-14);
        }
    }

    [Theory]
    [InlineData(RidgeMethod.AugmentedQr, Status.RankDeficient)]
    [InlineData(RidgeMethod.Svd, Status.RankDeficient)]
    [InlineData(RidgeMethod.CholeskyPrimal, Status.NotPositiveDefinite)]
    [InlineData(RidgeMethod.CholeskyDual, Status.NotPositiveDefinite)]
    public void A_lambda_below_rounding_does_not_make_up_for_the_rank(RidgeMethod method, Status expected)
    {
        TestRandom random = new(9);
        Matrix<double> a = Cases.Times(random.NormalMatrix<double>(10, 3), random.NormalMatrix<double>(3, 5));
        RidgeSolution<double> solution = RidgeSolver.Solve<double>(a, random.NormalMatrix<double>(10, 1), 1e-40, new() { Method = method });
        Assert.True(solution.Status == expected, $"{solution.Status}, |x| = {solution.SolutionNorm:E1}: {solution.Reason}");
        Assert.Contains("lambda", solution.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_condition_of_a_wide_ridge_is_that_of_its_row_space_whatever_the_method()
    {
        TestRandom random = new(10);
        Matrix<double> a = random.NormalMatrix<double>(4, 9), b = random.NormalMatrix<double>(4, 1);
        double exact = RidgeSolver.Solve<double>(a, b, 1e-12, new() { Method = RidgeMethod.Svd }).ConditionEstimate;
        foreach (RidgeMethod method in (RidgeMethod[])[RidgeMethod.AugmentedQr, RidgeMethod.CholeskyDual])
        {
            Assert.InRange(RidgeSolver.Solve<double>(a, b, 1e-12, new() { Method = method }).ConditionEstimate, exact / 5, exact * 5);
        }
    }

    [Fact]
    public void The_chosen_lambda_does_not_depend_on_the_units_of_the_target()
    {
        TestRandom random = new(11);
        foreach ((int m, int n) in ((int, int)[])[(20, 5), (5, 20)])
        {
            Matrix<float> a = random.NormalMatrix<float>(m, n), b = random.NormalMatrix<float>(m, 1);
            foreach (RidgePathCriterion criterion in Enum.GetValues<RidgePathCriterion>())
            {
                RidgePathSolution<float> expected = RidgePathSolver.Solve<float>(a, b, new() { Criterion = criterion });
                foreach (int exponent in (int[])[-100, -74, 66, 110])
                {
                    Matrix<float> scaled = new([.. b.Data.Select(x => MathF.ScaleB(x, exponent))], m, 1);
                    RidgePathSolution<float> solution = RidgePathSolver.Solve<float>(a, scaled, new() { Criterion = criterion }).EnsureSuccess();
                    Assert.Equal((expected.Choice, expected.Lambda), (solution.Choice, solution.Lambda));
                    Assert.Equal(expected.X.Data, solution.X.Data.Select(x => MathF.ScaleB(x, -exponent)));
                }
            }
        }
    }

    [Fact]
    public void The_errors_of_a_path_tend_to_those_of_zero_for_a_large_lambda()
    {
        TestRandom random = new(12);
        Matrix<float> a = random.NormalMatrix<float>(5, 9), small = new([.. a.Data.Select(x => MathF.ScaleB(x, -70))], 5, 9), b = random.NormalMatrix<float>(5, 1);
        RidgePathSolution<float> path = RidgePathSolver.Solve<float>(small, b, new() { Lambdas = [1, float.MaxValue] });
        double squares = b.Data.Sum(x => (double)x * x) / 5;
        Assert.All(path.Points, point => Assert.Equal(squares, point.LeaveOneOutError, 1e-5 * squares));
        Assert.All(path.Points, point => Assert.Equal(squares, point.GcvError, 1e-5 * squares));
        Assert.Equal(RidgeSolver.Solve<float>(small, b, 1).SolutionNorm, path.Points[0].SolutionNorm, 1e-26f);
    }

    [Fact]
    public void Bounds_are_kept_whatever_the_size_of_the_target()
    {
        TestRandom random = new(13);
        Matrix<double> a = random.NormalMatrix<double>(5, 2);
        foreach (int exponent in (int[])[0, -900, -1040])
        {
            double[] b = [.. random.UniformVector<double>(5).Select(x => Math.ScaleB(x, exponent))];
            BoundedSolution<double> above = BoundedSolver.Solve<double>(a, b, [1e10, 1e10], [2e10, double.PositiveInfinity]).EnsureSuccess();
            Assert.All(above.X, x => Assert.InRange(x, 1e10, double.MaxValue));
            Assert.InRange(above.ResidualNorm, 1, 1e12);
            BoundedSolution<double> below = BoundedSolver.Solve<double>(a, b, [-2e200, double.NegativeInfinity], [-1e200, -1e200]).EnsureSuccess();
            Assert.All(below.X, x => Assert.InRange(x, double.MinValue, -1e200));
        }
    }

    [Fact]
    public void A_penalty_beyond_the_range_makes_every_coefficient_zero()
    {
        TestRandom random = new(14);
        float[] tiny = [.. random.UniformVector<double>(15).Select(x => MathF.ScaleB((float)x, -70))];
        LassoPathSolution<float> path = LassoPathSolver.Solve<float>(new Matrix<float>(tiny, 5, 3), tiny.AsSpan(0, 5), new() { Lambdas = [1] }).EnsureSuccess();
        Assert.Equal((1f, 0f, 0f), (path.Points[0].Lambda, path.Points[0].OneNorm, path.Points[0].Gap));
        Assert.Equal((0, 3), (SmoothnessPenalty.Differences<double>(int.MaxValue, 3).Rows, SmoothnessPenalty.Differences<double>(1 << 30, 3).Columns));
    }

    [Fact]
    public void Data_that_say_nothing_leave_the_prior()
    {
        TestRandom random = new(15);
        Matrix<float> a = new([.. random.UniformVector<double>(15).Select(x => MathF.ScaleB((float)x, -70))], 5, 3);
        float[] b = [.. random.UniformVector<double>(5).Select(x => (float)x)];
        foreach (int exponent in (int[])[0, -140])
        {
            BayesianSolution<float> posterior = BayesianSolver.Solve<float>(a, [.. b.Select(x => MathF.ScaleB(x, exponent))], 1, new() { PriorDeviation = 2 }).EnsureSuccess();
            Assert.All(posterior.Deviations, deviation => Assert.Equal(2f, deviation, 1e-5f));
            Assert.Equal(0.25f, posterior.Lambda);
            Assert.False(float.IsNaN(posterior.DistanceToFlatLimit) || float.IsNaN(posterior.LogEvidence));
        }
    }

    [Fact]
    public void A_ridge_of_a_tiny_design_is_fitted()
    {
        TestRandom random = new(16);
        Matrix<float> x = random.NormalMatrix<float>(9, 2);
        float[] y = random.NormalMatrix<float>(9, 1).Data;
        Matrix<float> tiny = new([.. x.Data.Select(each => MathF.ScaleB(each, -70))], 9, 2);
        RegressionSolution<float> solution = LinearRegression.Fit<float>(tiny, y, new() { Lambda = 1 });
        Assert.Equal(Status.Success, solution.Status);
        Assert.Equal(y.Average(), solution.Intercept!.Estimate, 1e-5f);
        Assert.All(solution.Coefficients, each => Assert.InRange(MathF.Abs(each.Estimate), 0, MathF.ScaleB(100, -70)));
    }

    [Fact]
    public void A_weight_that_vanishes_beside_another_is_told()
    {
        WeightedSolution<float> solution = WeightedSolver.Solve<float>(Matrix<float>.Identity(2), new Matrix<float>([1, 2], 2, 1), [1e-30f, 1e20f]);
        Assert.Equal((Status.NotConverged, 1), (solution.Status, solution.RowsUsed));
        Assert.Contains("1 weights vanish", solution.Reason, StringComparison.Ordinal);
    }

    [Property(MaxTest = 100)]
    public void Rows_that_outweigh_the_others_are_interpolated_and_leave_the_light_ones_their_say(uint seed)
    {
        // No more rows than n + 1: whatever the weights, the solution with a constant is the shortest x with (aᵢ − a₀)·x = bᵢ − b₀.
        TestRandom random = new(seed);
        int m = random.NextInteger(2, 4), n = random.NextInteger(m, 8);
        Matrix<double> a = random.IntegerMatrix<double>(m, n, 9), b = random.NormalMatrix<double>(m, 1), differences = new(m - 1, n), right = new(m - 1, 1);
        double[] weights = [.. Enumerable.Range(0, m).Select(_ => Math.ScaleB(1 + random.NextInteger(0, 9), random.NextInteger(-120, 120)))];
        for (int i = 1; i < m; i++)
        {
            right[i - 1, 0] = b[i, 0] - b[0, 0];
            for (int j = 0; j < n; j++)
            {
                differences[i - 1, j] = a[i, j] - a[0, j];
            }
        }

        LeastSquaresSolution<double> expected = LeastSquares.Solve(differences, right);
        WeightedSolution<double> solution = WeightedSolver.Solve<double>(a, b, weights, new() { Intercept = true });
        if (expected.Rank == m - 1 && expected.ConditionEstimate < 1e4 && solution.Status == Status.Success)
        {
            Cases.AssertNear(expected.X.Data, solution.X.Data, 1e-9, $"x, weights {string.Join(", ", weights)}");
            Assert.InRange(solution.Optimality, 0, 1e-13);
        }
    }

    [Fact]
    public void Many_rows_of_single_precision_have_a_rank()
    {
        // max(m, n)·ε is above one here.
        float[] ones = new float[8_500_000];
        Array.Fill(ones, 1f);
        LeastSquaresSolution<float> solution = LeastSquares.Solve(new Matrix<float>(ones, ones.Length, 1), ones).EnsureSuccess();
        Assert.Equal(1, solution.Rank);
        Assert.Equal(1f, solution.X[0, 0], 1e-4f);
        Assert.InRange(solution.RelativeCutoff, 1e-5f, 1e-3f);
        RidgePathPoint<float> point = RidgePathSolver.Solve<float>(new Matrix<float>(ones.AsSpan(0, 1_200_000).ToArray(), 1_200_000, 1), new Matrix<float>([.. Enumerable.Range(0, 1_200_000).Select(i => i % 2 == 0 ? 1f : -1f)], 1_200_000, 1), new() { Lambdas = [1] }).Points[0];
        Assert.Equal(1f, point.LeaveOneOutError, 1e-3f);
        Assert.Equal(Math.ScaleB(1, -51), LeastSquares.Solve(Matrix<double>.Identity(2), new double[2]).RelativeCutoff);
    }

    [Fact]
    public void Influence_does_not_depend_on_the_units_of_the_target()
    {
        TestRandom random = new(17);
        Matrix<float> x = random.NormalMatrix<float>(12, 3);
        float[] y = random.NormalMatrix<float>(12, 1).Data;
        ObservationDiagnosis<float>[] expected = [.. DesignDiagnosis.Diagnose<float>(x, y).EnsureSuccess().Observations];
        Assert.All(expected, row => Assert.True(float.IsFinite(row.StudentizedResidual) && row.CookDistance > 0));
        foreach (int exponent in (int[])[-80, 80])
        {
            IReadOnlyList<ObservationDiagnosis<float>> rows = DesignDiagnosis.Diagnose<float>(x, [.. y.Select(each => MathF.ScaleB(each, exponent))]).EnsureSuccess().Observations;
            Assert.Equal(expected.Select(row => (row.StudentizedResidual, row.CookDistance)), rows.Select(row => (row.StudentizedResidual, row.CookDistance)));
        }
    }

    [Fact]
    public void Wrong_choices_name_the_options()
    {
        Matrix<double> a = Matrix<double>.Identity(3), b = new(3, 1);
        Assert.Equal("options", Assert.Throws<ArgumentOutOfRangeException>(() => RidgeSolver.Solve<double>(a, b, 1, new() { Method = (RidgeMethod)9 })).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentOutOfRangeException>(() => MinimumNormSolver.Solve<double>(a, b, new() { Routes = [(MinimumNormRoute)9] })).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentOutOfRangeException>(() => ConstrainedSolver.Solve<double>(a, b, a, b, new() { Method = (ConstrainedMethod)9 })).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(a, b.Data, new() { Names = ["x"] })).ParamName);
        Assert.Equal(-1.0, Assert.Throws<ArgumentOutOfRangeException>(() => LinearRegression.Fit<double>(a, b.Data, new() { Lambda = -1 })).ActualValue);
        Assert.Equal(1.0, Assert.Throws<ArgumentOutOfRangeException>(() => LinearRegression.Fit<double>(a, b.Data, new() { RelativeCutoff = 1 })).ActualValue);
    }

    private static Matrix<double> Scaled(Matrix<double> a, int exponent) => new([.. a.Data.Select(x => Math.ScaleB(x, exponent))], a.Rows, a.Columns);

    private static double Measure(float[] x) => Math.Sqrt(x.Sum(each => (double)each * each));
}
