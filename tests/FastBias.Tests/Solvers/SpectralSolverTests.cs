using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>Truncated SVD, ridge paths, ridgeless limits and the Bayesian reading against naive and exact references.</summary>
public sealed class SpectralSolverTests
{
    [Property(MaxTest = 40)]
    public void Truncation_keeps_the_leading_directions_of_a_naive_svd(int seed, byte keep)
    {
        TestRandom random = new((ulong)(uint)seed);
        Matrix<double> a = random.NormalMatrix<double>(random.NextInteger(1, 8), random.NextInteger(1, 8)), b = random.NormalMatrix<double>(a.Rows, 2);
        NaiveSvd naive = NaiveSvd.Factor(a.Rows >= a.Columns ? a.ToArray() : Matrix<double>.Copy(a.Transposed).ToArray());
        int most = Math.Min(a.Rows, a.Columns), k = keep % (most + 1);
        TruncatedSvdSolution<double> solution = TruncatedSvdSolver.Solve<double>(a, b, new() { Kept = k }).EnsureSuccess();
        Cases.AssertNear(naive.S.Take(most), solution.SingularValues, 1e-12, "sigma");
        Assert.Equal(k, solution.Kept);
        double[,] left = a.Rows >= a.Columns ? naive.U : naive.V, right = a.Rows >= a.Columns ? naive.V : naive.U;
        double[,] expected = Reference.Dense.Generate(a.Columns, 2, (i, j) =>
        {
            double sum = 0;
            for (int c = 0; c < k; c++)
            {
                sum += right[i, c] / naive.S[c] * Enumerable.Range(0, a.Rows).Sum(r => left[r, c] * b[r, j]);
            }

            return sum;
        });
        double gap = Enumerable.Range(0, most - 1).Select(i => (naive.S[i] - naive.S[i + 1]) / naive.S[0]).DefaultIfEmpty(1).Min();
        Assert.True(Measure.RelativeError(solution.X, expected) <= 1e-12 * Cases.Condition(a) * Math.Max(1, 1 / gap));
        Assert.True(solution.KeptResidual <= 1e-14 && solution.RowSpaceLeak <= 1e-13);
        if (k > 0 && k < most)
        {
            double between = (solution.SingularValues[k - 1] + solution.SingularValues[k]) / 2;
            Assert.Equal(solution.X.Data, TruncatedSvdSolver.Solve<double>(a, b, new() { AbsoluteCutoff = between }).X.Data);
            Assert.Equal(solution.X.Data, TruncatedSvdSolver.Solve<double>(a, b, new() { RelativeCutoff = between / solution.SingularValues[0] }).X.Data);
        }
    }

    [Property(MaxTest = 40)]
    public void A_path_has_the_solutions_of_ridge_and_the_errors_of_refitting(int seed, bool intercept)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 7, 6, 2);
        double[] lambdas = [64, 1, 0.125];
        RidgePathSolution<double> path = RidgePathSolver.Solve<double>(a, b, new() { Lambdas = lambdas, Intercept = intercept }).EnsureSuccess();
        for (int l = 0; l < lambdas.Length; l++)
        {
            RationalMatrix left = Center(Cases.Exact(a), intercept), right = Center(Cases.Exact(b), intercept);
            RationalMatrix exact = ExactQuadratic.Ridge(left, right, lambdas[l]);
            Cases.AssertNear(exact, path.At(lambdas[l]).X, 1e-10);
            Assert.Equal(Math.Sqrt(exact.SquaredNorm().ToDouble()), path.Points[l].SolutionNorm, 1e-10 * (1 + path.Points[l].SolutionNorm));
            Assert.Equal(Math.Sqrt((right - (left * exact)).SquaredNorm().ToDouble()), path.Points[l].ResidualNorm, 1e-9 * (1 + path.Points[l].ResidualNorm));
            double trace = Trace(left, lambdas[l]);
            Assert.Equal(trace, path.Points[l].EffectiveDegrees, 1e-10);
            if (a.Rows > 1)
            {
                double loo = LeaveOneOut(Cases.Exact(a), Cases.Exact(b), lambdas[l], intercept);
                Assert.Equal(loo, path.Points[l].LeaveOneOutError, 1e-9 * (1 + loo));
                double open = a.Rows - trace - (intercept ? 1 : 0), gcv = a.Rows * (right - (left * exact)).SquaredNorm().ToDouble() / b.Columns / (open * open);
                Assert.Equal(gcv, path.Points[l].GcvError, 1e-8 * (1 + gcv));
            }
        }

        Assert.Equal(path.Points.Min(point => point.LeaveOneOutError), path.Points[path.Choice].LeaveOneOutError);
        Assert.Equal(path.At(path.Lambda).X.Data, path.X.Data);
    }

    [Property(MaxTest = 30)]
    public void At_lambda_zero_the_errors_of_the_interpolant_are_those_of_refitting(int seed)
    {
        TestRandom random = new((ulong)(uint)seed + 1);
        int m = random.NextInteger(2, 5), n = random.NextInteger(m, m + 4);
        Matrix<double> a = random.IntegerMatrix<double>(m, n, 9), b = random.IntegerMatrix<double>(m, 1, 9);
        if (Cases.Exact(a).Rank() < m || Cases.Condition(a) > 100)
        {
            return;
        }

        RidgePathPoint<double> point = RidgePathSolver.Solve<double>(a, b, new() { Lambdas = [0] }).EnsureSuccess().Points[0];
        double expected = Enumerable.Range(0, m).Average(left =>
        {
            int[] kept = [.. Enumerable.Range(0, m).Where(i => i != left)];
            RationalMatrix x = ExactQuadratic.Rows(Cases.Exact(a), kept).MinimumNorm(ExactQuadratic.Rows(Cases.Exact(b), kept));
            return (ExactQuadratic.Rows(Cases.Exact(b), [left]) - (ExactQuadratic.Rows(Cases.Exact(a), [left]) * x)).SquaredNorm().ToDouble();
        });
        Assert.Equal(expected, point.LeaveOneOutError, 1e-9 * (1 + expected));
    }

    [Fact]
    public void The_default_grid_finds_the_lambda_that_theory_names()
    {
        // Coefficients with variance t^2, noise with variance s^2: the best lambda is s^2/t^2 = 25.
        TestRandom random = new(3);
        double[] found = new double[15];
        for (int trial = 0; trial < found.Length; trial++)
        {
            Matrix<double> a = random.NormalMatrix<double>(120, 40), w = Measure.ScaleB(random.NormalMatrix<double>(40, 1), 0);
            Matrix<double> b = Cases.Times(a, new([.. w.Data.Select(x => 0.1 * x)], 40, 1));
            for (int i = 0; i < 120; i++)
            {
                b[i, 0] += 0.5 * random.Normal();
            }

            RidgePathSolution<double> path = RidgePathSolver.Solve<double>(a, b, new() { Count = 200, Criterion = trial % 2 == 0 ? RidgePathCriterion.LeaveOneOut : RidgePathCriterion.GeneralizedCrossValidation }).EnsureSuccess();
            Assert.Equal(200, path.Points.Count);
            Assert.True(path.Points[0].Lambda > path.Points[^1].Lambda);
            found[trial] = path.Lambda;
        }

        Array.Sort(found);
        Assert.InRange(found[7], 8, 80);
    }

    [Property(MaxTest = 40)]
    public void Ridgeless_is_the_limit_and_knows_its_distance(int seed)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 7, 7, 1);
        double[] lambdas = [1, 1e-3, 1e-6];
        RidgelessSolution<double> limit = RidgelessSolver.Solve<double>(a, b, new() { Lambdas = lambdas }).EnsureSuccess();
        RationalMatrix exact = Cases.Exact(a).MinimumNorm(Cases.Exact(b));
        double condition = Cases.Condition(a);
        Cases.AssertNear(exact, limit.X, 1e-12 * condition * condition);

        // Where b is orthogonal to all columns the limit is zero, and what is computed is the rounding of products with b.
        double rounding = 1e-14 * condition * Measure.Norm(b.Data);
        for (int l = 0; l < lambdas.Length; l++)
        {
            double distance = Math.Sqrt((ExactQuadratic.Ridge(Cases.Exact(a), Cases.Exact(b), lambdas[l]) - exact).SquaredNorm().ToDouble());
            Assert.Equal(distance, limit.Distances[l], (1e-11 * condition * condition * distance) + rounding);
            Assert.True(limit.Distances[l] <= limit.Rate * lambdas[l] * (1 + 1e-12));
        }

        // Far enough down, the distance is the rate times lambda.
        double tiny = 1e-9 * limit.Distance(1) / Math.Max(limit.Rate, 1e-300);
        Assert.True(limit.Rate == 0 || Math.Abs((limit.Distance(tiny) / (limit.Rate * tiny)) - 1) < 1e-6);
    }

    [Property(MaxTest = 40)]
    public void The_posterior_is_exact(int seed, byte noise, byte prior)
    {
        (Matrix<double> a, Matrix<double> b) = Cases.Integers(seed, 6, 5, 1);
        double s = Math.ScaleB(1, (noise % 5) - 2), tau = Math.ScaleB(1, (prior % 7) - 3);
        BayesianSolution<double> posterior = BayesianSolver.Solve<double>(a, b.Data, s, new() { PriorDeviation = tau }).EnsureSuccess();
        Rational lambda = Rational.From(s) * s / (Rational.From(tau) * tau);
        Assert.Equal(lambda.ToDouble(), posterior.Lambda);
        RationalMatrix exactA = Cases.Exact(a), gram = exactA.Transpose * exactA;
        RationalMatrix precision = new(Reference.Dense.Generate(a.Columns, a.Columns, (i, j) => gram[i, j] + (i == j ? lambda : Rational.Zero)));
        RationalMatrix inverse = precision.Solve(ExactQuadratic.Identity(a.Columns));
        RationalMatrix covariance = new(Reference.Dense.Generate(a.Columns, a.Columns, (i, j) => inverse[i, j] * s * s));
        Cases.AssertNear(covariance, posterior.Covariance, 1e-10, "covariance");
        Cases.AssertNear(ExactQuadratic.Ridge(exactA, Cases.Exact(b), lambda), new(posterior.Mean, a.Columns, 1), 1e-9);
        Assert.Equal(NaiveEvidence(a, b, s, tau), posterior.LogEvidence, 1e-9 * (1 + Math.Abs(posterior.LogEvidence)));
        (double[] means, double[] deviations, double[] observations) = posterior.Predict(a);
        RationalMatrix fitted = exactA * covariance * exactA.Transpose;
        for (int i = 0; i < a.Rows; i++)
        {
            Assert.Equal(Enumerable.Range(0, a.Columns).Sum(j => a[i, j] * posterior.Mean[j]), means[i], 1e-9 * (1 + Math.Abs(means[i])));
            Assert.Equal(fitted[i, i].SqrtToDouble(), deviations[i], 1e-9);
            Assert.Equal(Math.Sqrt((deviations[i] * deviations[i]) + (s * s)), observations[i], 1e-12);
        }

        double distance = Measure.Norm(posterior.Mean.Zip(posterior.FlatLimit, (x, y) => x - y));
        Assert.Equal(distance, posterior.DistanceToFlatLimit, 1e-9 * (1 + Measure.Norm(posterior.FlatLimit)));
    }

    [Fact]
    public void A_flat_prior_leaves_open_what_the_data_do_not_determine()
    {
        // The third column is the sum of the others, the fourth is alone.
        Matrix<double> a = new(new double[,] { { 1, 0, 1, 0 }, { 0, 1, 1, 0 }, { 1, 1, 2, 1 }, { 2, 1, 3, 0 } });
        BayesianSolution<double> posterior = BayesianSolver.Solve(a, (double[])[1, 2, 3, 4], 0.5).EnsureSuccess();
        Assert.False(posterior.IsProper);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], posterior.Deviations[..3]);
        Assert.True(double.IsFinite(posterior.Deviations[3]) && double.IsNaN(posterior.LogEvidence));
        Assert.Equal(posterior.FlatLimit, posterior.Mean);
        (_, double[] deviations, _) = posterior.Predict(new Matrix<double>(new double[,] { { 1, 0, 1, 0 }, { 1, 0, 0, 0 } }));
        Assert.True(double.IsFinite(deviations[0]) && double.IsPositiveInfinity(deviations[1]));
    }

    private static double NaiveEvidence(Matrix<double> a, Matrix<double> b, double s, double tau)
    {
        int m = a.Rows;
        double[,] covariance = Reference.Dense.Generate(m, m, (i, j) => (i == j ? s * s : 0) + (tau * tau * Enumerable.Range(0, a.Columns).Sum(k => a[i, k] * a[j, k])));
        double[,] lower = NaiveSolve.Cholesky(covariance, out _)!;
        double[,] solved = NaiveSolve.Eliminate(covariance, b.ToArray())!;
        double logs = Enumerable.Range(0, m).Sum(i => 2 * Math.Log(lower[i, i]));
        return -0.5 * ((m * Math.Log(2 * Math.PI)) + logs + Enumerable.Range(0, m).Sum(i => b[i, 0] * solved[i, 0]));
    }

    private static double Trace(RationalMatrix a, double lambda)
    {
        RationalMatrix gram = a.Transpose * a;
        RationalMatrix precision = new(Reference.Dense.Generate(a.Columns, a.Columns, (i, j) => gram[i, j] + (i == j ? Rational.From(lambda) : Rational.Zero)));
        RationalMatrix solved = precision.Solve(gram);
        return Enumerable.Range(0, a.Columns).Aggregate(Rational.Zero, (sum, j) => sum + solved[j, j]).ToDouble();
    }

    private static double LeaveOneOut(RationalMatrix a, RationalMatrix b, double lambda, bool intercept)
    {
        if (!intercept)
        {
            return ExactQuadratic.LeaveOneOut(a, b, lambda).SquaredNorm().ToDouble() / (a.Rows * b.Columns);
        }

        Rational total = Rational.Zero;
        for (int left = 0; left < a.Rows; left++)
        {
            int[] kept = [.. Enumerable.Range(0, a.Rows).Where(i => i != left)];
            RationalMatrix rows = ExactQuadratic.Rows(a, kept), right = ExactQuadratic.Rows(b, kept);
            RationalMatrix x = ExactQuadratic.Ridge(Center(rows, true), Center(right, true), lambda);
            RationalMatrix row = ExactQuadratic.Rows(a, [left]) - Mean(rows), target = ExactQuadratic.Rows(b, [left]) - Mean(right);
            total += (target - (row * x)).SquaredNorm();
        }

        return total.ToDouble() / (a.Rows * b.Columns);
    }

    private static RationalMatrix Mean(RationalMatrix a) => new(Reference.Dense.Generate(1, a.Columns, (_, j) => Enumerable.Range(0, a.Rows).Aggregate(Rational.Zero, (sum, i) => sum + a[i, j]) / a.Rows));

    private static RationalMatrix Center(RationalMatrix a, bool center)
    {
        RationalMatrix mean = Mean(a);
        return center ? new(Reference.Dense.Generate(a.Rows, a.Columns, (i, j) => a[i, j] - mean[0, j])) : a;
    }
}
