using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.IterativeTests;

/// <summary>CG and MINRES.</summary>
public sealed class SymmetricIterationTests
{
    [Property(MaxTest = 40)]
    public void Definite_systems_are_solved_by_both_and_indefinite_ones_by_minres(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(1, 15);
        double[] values = [.. Enumerable.Range(0, n).Select(_ => random.Uniform(0.1, 4))], b = random.UniformVector<double>(n);
        Matrix<double> definite = Gallery.WithEigenvalues(values, seed).A, indefinite = Gallery.WithEigenvalues([.. values.Select((v, i) => i % 2 == 0 ? v : -v)], seed).A;
        Check(ConjugateGradientSolver.Solve<double>(new DenseOperator<double>(definite), b), definite, b);
        Check(MinresSolver.Solve<double>(new DenseOperator<double>(definite), b), definite, b);
        Check(MinresSolver.Solve<double>(new DenseOperator<double>(indefinite), b), indefinite, b);
    }

    [Property(MaxTest = 25)]
    public void Of_a_singular_system_that_has_solutions_both_give_the_shortest(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(2, 12), rank = random.NextInteger(1, n - 1);
        Matrix<double> a = Gallery.WithEigenvalues([.. Enumerable.Range(0, n).Select(k => k < rank ? random.Uniform(0.3, 3) : 0)], seed).A;
        double[] b = NaiveLeastSquares.Apply(a.ToArray(), random.UniformVector<double>(n)), expected = NaiveLeastSquares.MinimumNorm(a.ToArray(), b);
        ConjugateGradientSolution<double> cg = ConjugateGradientSolver.Solve<double>(new DenseOperator<double>(a), b);
        MinresSolution<double> minres = MinresSolver.Solve<double>(new DenseOperator<double>(a), b);
        Assert.Equal((Status.Success, Status.Success), (cg.Status, minres.Status));
        Assert.True(IterativeCase.Distance(cg.X, expected) <= 1e-9, $"cg {IterativeCase.Distance(cg.X, expected)}");
        Assert.True(IterativeCase.Distance(minres.X, expected) <= 1e-9, $"minres {IterativeCase.Distance(minres.X, expected)}");
    }

    [Property(MaxTest = 25)]
    public void Of_a_singular_system_without_a_solution_minres_gives_a_minimiser(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(2, 12), rank = random.NextInteger(1, n - 1);
        Matrix<double> a = Gallery.WithEigenvalues([.. Enumerable.Range(0, n).Select(k => k < rank ? random.Uniform(0.3, 3) * (k % 2 == 0 ? 1 : -1) : 0)], seed).A;
        double[] b = random.UniformVector<double>(n), best = NaiveLeastSquares.MinimumNorm(a.ToArray(), b);
        MinresSolution<double> solution = MinresSolver.Solve<double>(new DenseOperator<double>(a), b);
        double smallest = NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(b, NaiveLeastSquares.Apply(a.ToArray(), best)));
        Assert.True(solution.Status == Status.Success, $"{n} rank {rank}: {solution.Reason}");
        Assert.InRange(solution.ResidualNorm, smallest * (1 - 1e-9), (smallest * (1 + 1e-8)) + 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_preconditioner_saves_most_of_the_steps(bool byCholesky)
    {
        // D·M·D with a well-conditioned M and sizes over six orders.
        Matrix<double> m = Gallery.PositiveDefinite(60, 10, 3).A;
        double[] d = [.. Enumerable.Range(0, 60).Select(i => Math.Pow(10, i / 20.0))];
        Matrix<double> a = new(Dense.Generate(60, 60, (i, j) => d[i] * m[i, j] * d[j]));
        double[] b = new TestRandom(4).UniformVector<double>(60);
        ILinearOperator<double> p = byCholesky ? Preconditioner.Cholesky(Cholesky<double>.Factor(a)) : Preconditioner.Jacobi<double>(a);
        DenseOperator<double> op = new(a);
        ConjugateGradientSolution<double> plain = ConjugateGradientSolver.Solve<double>(op, b), cg = ConjugateGradientSolver.Solve(op, b, new ConjugateGradientOptions<double> { Preconditioner = p });
        MinresSolution<double> minres = MinresSolver.Solve(op, b, new MinresOptions<double> { Preconditioner = p });
        Assert.Equal((Status.Success, Status.Success), (cg.Status, minres.Status));
        Assert.InRange(cg.Iterations, 1, byCholesky ? 3 : 60);
        Assert.InRange(minres.Iterations, 1, byCholesky ? 5 : 80);
        Assert.True(plain.Iterations > 3 * cg.Iterations, $"{plain.Iterations} and {cg.Iterations}");
        Assert.True(cg.BackwardError <= 1.9e-12 && minres.BackwardError <= 1.9e-12);
    }

    [Fact]
    public void What_is_not_definite_is_told()
    {
        double[] b = [1, 1];
        Assert.Equal(Status.NotPositiveDefinite, ConjugateGradientSolver.Solve<double>(new DiagonalOperator<double>([1, -2]), b).Status);
        DiagonalOperator<double> wrong = new([1, -2]), right = new([1, 2]);
        Assert.Equal(Status.NotPositiveDefinite, ConjugateGradientSolver.Solve(right, b, new ConjugateGradientOptions<double> { Preconditioner = wrong }).Status);
        Assert.Equal(Status.NotPositiveDefinite, MinresSolver.Solve(right, b, new MinresOptions<double> { Preconditioner = wrong }).Status);
        Assert.Throws<ArgumentException>(() => ConjugateGradientSolver.Solve<double>(new DenseOperator<double>(new Matrix<double>(2, 3)), b));
        Assert.Throws<ArgumentException>(() => MinresSolver.Solve<double>(new DenseOperator<double>(new Matrix<double>(2, 3)), b));
    }

    [Fact]
    public void A_tolerance_below_rounding_ends_with_a_word_and_the_best_solution()
    {
        Matrix<double> a = Gallery.PositiveDefinite(30, 1e6, 3).A;
        double[] b = new TestRandom(4).UniformVector<double>(30);
        ConjugateGradientSolution<double> solution = ConjugateGradientSolver.Solve(new DenseOperator<double>(a), b, new ConjugateGradientOptions<double> { RelativeTolerance = 1e-18, MaxIterations = 2000 });
        Assert.Equal(Status.NotConverged, solution.Status);
        Assert.True(solution.BackwardError < 1e-14, solution.Reason);
    }

    [Fact]
    public void A_start_at_the_solution_needs_no_step()
    {
        Matrix<double> a = Gallery.PositiveDefinite(10, 10, 3).A;
        double[] b = new TestRandom(4).UniformVector<double>(10), x = ConjugateGradientSolver.Solve<double>(new DenseOperator<double>(a), b).X;
        Assert.Equal(0, ConjugateGradientSolver.Solve(new DenseOperator<double>(a), b, new ConjugateGradientOptions<double> { Start = x }).Iterations);
        Assert.Equal(0, MinresSolver.Solve(new DenseOperator<double>(a), b, new MinresOptions<double> { Start = x }).Iterations);
    }

    private static void Check(IterativeSolution<double> solution, Matrix<double> a, double[] b)
    {
        double[] expected = Dense.Column(NaiveSolve.Eliminate(a.ToArray(), Dense.AsColumn(b))!, 0);
        Assert.True(solution.Status == Status.Success, solution.Reason);
        Assert.True(IterativeCase.Distance(solution.X, expected) <= 1e-9, $"{IterativeCase.Distance(solution.X, expected)}: {solution.Reason}");
    }
}
