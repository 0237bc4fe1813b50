using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Non-negative least squares, the lasso, least 1-norm and total least squares against exhaustive search and theory.</summary>
public sealed class SparseSolverTests
{
    [Property(MaxTest = 60)]
    public void Non_negative_least_squares_finds_what_exhaustive_search_finds(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 6, 5);
        NonNegativeSolution<double> solution = NonNegativeSolver.Solve<double>(a, b.Data).EnsureSuccess();
        Rational[] exact = ExactPolyhedral.NonNegative(Cases.Exact(a), Cases.Exact(b));
        double residual = Residual(a, b, exact);
        Assert.All(solution.X, x => Assert.True(x >= 0));
        Assert.Equal(residual, solution.ResidualNorm, 1e-10 * (1 + residual));
        Assert.True(solution.DualInfeasibility <= 1e-13 && solution.Stationarity <= 1e-13, $"{solution.DualInfeasibility:E1}, {solution.Stationarity:E1}");
        if (Cases.Exact(a).Rank() == a.Columns)
        {
            Cases.AssertNear(exact.Select(x => x.ToDouble()), solution.X, 1e-9);
        }
    }

    [Fact]
    public void Non_negative_least_squares_ends_on_large_and_on_dependent_problems()
    {
        TestRandom random = new(4);
        foreach ((int m, int n, bool repeated) in ((int, int, bool)[])[(300, 80, false), (40, 120, false), (100, 60, true)])
        {
            Matrix<double> a = random.UniformMatrix<double>(m, n);
            for (int j = 0; repeated && j < n / 2; j++)
            {
                a.Slice(0, j, m, 1).CopyTo(a.Slice(0, (n / 2) + j, m, 1));
            }

            NonNegativeSolution<double> solution = NonNegativeSolver.Solve<double>(a, random.UniformMatrix<double>(m, 1).Data).EnsureSuccess();
            Assert.True(solution.DualInfeasibility <= 1e-11 && solution.Stationarity <= 1e-12);
            Assert.InRange(solution.Iterations, solution.Support.Count, 3 * n);
        }
    }

    [Fact]
    public void A_cap_ends_the_search_with_a_feasible_point()
    {
        TestRandom random = new(5);
        NonNegativeSolution<double> solution = NonNegativeSolver.Solve<double>(random.UniformMatrix<double>(30, 20), random.UniformMatrix<double>(30, 1).Data, new() { MaxIterations = 2 });
        Assert.Equal((Status.NotConverged, 2), (solution.Status, solution.Iterations));
        Assert.True(solution.DualInfeasibility > 1e-6 && solution.Support.Count <= 2);
    }

    [Property(MaxTest = 40)]
    public void The_lasso_finds_what_exhaustive_search_finds(int seed, byte strength)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 6, 4);
        double lambda = Math.ScaleB(1 + (strength % 5), (strength % 9) - 2);
        LassoPathSolution<double> path = LassoPathSolver.Solve<double>(a, b.Data, new() { Lambdas = [lambda] }).EnsureSuccess();
        Rational[] exact = ExactPolyhedral.Lasso(Cases.Exact(a), Cases.Exact(b), lambda);
        double expected = Objective(a, b, [.. exact.Select(x => x.ToDouble())], lambda), found = Objective(a, b, [.. path.Points[0].X], lambda);
        double half = b.Data.Sum(y => y * y) / 2;
        Assert.True(found - expected <= path.Points[0].Gap + (1e-13 * half), $"{found} against {expected}, gap {path.Points[0].Gap:E1}");
        Assert.True(path.LargestRelativeGap <= 1e4 * Math.ScaleB(1, -52));
        if (Cases.Exact(a).Rank() == a.Columns)
        {
            double error = Measure.Norm(exact.Select(x => x.ToDouble()).Zip(path.Points[0].X, (x, y) => x - y));
            Assert.True(error <= 1e-6 * (1 + Measure.Norm(path.Points[0].X)), $"{error:E1}");
        }
    }

    [Fact]
    public void A_lasso_path_begins_at_zero_and_is_certified_throughout()
    {
        TestRandom random = new(6);
        foreach ((int m, int n) in ((int, int)[])[(80, 30), (40, 100)])
        {
            Matrix<double> a = random.NormalMatrix<double>(m, n);
            double[] b = random.NormalMatrix<double>(m, 1).Data;
            LassoPathSolution<double> path = LassoPathSolver.Solve<double>(a, b, new() { Count = 30, Intercept = true }).EnsureSuccess();
            Assert.Empty(path.Points[0].Support);
            Assert.Equal(path.LargestLambda, path.Points[0].Lambda);
            Assert.Equal(1e-3, path.Points[^1].Lambda / path.Points[0].Lambda, 1e-12);
            Assert.True(path.Points.Zip(path.Points.Skip(1)).All(pair => pair.First.ResidualNorm >= pair.Second.ResidualNorm && pair.First.OneNorm <= pair.Second.OneNorm * (1 + 1e-9)));
            double mean = b.Average() - Enumerable.Range(0, n).Sum(j => path.Points[^1].X[j] * a.Column(j).Average());
            Assert.Equal(mean, path.Points[^1].Intercept, 1e-12);
        }
    }

    [Property(MaxTest = 60)]
    public void The_least_one_norm_is_what_exhaustive_search_finds(int seed)
    {
        (Matrix<double> a, _) = Cases.Integers(seed, 4, 8);
        TestRandom random = new((ulong)(uint)seed + 2);
        Matrix<double> sparse = new(a.Columns, 1);
        for (int k = 0; k < 2; k++)
        {
            sparse[random.NextInteger(0, a.Columns - 1), 0] = random.NextInteger(-5, 5);
        }

        Matrix<double> b = Cases.Times(a, sparse);
        BasisPursuitSolution<double> solution = BasisPursuitSolver.Solve<double>(a, b.Data).EnsureSuccess();
        Rational exact = ExactPolyhedral.OneNorm(ExactPolyhedral.LeastOneNorm(Cases.Exact(a), Cases.Exact(b))!);
        Assert.Equal(exact.ToDouble(), solution.OneNorm, 1e-10 * (1 + exact.ToDouble()));
        Assert.True(solution.RelativeGap <= 1e-12 && solution.Feasibility <= 1e-14, $"{solution.RelativeGap:E1}, {solution.Feasibility:E1}");
        Assert.True(solution.Support.Count <= solution.Rank);
        RationalMatrix slopes = Cases.Exact(a).Transpose * RationalMatrix.Column(solution.Dual);
        Assert.All(Enumerable.Range(0, a.Columns), j => Assert.True(Math.Abs(slopes[j, 0].ToDouble()) <= 1 + 1e-14));
    }

    [Fact]
    public void A_sparse_vector_is_recovered_from_few_measurements()
    {
        TestRandom random = new(7);
        for (int trial = 0; trial < 4; trial++)
        {
            Matrix<double> a = random.NormalMatrix<double>(60, 200), truth = new(200, 1);
            for (int k = 0; k < 6; k++)
            {
                truth[random.NextInteger(0, 199), 0] = random.Normal();
            }

            List<int> steps = [];
            BasisPursuitSolution<double> solution = BasisPursuitSolver.Solve<double>(a, Cases.Times(a, truth).Data, new() { Progress = new Receiver(steps.Add) }).EnsureSuccess();
            Assert.Equal(Enumerable.Range(1, solution.Iterations), steps);
            Cases.AssertNear(truth.Data, solution.X, 1e-12);
            Assert.True(solution.IsProvedUnique && solution.RelativeGap <= 1e-13);
            Assert.Equal(Enumerable.Range(0, 200).Where(j => truth[j, 0] != 0), solution.Support);
        }
    }

    [Fact]
    public void Dense_right_hand_sides_and_repeated_rows_have_certified_solutions()
    {
        TestRandom random = new(8);
        foreach ((int m, int n, int rank) in ((int, int, int)[])[(30, 90, 30), (40, 60, 20), (50, 20, 20), (25, 25, 25)])
        {
            Matrix<double> a = Cases.Times(random.NormalMatrix<double>(m, rank), random.NormalMatrix<double>(rank, n)), b = Cases.Times(a, random.NormalMatrix<double>(n, 1));
            BasisPursuitSolution<double> solution = BasisPursuitSolver.Solve<double>(a, b.Data).EnsureSuccess();
            Assert.Equal(rank, solution.Rank);
            Assert.True(solution.RelativeGap <= 1e-11 && solution.Feasibility <= 1e-13, $"{solution.RelativeGap:E1}, {solution.Feasibility:E1}");
            Assert.InRange(solution.Iterations, 0, 6 * n);
        }
    }

    [Fact]
    public void Nothing_interpolates_what_is_outside_the_range()
    {
        Matrix<double> a = new(new double[,] { { 1, 2, 3 }, { 2, 4, 6 } });
        BasisPursuitSolution<double> solution = BasisPursuitSolver.Solve(a, (double[])[1, 1]);
        Assert.Equal((Status.Infeasible, 1), (solution.Status, solution.Rank));
        Assert.Equal(1 / Math.Sqrt(10), solution.Feasibility, 1e-15);
    }

    [Property(MaxTest = 40)]
    public void Total_least_squares_makes_the_smallest_corrections_that_solve(int seed)
    {
        TestRandom random = new((ulong)(uint)seed);
        int n = random.NextInteger(1, 5), p = random.NextInteger(1, 3), m = random.NextInteger(1, 12);
        Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, p);
        TotalLeastSquaresSolution<double> solution = TotalLeastSquaresSolver.Solve<double>(a, b).EnsureSuccess();
        Matrix<double> left = Sum(a, solution.CorrectionA), right = Sum(b, solution.CorrectionB), product = Cases.Times(left, solution.X);
        double size = 1 + Measure.Norm(solution.X.Data);
        Assert.True(Measure.Norm(product.Data.Zip(right.Data, (x, y) => x - y)) <= 1e-11 * size * size);
        Assert.True(Math.Abs(solution.OptimalityGap) <= 1e-11 * size * size, $"{solution.OptimalityGap:E1}");
        Assert.Equal(solution.CorrectionNorm, Measure.Norm(solution.CorrectionA.Data.Concat(solution.CorrectionB.Data)), 1e-10 * size * size);
        if (m <= n)
        {
            Cases.AssertNear(MinimumNormSolver.Solve<double>(a, b).X.Data, solution.X.Data, 1e-9 * Cases.Condition(a) * Cases.Condition(a));
        }
    }

    [Fact]
    public void Total_least_squares_of_a_line_is_its_principal_axis()
    {
        // x and y with equal errors: the slope is (s_yy - s_xx + sqrt((s_yy - s_xx)^2 + 4 s_xy^2)) / (2 s_xy).
        double[] x = [-2, -1, 0, 1, 2], y = [-3.9, -2.2, 0.3, 1.8, 4];
        double xx = x.Sum(v => v * v), yy = y.Sum(v => v * v), xy = x.Zip(y, (u, v) => u * v).Sum();
        TotalLeastSquaresSolution<double> solution = TotalLeastSquaresSolver.Solve<double>(new Matrix<double>(x, 5, 1), new Matrix<double>(y, 5, 1)).EnsureSuccess();
        Assert.Equal((yy - xx + Math.Sqrt(Math.Pow(yy - xx, 2) + (4 * xy * xy))) / (2 * xy), solution.X[0, 0], 1e-14);
    }

    [Fact]
    public void A_problem_that_is_not_generic_has_no_total_least_squares_solution()
    {
        Matrix<double> a = new(new double[,] { { 1, 0 }, { 0, 0.5 }, { 0, 0 } }), b = new(new double[,] { { 1 }, { 0 }, { 1 } });
        TotalLeastSquaresSolution<double> solution = TotalLeastSquaresSolver.Solve<double>(a, b);
        Assert.Equal(Status.NoSolution, solution.Status);
        Assert.True(solution.Denominator <= 1e-15);
        Assert.Empty(solution.X.Data);
        Assert.Contains("not generic", solution.Reason, StringComparison.Ordinal);
    }

    private static Matrix<double> Sum(Matrix<double> a, Matrix<double> b) => new([.. a.Data.Zip(b.Data, (x, y) => x + y)], a.Rows, a.Columns);

    private static double Residual(Matrix<double> a, Matrix<double> b, Rational[] x) =>
        Math.Sqrt((Cases.Exact(b) - (Cases.Exact(a) * new RationalMatrix(Reference.Dense.AsColumn(x)))).SquaredNorm().ToDouble());

    private static double Objective(Matrix<double> a, Matrix<double> b, double[] x, double lambda)
    {
        double sum = lambda * x.Sum(Math.Abs);
        for (int i = 0; i < a.Rows; i++)
        {
            double r = b[i, 0] - Enumerable.Range(0, a.Columns).Sum(j => a[i, j] * x[j]);
            sum += r * r / 2;
        }

        return sum;
    }

    private sealed class Receiver(Action<int> hear) : IProgress<int>
    {
        public void Report(int value) => hear(value);
    }
}
