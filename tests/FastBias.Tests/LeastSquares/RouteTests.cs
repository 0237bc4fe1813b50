using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Which method is chosen, and what the reason says.</summary>
public sealed class RouteTests
{
    [Fact]
    public void Well_conditioned_tall_and_square_by_QR()
    {
        LeastSquaresSolution<double> solution = Solve(Gallery.RandSvd(20, 5, 3, 1e4, 1).A);
        Assert.Equal((LeastSquaresMethod.Qr, 5, double.PositiveInfinity), (solution.Method, solution.Rank, solution.RankGap));
        Assert.Matches(@"^QR at full rank: its condition estimate of \d\.\de\+[45] is far below 1/cutoff = 2\.3e\+14$", solution.Reason);
        Assert.Equal(LeastSquaresMethod.Qr, Solve(Gallery.Random(8, 8, 2).A).Method);
    }

    [Fact]
    public void Wide_by_QR_of_the_transpose()
    {
        LeastSquaresSolution<double> solution = Solve(Gallery.Random(5, 20, 3).A);
        Assert.Equal((LeastSquaresMethod.Qr, 5, 15), (solution.Method, solution.Rank, solution.NullSpaceDimension));
        Assert.StartsWith("5 rows cannot determine 20 columns, so the solution of minimum norm is taken; QR of the transpose at full rank", solution.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_and_deficient_by_the_complete_orthogonal_decomposition()
    {
        LeastSquaresSolution<double> solution = Solve(Gallery.IntegerRank(8, 20, 5, 4).A);
        Assert.Equal((LeastSquaresMethod.CompleteOrthogonal, 5, 15), (solution.Method, solution.Rank, solution.NullSpaceDimension));
        Assert.StartsWith("8 rows cannot determine 20 columns, so the solution of minimum norm is taken; complete orthogonal decomposition at rank 5 of 8", solution.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Clearly_rank_deficient_by_the_complete_orthogonal_decomposition()
    {
        LeastSquaresSolution<double> solution = Solve(Gallery.IntegerRank(20, 8, 5, 4).A);
        Assert.Equal((LeastSquaresMethod.CompleteOrthogonal, 5, 3), (solution.Method, solution.Rank, solution.NullSpaceDimension));
        Assert.StartsWith("complete orthogonal decomposition at rank 5 of 8: pivot 5 of QR is", solution.Reason, StringComparison.Ordinal);
        Assert.True(solution.RankGap > 1e10);
    }

    [Fact]
    public void In_doubt_the_singular_values_decide()
    {
        // Singular values fall by 10 through the cutoff: no gap anywhere.
        double[] sigma = [.. Enumerable.Range(0, 18).Select(i => Math.Pow(10, -i))];
        LeastSquaresSolution<double> solution = Solve(Gallery.WithSingularValues(30, 18, sigma, 5).A);
        Assert.Equal((LeastSquaresMethod.Svd, 15), (solution.Method, solution.Rank));
        Assert.InRange(solution.RankGap, 5, 20);
        Assert.Contains("the singular values decide", solution.Reason, StringComparison.Ordinal);
        Assert.True(solution.ForwardErrorBound > 0.05, "What was cut is as large as a tenth of what was kept.");
    }

    [Fact]
    public void Ill_conditioned_at_full_rank_stays_with_QR()
    {
        LeastSquaresSolution<double> proved = Solve(Gallery.RandSvd(20, 5, 2, 5e12, 6).A), decided = Solve(Gallery.RandSvd(20, 5, 2, 2e14, 6).A);
        Assert.Equal((LeastSquaresMethod.Qr, 5, Status.Success), (proved.Method, proved.Rank, proved.Status));
        Assert.Contains("by the norm of its inverse the condition is at most", proved.Reason, StringComparison.Ordinal);
        Assert.Equal((LeastSquaresMethod.Qr, 5, Status.Success), (decided.Method, decided.Rank, decided.Status));
        Assert.Contains("in spite of a condition estimate", decided.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Kahans_matrix_hides_its_rank_from_the_pivots_but_not_from_the_choice()
    {
        GalleryMatrix kahan = Gallery.Kahan(90, 1.2, 25);
        LeastSquaresSolution<double> solution = Solve(kahan.A);
        Assert.Equal((LeastSquaresMethod.CompleteOrthogonal, 89), (solution.Method, solution.Rank));
        Assert.StartsWith("the pivots of QR leave the rank in doubt (90 or another), so the null space is sought by inverse iteration: complete orthogonal decomposition at rank 89 of 90: in one direction A is", solution.Reason, StringComparison.Ordinal);
        Assert.Equal(89, LeastSquares.Solve(kahan.A, new double[90], new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Svd }).Rank);
        Assert.Equal(90, LeastSquares.Solve(kahan.A, new double[90], new LeastSquaresOptions<double> { Method = LeastSquaresMethod.CompleteOrthogonal }).Rank);
    }

    [Theory]
    [InlineData(LeastSquaresMethod.Qr)]
    [InlineData(LeastSquaresMethod.NormalEquations)]
    public void Methods_for_full_rank_refuse_duplicated_columns(LeastSquaresMethod method)
    {
        Matrix<double> a = Gallery.Random(12, 5, 7).A;
        for (int i = 0; i < a.Rows; i++)
        {
            a[i, 4] = a[i, 1];
        }

        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, new TestRandom(8).UniformVector<double>(12), new LeastSquaresOptions<double> { Method = method });
        Assert.NotEqual(Status.Success, solution.Status);
        Assert.False(solution.IsMinimumNorm);
        if (method == LeastSquaresMethod.Qr)
        {
            Assert.Equal((4, 1), (solution.Rank, solution.NullSpaceDimension));
            Assert.Contains("rank 4 of 5", solution.Reason, StringComparison.Ordinal);
            Assert.True(solution.ConditionEstimate > 1e14, $"condition {solution.ConditionEstimate}");

            // Where the columns cancel to the last bit, R is singular and there is no solution to bound.
            Assert.True(solution.X.Columns == 0 ? double.IsNaN(solution.ForwardErrorBound) : solution.ForwardErrorBound > 1, $"bound {solution.ForwardErrorBound}");
        }
        else
        {
            Assert.Contains("square the condition number", solution.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lauchlis_matrix_defeats_the_normal_equations_only()
    {
        Matrix<double> a = Gallery.Lauchli(6, 1e-9).A;
        double[] b = new TestRandom(9).UniformVector<double>(7);
        Assert.Equal(Status.NotPositiveDefinite, LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.NormalEquations }).Status);
        Assert.Equal(Status.Success, LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Qr }).Status);
    }

    [Fact]
    public void A_lambda_too_small_to_lift_the_rank_is_no_success()
    {
        Matrix<double> a = Gallery.IntegerRank(9, 6, 3, 10).A;
        double[] b = new TestRandom(11).UniformVector<double>(9);
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Lambda = 1e-40 });
        Assert.Equal((Status.RankDeficient, LeastSquaresMethod.Ridge), (solution.Status, solution.Method));
        Assert.Contains("too small", solution.Reason, StringComparison.Ordinal);
        Assert.Equal(Status.Success, LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Lambda = 1e-10 }).Status);
    }

    [Theory]
    [InlineData(LeastSquaresMethod.Auto)]
    [InlineData(LeastSquaresMethod.Ridge)]
    public void Lambda_zero_is_plain_least_squares(LeastSquaresMethod method)
    {
        Matrix<double> a = Gallery.IntegerRank(6, 9, 3, 12).A;
        double[] b = new TestRandom(13).UniformVector<double>(6);
        LeastSquaresSolution<double> plain = LeastSquares.Solve(a, b), zero = LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = method, Lambda = 0 });
        Assert.Equal(plain.X.Data, zero.X.Data);
        Assert.Equal((plain.Method, plain.Rank, true), (zero.Method, zero.Rank, zero.IsMinimumNorm));
        Assert.Equal($"lambda is 0, so nothing is penalised; {plain.Reason}", zero.Reason);
    }

    [Fact]
    public void The_cutoff_is_the_callers()
    {
        Matrix<double> a = Gallery.WithSingularValues(12, 6, [1, 0.5, 1e-3, 1e-4, 1e-9, 1e-10], 14).A;
        double[] b = new TestRandom(15).UniformVector<double>(12);
        foreach ((double? cutoff, int rank) in ((double?, int)[])[(null, 6), (0, 6), (1e-6, 4), (1e-2, 2), (0.9, 1)])
        {
            foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Auto, LeastSquaresMethod.Svd])
            {
                LeastSquaresSolution<double> solution = LeastSquares.Solve(a, b, new LeastSquaresOptions<double> { Method = method, RelativeCutoff = cutoff }).EnsureSuccess();
                Assert.Equal(rank, solution.Rank);
                Assert.Equal(cutoff ?? 12 * Math.ScaleB(1, -52), solution.RelativeCutoff);
            }
        }
    }

    private static LeastSquaresSolution<double> Solve(Matrix<double> a) =>
        LeastSquares.Solve(a, new TestRandom(99).UniformVector<double>(a.Rows)).EnsureSuccess();
}
