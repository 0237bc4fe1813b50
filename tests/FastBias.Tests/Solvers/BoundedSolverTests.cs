using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Least squares between bounds against all patterns of held and free coefficients.</summary>
public sealed class BoundedSolverTests
{
    [Property(MaxTest = 80)]
    public void It_finds_what_exhaustive_search_finds(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 7), n = random.NextInteger(1, 5);
        Matrix<double> a = random.IntegerMatrix<double>(m, n, 5);
        double[] b = random.IntegerMatrix<double>(m, 1, 9).Data, lower = new double[n], upper = new double[n];
        for (int j = 0; j < n; j++)
        {
            int kind = random.NextInteger(0, 5);
            double at = random.NextInteger(-3, 3);
            lower[j] = kind is 0 or 1 ? double.NegativeInfinity : at;
            upper[j] = kind is 1 or 2 ? double.PositiveInfinity : kind == 3 ? at : at + random.NextInteger(0, 4);
        }

        BoundedSolution<double> solution = BoundedSolver.Solve<double>(a, b, lower, upper).EnsureSuccess();
        Assert.All(solution.X.Zip(lower, upper), triple => Assert.InRange(triple.First, triple.Second, triple.Third));
        Assert.All(solution.AtLower, j => Assert.Equal(lower[j], solution.X[j]));
        Assert.All(solution.AtUpper, j => Assert.Equal(upper[j], solution.X[j]));
        Assert.Equal(n, solution.Free.Count + solution.AtLower.Count + solution.AtUpper.Count);
        double best = Search(a, b, lower, upper);
        Assert.True(Math.Abs(solution.ResidualNorm - best) <= 1e-10 * (1 + best), $"{solution.ResidualNorm} for {best}");
        Assert.True(solution.DualInfeasibility <= 1e-14 && solution.Stationarity <= 1e-14, solution.Reason);
    }

    [Fact]
    public void Wide_bounds_are_least_squares_and_zero_below_is_non_negative()
    {
        TestRandom random = new(3);
        Matrix<double> a = random.NormalMatrix<double>(80, 30);
        double[] b = random.UniformVector<double>(80), none = [.. Enumerable.Repeat(double.NegativeInfinity, 30)], far = [.. Enumerable.Repeat(double.PositiveInfinity, 30)];
        BoundedSolution<double> free = BoundedSolver.Solve<double>(a, b, none, far).EnsureSuccess();
        Cases.AssertNear(LeastSquares.Solve(a, b).X.Data, free.X, 1e-12);
        Assert.Equal(30, free.Free.Count);
        Assert.Equal(NonNegativeSolver.Solve<double>(a, b).X, BoundedSolver.Solve<double>(a, b, new double[30], far).EnsureSuccess().X);
        BoundedSolution<double> cut = BoundedSolver.Solve<double>(a, b, none, far, new() { MaxIterations = 2 });
        Assert.Equal((Status.NotConverged, 2), (cut.Status, cut.Iterations));
        Assert.Equal([1.0, -2, 0], BoundedSolver.Solve<double>(new Matrix<double>(0, 3), [], [1, -5, -1], [4, -2, double.PositiveInfinity]).EnsureSuccess().X.Select((x, j) => j == 2 ? x + 1 : x));
    }

    /// <summary>The least residual over all ways to hold coefficients at their bounds whose free ones stay between theirs.</summary>
    private static double Search(Matrix<double> a, double[] b, double[] lower, double[] upper)
    {
        int n = lower.Length;
        double best = double.PositiveInfinity;
        for (int pattern = 0; pattern < (int)Math.Pow(3, n); pattern++)
        {
            int[] places = [.. Enumerable.Range(0, n).Select(j => pattern / (int)Math.Pow(3, j) % 3)], free = [.. Enumerable.Range(0, n).Where(j => places[j] == 2)];
            double[] x = [.. places.Select((place, j) => place == 0 ? lower[j] : place == 1 ? upper[j] : 0)];
            if (x.Any(double.IsInfinity))
            {
                continue;
            }

            if (free.Length > 0)
            {
                double[] fitted = NaiveLeastSquares.MinimumNorm(Dense.Generate(a.Rows, free.Length, (i, k) => a[i, free[k]]), NaiveLeastSquares.Subtract(b, NaiveLeastSquares.Apply(a.ToArray(), x)));
                for (int k = 0; k < free.Length; k++)
                {
                    x[free[k]] = fitted[k];
                }
            }

            if (Enumerable.Range(0, n).All(j => x[j] >= lower[j] - 1e-12 && x[j] <= upper[j] + 1e-12))
            {
                best = Math.Min(best, NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(b, NaiveLeastSquares.Apply(a.ToArray(), x))));
            }
        }

        return best;
    }
}
