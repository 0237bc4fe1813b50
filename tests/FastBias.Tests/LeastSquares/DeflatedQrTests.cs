using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>A rank that is proved with a null space from inverse iteration, beside the singular value decomposition.</summary>
public sealed class DeflatedQrTests
{
    private const string Claim = "inverse iteration", Doubt = "the singular values decide";

    /// <summary>Rows, columns, singular values below the cutoff, the largest of them over the cutoff.</summary>
    public static TheoryData<int, int, int, double> Problems
    {
        get
        {
            TheoryData<int, int, int, double> data = [];
            foreach ((int m, int n) in ((int, int)[])[(32, 32), (40, 33), (75, 70), (700, 64), (150, 100), (200, 200)])
            {
                foreach (int count in (int[])[1, 2, 5, 7])
                {
                    data.Add(m, n, count, 0.3);
                    data.Add(m, n, count, 1e-3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Agrees_with_the_SVD_double(int m, int n, int count, double part) => Compare<double>(m, n, count, part);

    [Theory]
    [MemberData(nameof(Problems))]
    public void Agrees_with_the_SVD_float(int m, int n, int count, double part) => Compare<float>(m, n, count, part);

    [Fact]
    public void Is_orthogonal_to_the_null_space_and_accurate_at_a_cutoff_far_above_rounding()
    {
        const int N = 80, Count = 3;
        const double Cutoff = 1e-5;
        Matrix<double> a = Gallery.WithSingularValues(N + 10, N, Sigma(N, Count, Cutoff, 0.3), 6).A, b = new TestRandom(4).UniformMatrix<double>(N + 10, 1);
        LeastSquaresOptions<double> options = new() { RelativeCutoff = Cutoff };
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, options).EnsureSuccess();
        LeastSquaresSolution<double> svd = LeastSquares.Solve<double>(a, b, options with { Method = LeastSquaresMethod.Svd }).EnsureSuccess();
        AssertDeflated(solution, N, Count);
        double error = Measure.RelativeError(solution.X, svd.X.ToArray());
        Assert.True(error <= 1e-9, $"error {error:E1}");
        Matrix<double> vt = Svd<double>.Factor(a).Vt;
        for (int j = N - Count; j < N; j++)
        {
            double cosine = vt.Row(j).ToArray().Zip(solution.X.Data, (v, x) => v * x).Sum() / solution.SolutionNorm;
            Assert.True(Math.Abs(cosine) <= 1e-10, $"cosine {cosine:E1} with singular vector {j}");
        }
    }

    [Theory]
    [InlineData(1.19, 0.9)]
    [InlineData(1.01, 0.99)]
    [InlineData(1.19, 0.3)]
    [InlineData(10, 0.9)]
    public void What_is_close_to_the_cutoff_is_left_to_the_singular_values(double above, double below)
    {
        const int N = 60;
        const double Cutoff = 1e-8;
        double[] sigma = [.. Gallery.SingularValues(N - 1, 3, 1 / (above * Cutoff), 1), below * Cutoff];
        Matrix<double> a = Gallery.WithSingularValues(N, N, sigma, 3).A;
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, new TestRandom(4).UniformVector<double>(N), new LeastSquaresOptions<double> { RelativeCutoff = Cutoff }).EnsureSuccess();
        Assert.Equal((LeastSquaresMethod.Svd, N - 1), (solution.Method, solution.Rank));
        Assert.Contains(Doubt, solution.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Claim, solution.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.5, 0.8)]
    [InlineData(1.4, 0.3)]
    public void A_value_that_no_norm_of_an_inverse_keeps_from_the_cutoff_is_taken_by_itself(double above, double below)
    {
        // With √2 for rounding and √(4/3) for σ₁ the norm of an inverse needs 1.63.
        const int N = 60;
        const double Cutoff = 1e-8;
        double[] sigma = [.. Gallery.SingularValues(N - 2, 3, 0.1 / Cutoff, 1), above * Cutoff, below * Cutoff];
        Matrix<double> a = Gallery.WithSingularValues(N, N, sigma, 3).A;
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, new TestRandom(4).UniformVector<double>(N), new LeastSquaresOptions<double> { RelativeCutoff = Cutoff }).EnsureSuccess();
        AssertDeflated(solution, N, 1);
        Assert.Equal(above / below, solution.RankGap, 1e-6);
    }

    [Fact]
    public void Is_never_claimed_against_the_singular_values()
    {
        CompareClaims<double>();
        CompareClaims<float>();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(30)]
    public void Many_directions_are_left_to_the_singular_values(int count)
    {
        const int N = 70;
        LeastSquaresSolution<double> solution = Solve(Problem<double>(N, N, count, 0.3));
        Assert.Equal((LeastSquaresMethod.Svd, N - count), (solution.Method, solution.Rank));
        Assert.Contains(Doubt, solution.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_columns_and_wide_matrices_are_left_to_the_singular_values()
    {
        Assert.Equal((LeastSquaresMethod.Svd, 30), Of(Solve(Problem<double>(40, 31, 1, 0.3))));
        Assert.Equal((LeastSquaresMethod.Svd, 39), Of(Solve(Problem<double>(40, 50, 1, 0.3))));

        static (LeastSquaresMethod Method, int Rank) Of(LeastSquaresSolution<double> solution) => (solution.Method, solution.Rank);
    }

    [Fact]
    public void Several_right_hand_sides_are_solved_as_one_by_one()
    {
        const double Cutoff = 1e-5;
        LeastSquaresOptions<double> options = new() { RelativeCutoff = Cutoff };
        Matrix<double> a = Gallery.WithSingularValues(90, 80, Sigma(80, 2, Cutoff, 0.1), 2).A, b = new TestRandom(7).NormalMatrix<double>(90, 5);
        LeastSquaresSolution<double> together = LeastSquares.Solve<double>(a, b, options).EnsureSuccess();
        AssertDeflated(together, 80, 2);
        for (int j = 0; j < b.Columns; j++)
        {
            LeastSquaresSolution<double> alone = LeastSquares.Solve(a, b.Column(j), options).EnsureSuccess();
            AssertDeflated(alone, 80, 2);
            double error = Measure.RelativeError(alone.X, FastBias.Reference.Dense.AsColumn(together.X.Column(j)));
            Assert.True(error <= 1e-11, $"column {j}: {error:E1}");
            Assert.Equal(alone.ResidualNorm, together.ResidualNorms[j], 1e-10);
        }

        LeastSquaresSolution<double> none = LeastSquares.Solve<double>(a, new Matrix<double>(90, 0), options).EnsureSuccess();
        AssertDeflated(none, 80, 2);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(500, 400)]
    [InlineData(2000, 150)]
    public void Bits_and_the_reason_do_not_depend_on_the_threads(int m, int n)
    {
        Matrix<float> a = Problem<float>(m, n, 2, 0.3), b = new TestRandom(4).UniformMatrix<float>(m, 2);
        LeastSquaresSolution<float> one = LeastSquares.Solve<float>(a, b).EnsureSuccess();
        AssertDeflated(one, n, 2);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            LeastSquaresSolution<float> several = LeastSquares.Solve<float>(a, b, new LeastSquaresOptions<float> { Parallelism = Parallelism.Threads(threads) });
            Assert.Equal(one.Reason, several.Reason);
            Assert.Equal(one.X.Data, several.X.Data);
            Assert.Equal((one.RankGap, one.ConditionEstimate, one.BackwardError, one.ForwardErrorBound), (several.RankGap, several.ConditionEstimate, several.BackwardError, several.ForwardErrorBound));
        }
    }

    [Fact]
    public void Powers_of_two_move_the_solution_exactly()
    {
        Scale<double>([(1, 0), (0, 1), (37, -5), (150, 190), (-190, 0), (250, 3), (-300, -300), (480, -480)]);
        Scale<float>([(1, 0), (0, 1), (13, -5), (18, 30), (-19, 0), (40, 3), (-45, -45), (45, -40)]);
    }

    [Fact]
    public void Inverse_iteration_finds_the_smallest_singular_values()
    {
        const int N = 100;
        double[] sigma = Sigma(N, 3, 1e-8, 0.3);
        Matrix<double> r = Qr<double>.Factor(Gallery.WithSingularValues(N, N, sigma, 9).A).R;
        (Matrix<double> directions, double[] lengths) = InverseIteration.Smallest<double>(r, new()) ?? throw new InvalidOperationException("nothing was found");
        Assert.Equal(InverseIteration.Vectors, lengths.Length);
        Matrix<double> image = new(N, lengths.Length), products = new(lengths.Length, lengths.Length);
        Product.Multiply<double>(image, r, directions);
        for (int j = 0; j < lengths.Length; j++)
        {
            Assert.Equal(Measure.Norm(image.Column(j)), lengths[j], 1e-15);
        }

        for (int j = 1; j <= 3; j++)
        {
            Assert.Equal(1, lengths[j - 1] / sigma[^j], 1e-4);
        }

        Product.Multiply<double>(products, directions.Transposed, directions);
        Assert.True(Measure.RelativeError(products, Matrix<double>.Identity(lengths.Length).ToArray()) <= 1e-14);
    }

    [Fact]
    public void Inverse_iteration_gives_up_where_numbers_leave_the_range_and_stops_when_it_is_no_longer_wanted()
    {
        Matrix<double> r = Matrix<double>.Identity(40);
        Assert.Throws<OperationCanceledException>(() => InverseIteration.Smallest<double>(r, new() { CancellationToken = new(true) }));
        foreach (double tiny in new[] { 0, double.Epsilon })
        {
            r[20, 20] = tiny;
            Assert.Null(InverseIteration.Smallest<double>(r, new()));
        }
    }

    /// <summary>Geometric from 1 to 10 times the cutoff; then <paramref name="count"/> from <paramref name="part"/> of it to a thousandth.</summary>
    private static double[] Sigma(int n, int count, double cutoff, double part) =>
    [
        .. Gallery.SingularValues(n - count, 3, 0.1 / cutoff, 1),
        .. Enumerable.Range(0, count).Select(j => cutoff * part * Math.Pow(1e-3 / part, j / Math.Max(1.0, count - 1))),
    ];

    private static Matrix<T> Problem<T>(int m, int n, int count, double part)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Gallery.WithSingularValues(m, n, Sigma(Math.Min(m, n), count, Math.Max(m, n) * Measure.Epsilon<T>(), part), (ulong)(m + count)).As<T>();

    private static void Compare<T>(int m, int n, int count, double part)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Problem<T>(m, n, count, part), b = new TestRandom(4).UniformMatrix<T>(m, 2);
        LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, b).EnsureSuccess(), svd = LeastSquares.Solve<T>(a, b, new LeastSquaresOptions<T> { Method = LeastSquaresMethod.Svd }).EnsureSuccess();
        AssertDeflated(solution, n, count);
        Assert.Equal((svd.Rank, svd.NullSpaceDimension), (solution.Rank, solution.NullSpaceDimension));
        Assert.InRange(double.CreateChecked(solution.RankGap), 3, 1e7);

        // What is kept is at least ten times the cutoff, and known to a few ε.
        double cutoff = Math.Max(m, n) * Measure.Epsilon<T>(), error = Measure.RelativeError(solution.X, Measure.ToDouble(svd.X));
        Assert.True(error <= 2 * Measure.Epsilon<T>() / cutoff, $"error {error:E1}, {error * cutoff / Measure.Epsilon<T>():F2} eps/cutoff");
        // As for the gallery: A·x is a sum of far larger terms that cancel.
        double cancelled = Size(a) * Size(solution.X) / Size(b);
        double ratio = SolveRatio.ResidualOrthogonality<T>(a, solution.X, b) / cancelled, backward = double.CreateChecked(solution.BackwardError) / cutoff;
        Assert.True(ratio <= 10 && cancelled > 1, $"DQRT17 {ratio}, cancelled {cancelled}");
        Assert.True(backward <= 10, $"backward error {backward}·max(m, n)·eps");

        static double Size(Matrix<T> matrix) => Measure.Norm(matrix.Data.Select(double.CreateChecked));
    }

    /// <summary>Whether a rank is claimed, near the cutoff and with many values near it.</summary>
    private static void CompareClaims<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int claims = 0;
        foreach (int n in (int[])[32, 45, 120])
        {
            double cutoff = n * Measure.Epsilon<T>();
            foreach (double below in (double[])[0.5, 0.8, 0.87, 0.95, 1.05])
            {
                foreach (double above in (double[])[0.95, 1.05, 1.2, 1.4, 1.8, 3])
                {
                    foreach (int near in (int[])[1, 2, 5, 12])
                    {
                        double[] sigma =
                        [
                            .. Gallery.SingularValues(n - near - 1, 3, 0.1 / cutoff, 1),
                            .. Enumerable.Range(0, near).Select(j => above * cutoff * (1 + (0.1 * j))),
                            below * cutoff,
                        ];
                        Matrix<T> a = Gallery.WithSingularValues(n, n, sigma, (ulong)(n + near)).As<T>();
                        LeastSquaresSolution<T> solution = LeastSquares.Solve(a, new TestRandom(4).UniformVector<T>(n));
                        if (solution.Reason.Contains(Claim, StringComparison.Ordinal))
                        {
                            claims++;
                            int rank = Svd<double>.Factor(new Matrix<double>(Measure.ToDouble(a))).Rank(cutoff);
                            Assert.True(rank == solution.Rank, $"{n}: {solution.Rank} claimed, {rank} with {below} and {near} from {above} on; {solution.Reason}");
                        }
                    }
                }
            }
        }

        Assert.True(claims >= 20, $"{claims} claims");
    }

    private static void Scale<T>((int OfA, int OfB)[] powers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Problem<T>(60, 50, 2, 0.3), b = new TestRandom(5).NormalMatrix<T>(60, 2);
        LeastSquaresSolution<T> plain = LeastSquares.Solve<T>(a, b).EnsureSuccess();
        AssertDeflated(plain, 50, 2);
        foreach ((int ofA, int ofB) in powers)
        {
            LeastSquaresSolution<T> scaled = LeastSquares.Solve<T>(Measure.ScaleB(a, ofA), Measure.ScaleB(b, ofB));
            Assert.Equal(Measure.ScaleB(plain.X, ofB - ofA).Data, scaled.X.Data);
            Assert.Equal(plain.Reason, scaled.Reason);
            Assert.Equal((plain.RankGap, plain.ConditionEstimate, plain.BackwardError, plain.ForwardErrorBound), (scaled.RankGap, scaled.ConditionEstimate, scaled.BackwardError, scaled.ForwardErrorBound));
        }
    }

    private static void AssertDeflated<T>(LeastSquaresSolution<T> solution, int n, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Contains(Claim, solution.Reason, StringComparison.Ordinal);
        Assert.Equal((LeastSquaresMethod.CompleteOrthogonal, n - count, true), (solution.Method, solution.Rank, solution.IsMinimumNorm));
    }

    private static LeastSquaresSolution<double> Solve(Matrix<double> a) => LeastSquares.Solve(a, new TestRandom(4).UniformVector<double>(a.Rows)).EnsureSuccess();
}
