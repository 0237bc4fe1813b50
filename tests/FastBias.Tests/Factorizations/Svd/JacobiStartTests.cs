using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>The start from the Gram matrix: where it is taken, and that nothing shows of it but the time.</summary>
public sealed class JacobiStartTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 12, 12 }, { 13, 12 }, { 16, 16 }, { 31, 17 }, { 33, 33 }, { 40, 12 }, { 64, 64 }, { 65, 65 }, { 200, 30 }, { 128, 97 }, { 24, 90 }, { 160, 160 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gaussian_matrices_need_no_sweep_beyond_the_test(int m, int n)
    {
        Check<double>(m, n);
        if (Math.Max(m, n) < 40)
        {
            Check<float>(m, n);
        }
    }

    [Fact]
    public void Repeated_singular_values_and_the_identity()
    {
        Random random = new(3);
        foreach (Func<int, double> values in new Func<int, double>[] { _ => 1, k => k < 10 ? 2 : 1, k => 1 + (k / 5 * 0.25), k => 1 + (k * 1e-13) })
        {
            Matrix<double> a = SpectralGallery.WithValues<double>(30, 30, values, random);
            Svd<double> svd = Svd<double>.Factor(a);
            Assert.Equal(Status.Success, svd.Status);
            AssertRatios(a, svd);
        }

        Svd<double> identity = Svd<double>.Factor(Matrix<double>.Identity(20));
        Assert.All(identity.S, s => Assert.Equal(1, s, 1e-15));
    }

    [Fact]
    public void Full_vectors_and_values_alone_agree_with_thin_ones()
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 50, 20);
        Svd<double> thin = Svd<double>.Factor(a), full = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.Full });
        Svd<double> alone = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.None });
        Assert.Equal((50, 50), (full.U.Rows, full.U.Columns));
        Assert.True(SvdRatio.OrthogonalColumns<double>(full.U) <= 10);
        for (int k = 0; k < 20; k++)
        {
            Assert.Equal(thin.S[k], full.S[k], thin.S[0] * 1e-14);
            Assert.Equal(thin.S[k], alone.S[k], thin.S[0] * 1e-14);
        }
    }

    [Fact]
    public void A_power_of_two_changes_no_bit_of_the_vectors()
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 30, 24);
        Svd<double> svd = Svd<double>.Factor(a);
        foreach (int k in new[] { -900, -150, 3, 180, 900 })
        {
            Svd<double> other = Svd<double>.Factor(new Matrix<double>([.. a.Data.Select(x => Math.ScaleB(x, k))], 30, 24));
            Assert.Equal(svd.U.Data, other.U.Data);
            Assert.Equal(svd.Vt.Data, other.Vt.Data);
            Assert.Equal(svd.S.Select(s => Math.ScaleB(s, k)), other.S);
        }
    }

    private static void Check<T>(int m, int n)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = SpectralGallery.Make<T>("gauss", m, n);
        Svd<T> svd = Svd<T>.Factor(a);
        Assert.Equal(Status.Success, svd.Status);
        AssertRatios(a, svd);
        if (typeof(T) == typeof(double) && Math.Max(m, n) > Math.Min(m, n))
        {
            Assert.InRange(svd.Sweeps, 1, 2);
        }
    }

    private static void AssertRatios<T>(Matrix<T> a, Svd<T> svd)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Assert.InRange(SvdRatio.Reconstruction<T>(a, svd.U, svd.S, svd.Vt), 0, 10);
        Assert.InRange(SvdRatio.OrthogonalColumns<T>(svd.U), 0, 10);
        Assert.InRange(SvdRatio.OrthogonalColumns<T>(Matrix<T>.Copy(svd.Vt.Transposed)), 0, 10);
    }
}
