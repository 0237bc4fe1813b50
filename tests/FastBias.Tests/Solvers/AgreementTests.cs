using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Solvers against each other where the mathematics says that they agree.</summary>
public sealed class AgreementTests
{
    private readonly TestRandom _random = new(31);

    [Theory]
    [InlineData(12, 5)]
    [InlineData(5, 12)]
    [InlineData(9, 9)]
    public void Everything_that_should_be_the_pseudo_inverse_is(int m, int n)
    {
        (Matrix<double> a, Matrix<double> b) = (_random.NormalMatrix<double>(m, n), _random.NormalMatrix<double>(m, 1));
        double[] expected = MinimumNormSolver.Solve<double>(a, b).EnsureSuccess().X.Data;
        Dictionary<string, double[]> others = new()
        {
            ["truncated at full rank"] = TruncatedSvdSolver.Solve<double>(a, b).X.Data,
            ["ridgeless"] = RidgelessSolver.Solve<double>(a, b).X.Data,
            ["flat prior"] = BayesianSolver.Solve<double>(a, b.Data, 2).Mean,
            ["equal weights"] = WeightedSolver.Solve<double>(a, b, Enumerable.Repeat(4.0, m).ToArray()).X.Data,
            ["no constraint"] = ConstrainedSolver.Solve<double>(a, b, new Matrix<double>(0, n), new Matrix<double>(0, 1)).X.Data,
            ["no penalty row"] = TikhonovSolver.Solve<double>(a, b, new Matrix<double>(0, n), 1).X.Data,
            ["path at zero"] = RidgePathSolver.Solve<double>(a, b).At(0).X.Data,
        };
        Assert.All(others, other => Cases.AssertNear(expected, other.Value, 1e-11, other.Key));
        if (m <= n)
        {
            // Interpolation is the constraint, and nothing is left to minimise but the length.
            Cases.AssertNear(expected, ConstrainedSolver.Solve<double>(new Matrix<double>(0, n), new Matrix<double>(0, 1), a, b).EnsureSuccess().X.Data, 1e-11, "as constraints");
        }
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(5, 12)]
    public void Ridge_is_ridge_under_every_name(int m, int n)
    {
        (Matrix<double> a, Matrix<double> b) = (_random.NormalMatrix<double>(m, n), _random.NormalMatrix<double>(m, 1));
        const double Noise = 0.3, Prior = 1.5;
        double lambda = Noise * Noise / (Prior * Prior);
        double[] expected = RidgeSolver.Solve<double>(a, b, lambda, new() { Method = RidgeMethod.AugmentedQr }).EnsureSuccess().X.Data;
        Cases.AssertNear(expected, LeastSquares.Solve(a, b.Data, new LeastSquaresOptions<double> { Lambda = lambda }).X.Data, 1e-12, "LeastSquares");
        Cases.AssertNear(expected, RidgePathSolver.Solve<double>(a, b).At(lambda).X.Data, 1e-11, "path");
        Cases.AssertNear(expected, TikhonovSolver.Solve<double>(a, b, Matrix<double>.Identity(n), lambda).X.Data, 1e-11, "Tikhonov");
        Cases.AssertNear(expected, TikhonovSolver.Solve<double>(a, b, Matrix<double>.Identity(n), lambda, new() { Method = TikhonovMethod.StandardForm }).X.Data, 1e-11, "standard form");
        Cases.AssertNear(expected, BayesianSolver.Solve<double>(a, b.Data, Noise, new() { PriorDeviation = Prior }).Mean, 1e-11, "posterior mean");
        double distance = RidgelessSolver.Solve<double>(a, b).Distance(lambda);
        double[] limit = MinimumNormSolver.Solve<double>(a, b).X.Data;
        Assert.Equal(Math.Sqrt(expected.Zip(limit, (x, y) => (x - y) * (x - y)).Sum()), distance, 1e-12);
    }

    [Fact]
    public void The_lasso_tends_to_the_least_one_norm()
    {
        Matrix<double> a = _random.NormalMatrix<double>(10, 30);
        double[] b = _random.NormalMatrix<double>(10, 1).Data;
        BasisPursuitSolution<double> limit = BasisPursuitSolver.Solve<double>(a, b).EnsureSuccess();
        LassoPathSolution<double> path = LassoPathSolver.Solve<double>(a, b, new() { Lambdas = [1e-2, 1e-4, 1e-6] }).EnsureSuccess();
        double[] distances = [.. path.Points.Select(point => Math.Sqrt(point.X.Zip(limit.X, (x, y) => (x - y) * (x - y)).Sum()))];
        Assert.True(distances[1] < 0.02 * distances[0] && distances[2] < 0.02 * distances[1], string.Join(", ", distances));
        Assert.All(path.Points, point => Assert.True(point.OneNorm < limit.OneNorm));
        Assert.True(MinimumNormSolver.Solve<double>(a, new Matrix<double>(b, 10, 1)).SolutionNorm < Math.Sqrt(limit.X.Sum(x => x * x)));
    }

    [Fact]
    public void Least_squares_that_is_positive_anyway_is_not_bounded()
    {
        Matrix<double> a = _random.NormalMatrix<double>(20, 4), x = new([1.0, 2, 3, 4], 4, 1), b = Cases.Times(a, x);
        NonNegativeSolution<double> solution = NonNegativeSolver.Solve<double>(a, b.Data).EnsureSuccess();
        Cases.AssertNear(x.Data, solution.X, 1e-13);
        Assert.Equal([0, 1, 2, 3], solution.Support);
    }

    [Fact]
    public void A_smoothness_penalty_keeps_what_it_does_not_see()
    {
        // Differences of order 2 do not see lines: a line is fitted exactly however strong the penalty is.
        Matrix<double> line = new([.. Enumerable.Range(0, 12).Select(i => 3 - (0.5 * i))], 12, 1);
        foreach (TikhonovMethod method in Enum.GetValues<TikhonovMethod>())
        {
            TikhonovSolution<double> solution = TikhonovSolver.Solve<double>(Matrix<double>.Identity(12), line, SmoothnessPenalty.Differences<double>(2, 12), 1e6, new() { Method = method }).EnsureSuccess();
            Cases.AssertNear(line.Data, solution.X.Data, 1e-9, $"{method}");
            Assert.True(solution.PenaltyNorm < 1e-10);
        }
    }

    [Fact]
    public void The_choice_of_the_ridge_method_is_explained()
    {
        Matrix<double> tall = _random.NormalMatrix<double>(30, 5), wide = _random.NormalMatrix<double>(5, 30), b = _random.NormalMatrix<double>(30, 1), c = _random.NormalMatrix<double>(5, 1);
        RidgeSolution<double> primal = RidgeSolver.Solve<double>(tall, b, 10), dual = RidgeSolver.Solve<double>(wide, c, 10), careful = RidgeSolver.Solve<double>(tall, b, 1e-9);
        Assert.Equal([RidgeMethod.CholeskyPrimal, RidgeMethod.CholeskyDual, RidgeMethod.AugmentedQr], [primal.Method, dual.Method, careful.Method]);
        Assert.Contains("in the primal (5 columns, not more than 30 rows)", primal.Reason, StringComparison.Ordinal);
        Assert.Contains("in the dual (5 rows, fewer than 30 columns)", dual.Reason, StringComparison.Ordinal);
        Assert.Contains("squaring could cost digits", careful.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cholesky_says_when_lambda_is_too_small_for_it()
    {
        Matrix<double> a = Gallery.IntegerRank(8, 5, 3, 5).A, b = _random.NormalMatrix<double>(8, 1);
        RidgeSolution<double> failed = RidgeSolver.Solve<double>(a, b, 1e-14, new() { Method = RidgeMethod.CholeskyPrimal });
        Assert.Equal(Status.NotPositiveDefinite, failed.Status);
        Assert.Contains("too small for Cholesky", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(failed.X.Data);
    }
}
