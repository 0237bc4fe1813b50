using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Full rank that is claimed from the inverse of R, beside the singular values in double.</summary>
public sealed class FullRankProofTests
{
    private const string Claim = "by the norm of its inverse";

    [Theory]
    [InlineData(6, 4)]
    [InlineData(40, 40)]
    [InlineData(30, 90)]
    [InlineData(75, 70)]
    public void Is_never_claimed_against_the_singular_values_double(int m, int n) => Compare<double>(m, n);

    [Theory]
    [InlineData(6, 4)]
    [InlineData(40, 40)]
    [InlineData(30, 90)]
    [InlineData(75, 70)]
    public void Is_never_claimed_against_the_singular_values_float(int m, int n) => Compare<float>(m, n);

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(400)]
    public void Random_matrices_in_float_need_no_singular_values(int n)
    {
        Matrix<float> a = Rounded<float>(Gallery.Random(n + 2, n, 3).A);
        LeastSquaresSolution<float> solution = Solve(a);
        Assert.Equal((LeastSquaresMethod.Qr, n), (solution.Method, solution.Rank));
        Assert.DoesNotContain("singular values decide", solution.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Lanczos_bounds_what_the_Frobenius_norm_leaves_open()
    {
        // All singular values but one are equal, so that the Frobenius norm is √n times too large.
        const int N = 120;
        double cutoff = N * Math.ScaleB(1, -52);
        double[] sigma = [.. Enumerable.Repeat(1.0, N - 1), 4 * cutoff];
        LeastSquaresSolution<double> solution = Solve(Gallery.WithSingularValues(N, N, sigma, 5).A);
        Assert.Equal((LeastSquaresMethod.Qr, N), (solution.Method, solution.Rank));
        Assert.Contains(Claim, solution.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(500, 400)]
    [InlineData(330, 700)]
    public void Bits_and_the_bound_do_not_depend_on_the_threads(int m, int n)
    {
        // Random values and, above the limit of the estimate, one for which Lanczos's steps are taken beside the inverse.
        int rank = Math.Min(m, n);
        double cutoff = Math.Max(m, n) * Math.ScaleB(1, -23);
        double[] sigma = [.. Enumerable.Repeat(1.0, rank - 1), 2 * cutoff];
        foreach (Matrix<float> a in new[] { Rounded<float>(Gallery.Random(m, n, 8).A), Rounded<float>(Gallery.WithSingularValues(m, n, sigma, 5).A) })
        {
            LeastSquaresSolution<float> one = Solve(a);
            Assert.Contains(Claim, one.Reason, StringComparison.Ordinal);
            foreach (int threads in new[] { 2, 3, 7 })
            {
                LeastSquaresSolution<float> several = LeastSquares.Solve(
                    a, new TestRandom(4).UniformVector<float>(m), new LeastSquaresOptions<float> { Parallelism = Parallelism.Threads(threads) });
                Assert.Equal(one.Reason, several.Reason);
                Assert.Equal(one.X.Data, several.X.Data);
            }
        }
    }

    [Fact]
    public void Both_norms_have_the_same_bits_beside_each_other_and_one_by_one()
    {
        const int N = 300;
        Matrix<double> r = Qr<double>.Factor(Gallery.RandSvd(N, N, 3, 1e9, 2).A).R;
        (double inverse, double? none) = FullRankNorms<double>.Find(r, true, new());
        Assert.Null(none);
        double largest = FullRankNorms<double>.Largest(r, new()), frobenius = Math.Sqrt(Svd<double>.Factor(r).S.Sum(value => 1 / (value * value)));
        foreach (int threads in new[] { 2, 3 })
        {
            Assert.Equal((inverse, largest), FullRankNorms<double>.Find(r, true, new() { Parallelism = Parallelism.Threads(threads) }));
        }

        Assert.InRange(inverse / frobenius, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(largest, 0.75, 1 + 1e-12);
    }

    [Fact]
    public void Stops_when_it_is_no_longer_wanted()
    {
        Matrix<double> r = Qr<double>.Factor(Gallery.Random(300, 300, 2).A).R;
        foreach (int threads in new[] { 1, 2 })
        {
            FactorOptions options = new() { Parallelism = Parallelism.Threads(threads), CancellationToken = new(true) };
            Assert.Throws<OperationCanceledException>(() => FullRankNorms<double>.Find(r, true, options));
        }
    }

    /// <summary>Conditions on both sides of 1/cutoff, with one small singular value and with many.</summary>
    private static void Compare<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double cutoff = Math.Max(m, n) * Math.ScaleB(1, typeof(T) == typeof(double) ? -52 : -23);
        int claims = 0;
        for (int mode = 1; mode <= 4; mode++)
        {
            foreach (double part in new[] { 0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 1.05, 1.5, 10 })
            {
                Matrix<T> a = Rounded<T>(Gallery.RandSvd(m, n, mode, part / cutoff, (ulong)mode).A);
                LeastSquaresSolution<T> solution = Solve(a);
                double[] values = Svd<double>.Factor(Widened(a)).S;
                if (solution.Reason.Contains(Claim, StringComparison.Ordinal))
                {
                    claims++;
                    Assert.True(values[^1] > cutoff * values[0], $"mode {mode}, condition {part}/cutoff: claimed at {values[0] / values[^1] * cutoff:E2}/cutoff");
                }
                else if (part == 0.02)
                {
                    Assert.Fail($"mode {mode}, condition {part}/cutoff: {solution.Reason}");
                }
            }
        }

        Assert.True(claims >= 8, $"{claims} claims");
    }

    private static LeastSquaresSolution<T> Solve<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LeastSquares.Solve(a, new TestRandom(4).UniformVector<T>(a.Rows));

    private static Matrix<T> Rounded<T>(Matrix<double> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new([.. a.Data.Select(T.CreateTruncating)], a.Rows, a.Columns);

    private static Matrix<double> Widened<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new([.. a.Data.Select(double.CreateTruncating)], a.Rows, a.Columns);
}
