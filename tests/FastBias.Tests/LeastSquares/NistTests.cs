using FastBias.Reference;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>NIST's eleven reference datasets: the correct digits of coefficients, residual deviation and standard errors.</summary>
public sealed class NistTests(ITestOutputHelper output)
{
    /// <summary>
    /// Plain Householder QR in double: digits of the worst coefficient with textbook loops, but for Norris, Longley and Wampler2, where these are lucky in their
    /// roundings (13.3, 12.8, 12.9): there what LAPACK's dgeqrf reaches (3.10 with the reference BLAS: 12.6, 10.9, 12.5), and a tenth of a digit less for Norris. B is
    /// reflected by the very loop that A is, which is worth half a digit where the solution has no residual (Wampler1, Wampler2).
    /// </summary>
    public static TheoryData<string, double> Sets => new()
    {
        { "Norris", 12.5 }, { "Pontius", 11.9 }, { "NoInt1", 15 }, { "NoInt2", 15 }, { "Filip", 7.4 }, { "Longley", 11.5 },
        { "Wampler1", 9.2 }, { "Wampler2", 12.3 }, { "Wampler3", 9.2 }, { "Wampler4", 7.8 }, { "Wampler5", 5.8 },
    };

    /// <summary>What the exact solution of the rounded design reaches.</summary>
    public static TheoryData<string, double> Limits => new()
    {
        { "Norris", 14.0 }, { "Pontius", 13.5 }, { "NoInt1", 15 }, { "NoInt2", 15 }, { "Filip", 7.7 }, { "Longley", 14.7 },
        { "Wampler1", 15 }, { "Wampler2", 13.2 }, { "Wampler3", 15 }, { "Wampler4", 15 }, { "Wampler5", 15 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Coefficients_are_as_accurate_as_QR_can_be(string name, double expected)
    {
        NistProblem problem = NistProblem.Read(name);
        LeastSquaresOptions<double> options = new() { RelativeCutoff = name == "Filip" ? 0 : null };
        LeastSquaresSolution<double> solution = LeastSquares.Solve(problem.Design, problem.Y, options);
        Assert.Equal(Status.Success, solution.Status);
        Assert.Equal(LeastSquaresMethod.Qr, solution.Method);
        double digits = NistProblem.Digits(solution.X.Data, problem.Coefficients);
        output.WriteLine($"{name}: {digits:F2} digits (expected {expected}); {solution.Reason}; backward {solution.BackwardError:E1}, forward bound {solution.ForwardErrorBound:E1}");
        Assert.True(digits >= expected - 0.3, $"{name}: {digits:F2} digits, {expected} expected.");
        AssertBounded(solution, problem.Coefficients);
    }

    /// <summary>NumPy reaches 10.93 in a published comparison.</summary>
    [Theory]
    [InlineData(false, 10.9)]
    [InlineData(true, 13.8)]
    public void The_mean_of_all_sets(bool refine, double expected)
    {
        string[] names = [.. Sets.Select(row => (string)row[0])];
        double mean = names.Average(name =>
        {
            NistProblem problem = NistProblem.Read(name);
            return NistProblem.Digits(LeastSquares.Solve(problem.Design, problem.Y, new LeastSquaresOptions<double> { RelativeCutoff = 0, Refine = refine }).EnsureSuccess().X.Data, problem.Coefficients);
        });
        output.WriteLine($"{mean:F2} digits");
        Assert.Equal(11, names.Length);
        Assert.True(mean >= expected, $"{mean:F2} digits, {expected} expected.");
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Residual_deviation_and_standard_errors(string name, double coefficients)
    {
        NistProblem problem = NistProblem.Read(name);
        int m = problem.Design.Rows, n = problem.Design.Columns;
        LeastSquaresSolution<double> solution = LeastSquares.Solve(problem.Design, problem.Y, new LeastSquaresOptions<double> { RelativeCutoff = 0 });
        double deviation = solution.ResidualNorm / Math.Sqrt(m - n);
        if (problem.ResidualDeviation == 0)
        {
            Assert.True(deviation <= 1e-12 * problem.Y.Max(), $"{name}: {deviation}");
            return;
        }

        double digits = NistProblem.Digits(deviation, problem.ResidualDeviation), errors = NistProblem.Digits(Deviations(problem, deviation), problem.Deviations);
        output.WriteLine($"{name}: residual deviation {digits:F2}, standard errors {errors:F2} digits");
        double wanted = Math.Min(coefficients, name is "Wampler3" or "Wampler4" or "Wampler5" ? 9 : 12) - 1;
        Assert.True(digits >= wanted && errors >= wanted, $"{name}: {digits:F2} and {errors:F2}, {wanted} wanted.");
    }

    /// <summary>The data and the reference are read right: the exact solution of the rounded design reaches the known limit.</summary>
    [Theory]
    [MemberData(nameof(Limits))]
    public void Exact_solutions_reach_the_limit_of_a_rounded_design(string name, double limit)
    {
        NistProblem problem = NistProblem.Read(name);
        RationalMatrix exact = new RationalMatrix(problem.Design.ToArray()).LeastSquares(RationalMatrix.Column(problem.Y));
        double digits = NistProblem.Digits(Dense.Column(exact.ToDouble(), 0), problem.Coefficients);
        Assert.True(Math.Abs(digits - limit) <= 0.3, $"{name}: {digits:F2}, {limit} known.");
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void One_step_of_refinement_reaches_the_limit(string name, double limit)
    {
        NistProblem problem = NistProblem.Read(name);
        LeastSquaresSolution<double> solution = LeastSquares.Solve(problem.Design, problem.Y, new LeastSquaresOptions<double> { RelativeCutoff = 0, Refine = true }).EnsureSuccess();
        Assert.EndsWith("; refined once", solution.Reason, StringComparison.Ordinal);
        double digits = NistProblem.Digits(solution.X.Data, problem.Coefficients);
        output.WriteLine($"{name}: {digits:F2} digits (limit {limit})");
        Assert.True(digits >= limit - 0.3, $"{name}: {digits:F2} digits, {limit} is the limit.");
    }

    [Fact]
    public void Filip_is_rank_ten_at_the_default_cutoff_and_says_why()
    {
        NistProblem problem = NistProblem.Read("Filip");
        LeastSquaresSolution<double> solution = LeastSquares.Solve(problem.Design, problem.Y).EnsureSuccess();
        output.WriteLine(solution.Reason);
        Assert.Equal(10, solution.Rank);
        Assert.Equal(1, solution.NullSpaceDimension);
        Assert.Equal(82 * Math.ScaleB(1, -52), solution.RelativeCutoff);
        Assert.Contains("rank 10 of 11", solution.Reason, StringComparison.Ordinal);
        Assert.Contains("not above the cutoff 1.8e-14", solution.Reason, StringComparison.Ordinal);
        Assert.True(solution.IsMinimumNorm);

        // What was cut is worth something to NIST: the full-rank fit is better.
        LeastSquaresSolution<double> full = LeastSquares.Solve(problem.Design, problem.Y, new LeastSquaresOptions<double> { RelativeCutoff = 0 });
        Assert.Equal(11, full.Rank);
        Assert.True(full.ResidualNorm < solution.ResidualNorm);
    }

    [Fact]
    public void Filip_by_QR_is_rank_deficient_but_its_full_rank_answer_can_be_seen()
    {
        NistProblem problem = NistProblem.Read("Filip");
        LeastSquaresSolution<double> solution = LeastSquares.Solve(problem.Design, problem.Y, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Qr });
        Assert.Equal(Status.RankDeficient, solution.Status);
        Assert.Equal(10, solution.Rank);
        Assert.False(solution.IsMinimumNorm);
        Assert.True(NistProblem.Digits(solution.X.Data, problem.Coefficients) >= 7.1);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => solution.EnsureSuccess());
        Assert.Contains("RankDeficient", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertBounded(LeastSquaresSolution<double> solution, double[] certified)
    {
        double error = Math.Sqrt(solution.X.Data.Zip(certified, (x, c) => (x - c) * (x - c)).Sum()) / solution.SolutionNorm;
        Assert.True(error <= solution.ForwardErrorBound + 2e-8, $"error {error:E1}, bound {solution.ForwardErrorBound:E1}");
    }

    /// <summary>s·‖row j of R⁻¹‖.</summary>
    private static double[] Deviations(NistProblem problem, double deviation)
    {
        int n = problem.Design.Columns;
        Matrix<double> inverse = Matrix<double>.Identity(n);
        Triangular.Solve<double>(inverse, Qr<double>.Factor(problem.Design).R, Triangle.Upper);
        return [.. Enumerable.Range(0, n).Select(j => deviation * VectorProduct.Norm<double>(inverse.Row(j)))];
    }
}
