using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Weighted, minimum-norm, ridge, Tikhonov and constrained solutions against exact arithmetic, at any shape and rank.</summary>
public sealed class QuadraticSolverTests
{
    private const double Tolerance = 1e-10;

    [Property(MaxTest = 60)]
    public void Three_routes_give_the_solution_of_minimum_norm(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 9, 9, 2);
        MinimumNormSolution<double> solution = MinimumNormSolver.Solve<double>(a, b).EnsureSuccess();
        RationalMatrix exact = Cases.Exact(a).MinimumNorm(Cases.Exact(b));
        Assert.Equal(Cases.Exact(a).Rank(), solution.Rank);
        Assert.Equal(3, solution.Answers.Count);
        double tolerance = 1e-13 * Cases.Condition(a) * Cases.Condition(a);
        Assert.All(solution.Answers, answer => Cases.AssertNear(exact, answer.X, Math.Max(tolerance, 1e-13), $"{answer.Route}"));
        Assert.True(solution.Disagreement <= Math.Max(tolerance, 1e-13), $"{solution.Disagreement:E1}");
    }

    [Property(MaxTest = 60)]
    public void Weights_of_any_spread_give_the_exact_minimiser(int seed, bool stiff)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 10, 5, 2);
        TestRandom random = new((ulong)(uint)seed + 7);
        AssertWeighted(a, b, [.. Enumerable.Range(0, a.Rows).Select(i => random.NextInteger(0, 5) == 0 ? 0 : Math.ScaleB(random.NextInteger(1, 9), stiff ? random.NextInteger(-25, 25) * 2 : 0))]);
    }

    /// <summary>Seeds of the property above at which sorting by weight alone, or the product A·V₁ in place of A's own columns, or no refinement, gave 3e-14 to 1e+0.</summary>
    [Theory]
    [InlineData(34)]
    [InlineData(88)]
    [InlineData(794)]
    [InlineData(3814)]
    [InlineData(4774)]
    [InlineData(12519)]
    [InlineData(14206)]
    [InlineData(14904)]
    [InlineData(24288)]
    public void Heavy_rows_that_are_zero_or_parallel_hide_nothing(int seed) => Weights_of_any_spread_give_the_exact_minimiser(seed, true);

    [Fact]
    public void Light_rows_that_rounding_hides_are_said_to_be()
    {
        // Two parallel heavy rows that contradict each other, and a light one with all the rest of the information.
        Matrix<double> a = new(new double[,] { { -30, 100, 40, -40 }, { 21, 21, 6, -3 }, { -9, 30, 12, -12 } }), b = new(new double[,] { { -5 }, { -4 }, { -2 } });
        WeightedSolution<double> hidden = WeightedSolver.Solve<double>(a, b, [Math.ScaleB(1, 48), Math.ScaleB(1, -50), Math.ScaleB(1, 34)]);
        Assert.Equal(Status.NotConverged, hidden.Status);
        Assert.Contains("hides", hidden.Reason, StringComparison.Ordinal);
        AssertWeighted(a, b, [Math.ScaleB(1, 28), Math.ScaleB(1, -50), Math.ScaleB(1, 14)]);
    }

    [Property(MaxTest = 40)]
    public void A_weighted_constant_is_a_column_of_ones(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 10, 4, 2);
        TestRandom random = new((ulong)(uint)seed + 9);
        double[] weights = [.. Enumerable.Range(0, a.Rows).Select(_ => (double)random.NextInteger(1, 9))];
        WeightedSolution<double> solution = WeightedSolver.Solve<double>(a, b, weights, new() { Intercept = true }).EnsureSuccess();

        // Centred by the exact means, and then without a constant.
        RationalMatrix left = Centered(Cases.Exact(a), weights), right = Centered(Cases.Exact(b), weights);
        RationalMatrix x = ExactQuadratic.Weighted(left, right, [.. weights.Select(Rational.From)]);
        Cases.AssertNear(x, solution.X, 1e-9);
        Rational total = weights.Aggregate(Rational.Zero, (sum, w) => sum + w);
        RationalMatrix residual = Cases.Exact(b) - (Cases.Exact(a) * x);
        for (int j = 0; j < b.Columns; j++)
        {
            Rational mean = Enumerable.Range(0, a.Rows).Aggregate(Rational.Zero, (sum, i) => sum + (Rational.From(weights[i]) * residual[i, j])) / total;
            Assert.Equal(mean.ToDouble(), solution.Intercepts[j], 1e-8);
        }
    }

    [Property(MaxTest = 60)]
    public void Ridge_is_exact_by_every_method(int seed, byte strength)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 8, 8, 2);
        double lambda = Math.ScaleB(1 + (strength % 7), (strength / 16) - 4);
        RationalMatrix exact = ExactQuadratic.Ridge(Cases.Exact(a), Cases.Exact(b), lambda);
        foreach (RidgeMethod method in Enum.GetValues<RidgeMethod>())
        {
            RidgeSolution<double> solution = RidgeSolver.Solve<double>(a, b, lambda, new() { Method = method }).EnsureSuccess();
            Cases.AssertNear(exact, solution.X, 1e-9, $"{method}");
            double error = Measure.RelativeError(solution.X, exact.ToDouble());
            Assert.True(error <= solution.ForwardErrorBound || Measure.Norm(solution.X.Data) == 0, $"{method}: {error:E1} above the bound {solution.ForwardErrorBound:E1}");
            bool squares = solution.Method is RidgeMethod.CholeskyPrimal or RidgeMethod.CholeskyDual;
            Assert.True(solution.BackwardError <= (squares ? 1e-9 : 1e-11), $"{method}: {solution.BackwardError:E1}");
            Assert.NotEqual(RidgeMethod.Auto, solution.Method);
        }
    }

    /// <summary>With a constant: the ridge of the centred problem, and residuals whose mean is zero.</summary>
    [Property(MaxTest = 40)]
    public void Ridge_never_penalises_the_constant(int seed, byte strength)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 8, 6, 2);
        double lambda = Math.ScaleB(1 + (strength % 7), (strength / 16) - 4);
        RationalMatrix exact = ExactQuadratic.Ridge(Centered(Cases.Exact(a)), Centered(Cases.Exact(b)), lambda), residual = Cases.Exact(b) - (Cases.Exact(a) * exact);
        foreach (RidgeMethod method in Enum.GetValues<RidgeMethod>())
        {
            RidgeSolution<double> solution = RidgeSolver.Solve<double>(a, b, lambda, new() { Method = method, Intercept = true }).EnsureSuccess();
            Cases.AssertNear(exact, solution.X, 1e-9, $"{method}");
            double error = Measure.RelativeError(solution.X, exact.ToDouble());
            Assert.True(error <= solution.ForwardErrorBound || Measure.Norm(solution.X.Data) < 1e-12, $"{method}: {error:E1} above the bound {solution.ForwardErrorBound:E1}");
            for (int j = 0; j < b.Columns; j++)
            {
                Assert.Equal(Mean(residual, j).ToDouble(), solution.Intercepts[j], 1e-8);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void A_general_penalty_is_exact_by_both_methods(int seed, byte strength)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 7, 6, 2);
        TestRandom random = new((ulong)(uint)seed + 3);
        int rows = random.NextInteger(0, 6);
        Matrix<double> l = random.NextInteger(0, 1) == 0 ? random.IntegerMatrix<double>(rows, a.Columns, 4) : SmoothnessPenalty.Differences<double>(Math.Min(2, a.Columns), a.Columns);
        double lambda = Math.ScaleB(1, (strength % 9) - 3);
        RationalMatrix exact = ExactQuadratic.Tikhonov(Cases.Exact(a), Cases.Exact(b), Cases.Exact(l), lambda);
        int rank = new RationalMatrix(Measure.Stack(a, l).ToArray()).Rank();
        foreach (TikhonovMethod method in Enum.GetValues<TikhonovMethod>())
        {
            TikhonovSolution<double> solution = TikhonovSolver.Solve<double>(a, b, l, lambda, new() { Method = method }).EnsureSuccess();
            Assert.Equal((rank, a.Columns - rank), (solution.Rank, solution.NullSpaceDimension));
            Cases.AssertNear(exact, solution.X, 1e-8, $"{method}");
            Assert.True(solution.BackwardError <= 1e-11, $"{method}: {solution.BackwardError:E1}");
        }
    }

    [Property(MaxTest = 60)]
    public void Constraints_hold_and_the_rest_is_least_squares(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 7, 6, 2);
        TestRandom random = new((ulong)(uint)seed + 5);
        Matrix<double> c = random.IntegerMatrix<double>(random.NextInteger(0, 3), a.Columns, 4), d = Cases.Times(c, random.IntegerMatrix<double>(a.Columns, 2, 3));
        RationalMatrix exact = ExactQuadratic.Constrained(Cases.Exact(a), Cases.Exact(b), Cases.Exact(c), Cases.Exact(d));
        foreach (ConstrainedMethod method in Enum.GetValues<ConstrainedMethod>())
        {
            ConstrainedSolution<double> solution = ConstrainedSolver.Solve<double>(a, b, c, d, new() { Method = method }).EnsureSuccess();
            Matrix<double> both = Measure.Stack(solution.X, solution.Multipliers);
            Assert.Equal((a.Columns, c.Rows), (solution.X.Rows, solution.Multipliers.Rows));
            RationalMatrix x = ExactQuadratic.Rows(exact, [.. Enumerable.Range(0, a.Columns)]);
            Cases.AssertNear(x, solution.X, 1e-8, $"{method}");
            double error = Measure.Norm(both.Data.Zip(exact.ToDouble().Cast<double>(), (u, v) => u - v));
            Assert.True(error <= 1e-8 * (1 + Measure.Norm(exact.ToDouble().Cast<double>())), $"{method}, multipliers: {error:E1}");
            Assert.True(solution.Feasibility <= 1e-13 && solution.Stationarity <= 1e-12, $"{method}: {solution.Feasibility:E1}, {solution.Stationarity:E1}");
            Assert.Equal(Cases.Exact(c).Rank(), solution.ConstraintRank);
            Assert.Equal(Cases.Exact(Measure.Stack(c, a)).Rank(), solution.Rank);
        }
    }

    [Fact]
    public void What_the_constraints_leave_open_and_A_does_not_see_stays_short()
    {
        // N(C) = span(1, 1, -1) = N(A): A·Z is rounding only and must not be taken for a matrix of full rank.
        Matrix<double> a = new(new double[,] { { 1, 0, 1 }, { 0, 3, 3 }, { 2, 7, 9 } }), b = new(new double[,] { { 1 }, { 2 }, { 4 } });
        Matrix<double> c = new(new double[,] { { 1, 2, 3 }, { 5, 1, 6 } }), d = new(new double[,] { { 1 }, { 2 } });
        RationalMatrix exact = ExactQuadratic.Rows(ExactQuadratic.Constrained(Cases.Exact(a), Cases.Exact(b), Cases.Exact(c), Cases.Exact(d)), [0, 1, 2]);
        foreach (ConstrainedMethod method in Enum.GetValues<ConstrainedMethod>())
        {
            ConstrainedSolution<double> solution = ConstrainedSolver.Solve<double>(a, b, c, d, new() { Method = method }).EnsureSuccess();
            Assert.Equal(2, solution.Rank);
            Cases.AssertNear(exact, solution.X, 1e-13, $"{method}");
        }

        foreach (TikhonovMethod method in Enum.GetValues<TikhonovMethod>())
        {
            TikhonovSolution<double> solution = TikhonovSolver.Solve<double>(a, b, c, 0.5, new() { Method = method }).EnsureSuccess();
            Assert.Equal(1, solution.NullSpaceDimension);
            Cases.AssertNear(ExactQuadratic.Tikhonov(Cases.Exact(a), Cases.Exact(b), Cases.Exact(c), 0.5), solution.X, 1e-12, $"{method}");
        }
    }

    [Fact]
    public void Constraints_that_contradict_each_other_are_said_to()
    {
        Matrix<double> a = Matrix<double>.Identity(3), b = new(3, 1), c = new(new double[,] { { 1, 1, 0 }, { 2, 2, 0 } }), d = new(new double[,] { { 1 }, { 3 } });
        foreach (ConstrainedMethod method in Enum.GetValues<ConstrainedMethod>())
        {
            ConstrainedSolution<double> solution = ConstrainedSolver.Solve<double>(a, b, c, d, new() { Method = method });
            Assert.Equal((Status.Infeasible, 1), (solution.Status, solution.ConstraintRank));
            Assert.True(solution.Feasibility > 1e-3);
            Assert.Empty(solution.X.Data);
            Assert.Contains("contradict", solution.Reason, StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 40)]
    public void A_basic_solution_minimises_and_is_not_the_shortest(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 8, 8, 1);
        BasicSolution<double> solution = BasicSolver.Solve<double>(a, b).EnsureSuccess();
        RationalMatrix exactA = Cases.Exact(a), exactB = Cases.Exact(b), shortest = exactA.MinimumNorm(exactB);
        Assert.Equal(exactA.Rank(), solution.Rank);
        Assert.Equal(solution.Rank, solution.Support.Count);
        Assert.All(Enumerable.Range(0, a.Columns).Except(solution.Support), j => Assert.Equal(0, solution.X[j, 0]));
        RationalMatrix onSupport = ExactQuadratic.Columns(exactA, [.. solution.Support]).LeastSquares(exactB);
        Cases.AssertNear(onSupport.ToDouble().Cast<double>(), solution.Support.Select(j => solution.X[j, 0]), 1e-9);
        double expected = Measure.Norm(solution.X.Data.Zip(shortest.ToDouble().Cast<double>(), (x, y) => x - y));
        Assert.Equal(expected, solution.NullComponentNorm, 1e-9 * (1 + expected));
        Assert.True(solution.SolutionNorm >= solution.MinimumNorm * (1 - 1e-9));
        Assert.True(solution.Optimality <= 1e-14);
    }

    private static void AssertWeighted(Matrix<double> a, Matrix<double> b, double[] weights)
    {
        WeightedSolution<double> solution = WeightedSolver.Solve<double>(a, b, weights);
        if (solution.Status == Status.NotConverged)
        {
            // One of some 60,000 such problems, and only where the roots of the weights themselves fill the working precision.
            Assert.True(solution.WeightSpread > Math.ScaleB(1, 40), solution.Reason);
            return;
        }

        solution.EnsureSuccess();
        Assert.Equal(weights.Count(w => w > 0), solution.RowsUsed);
        Assert.True(solution.Optimality <= 2e-14, $"{solution.Optimality:E1}");
        Cases.AssertNear(ExactQuadratic.Weighted(Cases.Exact(a), Cases.Exact(b), [.. weights.Select(Rational.From)]), solution.X, Tolerance);
    }

    private static RationalMatrix Centered(RationalMatrix a, double[] weights)
    {
        Rational total = weights.Aggregate(Rational.Zero, (sum, w) => sum + w);
        Rational[] means = [.. Enumerable.Range(0, a.Columns).Select(j => Enumerable.Range(0, a.Rows).Aggregate(Rational.Zero, (sum, i) => sum + (Rational.From(weights[i]) * a[i, j])) / total)];
        return new(Reference.Dense.Generate(a.Rows, a.Columns, (i, j) => a[i, j] - means[j]));
    }

    private static Rational Mean(RationalMatrix a, int column) =>
        Enumerable.Range(0, a.Rows).Aggregate(Rational.Zero, (sum, i) => sum + a[i, column]) / Rational.From(a.Rows);

    private static RationalMatrix Centered(RationalMatrix a) => new(FastBias.Reference.Dense.Generate(a.Rows, a.Columns, (i, j) => a[i, j] - Mean(a, j)));
}
