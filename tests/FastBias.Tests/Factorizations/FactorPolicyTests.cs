using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Non-finite input, empty shapes, wrong calls, cancellation and allocation, as stated once for all factorizations.</summary>
public sealed class FactorPolicyTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_non_finite_element_is_named_wherever_it_is(double bad)
    {
        for (int m = 1; m <= 5; m++)
        {
            for (int n = 1; n <= 5; n++)
            {
                for (int position = 0; position < m * n; position++)
                {
                    Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n);
                    a.Data[position] = bad;
                    a.Data[(m * n) - 1] = bad;
                    CheckNonFinite(a, (position / n, position % n));
                }
            }
        }
    }

    [Fact]
    public void A_non_finite_element_of_a_large_matrix_is_named()
    {
        Matrix<float> a = FactorMatrices.Make<float>("gaussian", 130, 70);
        a[77, 69] = float.NaN;
        CheckNonFinite(a, (77, 69));
    }

    [Fact]
    public void With_Assume_a_broken_promise_still_ends()
    {
        FactorOptions assume = new() { Finite = FinitePolicy.Assume };
        foreach ((int m, int n) in new[] { (1, 1), (4, 4), (60, 60), (130, 120) })
        {
            foreach (double bad in new[] { double.NaN, double.PositiveInfinity })
            {
                Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), x = new(n, 1), b = FactorMatrices.Make<double>("gaussian", m, 1);
                a[m / 2, n / 2] = bad;
                Assert.Equal(Status.NonFiniteInput, Qr<double>.Factor(a, assume).Solve(x, b));
                Assert.Equal(Status.NonFiniteInput, PivotedQr<double>.Factor(a, assume).Solve(x, b));
                Assert.Equal(Status.NonFiniteInput, CompleteOrthogonal<double>.Factor(a, null, assume).SolveMinimumNorm(x, b));
                Assert.Null(Qr<double>.Factor(a, assume).FirstNonFinite);
                Assert.Equal(new double[n], x.Data);
            }
        }
    }

    [Fact]
    public void In_place_non_finite_input_ends_and_spreads()
    {
        foreach ((int m, int n) in new[] { (1, 1), (4, 4), (4, 9), (60, 60), (130, 120) })
        {
            foreach (double bad in new[] { double.NaN, double.PositiveInfinity })
            {
                Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = a.Clone();
                a[m / 2, n / 2] = b[m / 2, n / 2] = bad;
                Qr<double>.FactorInPlace(a, new double[n], new double[Qr<double>.WorkspaceLength(m, n)]);
                Assert.Contains(a.Data, x => !double.IsFinite(x));
                int[] permutation = new int[n];
                PivotedQr<double>.FactorInPlace(b, new double[n], permutation, new double[PivotedQr<double>.WorkspaceLength(m, n)]);
                Assert.Contains(b.Data, x => !double.IsFinite(x));
                Assert.Equal(Enumerable.Range(0, n), permutation.Order());
            }
        }
    }

    [Fact]
    public void A_non_finite_right_hand_side_is_a_status_and_leaves_X()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 5, 5), b = FactorMatrices.Make<double>("gaussian", 5, 2), x = new(5, 2);
        b[3, 1] = double.NaN;
        Assert.Equal(Status.NonFiniteInput, Qr<double>.Factor(a).Solve(x, b));
        Assert.Equal(Status.NonFiniteInput, PivotedQr<double>.Factor(a).Solve(x, b));
        Assert.Equal(Status.NonFiniteInput, CompleteOrthogonal<double>.Factor(a).SolveMinimumNorm(x, b));
        Assert.Equal(Status.NonFiniteInput, Cholesky<double>.Factor(Matrix<double>.Identity(5)).Solve(b));
        Assert.Equal(new double[10], x.Data);
    }

    [Fact]
    public void Without_full_column_rank_Solve_says_so_and_leaves_X()
    {
        foreach (Matrix<double> a in new[] { new Matrix<double>(4, 3), FactorMatrices.Make<double>("gaussian", 2, 3), FactorMatrices.Make<double>("zero column", 9, 5) })
        {
            Matrix<double> x = new(a.Columns, 1), b = FactorMatrices.Make<double>("gaussian", a.Rows, 1);
            Assert.Equal(Status.RankDeficient, Qr<double>.Factor(a).Solve(x, b));
            Assert.Equal(Status.RankDeficient, PivotedQr<double>.Factor(a).Solve(x, b));
            Assert.Equal(new double[a.Columns], x.Data);
            Assert.Equal(double.PositiveInfinity, Qr<double>.Factor(a).ConditionEstimate);
        }
    }

    [Fact]
    public void Empty_shapes_have_results()
    {
        foreach ((int m, int n) in new[] { (0, 0), (0, 4), (4, 0) })
        {
            Matrix<double> a = new(m, n), x = new(n, 2);
            x.AsSpan().Fill(7);
            Qr<double> qr = Qr<double>.Factor(a);
            Assert.Equal((m, 0, 0, n), (qr.Q.Rows, qr.Q.Columns, qr.R.Rows, qr.R.Columns));
            Assert.Equal(Matrix<double>.Identity(m).Data, qr.FullQ().Data);
            Assert.Equal(n, PivotedQr<double>.Factor(a).Permutation.Length);
            CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(a);
            Assert.Equal(0, complete.Rank);
            Assert.Equal(Matrix<double>.Identity(n).Data, complete.NullSpace().Data);
            Assert.Equal(Status.Success, complete.SolveMinimumNorm(x, new Matrix<double>(m, 2)));
            Assert.Equal(new double[n * 2], x.Data);
            Qr<double>.FactorInPlace(a, [], new double[Qr<double>.WorkspaceLength(m, n)]);
        }

        Assert.Equal(Status.Success, Cholesky<double>.Factor(new Matrix<double>(0, 0)).Status);
    }

    [Fact]
    public void Wrong_calls_throw_before_the_first_write()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 4, 3), c = FactorMatrices.Make<double>("gaussian", 3, 3), before = a.Clone();
        double[] tau = new double[3], workspace = new double[Qr<double>.WorkspaceLength(4, 3)];
        Qr<double> qr = Qr<double>.Factor(a);
        Assert.Throws<ArgumentException>(() => qr.ApplyQ(c));
        Assert.Throws<ArgumentException>(() => qr.ApplyQTransposed(c));
        Assert.Throws<ArgumentException>(() => qr.ApplyQ(a, new double[qr.ApplyWorkspaceLength(3) - 1]));
        Assert.Throws<ArgumentException>(() => qr.Solve(new Matrix<double>(4, 1), new Matrix<double>(4, 1)));
        Assert.Throws<ArgumentException>(() => qr.Solve(new Matrix<double>(3, 1), new Matrix<double>(3, 1)));
        Assert.Throws<ArgumentException>(() => qr.Solve(new Matrix<double>(3, 2), new Matrix<double>(4, 1)));
        Assert.Throws<ArgumentException>(() => Qr<double>.FactorInPlace(a, tau.AsSpan(1), workspace));
        Assert.Throws<ArgumentException>(() => Qr<double>.FactorInPlace(a, tau, workspace.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Qr<double>.FactorInPlace(a.Transposed, tau, new double[1000]));
        Assert.Throws<ArgumentException>(() => PivotedQr<double>.FactorInPlace(a, tau, new int[2], new double[1000]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr<double>.WorkspaceLength(-1, 2));
        Assert.Throws<ArgumentNullException>(() => Qr<double>.Factor(a, null!));
        Assert.Equal(before.Data, a.Data);
    }

    [Fact]
    public void Cancellation_is_a_status_without_a_result()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 150, 150);
        Qr<double> qr = Qr<double>.Factor(a, default, source.Token);
        Assert.Equal(Status.Cancelled, qr.Status);
        Assert.Throws<InvalidOperationException>(() => qr.R);
        Assert.Equal(Status.Cancelled, qr.Solve(new Matrix<double>(150, 1), new Matrix<double>(150, 1)));
        Assert.Equal(Status.Cancelled, PivotedQr<double>.Factor(a, default, source.Token).Status);
        Assert.Equal(Status.Cancelled, CompleteOrthogonal<double>.Factor(a, null, default, source.Token).Status);
        Assert.Equal(Status.Cancelled, Cholesky<double>.Factor(Matrix<double>.Identity(150), default, source.Token).Status);
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(24, 24)]
    [InlineData(100, 70)]
    [InlineData(40, 300)]
    public void In_place_allocates_nothing(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), definite = Matrix<double>.Identity(m);
        double[] tau = new double[Math.Min(m, n)], workspace = new double[Qr<double>.WorkspaceLength(m, n)], pivoting = new double[PivotedQr<double>.WorkspaceLength(m, n)];
        double[] forCholesky = new double[Cholesky<double>.WorkspaceLength(m)];
        int[] permutation = new int[n];
        Qr<double> qr = Qr<double>.Factor(a);
        Matrix<double> c = FactorMatrices.Make<double>("gaussian", m, 5);
        double[] applying = new double[qr.ApplyWorkspaceLength(5)], applyingInPlace = new double[Qr<double>.ApplyQWorkspaceLength(m, n, 5)];
        double[] forming = new double[Qr<double>.FormQWorkspaceLength(m, tau.Length)];
        PivotedQr<double> pivoted = PivotedQr<double>.Factor(a);
        CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(a);
        Svd<double> svd = Svd<double>.Factor(a);
        Matrix<double> b = FactorMatrices.Make<double>("integers", m, 5), x = new(n, 5), packed = a.Clone(), both = new(Math.Max(m, n), 5);
        double[] right = new double[Math.Min(m, n)], forComplete = new double[CompleteOrthogonal<double>.WorkspaceLength(m, n)];
        double[] solving = new double[complete.SolveWorkspaceLength(5)], solvingInPlace = new double[CompleteOrthogonal<double>.SolveWorkspaceLength(m, n, 5)];
        double[] byQr = new double[Math.Max(qr.SolveWorkspaceLength(5), pivoted.SolveWorkspaceLength(5))], bySvd = new double[svd.SolveWorkspaceLength(5)];
        void Run()
        {
            qr.Solve(x, b, byQr);
            pivoted.Solve(x, b, byQr);
            complete.SolveMinimumNorm(x, b, solving);
            svd.Solve(x, b, bySvd);
            int rank = CompleteOrthogonal<double>.FactorInPlace(packed, tau, right, permutation, forComplete);
            CompleteOrthogonal<double>.SolveInPlace(both, packed, tau, right, permutation, rank, solvingInPlace);
            qr.ApplyQ(c, applying);
            qr.ApplyQTransposed(c, applying);
            Qr<double>.FactorInPlace(a, tau, workspace);
            Qr<double>.ApplyQInPlace(c, a, tau, true, applyingInPlace);
            Qr<double>.FormQInPlace(a.Slice(0, 0, m, tau.Length), tau, forming);
            PivotedQr<double>.FactorInPlace(a, tau, permutation, pivoting);
            Cholesky<double>.FactorInPlace(definite, forCholesky, out _);
        }

        Assert.Equal(0, Allocations.OfACall(Run));
    }

    [Theory]
    [InlineData(130, 120)]
    [InlineData(400, 50)]
    [InlineData(50, 400)]
    [InlineData(520, 513)]
    [InlineData(300, 500)]
    public void The_bits_do_not_depend_on_the_number_of_threads(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n);
        Qr<double> qr = Qr<double>.Factor(a);
        PivotedQr<double> pivoted = PivotedQr<double>.Factor(a);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            Parallelism parallelism = Parallelism.Threads(threads);
            Assert.Equal(qr.R.Data, Qr<double>.Factor(a, parallelism).R.Data);
            Assert.Equal(qr.Q.Data, Qr<double>.Factor(a, parallelism).Q.Data);
            Assert.Equal(pivoted.R.Data, PivotedQr<double>.Factor(a, parallelism).R.Data);
        }
    }

    private static void CheckNonFinite<T>(Matrix<T> a, (int Row, int Column) first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Qr<T> qr = Qr<T>.Factor(a);
        Assert.Equal((Status.NonFiniteInput, first), (qr.Status, qr.FirstNonFinite));
        Assert.Throws<InvalidOperationException>(() => qr.Q);
        Assert.Equal(Status.NonFiniteInput, qr.Solve(new Matrix<T>(a.Columns, 1), new Matrix<T>(a.Rows, 1)));
        PivotedQr<T> pivoted = PivotedQr<T>.Factor(a);
        Assert.Equal((Status.NonFiniteInput, first), (pivoted.Status, pivoted.FirstNonFinite));
        CompleteOrthogonal<T> complete = CompleteOrthogonal<T>.Factor(a);
        Assert.Equal((Status.NonFiniteInput, first), (complete.Status, complete.FirstNonFinite));
        Assert.Throws<InvalidOperationException>(() => complete.Rank);
        if (a.Rows == a.Columns && first.Column <= first.Row)
        {
            Cholesky<T> cholesky = Cholesky<T>.Factor(a);
            Assert.Equal((Status.NonFiniteInput, first), (cholesky.Status, cholesky.FirstNonFinite));
        }
    }
}
