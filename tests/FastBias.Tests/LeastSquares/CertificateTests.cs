using System.Numerics;
using FastBias.Reference;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>What the certificate claims, against exact answers and against definitions.</summary>
public sealed class CertificateTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(LeastSquaresMethod.Auto)]
    [InlineData(LeastSquaresMethod.Qr)]
    [InlineData(LeastSquaresMethod.CompleteOrthogonal)]
    [InlineData(LeastSquaresMethod.Svd)]
    public void Forward_bound_holds_and_is_not_absurd(LeastSquaresMethod method)
    {
        List<double> looseness = [];
        for (int trial = 0; trial < TestScale.Of(40); trial++)
        {
            TestRandom random = new((ulong)trial);
            int m = random.NextInteger(2, 12), n = random.NextInteger(2, 7);
            double kappa = Math.Pow(10, random.NextInteger(0, 9));
            Matrix<double> a = Gallery.RandSvd(m, n, 1 + (trial % 5), kappa, (ulong)trial).A, b = random.NormalMatrix<double>(m, 1);
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = method }).EnsureSuccess();
            double[,] exact = Measure.Exact(a).MinimumNorm(Measure.Exact(b)).ToDouble();
            double error = Measure.RelativeError(solution.X, exact);
            Assert.True(error <= solution.ForwardErrorBound, $"{m}x{n}, kappa {kappa:E0}: error {error:E1}, bound {solution.ForwardErrorBound:E1}");
            if (solution.ForwardErrorBound < 1 && error > 0)
            {
                looseness.Add(solution.ForwardErrorBound / error);
            }
        }

        double mean = Math.Exp(looseness.Average(Math.Log));
        output.WriteLine($"{method}: bound/error: geometric mean {mean:F0}, least {looseness.Min():F1}, largest {looseness.Max():E1}");
        Assert.True(looseness.Count >= 20 && mean < 300, $"The bound is {mean:F0} times the error.");
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-6)]
    [InlineData(1e-10)]
    public void Backward_error_of_a_wrong_solution_is_the_optimal_one_within_root_two(double size)
    {
        for (int trial = 0; trial < 30; trial++)
        {
            TestRandom random = new((ulong)trial);
            int n = random.NextInteger(1, 6), m = n + random.NextInteger(1, 6);
            Matrix<double> a = Gallery.RandSvd(m, n, 1 + (trial % 5), Math.Pow(10, random.NextInteger(0, 6)), (ulong)trial).A;
            Matrix<double> b = random.NormalMatrix<double>(m, 1);
            foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Qr, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd])
            {
                double optimal = 0, estimate = Perturbed(a, b, method, random, size, x => optimal = Optimal(a, b, x)) * Measure.Norm(a.Data);
                Assert.True(estimate <= 1.01 * optimal && estimate >= 0.99 * optimal / Math.Sqrt(2), $"{method} {m}x{n}: estimate {estimate:E3}, optimal {optimal:E3}");
            }
        }
    }

    [Theory]
    [InlineData(LeastSquaresMethod.Qr, 9, 5)]
    [InlineData(LeastSquaresMethod.Qr, 5, 9)]
    [InlineData(LeastSquaresMethod.CompleteOrthogonal, 5, 9)]
    [InlineData(LeastSquaresMethod.Svd, 5, 9)]
    [InlineData(LeastSquaresMethod.NormalEquations, 9, 5)]
    [InlineData(LeastSquaresMethod.NormalEquations, 5, 9)]
    public void Backward_error_is_at_rounding_level_for_the_solution_and_not_for_another(LeastSquaresMethod method, int m, int n)
    {
        TestRandom random = new(7);
        Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, 1);
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = method }).EnsureSuccess();
        Assert.InRange(solution.BackwardError, 0, 20 * Measure.Epsilon<double>());
        Assert.InRange(Perturbed(a, b, method, random, 1e-6, _ => { }), 1e-8, 1e-5);
    }

    [Fact]
    public void Normal_equations_lose_backward_stability_where_QR_does_not()
    {
        Matrix<double> a = Gallery.RandSvd(30, 10, 3, 1e6, 3).A, b = Measure.Multiply(a, new TestRandom(8).NormalMatrix<double>(10, 1));
        LeastSquaresSolution<double> normal = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.NormalEquations });
        LeastSquaresSolution<double> qr = LeastSquares.Solve<double>(a, b);
        Assert.Equal(Status.Success, normal.Status);
        Assert.Contains("squared condition", normal.Reason, StringComparison.Ordinal);
        Assert.InRange(qr.BackwardError, 0, 20 * Measure.Epsilon<double>());
        Assert.True(normal.BackwardError > 100 * qr.BackwardError, $"{normal.BackwardError:E1} and {qr.BackwardError:E1}");
    }

    [Theory]
    [InlineData(20, 6, 1e5)]
    [InlineData(6, 6, 1e3)]
    [InlineData(6, 20, 1e4)]
    public void Condition_is_sigma_over_sigma_by_SVD_and_near_it_by_QR(int m, int n, double kappa)
    {
        Matrix<double> a = Gallery.RandSvd(m, n, 3, kappa, 9).A, b = new TestRandom(10).NormalMatrix<double>(m, 1);
        double Condition(LeastSquaresMethod method) => LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = method }).ConditionEstimate;
        Assert.Equal(kappa, Condition(LeastSquaresMethod.Svd), 1e-9 * kappa);
        foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Qr, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.NormalEquations])
        {
            Assert.InRange(Condition(method), kappa / 6, kappa * 6);
        }
    }

    [Fact]
    public void Residual_norm_is_that_of_the_solution()
    {
        Matrix<double> a = new TestRandom(11).NormalMatrix<double>(15, 4), b = new TestRandom(12).NormalMatrix<double>(15, 2);
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Lambda = 2 });
        for (int j = 0; j < 2; j++)
        {
            double[] product = Measure.Multiply(a, new(solution.X.Column(j), 4, 1)).Data;
            Assert.Equal(Measure.Norm(b.Column(j).Zip(product, (u, v) => u - v)), solution.ResidualNorms[j], 1e-13);
            Assert.Equal(Measure.Norm(solution.X.Column(j)), solution.SolutionNorms[j], 1e-14);
        }
    }

    /// <summary>The reported backward error of the solution plus a random vector of the given relative size.</summary>
    private static double Perturbed(Matrix<double> a, Matrix<double> b, LeastSquaresMethod method, TestRandom random, double size, Action<Matrix<double>> look)
    {
        LeastSquaresProblem<double> problem = new(a, b, 1, 1, new LeastSquaresOptions<double> { Method = method });
        SystemFactors<double> factors = LeastSquaresRoute.Choose(problem).Factors!;
        Matrix<double> x = new(a.Columns, 1);
        Assert.Equal(Status.Success, factors.Solve(x, problem));
        double norm = Measure.Norm(x.Data);
        double[] direction = random.NormalMatrix<double>(a.Columns, 1).Data;
        double length = Measure.Norm(direction);
        for (int i = 0; i < a.Columns; i++)
        {
            x[i, 0] += size * norm / length * direction[i];
        }

        look(x);
        return new LeastSquaresErrors<double>(problem, factors, x).BackwardError;
    }

    /// <summary>Waldén, Karlson and Sun: min{‖r‖/‖x‖, σ_min[A, η(I − r·rᵀ/‖r‖²)]} with η = ‖r‖/‖x‖.</summary>
    private static double Optimal(Matrix<double> a, Matrix<double> b, Matrix<double> x)
    {
        int m = a.Rows, n = a.Columns;
        double[] product = Measure.Multiply(a, x).Data, r = [.. b.Data.Zip(product, (u, v) => u - v)];
        double norm = Measure.Norm(r), eta = norm / Measure.Norm(x.Data);
        double[,] wide = Dense.Generate(m, n + m, (i, j) => j < n ? a[i, j] : eta * ((i == j - n ? 1 : 0) - (r[i] * r[j - n] / norm / norm)));
        return Math.Min(eta, NaiveSvd.Values(wide)[m - 1]);
    }
}
