using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Columns of one size, few of them and many: neither the rounds of rotations nor the start from the Gram matrix shows in anything but the time.</summary>
public sealed class JacobiStartTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 2 }, { 3, 2 }, { 5, 5 }, { 12, 12 }, { 13, 12 }, { 16, 16 }, { 31, 17 }, { 22, 22 }, { 200, 20 }, { 24, 90 },
        { 23, 23 }, { 33, 33 }, { 64, 64 }, { 65, 65 }, { 200, 30 }, { 128, 97 }, { 35, 90 }, { 160, 160 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gaussian_matrices_need_few_sweeps(int m, int n)
    {
        Check<double>(m, n);
        if (Math.Max(m, n) < 40)
        {
            Check<float>(m, n);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(23)]
    [InlineData(40)]
    public void Repeated_singular_values_and_the_identity(int n)
    {
        Random random = new(3);
        foreach (Func<int, double> values in new Func<int, double>[] { _ => 1, k => k < 10 ? 2 : 1, k => 1 + (k / 5 * 0.25), k => 1 + (k * 1e-13) })
        {
            Matrix<double> a = SpectralGallery.WithValues<double>(n, n, values, random);
            Svd<double> svd = Svd<double>.Factor(a);
            Assert.Equal(Status.Success, svd.Status);
            AssertRatios(a, svd);
        }

        Svd<double> identity = Svd<double>.Factor(Matrix<double>.Identity(n));
        Assert.All(identity.S, s => Assert.Equal(1, s, 1e-15));
    }

    /// <summary>Dependent columns of one size: what rounding errors leave of them must not be taken for directions.</summary>
    [Theory]
    [InlineData(10, 3, 1)]
    [InlineData(20, 20, 7)]
    [InlineData(25, 12, 11)]
    [InlineData(50, 50, 49)]
    public void Dependent_columns_take_the_other_way(int m, int n, int rank)
    {
        Random random = new(8);
        Matrix<double> left = new(m, rank), right = new(rank, n), a = new(m, n);
        foreach (Matrix<double> part in new[] { left, right })
        {
            part.Data.AsSpan().Clear();
            for (int i = 0; i < part.Data.Length; i++)
            {
                part.Data[i] = random.NextDouble() - 0.5;
            }
        }

        Product.Multiply(a.AsSpan(), left, right);
        Svd<double> svd = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.Full });
        Assert.Equal(Status.Success, svd.Status);
        Assert.InRange(SvdRatio.OrthogonalColumns<double>(svd.U), 0, 10);
        Assert.InRange(SvdRatio.OrthogonalColumns<double>(Matrix<double>.Copy(svd.Vt.Transposed)), 0, 10);
        Assert.True(svd.S[rank - 1] > 1e-6 && (rank == n || svd.S[rank] < 1e-13), string.Join(' ', svd.S));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Full_vectors_and_values_alone_agree_with_thin_ones(int n)
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 50, n);
        Svd<double> thin = Svd<double>.Factor(a), full = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.Full });
        Svd<double> alone = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.None });
        Assert.Equal((50, 50), (full.U.Rows, full.U.Columns));
        Assert.True(SvdRatio.OrthogonalColumns<double>(full.U) <= 10);
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(thin.S[k], full.S[k], thin.S[0] * 1e-14);
            Assert.Equal(thin.S[k], alone.S[k], thin.S[0] * 1e-14);
        }
    }

    [Theory]
    [InlineData(30, 24)]
    [InlineData(36, 33)]
    public void A_power_of_two_changes_no_bit_of_the_vectors(int m, int n)
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", m, n);
        Svd<double> svd = Svd<double>.Factor(a);
        foreach (int k in new[] { -900, -150, 3, 180, 900 })
        {
            Svd<double> other = Svd<double>.Factor(new Matrix<double>([.. a.Data.Select(x => Math.ScaleB(x, k))], m, n));
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
            Assert.InRange(svd.Sweeps, 1, Math.Min(m, n) > 22 ? 2 : 10);
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
