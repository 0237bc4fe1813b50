using FastBias.Reference;
using Xunit;

namespace FastBias.Testing.Tests;

/// <summary>A ratio that cannot be large tests nothing: each one is shown good factors, damaged ones, and both at extreme scales.</summary>
public class RatioTests
{
    private static readonly int[] Exponents = [-1000, -500, 0, 500, 1000];

    [Fact]
    public void Qr_ratios_accept_factors_at_every_scale_and_refuse_damage()
    {
        foreach (int e in Exponents)
        {
            Matrix<double> a = Gallery.PowerScaled(Gallery.Random(12, 7, 1), e).A;
            NaiveQr qr = NaiveQr.Factor(Gallery.Random(12, 7, 1).A.ToArray());
            Matrix<double> full = new(qr.Q), thin = Matrix<double>.Copy(full.Slice(0, 0, 12, 7));
            Matrix<double> r = Scale(new Matrix<double>(qr.R), e), square = Matrix<double>.Copy(r.Slice(0, 0, 7, 7));
            foreach ((Matrix<double> q, Matrix<double> upper) in ((Matrix<double>, Matrix<double>)[])[(full, r), (thin, square)])
            {
                RatioAssert.AtMost(QrRatio.Factorization<double>(a, q, upper));
                RatioAssert.AtMost(QrRatio.Reconstruction<double>(a, q, upper));
                RatioAssert.AtMost(QrRatio.SingularValues<double>(a, upper));
                Damaged(upper, (i, j) => j >= i, value => value * (1 + 1e-12), () => QrRatio.Factorization<double>(a, q, upper));
                Damaged(upper, (i, j) => j >= i, value => value * (1 + 1e-12), () => QrRatio.Reconstruction<double>(a, q, upper));
                Damaged(q, (_, _) => true, value => value + 1e-12, () => QrRatio.Orthogonality<double>(q));
            }

            Assert.Equal(double.PositiveInfinity, QrRatio.Reconstruction<double>(a, full, r, [0, 1, 2, 3, 4, 5, 5]));
            r[3, 2] = double.Epsilon;
            Assert.False(QrRatio.IsUpperTrapezoidal<double>(r));
        }
    }

    [Fact]
    public void Svd_ratios_accept_factors_at_every_scale_and_refuse_damage()
    {
        foreach (int e in Exponents)
        {
            Matrix<double> a = Gallery.PowerScaled(Gallery.Random(6, 9, 2), e).A;
            NaiveSvd svd = NaiveSvd.Factor(a.ToArray());
            Matrix<double> u = new(svd.U), vt = new(Dense.Transpose(svd.V));
            Func<double> reconstruction = () => SvdRatio.Reconstruction<double>(a, u, svd.S, vt), diagonal = () => SvdRatio.Diagonal<double>(a, u, svd.S, vt);
            RatioAssert.AtMost(reconstruction());
            RatioAssert.AtMost(diagonal());
            Damaged(vt, (_, _) => true, value => value + 1e-12, reconstruction);
            Damaged(u, (_, _) => true, value => value + 1e-12, diagonal);
            Damaged(vt, (_, _) => true, value => value + 1e-12, () => SvdRatio.OrthogonalRows<double>(vt));
            Matrix<double> sigma = new(svd.S, 1, 6);
            double[] expected = DoubleDoubleMatrix.SingularValues(a.ToArray()).Select(s => s.Hi).ToArray();
            Damaged(sigma, (_, j) => j == 0, value => value * (1 + 1e-13), () => SvdRatio.Values<double>(svd.S, expected, 6, 9));
            Damaged(sigma, (_, j) => j == 5, value => value * (1 + 1e-13), () => SvdRatio.RelativeValues<double>(svd.S, expected, 1));
            Damaged(sigma, (_, j) => j == 5, value => -value, () => SvdRatio.Order<double>(svd.S));
            Damaged(sigma, (_, j) => j == 5, _ => double.NaN, () => SvdRatio.Order<double>(svd.S));
        }
    }

    [Fact]
    public void Solve_ratios_accept_solutions_at_every_scale_and_refuse_damage()
    {
        // A·2^e, B·2^f and X·2^(f−e): every power in range.
        foreach ((int e, int f) in ((int, int)[])[(0, 0), (1000, 1000), (-1000, -1000), (500, -400), (-500, 400), (1000, 0), (-900, 0)])
        {
            TestRandom random = new(3);
            Matrix<double> a0 = random.UniformMatrix<double>(11, 5), b0 = random.UniformMatrix<double>(11, 2);
            Matrix<double> unit = new(new RationalMatrix(a0.ToArray()).LeastSquares(new RationalMatrix(b0.ToArray())).ToDouble());
            (Matrix<double> a, Matrix<double> b, Matrix<double> x) = (Scale(a0, e), Scale(b0, f), Scale(unit, f - e));
            Assert.All(x.Data, value => Assert.True(double.IsNormal(value)));
            Damaged(x, (_, _) => true, value => value * (1 + 1e-11), () => SolveRatio.ResidualOrthogonality<double>(a, x, b));
            Damaged(x, (_, _) => true, value => value * (1 + 1e-11), () => SolveRatio.ResidualOrthogonality<double>(a, x, b, relativeToResidual: true));
            Matrix<double> consistent = new(11, 2);
            DoubleDoubleMatrix.ToDouble(DoubleDoubleMatrix.Multiply(a0.ToArray(), unit.ToArray())).Cast<double>().ToArray().CopyTo(consistent.Data, 0);
            Matrix<double> right = Scale(consistent, f);
            Damaged(x, (_, _) => true, value => value * (1 + 1e-11), () => SolveRatio.Residual<double>(a, x, right));
            Damaged(x, (_, _) => true, value => value * (1 + 1e-11), () => SolveRatio.ResidualPerSize<double>(a, x, right));
        }
    }

    [Fact]
    public void The_row_space_ratio_sees_a_part_in_the_null_space()
    {
        foreach ((int rows, int columns, int rank) in ((int, int, int)[])[(4, 9, 4), (9, 7, 3), (4, 7, 2)])
        {
            double[,] a = Gallery.IntegerRank(rows, columns, rank, 4).A.ToArray();
            double[] b = [.. Enumerable.Range(0, rows).Select(i => i + 1.0)];
            Matrix<double> matrix = new(a), x = new(new RationalMatrix(a).MinimumNorm(RationalMatrix.Column(b)).ToDouble());
            double[,] basis = new RationalMatrix(a).NullSpace().ToDouble();
            Matrix<double> wrong = x.Clone();
            for (int i = 0; i < columns; i++)
            {
                wrong[i, 0] += 1e-10 * basis[i, 0];
            }

            RatioAssert.AtMost(SolveRatio.RowSpace<double>(matrix, x, rank));
            Assert.True(SolveRatio.RowSpace<double>(matrix, wrong, rank) > 100);
        }
    }

    [Fact]
    public void Cholesky_and_eigen_ratios_accept_factors_at_every_scale_and_refuse_damage()
    {
        foreach (int e in Exponents)
        {
            Matrix<double> a0 = Gallery.PositiveDefinite(8, 100, 5).A, a = Scale(a0, e);
            Matrix<double> l = Scale(new Matrix<double>(NaiveSolve.Cholesky(a0.ToArray(), out _)!), e / 2);
            Damaged(l, (i, j) => i >= j, value => value * (1 + 1e-12), () => SolveRatio.Cholesky<double>(a, l));
            NaiveEigen eigen = NaiveEigen.Factor(a.ToArray());
            Matrix<double> v = new(eigen.Vectors);
            Damaged(v, (_, _) => true, value => value + 1e-12, () => EigenRatio.Reconstruction<double>(a, eigen.Values, v));
            Damaged(v, (_, _) => true, value => value + 1e-12, () => EigenRatio.Residual<double>(a, eigen.Values, v));
            Damaged(v, (_, _) => true, value => value + 1e-12, () => EigenRatio.Orthogonality<double>(v));
            Assert.Equal(0, EigenRatio.Order<double>(eigen.Values));
            Assert.Equal(double.PositiveInfinity, EigenRatio.Order<double>([1, 2]));
        }
    }

    [Fact]
    public void Floats_are_judged_by_their_own_epsilon()
    {
        Matrix<float> a = new TestRandom(6).UniformMatrix<float>(9, 5);
        NaiveQr qr = NaiveQr.Factor(Matrix<float>.Copy(a).ToArray().ToDouble());
        Matrix<float> q = qr.Q.ToSingle(), r = qr.R.ToSingle();
        RatioAssert.AtMost(QrRatio.Factorization<float>(a, q, r));
        RatioAssert.AtMost(QrRatio.Orthogonality<float>(q));
        r[0, 0] *= 1.001f;
        Assert.True(QrRatio.Factorization<float>(a, q, r) > 10);
    }

    [Fact]
    public void Empty_zero_and_NaN_have_defined_ratios()
    {
        Matrix<double> empty = new(5, 0), zero = new(3, 3), identity = Matrix<double>.Identity(3), nan = identity.Clone();
        Assert.Equal(0, QrRatio.Factorization<double>(empty, Matrix<double>.Identity(5), empty));
        Assert.Equal(0, QrRatio.Factorization<double>(zero, identity, zero));
        Assert.Equal(double.PositiveInfinity, QrRatio.Factorization<double>(zero, identity, identity));
        nan[1, 1] = double.NaN;
        Assert.Equal(double.PositiveInfinity, QrRatio.Orthogonality<double>(nan));
        Assert.Equal(double.PositiveInfinity, QrRatio.Factorization<double>(identity, identity, nan));
        Assert.Throws<Xunit.Sdk.FailException>(() => RatioAssert.AtMost(double.NaN));
        Assert.Throws<Xunit.Sdk.FailException>(() => RatioAssert.AtMost(10.1));
        Assert.Throws<ArgumentException>(() => QrRatio.Factorization<double>(identity, identity, empty));
    }

    /// <summary>The ratio is small, large after any one of the elements is changed, and small again when it is put back.</summary>
    private static void Damaged(Matrix<double> matrix, Func<int, int, bool> where, Func<double, double> change, Func<double> ratio)
    {
        RatioAssert.AtMost(ratio());
        double largest = Enumerable.Range(0, matrix.Data.Length).Where(p => where(p / matrix.Columns, p % matrix.Columns)).Max(p => Math.Abs(matrix.Data[p]));
        for (int p = 0; p < matrix.Data.Length; p++)
        {
            double old = matrix.Data[p];
            if (where(p / matrix.Columns, p % matrix.Columns) && Math.Abs(old) > 0.1 * largest)
            {
                matrix.Data[p] = change(old);
                Assert.True(ratio() > 10, $"Element {p} was damaged, the ratio is {ratio()}.");
                matrix.Data[p] = old;
            }
        }
    }

    private static Matrix<double> Scale(Matrix<double> a, int exponent) => Gallery.PowerScaled(new GalleryMatrix("a", a), exponent).A;
}

file static class Conversions
{
    public static double[,] ToDouble(this float[,] a) => Dense.Generate(a.GetLength(0), a.GetLength(1), (i, j) => (double)a[i, j]);

    public static Matrix<float> ToSingle(this double[,] a) => new(Dense.Generate(a.GetLength(0), a.GetLength(1), (i, j) => (float)a[i, j]));
}
