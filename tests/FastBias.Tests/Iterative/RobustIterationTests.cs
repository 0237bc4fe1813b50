using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.IterativeTests;

/// <summary>Every iteration where it can go wrong: no tolerance, nothing to do, singular preconditioners, operators that lie. None diverges, none runs to its cap, each says how it ended.</summary>
public sealed class RobustIterationTests
{
    private static readonly string[] s_names = [.. IterativeCase.LeastSquaresNames, "sketched", "cg", "minres"];

    public static TheoryData<string> Names => [.. s_names];

    public static TheoryData<string> LeastSquaresNames => [.. IterativeCase.LeastSquaresNames];

    [Property(MaxTest = 60)]
    public void Without_a_tolerance_least_squares_ends_at_rounding_with_the_shortest_minimiser(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 14), n = random.NextInteger(1, 14), rank = random.NextInteger(1, Math.Min(m, n));
        double condition = Math.Pow(10, random.Uniform(0, 4));
        double[] sigma = [.. Enumerable.Range(0, Math.Min(m, n)).Select(k => k < rank ? Math.Pow(condition, -random.Uniform(0, 1)) : 0)];
        Matrix<double> a = Gallery.WithSingularValues(m, n, sigma, seed).A;
        double[] b = random.NextInteger(0, 2) == 0 ? NaiveLeastSquares.Apply(a.ToArray(), random.UniformVector<double>(n)) : random.UniformVector<double>(m);
        double[] expected = NaiveLeastSquares.MinimumNorm(a.ToArray(), b);
        double noise = 1e-12 * condition * (1 + (condition * NaiveLeastSquares.Norm(b) / Math.Max(1e-3, NaiveLeastSquares.Norm(expected))));
        foreach (string name in s_names[..4])
        {
            IterativeSolution<double> solution = Solve(name, a, b, 0);
            Assert.True(solution.Status == Status.Success || solution.Stop == IterationStop.Stagnated, $"{name}: {solution.Reason}");
            Assert.True(solution.Iterations <= 400, $"{name}: {solution.Iterations}");
            double distance = IterativeCase.Distance(solution.X, expected);
            Assert.True(distance <= noise, $"{name} {m}x{n} rank {rank}, condition {condition:E1}: {distance:E1} > {noise:E1}, {solution.Reason}");
        }
    }

    [Property(MaxTest = 60)]
    public void Without_a_tolerance_symmetric_systems_end_at_rounding(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(1, 14);
        double condition = Math.Pow(10, random.Uniform(0, 5));
        double[] values = [.. Enumerable.Range(0, n).Select(_ => Math.Pow(condition, -random.Uniform(0, 1)))], b = random.UniformVector<double>(n);
        Matrix<double> definite = Gallery.WithEigenvalues(values, seed).A, indefinite = Gallery.WithEigenvalues([.. values.Select((v, i) => i % 2 == 0 ? v : -v)], seed).A;
        foreach ((string name, Matrix<double> a) in ((string, Matrix<double>)[])[("cg", definite), ("minres", definite), ("minres", indefinite)])
        {
            IterativeSolution<double> solution = Solve(name, a, b, 0);
            Assert.True(solution.Status == Status.Success || solution.Stop == IterationStop.Stagnated, $"{name}: {solution.Reason}");
            Assert.True(solution.Iterations <= 400 && solution.BackwardError <= 1e-12, $"{name}: {solution.Reason}");
            Assert.True(IterativeCase.Distance(solution.X, NaiveLeastSquares.MinimumNorm(a.ToArray(), b)) <= 1e-12 * condition, $"{name}: {solution.Reason}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_to_do_is_done_at_once(string name)
    {
        Matrix<double> a = Gallery.PositiveDefinite(6, 10, 3).A;
        Assert.All((double?[])[null, 0], tolerance =>
        {
            IterativeSolution<double> zero = Solve(name, a, new double[6], tolerance);
            Assert.Equal((Status.Success, 0), (zero.Status, zero.Iterations));
            Assert.All(zero.X, v => Assert.Equal(0, v));
            IterativeSolution<double> one = Solve(name, new Matrix<double>([4.0], 1, 1), [2], tolerance);
            Assert.Equal((Status.Success, 0.5), (one.Status, one.X[0]));
        });

        // Integers, so that the residual of the start is exactly zero; without sketching, which takes no start.
        Matrix<double> integers = new(new double[,] { { 4, 1, 0 }, { 1, 3, 1 }, { 0, 1, 5 } });
        if (name != "sketched")
        {
            IterativeSolution<double> there = Solve(name, integers, [6, 10, 17], 0, start: [1, 2, 3]);
            Assert.Equal((Status.Success, 0, 0.0), (there.Status, there.Iterations, there.ResidualNorm));
            Assert.Equal([1, 2, 3], there.X);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_from_an_operator_in_the_middle_leaves_the_best_iterate(string name)
    {
        if (name == "sketched")
        {
            return;
        }

        Matrix<double> a = Gallery.PositiveDefinite(30, 1e4, 3).A;
        double[] b = new TestRandom(4).UniformVector<double>(30);
        DenseOperator<double> dense = new(a);
        int calls = 0;
        FunctionOperator<double> failing = new(30, 30, (y, x) => Fail(y, x, dense.Apply), (y, x) => Fail(y, x, dense.ApplyTransposed));
        IterativeSolution<double> solution = Solve(name, failing, b, null);
        Assert.Equal((Status.NonFiniteInput, IterationStop.NonFinite, (int?)null), (solution.Status, solution.Stop, solution.FirstNonFinite));
        Assert.Contains("the operator gave", solution.Reason, StringComparison.Ordinal);
        Assert.All(solution.X, v => Assert.True(double.IsFinite(v)));
        double[] residual = NaiveLeastSquares.Subtract(b, NaiveLeastSquares.Apply(a.ToArray(), solution.X));
        Assert.InRange(NaiveLeastSquares.Norm(residual), 0, 0.9 * NaiveLeastSquares.Norm(b));

        void Fail(Span<double> y, ReadOnlySpan<double> x, LinearAction<double> action)
        {
            action(y, x);
            if (++calls == 20)
            {
                y[7] = double.NaN;
            }
        }
    }

    [Theory]
    [MemberData(nameof(LeastSquaresNames))]
    public void An_operator_with_a_wrong_adjoint_is_no_success(string name)
    {
        TestRandom random = new(5);
        Matrix<double> a = random.NormalMatrix<double>(20, 12), other = random.NormalMatrix<double>(20, 12);
        double[] b = random.UniformVector<double>(20);
        FunctionOperator<double> wrong = new(20, 12, new DenseOperator<double>(a).Apply, new DenseOperator<double>(other).ApplyTransposed);
        IterativeSolution<double> solution = Solve(name, wrong, b, null);
        Assert.Equal((Status.NotConverged, IterationStop.Diverged), (solution.Status, solution.Stop));
        Assert.True(solution.ResidualNorm <= 2 * NaiveLeastSquares.Norm(b), $"{solution.Reason}: {solution.ResidualNorm}");
    }

    [Theory]
    [MemberData(nameof(LeastSquaresNames))]
    public void A_singular_preconditioner_restricts_the_solution_to_its_range(string name)
    {
        TestRandom random = new(6);
        Matrix<double> a = random.NormalMatrix<double>(15, 6);
        double[] b = random.UniformVector<double>(15), kept = [1, 0, 2, 0, 1, 3];
        IterativeSolution<double> solution = Solve(name, new DenseOperator<double>(a), b, null, new DiagonalOperator<double>(kept));
        Assert.Equal(Status.Success, solution.Status);
        int[] columns = [0, 2, 4, 5];
        double[] expected = NaiveLeastSquares.MinimumNorm(Dense.Generate(15, 4, (i, j) => a[i, columns[j]]), b);
        Assert.True(IterativeCase.Distance([.. columns.Select(j => solution.X[j])], expected) <= 1e-10);
        Assert.Equal((0, 0), (solution.X[1], solution.X[3]));
        Assert.Equal(Status.Success, Solve(name, new DenseOperator<double>(a), b, null, new DiagonalOperator<double>(new double[6])).Status);
    }

    [Fact]
    public void Symmetric_methods_refuse_a_singular_preconditioner_and_cg_a_matrix_that_is_not_definite()
    {
        Matrix<double> a = Gallery.PositiveDefinite(6, 10, 3).A;
        double[] b = new TestRandom(7).UniformVector<double>(6);
        DiagonalOperator<double> nothing = new(new double[6]), negative = new([1, 1, -1, 1, 1, 1]);
        Assert.All(((string, ILinearOperator<double>)[])[("cg", nothing), ("minres", nothing), ("cg", negative), ("minres", negative)], pair =>
        {
            IterativeSolution<double> solution = Solve(pair.Item1, new DenseOperator<double>(a), b, null, pair.Item2);
            Assert.True(solution.Status == Status.NotPositiveDefinite, $"{pair.Item1}: {solution.Reason}");
            Assert.All(solution.X, v => Assert.True(double.IsFinite(v)));
        });
        Matrix<double> indefinite = Gallery.WithEigenvalues([3, 2, 1, -1, -2, -3], 4).A;
        Assert.Equal(Status.NotPositiveDefinite, Solve("cg", indefinite, b, 0).Status);
    }

    private static IterativeSolution<double> Solve(string name, Matrix<double> a, double[] b, double? tolerance, double[]? start = null) => name == "sketched"
        ? SketchedSolver.Solve(a, b, new SketchedOptions<double> { RelativeTolerance = tolerance })
        : Solve(name, new DenseOperator<double>(a), b, tolerance, null, start);

    private static IterativeSolution<double> Solve(string name, ILinearOperator<double> a, double[] b, double? tolerance, ILinearOperator<double>? preconditioner = null, double[]? start = null) => name switch
    {
        "cg" => ConjugateGradientSolver.Solve(a, b, new ConjugateGradientOptions<double> { RelativeTolerance = tolerance, Preconditioner = preconditioner, Start = start }),
        "minres" => MinresSolver.Solve(a, b, new MinresOptions<double> { RelativeTolerance = tolerance, Preconditioner = preconditioner, Start = start }),
        _ => IterativeCase.Solve(name, a, b, new() { RelativeTolerance = tolerance, Preconditioner = preconditioner, Start = start }),
    };
}
