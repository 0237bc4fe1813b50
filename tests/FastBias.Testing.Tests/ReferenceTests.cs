using System.Numerics;
using FastBias.Reference;
using Xunit;

namespace FastBias.Testing.Tests;

public class ReferenceTests
{
    [Property(MaxTest = 300)]
    public void Rational_rounds_to_the_double_that_it_came_from(double x)
    {
        if (double.IsFinite(x))
        {
            Assert.Equal(x, Rational.From(x).ToDouble());
            Assert.Equal((float)x, Rational.From(x).ToSingle());
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-3 * double.Epsilon)]
    [InlineData(2.2250738585072014E-308)]
    [InlineData(2.2250738585072009E-308)]
    public void Rational_is_exact_at_the_edges_of_the_range(double x) => Assert.Equal(x, Rational.From(x).ToDouble());

    [Fact]
    public void Rational_rounds_ties_to_even_and_follows_the_hardware()
    {
        TestRandom random = new(1);
        for (int k = 0; k < 2000; k++)
        {
            double x = random.WideExponentMatrix<double>(1, 1, -600, 600)[0, 0], y = random.WideExponentMatrix<double>(1, 1, -600, 600)[0, 0];
            Assert.Equal(x + y, (Rational.From(x) + Rational.From(y)).ToDouble());
            Assert.Equal(x * y, (Rational.From(x) * Rational.From(y)).ToDouble());
            if (y != 0)
            {
                Assert.Equal(x / y, (Rational.From(x) / Rational.From(y)).ToDouble());
            }

            Assert.Equal(Math.Sqrt(Math.Abs(x)), Rational.Abs(x).SqrtToDouble());
        }
    }

    [Fact]
    public void DoubleDouble_agrees_with_fractions_to_100_bits()
    {
        TestRandom random = new(2);
        Rational bound = new(1, BigInteger.One << 100);
        for (int k = 0; k < 500; k++)
        {
            DoubleDouble x = new(random.Uniform(), random.Uniform() * 1e-17), y = new(random.Uniform(), random.Uniform() * 1e-17);
            Rational rx = Exact(x), ry = Exact(y);
            Close(rx * ry, x * y, bound);
            Close(rx / ry, x / y, bound);
            Assert.True(Rational.Abs((rx + ry) - Exact(x + y)) <= bound * (Rational.Abs(rx) + Rational.Abs(ry)));
            DoubleDouble root = DoubleDouble.Sqrt(DoubleDouble.Abs(x));
            Close(Rational.Abs(rx), root * root, bound * 4);
        }

        static void Close(Rational expected, DoubleDouble actual, Rational bound) =>
            Assert.True(Rational.Abs(expected - Exact(actual)) <= bound * Rational.Abs(expected));
        static Rational Exact(DoubleDouble x) => Rational.From(x.Hi) + Rational.From(x.Lo);
    }

    [Fact]
    public void The_product_is_the_chain_cut_at_256()
    {
        TestRandom random = new(3);
        foreach (int depth in (int[])[0, 1, 255, 256, 257, 600])
        {
            double[,] a = random.UniformMatrix<double>(1, depth).ToArray(), b = random.UniformMatrix<double>(depth, 1).ToArray();
            double expected = 0.5 * 3;
            for (int start = 0; start < depth; start += 256)
            {
                double chain = 0;
                for (int k = start; k < Math.Min(depth, start + 256); k++)
                {
                    chain = Math.FusedMultiplyAdd(a[0, k], b[k, 0], chain);
                }

                expected = Math.FusedMultiplyAdd(-2, chain, expected);
            }

            Assert.Equal(expected, NaiveProduct.Multiply(a, b, -2, 0.5, new double[,] { { 3 } })[0, 0]);
        }
    }

    [Fact]
    public void The_product_of_integers_is_exact_and_NaN_follows_the_policy()
    {
        TestRandom random = new(4);
        double[,] a = random.IntegerMatrix<double>(5, 300).ToArray(), b = random.IntegerMatrix<double>(300, 4).ToArray();
        Assert.Equal((new RationalMatrix(a) * new RationalMatrix(b)).ToDouble(), NaiveProduct.Multiply(a, b));
        double[,] nan = { { double.NaN } }, one = { { 1 } };
        Assert.Equal(2, NaiveProduct.Multiply(one, one, 2, 0, nan)[0, 0]);
        Assert.Equal(3, NaiveProduct.Multiply(nan, nan, 0, 3, one)[0, 0]);
        Assert.Equal(double.NaN, NaiveProduct.Multiply(one, one, 1, 1, nan)[0, 0]);
    }

    [Fact]
    public void The_error_bound_holds_and_is_not_slack()
    {
        TestRandom random = new(5);
        double[,] a = random.UniformMatrix<double>(6, 40).ToArray(), b = random.UniformMatrix<double>(40, 6).ToArray();
        double[,] product = NaiveProduct.Multiply(a, b), bound = NaiveProduct.ErrorBound(a, b, 1, 0, null, Math.ScaleB(1, -53));
        DoubleDouble[,] exact = DoubleDoubleMatrix.Multiply(a, b);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                Assert.True(DoubleDouble.Abs(exact[i, j] - product[i, j]).Hi <= bound[i, j]);
                Assert.InRange(bound[i, j], 0, 1e-13);
            }
        }
    }

    [Fact]
    public void Lanes_and_tree_are_as_specified()
    {
        Assert.Equal(32, FixedLaneReference.Lanes<double>());
        Assert.Equal(64, FixedLaneReference.Lanes<float>());

        // Lane 0 gets 2⁵³ and lane 16 gets 1, so that their sum loses the 1 before −2⁵³ in lane 1 comes in.
        double[] x = new double[40];
        (x[0], x[16], x[1]) = (9007199254740992, 1, -9007199254740992);
        Assert.Equal(0, FixedLaneReference.Dot<double>(x, [.. Enumerable.Repeat(1.0, 40)]));

        // Element 32 meets element 0 in its lane before the tree.
        (x[16], x[32]) = (0, -9007199254740991);
        Assert.Equal(-9007199254740991, FixedLaneReference.Dot<double>(x, [.. Enumerable.Repeat(1.0, 40)]));
        Assert.Equal(0, FixedLaneReference.Dot<double>([], []));

        // A product that underflows leaves −0; an incomplete block turns it into +0.
        Assert.True(double.IsNegative(FixedLaneReference.Dot<double>(
            [.. Enumerable.Repeat(-1e-200, 32)], [.. Enumerable.Repeat(1e-200, 32)])));
        Assert.False(double.IsNegative(FixedLaneReference.Dot<double>([-1e-200], [1e-200])));
    }

    [Fact]
    public void Exact_solutions_solve()
    {
        TestRandom random = new(6);
        for (int n = 1; n <= 8; n++)
        {
            RationalMatrix a = new(random.UniformMatrix<double>(n + 2, n).ToArray()), b = new(random.UniformMatrix<double>(n + 2, 2).ToArray());
            RationalMatrix x = a.LeastSquares(b), normal = a.Transpose * (b - (a * x));
            Assert.True(normal.SquaredNorm().IsZero);
            Assert.True((x - a.MinimumNorm(b)).SquaredNorm().IsZero);
            Assert.Equal(n, a.Rank());

            RationalMatrix square = new(random.UniformMatrix<double>(n, n).ToArray()), right = new(random.UniformMatrix<double>(n, 1).ToArray());
            Assert.True(((square * square.Solve(right)) - right).SquaredNorm().IsZero);
        }

        Assert.Throws<InvalidOperationException>(() => new RationalMatrix(new double[,] { { 1, 2 }, { 2, 4 } }).Solve(RationalMatrix.Column([1, 2])));
    }

    [Theory]
    [InlineData(4, 7, 3)]
    [InlineData(7, 4, 2)]
    [InlineData(5, 5, 5)]
    [InlineData(3, 6, 3)]
    public void Exact_minimum_norm_is_orthogonal_to_the_null_space(int rows, int columns, int rank)
    {
        RationalMatrix a = new(Gallery.IntegerRank(rows, columns, rank, 7).A.ToArray()), b = RationalMatrix.Column(Enumerable.Range(1, rows).Select(i => (double)i));
        RationalMatrix x = a.MinimumNorm(b), basis = a.NullSpace();
        Assert.Equal(rank, a.Rank());
        Assert.Equal(columns - rank, basis.Columns);
        Assert.True((a * basis).SquaredNorm().IsZero);
        Assert.True((basis.Transpose * x).SquaredNorm().IsZero);
        Assert.True((a.Transpose * (b - (a * x))).SquaredNorm().IsZero);
    }

    [Fact]
    public void Naive_factorizations_have_small_ratios()
    {
        foreach ((int m, int n) in ((int, int)[])[(1, 1), (5, 3), (3, 5), (9, 9), (20, 7)])
        {
            Matrix<double> a = new TestRandom(8).UniformMatrix<double>(m, n);
            foreach (bool pivot in (bool[])[false, true])
            {
                NaiveQr qr = NaiveQr.Factor(a.ToArray(), pivot);
                Matrix<double> q = new(qr.Q), r = new(qr.R);
                RatioAssert.AtMost(QrRatio.Reconstruction<double>(a, q, r, qr.Permutation));
                RatioAssert.AtMost(QrRatio.Orthogonality<double>(q));
                Assert.True(QrRatio.IsUpperTrapezoidal<double>(r));
            }

            NaiveSvd svd = NaiveSvd.Factor(a.ToArray());
            Matrix<double> u = new(svd.U), vt = new(Dense.Transpose(svd.V));
            RatioAssert.AtMost(SvdRatio.Reconstruction<double>(a, u, svd.S, vt));
            RatioAssert.AtMost(SvdRatio.OrthogonalColumns<double>(u));
            RatioAssert.AtMost(SvdRatio.OrthogonalRows<double>(vt));
            Assert.Equal(0, SvdRatio.Order<double>(svd.S));
            DoubleDouble[] precise = DoubleDoubleMatrix.SingularValues(a.ToArray());
            RatioAssert.AtMost(SvdRatio.Values<double>(svd.S, [.. precise.Select(s => s.Hi)], m, n));
        }
    }

    [Fact]
    public void Naive_solvers_agree_with_fractions()
    {
        TestRandom random = new(9);
        Matrix<double> a = random.UniformMatrix<double>(9, 9), b = random.UniformMatrix<double>(9, 2);
        double[,] exact = new RationalMatrix(a.ToArray()).Solve(new RationalMatrix(b.ToArray())).ToDouble();
        Matrix<double> x = new(NaiveSolve.Eliminate(a.ToArray(), b.ToArray())!);
        RatioAssert.AtMost(SolveRatio.ForwardError<double>(x, new Matrix<double>(exact), 1000));
        Assert.Null(NaiveSolve.Eliminate(new double[,] { { 1, 2 }, { 2, 4 } }, new double[2, 1]));

        Matrix<double> positive = Gallery.PositiveDefinite(9, 1e3, 10).A;
        RatioAssert.AtMost(SolveRatio.Cholesky<double>(positive, new Matrix<double>(NaiveSolve.Cholesky(positive.ToArray(), out int failed)!)));
        Assert.Equal(-1, failed);
        Assert.Null(NaiveSolve.Cholesky(new double[,] { { 1, 2 }, { 2, 1 } }, out failed));
        Assert.Equal(1, failed);

        NaiveEigen eigen = NaiveEigen.Factor(positive.ToArray());
        Matrix<double> vectors = new(eigen.Vectors);
        RatioAssert.AtMost(EigenRatio.Reconstruction<double>(positive, eigen.Values, vectors));
        RatioAssert.AtMost(EigenRatio.Residual<double>(positive, eigen.Values, vectors));
        RatioAssert.AtMost(EigenRatio.Orthogonality<double>(vectors));
    }

    [Fact]
    public void DoubleDouble_least_squares_agrees_with_fractions_to_double_precision_also_when_ill_conditioned()
    {
        double[,] a = Gallery.Hilbert(12, 8).A.ToArray();
        double[] b = [.. Enumerable.Range(0, 12).Select(i => 1.0 / (i + 1.5))];
        double[,] exact = new RationalMatrix(a).LeastSquares(RationalMatrix.Column(b)).ToDouble();
        DoubleDouble[] x = DoubleDoubleMatrix.LeastSquares(a, b);
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(Math.Abs(x[i].Hi - exact[i, 0]) <= 1e-10 * Math.Abs(exact[i, 0])));
    }

    [Fact]
    public void DoubleDouble_singular_values_keep_their_relative_accuracy_over_2_to_the_1000()
    {
        // Columns orthogonal but for a known angle: for (a, b) = (e₁·2⁴⁰⁰, (e₁ + e₂)·2⁻⁴⁰⁰) the small value is 2⁻⁴⁰⁰ up to 2⁻¹⁶⁰⁰.
        double big = Math.ScaleB(1, 400), small = Math.ScaleB(1, -400);
        DoubleDouble[] s = DoubleDoubleMatrix.SingularValues(new double[,] { { big, small }, { 0, small }, { 0, 0 } });
        Assert.Equal(big, s[0].Hi);
        Assert.Equal(small, s[1].Hi);

        // The same through a rotation: σ₁·σ₂ = |det| exactly.
        DoubleDouble[] close = DoubleDoubleMatrix.SingularValues(new double[,] { { 1e60, 3 }, { 2e60, -5 } });
        Assert.Equal(11e60, (close[0] * close[1]).Hi, 11e45);
    }
}
