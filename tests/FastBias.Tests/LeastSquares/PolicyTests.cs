using System.Diagnostics;
using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>NaN and infinity, empty shapes, cancellation, wrong calls.</summary>
public sealed class PolicyTests
{
    private static readonly LeastSquaresMethod[] s_methods = Enum.GetValues<LeastSquaresMethod>();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_none_is_found_in_every_position(double bad)
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (LeastSquaresMethod method in s_methods)
        {
            foreach ((int m, int n) in ((int, int)[])[(1, 1), (3, 2), (2, 3), (4, 4)])
            {
                AssertFound<double>(method, m, n, bad);
                AssertFound<float>(method, m, n, bad);
            }
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void The_first_of_several_is_named_and_A_comes_before_B()
    {
        Matrix<double> a = Matrix<double>.Identity(3), b = new(3, 2);
        (a[1, 2], a[2, 0], b[0, 1]) = (double.PositiveInfinity, double.NaN, double.NaN);
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b);
        Assert.Equal(((1, 2), LeastSquaresOperand.Matrix), (solution.FirstNonFinite!.Value, solution.NonFiniteOperand!.Value));
        Assert.Equal("A[1, 2] = Infinity is not finite.", solution.Reason);
        Assert.Equal(
            "The least-squares problem (3x3) was not solved, NonFiniteInput: A[1, 2] = Infinity is not finite.",
            Assert.Throws<InvalidOperationException>(() => solution.EnsureSuccess()).Message);
    }

    [Fact]
    public void Without_the_check_it_still_ends_without_success()
    {
        foreach (LeastSquaresMethod method in s_methods)
        {
            Matrix<double> a = new TestRandom(1).NormalMatrix<double>(5, 3);
            a[2, 2] = double.NaN;
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, new Matrix<double>(5, 1), Options<double>(method) with { Finite = FinitePolicy.Assume });
            Assert.Equal(Status.NonFiniteInput, solution.Status);
            Assert.Null(solution.FirstNonFinite);
            Assert.Equal(LeastSquaresOperand.Matrix, solution.NonFiniteOperand);
        }
    }

    [Fact]
    public void Every_empty_shape_has_a_defined_solution()
    {
        foreach (LeastSquaresMethod method in s_methods)
        {
            for (int shape = 0; shape < 8; shape++)
            {
                int m = (shape & 1) == 0 ? 0 : 4, n = (shape & 2) == 0 ? 0 : 3, p = (shape & 4) == 0 ? 0 : 2;
                TestRandom random = new(2);
                Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, p);
                LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, Options<double>(method)).EnsureSuccess();
                Assert.Equal((n, p), (solution.X.Rows, solution.X.Columns));
                int rank = method == LeastSquaresMethod.Ridge ? n : Math.Min(m, n);
                Assert.Equal((rank, n - rank), (solution.Rank, solution.NullSpaceDimension));
                Assert.Equal(p, solution.ResidualNorms.Length);
                Assert.False(double.IsNaN(solution.ResidualNorm + solution.SolutionNorm + solution.BackwardError + solution.ForwardErrorBound + solution.ConditionEstimate));
                if (m == 0 || n == 0)
                {
                    Assert.All(solution.X.Data, x => Assert.Equal(0, x));
                    Assert.Equal(p == 0 ? 0 : Enumerable.Range(0, p).Max(j => Measure.Norm(b.Column(j))), solution.ResidualNorm, 1e-15);
                }
            }
        }
    }

    [Fact]
    public void A_zero_matrix_has_the_zero_solution()
    {
        Matrix<double> a = new(4, 3), b = new TestRandom(3).NormalMatrix<double>(4, 2);
        foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Auto, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd, LeastSquaresMethod.Ridge])
        {
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, Options<double>(method)).EnsureSuccess();
            Assert.All(solution.X.Data, x => Assert.Equal(0, x));
            Assert.Equal(0, solution.BackwardError);
            Assert.Equal(Measure.Norm(b.Data), Measure.Norm(solution.ResidualNorms), 1e-14);
        }

        LeastSquaresSolution<double> qr = LeastSquares.Solve<double>(a, b, Options<double>(LeastSquaresMethod.Qr));
        Assert.Equal((Status.RankDeficient, 0, 0), (qr.Status, qr.Rank, qr.X.Columns));
        LeastSquaresSolution<double> normal = LeastSquares.Solve<double>(a, b, Options<double>(LeastSquaresMethod.NormalEquations));
        Assert.Equal((Status.NotPositiveDefinite, 0), (normal.Status, normal.X.Columns));
    }

    [Fact]
    public void Zero_right_hand_sides_have_the_exact_solution_zero()
    {
        foreach (LeastSquaresMethod method in s_methods)
        {
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(new TestRandom(4).NormalMatrix<double>(6, 4), new Matrix<double>(6, 2), Options<double>(method)).EnsureSuccess();
            Assert.All(solution.X.Data, x => Assert.Equal(0, x));
            Assert.Equal((0, 0, 0), (solution.ResidualNorm, solution.BackwardError, solution.ForwardErrorBound));
        }
    }

    [Fact]
    public void Cancellation_is_a_status()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        foreach (LeastSquaresMethod method in s_methods)
        {
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(Matrix<double>.Identity(3), new Matrix<double>(3, 1), Options<double>(method) with { CancellationToken = source.Token });
            Assert.Equal(Status.Cancelled, solution.Status);
            Assert.Equal(0, solution.X.Columns);
        }
    }

    [Fact]
    public void Cancellation_during_the_factorization_is_a_status()
    {
        // How long a factorization takes is the machine's affair: the problem grows until one is still running when the cancellation comes.
        foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Svd, LeastSquaresMethod.CompleteOrthogonal])
        {
            int n = 250;
            while (StatusOfCancelledSolve(method, n) != Status.Cancelled)
            {
                Assert.True((n *= 2) <= 4000, $"{method}: a problem of {n / 2} columns was solved in spite of its cancellation after a millisecond");
            }
        }
    }

    private static Status StatusOfCancelledSolve(LeastSquaresMethod method, int n)
    {
        Matrix<double> a = new TestRandom(5).UniformMatrix<double>(n, n), b = new(n, 1);
        using CancellationTokenSource source = new();
        Thread canceller = new(() => { Thread.Sleep(1); source.Cancel(); });
        canceller.Start();
        Status status = LeastSquares.Solve<double>(a, b, Options<double>(method) with { CancellationToken = source.Token }).Status;
        canceller.Join();
        return status;
    }

    [Fact]
    public void Solutions_out_of_range_are_no_success()
    {
        Matrix<double> a = new(new[,] { { 1e-300 } });
        foreach (LeastSquaresMethod method in s_methods.Except([LeastSquaresMethod.Ridge]))
        {
            LeastSquaresSolution<double> solution = LeastSquares.Solve(a, (double[])[1e300], Options<double>(method));
            Assert.Equal(Status.RankDeficient, solution.Status);
            Assert.Contains("leaves the range", solution.Reason, StringComparison.Ordinal);
            Assert.Equal(0, solution.X.Columns);
        }
    }

    [Fact]
    public void Inputs_are_not_changed()
    {
        Matrix<double> a = Measure.ScaleB(new TestRandom(6).NormalMatrix<double>(7, 4), 300), b = Measure.ScaleB(new TestRandom(7).NormalMatrix<double>(7, 2), -300);
        double[] beforeA = [.. a.Data], beforeB = [.. b.Data];
        foreach (LeastSquaresMethod method in s_methods)
        {
            LeastSquares.Solve<double>(a, b, Options<double>(method));
            Assert.Equal(beforeA, a.Data);
            Assert.Equal(beforeB, b.Data);
        }
    }

    [Fact]
    public void Wrong_calls_throw()
    {
        Matrix<double> a = Matrix<double>.Identity(3);
        double[] b = new double[3];
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(a, new double[2]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Ridge }));
        Assert.Throws<ArgumentException>(() => LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Qr, Lambda = 1 }));
        foreach (double lambda in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Lambda = lambda }));
        }

        foreach (double cutoff in (double[])[-1e-9, 1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { RelativeCutoff = cutoff }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = (LeastSquaresMethod)17 }));
    }

    private static LeastSquaresOptions<T> Options<T>(LeastSquaresMethod method)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new() { Method = method, Lambda = method == LeastSquaresMethod.Ridge ? T.One : null };

    private static void AssertFound<T>(LeastSquaresMethod method, int m, int n, double bad)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TestRandom random = new(8);
        for (int position = 0; position < m * (n + 2); position++)
        {
            Matrix<T> a = random.NormalMatrix<T>(m, n), b = random.NormalMatrix<T>(m, 2);
            bool inA = position < m * n;
            int index = inA ? position : position - (m * n), width = inA ? n : 2;
            (inA ? a : b).Data[index] = T.CreateTruncating(bad);
            LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, b, Options<T>(method));
            Assert.Equal(Status.NonFiniteInput, solution.Status);
            Assert.Equal((index / width, index % width), solution.FirstNonFinite);
            Assert.Equal(inA ? LeastSquaresOperand.Matrix : LeastSquaresOperand.RightHandSide, solution.NonFiniteOperand);
            Assert.Empty(solution.X.Data);
            Assert.True(T.IsNaN(solution.ResidualNorm) && T.IsNaN(solution.BackwardError) && T.IsNaN(solution.ForwardErrorBound) && !solution.IsMinimumNorm);
        }
    }
}
