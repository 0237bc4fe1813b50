using System.Text.Json;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>SciPy's and scikit-learn's answers (tests/Data/solvers/make.py made them).</summary>
public sealed class ScipyFixtureTests
{
    private static readonly JsonElement[] s_items = [.. JsonDocument.Parse(File.ReadAllText(TestData.PathOf("solvers", "solvers.json"))).RootElement.EnumerateArray()];

    [Fact]
    public void Non_negative_least_squares_agrees_with_nnls_and_bounded_least_squares()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("nnls", 3))
        {
            NonNegativeSolution<double> solution = NonNegativeSolver.Solve<double>(a, b).EnsureSuccess();
            Cases.AssertNear(Vector(item, "x"), solution.X, 1e-12);
            Cases.AssertNear(Vector(item, "bounded"), solution.X, 1e-9);
        }
    }

    [Fact]
    public void Ridge_agrees_with_scikit_learn()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("ridge", 3))
        {
            foreach (RidgeMethod method in Enum.GetValues<RidgeMethod>())
            {
                RidgeSolution<double> solution = RidgeSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), item.GetProperty("lam").GetDouble(), new() { Method = method }).EnsureSuccess();
                Cases.AssertNear(Vector(item, "x"), solution.X.Data, 1e-12, $"{method}");
            }
        }
    }

    [Fact]
    public void Leave_one_out_errors_and_the_choice_agree_with_RidgeCV()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("ridge path", 6))
        {
            bool intercept = item.GetProperty("intercept").GetBoolean();
            RidgePathSolution<double> path = RidgePathSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), new() { Lambdas = Vector(item, "lambdas"), Intercept = intercept }).EnsureSuccess();
            Cases.AssertNear(Vector(item, "loo"), path.Points.Select(point => point.LeaveOneOutError), 1e-11);
            Assert.Equal(item.GetProperty("best").GetDouble(), path.Lambda);
            Assert.True(path.IsChoiceAtEdge);
            Cases.AssertNear(Vector(item, "x"), path.X.Data, 1e-11);
            Assert.Equal(intercept ? item.GetProperty("constant").GetDouble() : 0, intercept ? path.Intercepts[0] : 0, 1e-12);
            foreach (RidgeMethod method in Enum.GetValues<RidgeMethod>())
            {
                RidgeSolution<double> one = RidgeSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), path.Lambda, new() { Method = method, Intercept = intercept }).EnsureSuccess();
                Cases.AssertNear(Vector(item, "x"), one.X.Data, 1e-11, $"{method}");
                Assert.Equal(intercept ? [item.GetProperty("constant").GetDouble()] : [], one.Intercepts, (x, y) => Math.Abs(x - y) <= 1e-12);
            }
        }
    }

    [Fact]
    public void The_lasso_agrees_with_lasso_path()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("lasso", 3))
        {
            LassoPathSolution<double> path = LassoPathSolver.Solve<double>(a, b, new() { Lambdas = Vector(item, "lambdas") }).EnsureSuccess();
            JsonElement[] expected = [.. item.GetProperty("x").EnumerateArray()];
            for (int l = 0; l < expected.Length; l++)
            {
                Cases.AssertNear(expected[l].EnumerateArray().Select(x => x.GetDouble()), path.Points[l].X, 1e-6, $"lambda {path.Points[l].Lambda}");
            }
        }
    }

    [Fact]
    public void Weights_agree_with_scikit_learn()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("weighted", 1))
        {
            WeightedSolution<double> solution = WeightedSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), Vector(item, "weights"), new() { Intercept = true }).EnsureSuccess();
            Cases.AssertNear(Vector(item, "x"), solution.X.Data, 1e-12);
            Assert.Equal(item.GetProperty("constant").GetDouble(), solution.Intercepts[0], 1e-12);
        }
    }

    [Fact]
    public void Constraints_agree_with_dgglse()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("constrained", 2))
        {
            double[] d = Vector(item, "d");
            ConstrainedSolution<double> solution = ConstrainedSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1), Rows(item, "c"), new Matrix<double>(d, d.Length, 1)).EnsureSuccess();
            Cases.AssertNear(Vector(item, "x"), solution.X.Data, 1e-11);
        }
    }

    [Fact]
    public void The_least_one_norm_agrees_with_linear_programming()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("basis pursuit", 1))
        {
            BasisPursuitSolution<double> solution = BasisPursuitSolver.Solve<double>(a, b).EnsureSuccess();
            Assert.Equal(item.GetProperty("norm").GetDouble(), solution.OneNorm, 1e-9);
            Cases.AssertNear(Vector(item, "x"), solution.X, 1e-8);
        }
    }

    [Fact]
    public void Total_least_squares_agrees_with_the_svd_and_with_orthogonal_distance_regression()
    {
        foreach ((JsonElement item, Matrix<double> a, double[] b) in Of("total", 1))
        {
            TotalLeastSquaresSolution<double> solution = TotalLeastSquaresSolver.Solve<double>(a, new Matrix<double>(b, b.Length, 1)).EnsureSuccess();
            Cases.AssertNear(Vector(item, "x"), solution.X.Data, 1e-12);
            Cases.AssertNear(Vector(item, "odr"), solution.X.Data, 1e-6);
        }
    }

    private static IEnumerable<(JsonElement Item, Matrix<double> A, double[] B)> Of(string kind, int count)
    {
        JsonElement[] found = [.. s_items.Where(item => item.GetProperty("kind").GetString() == kind)];
        Assert.Equal(count, found.Length);
        return found.Select(item => (item, Rows(item, "a"), Vector(item, "b")));
    }

    private static double[] Vector(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    private static Matrix<double> Rows(JsonElement item, string name)
    {
        double[][] rows = [.. item.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];
        return new([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
    }
}
