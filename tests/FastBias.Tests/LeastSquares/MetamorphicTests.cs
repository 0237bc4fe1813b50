using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Relations between solutions that hold whatever the solutions are.</summary>
public sealed class MetamorphicTests
{
    /// <summary>Method, rows, columns, rank.</summary>
    public static TheoryData<LeastSquaresMethod, int, int, int> Problems => new()
    {
        { LeastSquaresMethod.Auto, 9, 5, 5 }, { LeastSquaresMethod.Auto, 5, 9, 5 }, { LeastSquaresMethod.Auto, 9, 7, 4 },
        { LeastSquaresMethod.Qr, 9, 5, 5 }, { LeastSquaresMethod.Qr, 5, 9, 5 }, { LeastSquaresMethod.Qr, 9, 7, 4 },
        { LeastSquaresMethod.CompleteOrthogonal, 9, 7, 4 }, { LeastSquaresMethod.CompleteOrthogonal, 40, 35, 35 },
        { LeastSquaresMethod.Svd, 9, 7, 4 }, { LeastSquaresMethod.Svd, 5, 9, 5 },
        { LeastSquaresMethod.NormalEquations, 9, 5, 5 }, { LeastSquaresMethod.NormalEquations, 5, 9, 5 },
        { LeastSquaresMethod.Ridge, 9, 5, 5 }, { LeastSquaresMethod.Ridge, 5, 9, 4 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Powers_of_two_move_every_result_exactly_in_double(LeastSquaresMethod method, int m, int n, int rank)
    {
        foreach ((int ofA, int ofB) in ((int, int)[])[(1, 0), (0, 1), (37, -5), (150, 190), (-190, 0), (250, 3), (-300, -300), (0, 700), (480, -480), (-490, 480)])
        {
            AssertScales<double>(method, m, n, rank, ofA, ofB);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Powers_of_two_move_every_result_exactly_in_float(LeastSquaresMethod method, int m, int n, int rank)
    {
        foreach ((int ofA, int ofB) in ((int, int)[])[(1, 0), (0, 1), (13, -5), (18, 30), (-19, 0), (40, 3), (-45, -45), (45, -40)])
        {
            AssertScales<float>(method, m, n, rank, ofA, ofB);
        }
    }

    [Fact]
    public void Duplicated_rows_are_rows_with_weight_root_two()
    {
        TestRandom random = new(1);
        Matrix<double> a = random.NormalMatrix<double>(12, 5), b = random.NormalMatrix<double>(12, 1);
        Matrix<double> twiceA = Measure.Stack(a, Matrix<double>.Copy(a.Slice(0, 0, 4, 5))), twiceB = Measure.Stack(b, Matrix<double>.Copy(b.Slice(0, 0, 4, 1)));
        Matrix<double> weightedA = a.Clone(), weightedB = b.Clone();
        for (int i = 0; i < 4; i++)
        {
            VectorWeight(weightedA.Row(i));
            VectorWeight(weightedB.Row(i));
        }

        LeastSquaresSolution<double> twice = LeastSquares.Solve<double>(twiceA, twiceB), weighted = LeastSquares.Solve<double>(weightedA, weightedB), plain = LeastSquares.Solve<double>(a, b);
        Assert.True(Measure.RelativeError(twice.X, weighted.X.ToArray()) <= 1e-14);
        Assert.True(Measure.RelativeError(plain.X, weighted.X.ToArray()) > 1e-3);
        Assert.Equal(twice.ResidualNorm, weighted.ResidualNorm, 1e-14);

        static void VectorWeight(Span<double> row)
        {
            foreach (ref double value in row)
            {
                value *= Math.Sqrt(2);
            }
        }
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(6, 6)]
    [InlineData(4, 10)]
    public void Ridge_is_least_squares_on_the_augmented_matrix(int m, int n)
    {
        TestRandom random = new(2);
        Matrix<double> a = random.NormalMatrix<double>(m, n), b = random.NormalMatrix<double>(m, 3), penalty = Matrix<double>.Identity(n);
        for (int j = 0; j < n; j++)
        {
            penalty[j, j] = Math.Sqrt(0.3);
        }

        LeastSquaresSolution<double> ridge = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = LeastSquaresMethod.Ridge, Lambda = 0.3 });
        LeastSquaresSolution<double> augmented = LeastSquares.Solve<double>(Measure.Stack(a, penalty), Measure.Stack(b, new(n, 3)));
        if (m >= n)
        {
            Assert.Equal(augmented.X.Data, ridge.X.Data);
            Assert.Equal(augmented.ConditionEstimate, ridge.ConditionEstimate);
        }

        Assert.True(Measure.RelativeError(ridge.X, augmented.X.ToArray()) <= 1e-14);
        Assert.True(ridge.ResidualNorm < augmented.ResidualNorm);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Many_right_hand_sides_are_solved_as_one_by_one_and_the_worst_is_reported(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, _, LeastSquaresOptions<double> options) = Create<double>(method, m, n, rank);
        if (method == LeastSquaresMethod.Qr && rank < Math.Min(m, n))
        {
            // No answer to compare.
            a = Gallery.Random(m, n, 6).A;
        }

        Matrix<double> b = new TestRandom(3).NormalMatrix<double>(m, 11);
        LeastSquaresSolution<double> together = LeastSquares.Solve<double>(a, b, options);
        double residual = 0, norm = 0, backward = 0, forward = 0;
        for (int j = 0; j < b.Columns; j++)
        {
            LeastSquaresSolution<double> alone = LeastSquares.Solve(a, b.Column(j), options);
            Assert.True(Measure.RelativeError(alone.X, FastBias.Reference.Dense.AsColumn(together.X.Column(j))) <= alone.ForwardErrorBound);
            Assert.Equal(alone.ResidualNorm, together.ResidualNorms[j], 1e-12);
            Assert.Equal(alone.SolutionNorm, together.SolutionNorms[j], 1e-10 * alone.SolutionNorm);
            (residual, norm) = (Math.Max(residual, alone.ResidualNorm), Math.Max(norm, alone.SolutionNorm));
            (backward, forward) = (Math.Max(backward, alone.BackwardError), Math.Max(forward, alone.ForwardErrorBound));
        }

        Assert.Equal(together.ResidualNorms.Max(), together.ResidualNorm);
        Assert.Equal(together.SolutionNorms.Max(), together.SolutionNorm);
        Assert.True(together.ForwardErrorBound >= 0.1 * forward && together.ForwardErrorBound <= 10 * forward);
        Assert.InRange(together.BackwardError, 0.05 * backward, 20 * backward);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Strides_and_threads_change_no_bit(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, Matrix<double> b, LeastSquaresOptions<double> options) = Create<double>(method, m, n, rank);
        LeastSquaresSolution<double> plain = LeastSquares.Solve<double>(a, b, options);
        Matrix<double> byColumns = Matrix<double>.Copy(a.Transposed), right = Matrix<double>.Copy(b.Transposed);
        LeastSquaresSolution<double> transposed = LeastSquares.Solve<double>(byColumns.Transposed, right.Transposed, options);
        LeastSquaresSolution<double> threaded = LeastSquares.Solve<double>(a, b, options with { Parallelism = Parallelism.Threads(3) });
        foreach (LeastSquaresSolution<double> other in (LeastSquaresSolution<double>[])[transposed, threaded])
        {
            Assert.Equal(plain.X.Data, other.X.Data);
            Assert.Equal(plain.ResidualNorms, other.ResidualNorms);
            Assert.Equal(plain.BackwardError, other.BackwardError);
            Assert.Equal(plain.ForwardErrorBound, other.ForwardErrorBound);
        }
    }

    private static void AssertScales<T>(LeastSquaresMethod method, int m, int n, int rank, int ofA, int ofB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Matrix<T> a, Matrix<T> b, LeastSquaresOptions<T> options) = Create<T>(method, m, n, rank);
        LeastSquaresSolution<T> plain = LeastSquares.Solve<T>(a, b, options);
        LeastSquaresOptions<T> scaledOptions = options with { Lambda = options.Lambda is T lambda ? T.ScaleB(lambda, 2 * ofA) : null };
        LeastSquaresSolution<T> scaled = LeastSquares.Solve<T>(Measure.ScaleB(a, ofA), Measure.ScaleB(b, ofB), scaledOptions);
        string context = $"{method} {m}x{n} rank {rank}, 2^{ofA}, 2^{ofB}";
        Assert.True(plain.Status == scaled.Status, context);
        Assert.True(Measure.ScaleB(plain.X, ofB - ofA).Data.SequenceEqual(scaled.X.Data), context);
        Assert.True(plain.ResidualNorms.Select(r => T.ScaleB(r, ofB)).SequenceEqual(scaled.ResidualNorms), context);
        Assert.True(plain.SolutionNorms.Select(r => T.ScaleB(r, ofB - ofA)).SequenceEqual(scaled.SolutionNorms), context);
        Assert.True(plain.Rank == scaled.Rank && plain.RankGap == scaled.RankGap && plain.Method == scaled.Method, context);
        Assert.True(plain.ConditionEstimate == scaled.ConditionEstimate, context);
        Assert.True(plain.BackwardError == scaled.BackwardError, context);
        Assert.True(plain.ForwardErrorBound == scaled.ForwardErrorBound, context);
    }

    private static (Matrix<T> A, Matrix<T> B, LeastSquaresOptions<T> Options) Create<T>(LeastSquaresMethod method, int m, int n, int rank)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = (rank == Math.Min(m, n) ? Gallery.RandSvd(m, n, 3, 50, 4) : Gallery.IntegerRank(m, n, rank, 4)).As<T>();
        T? lambda = method == LeastSquaresMethod.Ridge ? T.CreateChecked(0.0625) : null;
        return (a, new TestRandom(5).NormalMatrix<T>(m, 2), new LeastSquaresOptions<T> { Method = method, Lambda = lambda });
    }
}
