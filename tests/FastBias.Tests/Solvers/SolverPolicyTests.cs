using System.Numerics;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Solvers;

/// <summary>NaN, empty shapes, powers of two, cancellation and wrong calls, for every direct solver alike.</summary>
public sealed class SolverPolicyTests
{
    /// <summary>Solves A, b and returns the solution and everything numeric in it, as if A had been multiplied by 2^i and b by 2^j.</summary>
    private delegate (SolverSolution Solution, double[] Numbers) Call(Matrix<double> a, Matrix<double> b, int i, int j, CancellationToken cancellation);

    private static readonly Dictionary<string, Call> s_solvers = new()
    {
        ["weighted"] = (a, b, i, j, c) =>
        {
            double[] weights = [.. Enumerable.Range(0, a.Rows).Select(k => 1.0 + (k % 3))];
            WeightedSolution<double> s = WeightedSolver.Solve<double>(a, b, weights, new() { Intercept = true, CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back(s.Intercepts, -j), s.Optimality]);
        },
        ["minimum norm"] = (a, b, i, j, c) =>
        {
            MinimumNormSolution<double> s = MinimumNormSolver.Solve<double>(a, b, new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), s.Disagreement]);
        },
        ["truncated"] = (a, b, i, j, c) =>
        {
            TruncatedSvdSolution<double> s = TruncatedSvdSolver.Solve<double>(a, b, new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back(s.SingularValues, -i), .. Back(s.Coordinates.Data, -j)]);
        },
        ["basic"] = (a, b, i, j, c) =>
        {
            BasicSolution<double> s = BasicSolver.Solve<double>(a, b, new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back([s.NullComponentNorm], i - j)]);
        },
        ["ridge"] = (a, b, i, j, c) =>
        {
            RidgeSolution<double> s = RidgeSolver.Solve<double>(a, b, Math.ScaleB(0.3, 2 * i), new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), s.ForwardErrorBound]);
        },
        ["ridge path"] = (a, b, i, j, c) =>
        {
            RidgePathSolution<double> s = RidgePathSolver.Solve<double>(a, b, new() { Intercept = true, CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back([s.Lambda], -2 * i), .. Back([.. s.Points.Select(p => p.LeaveOneOutError)], -2 * j), .. Back([.. s.Points.Select(p => p.GcvError)], -2 * j)]);
        },
        ["ridgeless"] = (a, b, i, j, c) =>
        {
            RidgelessSolution<double> s = RidgelessSolver.Solve<double>(a, b, new() { Lambdas = [Math.ScaleB(0.1, 2 * i)], CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back(s.Distances, i - j)]);
        },
        ["Tikhonov"] = (a, b, i, j, c) =>
        {
            TikhonovSolution<double> s = TikhonovSolver.Solve<double>(a, b, SmoothnessPenalty.Differences<double>(1, a.Columns), Math.ScaleB(1.7, 2 * i), new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), s.BackwardError]);
        },
        ["constrained"] = (a, b, i, j, c) =>
        {
            Matrix<double> ones = new([.. Enumerable.Repeat(1.0, a.Columns)], a.Columns == 0 ? 0 : 1, a.Columns), values = new([.. Enumerable.Repeat(Math.ScaleB(1, j - i), ones.Rows * b.Columns)], ones.Rows, b.Columns);
            ConstrainedSolution<double> s = ConstrainedSolver.Solve<double>(a, b, ones, values, new() { CancellationToken = c });
            return (s, [.. Back(s.X.Data, i - j), .. Back(s.Multipliers.Data, -i - j)]);
        },
        ["non-negative"] = (a, b, i, j, c) =>
        {
            NonNegativeSolution<double> s = NonNegativeSolver.Solve<double>(a, b.Column(0), new() { CancellationToken = c });
            return (s, [.. Back(s.X, i - j), .. Back(s.Gradient, -i - j), s.DualInfeasibility]);
        },
        ["bounded"] = (a, b, i, j, c) =>
        {
            double[] lower = [.. Enumerable.Range(0, a.Columns).Select(k => k % 3 == 0 ? double.NegativeInfinity : Math.ScaleB(-0.25, j - i))], upper = [.. lower.Select((_, k) => k % 4 == 0 ? double.PositiveInfinity : Math.ScaleB(0.125, j - i))];
            BoundedSolution<double> s = BoundedSolver.Solve<double>(a, b.Column(0), lower, upper, new() { CancellationToken = c });
            return (s, [.. Back(s.X, i - j), .. Back(s.Gradient, -i - j), s.DualInfeasibility, .. s.AtLower.Select(k => (double)k), .. s.AtUpper.Select(k => (double)k)]);
        },
        ["lasso"] = (a, b, i, j, c) =>
        {
            LassoPathSolution<double> s = LassoPathSolver.Solve<double>(a, b.Column(0), new() { Count = 8, Intercept = true, CancellationToken = c });
            return (s, [.. s.Points.SelectMany(p => Back([.. p.X], i - j)), .. Back([.. s.Points.Select(p => p.Lambda)], -i - j), .. Back([.. s.Points.Select(p => p.Gap)], -2 * j)]);
        },
        ["basis pursuit"] = (a, b, i, j, c) =>
        {
            BasisPursuitSolution<double> s = BasisPursuitSolver.Solve<double>(a, b.Column(0), new() { CancellationToken = c });
            return (s, [.. Back(s.X, i - j), .. Back(s.Dual, i), s.RelativeGap]);
        },
        ["total"] = (a, b, i, j, c) =>
        {
            // Errors of A and b are compared: only a common factor is harmless.
            Matrix<double> same = i == j ? b : Measure.ScaleB(b, i - j);
            TotalLeastSquaresSolution<double> s = TotalLeastSquaresSolver.Solve<double>(a, same, new() { CancellationToken = c });
            return (s, [.. s.X.Data, .. Back(s.CorrectionA.Data, -i), .. Back(s.CorrectionB.Data, -i)]);
        },
        ["Bayesian"] = (a, b, i, j, c) =>
        {
            BayesianSolution<double> s = BayesianSolver.Solve<double>(a, b.Column(0), Math.ScaleB(0.7, j), new() { PriorDeviation = Math.ScaleB(3, j - i), CancellationToken = c });
            return (s, [.. Back(s.Mean, i - j), .. Back(s.Covariance.Data, 2 * (i - j))]);
        },
    };

    public static TheoryData<string> Solvers => [.. s_solvers.Keys];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Powers_of_two_move_every_result_exactly(string name)
    {
        foreach ((int m, int n) in ((int, int)[])[(9, 4), (4, 9), (5, 5)])
        {
            (Matrix<double> a, Matrix<double> b) = Problem(name, m, n);
            double[] expected = s_solvers[name](a, b, 0, 0, default).Numbers;
            Assert.NotEmpty(expected);
            foreach ((int i, int j) in ((int, int)[])[(1, 0), (0, 3), (40, -70), (-300, 200)])
            {
                Assert.Equal(expected, s_solvers[name](Measure.ScaleB(a, i), Measure.ScaleB(b, j), i, j, default).Numbers);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_number_that_is_none_is_found(string name)
    {
        foreach (bool inA in (bool[])[true, false])
        {
            (Matrix<double> a, Matrix<double> b) = Problem(name, 5, 3);
            (inA ? a : b)[3, 0] = inA ? double.NaN : double.NegativeInfinity;
            SolverSolution solution = s_solvers[name](a, b, 0, 0, default).Solution;
            Assert.Equal(Status.NonFiniteInput, solution.Status);
            Assert.Equal((inA ? "A" : "B", 3, 0), (solution.FirstNonFinite!.Value.Operand.ToUpperInvariant(), solution.FirstNonFinite.Value.Row, solution.FirstNonFinite.Value.Column));
            Assert.Contains("[3, 0] is not finite", solution.Reason, StringComparison.Ordinal);
            Assert.Contains("NonFiniteInput", Assert.Throws<InvalidOperationException>(() => solution.EnsureSuccess()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Empty_and_zero_problems_have_zero_solutions(string name)
    {
        foreach ((int m, int n) in ((int, int)[])[(0, 0), (0, 3), (4, 0), (3, 4), (4, 3)])
        {
            (SolverSolution solution, double[] numbers) = s_solvers[name](new(m, n), new(m, 1), 0, 0, default);
            Assert.True(solution.Status == Status.Success, $"{m}x{n}: {solution.Status}, {solution.Reason}");
            Assert.Equal((m, n), (solution.Rows, solution.Columns));
            Assert.NotEmpty(solution.Reason);
            Assert.All(numbers, number => Assert.False(double.IsNaN(number), $"{m}x{n}: NaN"));
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Cancellation_is_a_status(string name)
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        (Matrix<double> a, Matrix<double> b) = Problem(name, 6, 4);
        Assert.Equal(Status.Cancelled, s_solvers[name](a, b, 0, 0, source.Token).Solution.Status);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Inputs_are_not_changed_and_the_right_hand_side_must_fit(string name)
    {
        (Matrix<double> a, Matrix<double> b) = Problem(name, 6, 4);
        double[] left = [.. a.Data], right = [.. b.Data];
        Assert.Equal(Status.Success, s_solvers[name](a, b, 0, 0, default).Solution.Status);
        Assert.Equal(left, a.Data);
        Assert.Equal(right, b.Data);
        Assert.Throws<ArgumentException>(() => s_solvers[name](a, new(5, 1), 0, 0, default));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Matrix<double> a = Matrix<double>.Identity(3), b = new(3, 1);
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Equal(bad, Assert.Throws<ArgumentOutOfRangeException>(() => RidgeSolver.Solve<double>(a, b, bad)).ActualValue);
            Assert.Throws<ArgumentOutOfRangeException>(() => TikhonovSolver.Solve<double>(a, b, a, bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => BayesianSolver.Solve<double>(a, b.Data, bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => BayesianSolver.Solve<double>(a, b.Data, 1, new() { PriorDeviation = bad }));
            Assert.Throws<ArgumentOutOfRangeException>(() => LassoPathSolver.Solve<double>(a, b.Data, new() { Lambdas = [1, bad] }));
        }

        foreach (double cutoff in (double[])[-1e-9, 1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => RidgelessSolver.Solve<double>(a, b, new() { RelativeCutoff = cutoff }));
            Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvdSolver.Solve<double>(a, b, new() { RelativeCutoff = cutoff }));
            Assert.Throws<ArgumentOutOfRangeException>(() => BasicSolver.Solve<double>(a, b, new() { RelativeCutoff = cutoff }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSvdSolver.Solve<double>(a, b, new() { Kept = 4 }));
        Assert.Throws<ArgumentException>(() => TruncatedSvdSolver.Solve<double>(a, b, new() { Kept = 1, AbsoluteCutoff = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedSolver.Solve<double>(a, b, [1, -1, 1]));
        Assert.Throws<ArgumentException>(() => WeightedSolver.Solve<double>(a, b, [1, 1]));
        Assert.Throws<ArgumentException>(() => ConstrainedSolver.Solve<double>(a, b, new Matrix<double>(1, 2), new Matrix<double>(1, 1)));
        Assert.Throws<ArgumentException>(() => ConstrainedSolver.Solve<double>(a, b, new Matrix<double>(1, 3), new Matrix<double>(2, 1)));
        Assert.Throws<ArgumentException>(() => TikhonovSolver.Solve<double>(a, b, new Matrix<double>(1, 2), 1));
        Assert.Throws<ArgumentException>(() => RidgePathSolver.Solve<double>(a, b, new() { Lambdas = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgePathSolver.Solve<double>(a, b, new() { Count = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeSolver.Solve<double>(a, b, 1, new() { Method = (RidgeMethod)9 }));
        Assert.Throws<ArgumentException>(() => MinimumNormSolver.Solve<double>(a, b, new() { Routes = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => NonNegativeSolver.Solve<double>(a, b.Data, new() { MaxIterations = -1 }));
        Assert.Throws<ArgumentException>(() => BoundedSolver.Solve<double>(a, b.Data, [0, 0], [1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundedSolver.Solve<double>(a, b.Data, [0, 2, 0], [1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundedSolver.Solve<double>(a, b.Data, [0, double.NaN, 0], [1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundedSolver.Solve<double>(a, b.Data, [0, double.PositiveInfinity, 0], [1, double.PositiveInfinity, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BasisPursuitSolver.Solve<double>(a, b.Data, new() { RelativeGap = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmoothnessPenalty.Differences<double>(-1, 3));
    }

    [Fact]
    public void Single_precision_solves_too()
    {
        TestRandom random = new(12);
        Matrix<float> a = random.NormalMatrix<float>(12, 5), b = random.NormalMatrix<float>(12, 1), wide = random.NormalMatrix<float>(6, 20);
        Matrix<double> x = MinimumNormSolver.Solve<double>(Wide(a), Wide(b)).X;
        Assert.True(Measure.RelativeError(MinimumNormSolver.Solve<float>(a, b).EnsureSuccess().X, x.ToArray()) < 1e-5);
        Assert.True(Measure.RelativeError(RidgelessSolver.Solve<float>(a, b).EnsureSuccess().X, x.ToArray()) < 1e-5);
        Assert.True(Measure.RelativeError(BayesianSolver.Solve<float>(a, b.Data, 1f).EnsureSuccess().Mean is { } mean ? new Matrix<float>(mean, 5, 1) : a, x.ToArray()) < 1e-5);
        Assert.Equal(Status.Success, NonNegativeSolver.Solve<float>(a, b.Data).Status);
        Assert.Equal(Status.Success, BoundedSolver.Solve<float>(a, b.Data, new float[5], [1, 1, 1, 1, 1]).Status);
        Assert.Equal(Status.Success, LassoPathSolver.Solve<float>(a, b.Data, new() { Count = 10 }).Status);
        Assert.Equal(Status.Success, BasisPursuitSolver.Solve<float>(wide, random.NormalMatrix<float>(6, 1).Data).Status);
        Assert.Equal(Status.Success, TotalLeastSquaresSolver.Solve<float>(a, b).Status);
        Assert.Equal(Status.Success, ConstrainedSolver.Solve<float>(a, b, random.NormalMatrix<float>(2, 5), random.NormalMatrix<float>(2, 1)).Status);
    }

    private static Matrix<double> Wide(Matrix<float> a) => new([.. a.Data.Select(x => (double)x)], a.Rows, a.Columns);

    private static double[] Back(double[] x, int exponent) => [.. x.Select(value => Math.ScaleB(value, exponent))];

    private static (Matrix<double> A, Matrix<double> B) Problem(string name, int m, int n)
    {
        TestRandom random = new(11);
        Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, 1);
        return (a, name == "basis pursuit" ? Cases.Times(a, random.NormalMatrix<double>(n, 1)) : b);
    }
}
