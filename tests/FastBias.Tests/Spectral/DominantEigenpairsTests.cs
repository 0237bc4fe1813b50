using FastBias.Testing;
using FastBias.Tests.Factorizations;
using Xunit;

namespace FastBias.Tests.Spectral;

public sealed class DominantEigenpairsTests
{
    [Theory]
    [InlineData(60, 1)]
    [InlineData(60, 5)]
    [InlineData(40, 20)]
    [InlineData(5, 5)]
    [InlineData(1, 1)]
    public void They_are_the_largest_by_magnitude_of_all(int n, int count)
    {
        Matrix<double> a = SpectralGallery.MakeSymmetric<double>("gauss", n);
        DominantEigenpairs<double> pairs = PowerIteration.DominantEigenpairs<double>(a, count);
        double[] expected = [.. SymmetricEigen<double>.Factor(a).Values.OrderByDescending(Math.Abs).Take(count)];
        Assert.Equal(Status.Success, pairs.Status);
        Assert.Equal((n, count), (pairs.Vectors.Rows, pairs.Vectors.Columns));
        Assert.True(SvdRatio.OrthogonalColumns<double>(pairs.Vectors) <= 10);
        for (int k = 0; k < count; k++)
        {
            Assert.InRange(pairs.Values[k], expected[k] - (1e-11 * Math.Abs(expected[0])), expected[k] + (1e-11 * Math.Abs(expected[0])));
            Assert.True(pairs.Residuals[k] <= 2e-12 * Math.Abs(expected[0]));
        }
    }

    [Fact]
    public void A_pair_of_opposite_signs_and_a_cluster_do_no_harm()
    {
        double[] values = [4, -4, 3, 3, 1, 0.5, 0.1, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Matrix<double> a = SpectralGallery.Fill<double>(20, 20, (i, j) => i == j ? values[i] : 0);
        DominantEigenpairs<double> pairs = PowerIteration.DominantEigenpairs<double>(a, 4);
        Assert.Equal(Status.Success, pairs.Status);
        Assert.Equal([4.0, 4, 3, 3], pairs.Values.Select(v => Math.Round(Math.Abs(v), 12)));
        Assert.Equal(0, pairs.Values[0] + pairs.Values[1], 12);
    }

    [Fact]
    public void An_operator_gives_what_its_matrix_gives()
    {
        Matrix<double> a = SpectralGallery.MakeSymmetric<double>("gauss", 30);
        DominantEigenpairs<double> matrix = PowerIteration.DominantEigenpairs<double>(a, 3), operation = PowerIteration.DominantEigenpairs(new DenseOperator<double>(a), 3);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(matrix.Values[k], operation.Values[k], 10);
        }
    }

    [Fact]
    public void Without_a_gap_the_cap_is_reported_with_the_residuals()
    {
        Matrix<double> a = SpectralGallery.Fill<double>(50, 50, (i, j) => i == j ? 1 - (i * 1e-6) : 0);
        DominantEigenpairs<double> pairs = PowerIteration.DominantEigenpairs<double>(a, 2, new PowerIterationOptions { MaxIterations = 20 });
        Assert.Equal((Status.NotConverged, 20), (pairs.Status, pairs.Iterations));
        Assert.All(pairs.Residuals, residual => Assert.InRange(residual, 1e-9, 1e-4));
    }

    [Fact]
    public void A_matrix_of_rank_one_has_zeros_behind_its_eigenvalue()
    {
        Matrix<double> a = SpectralGallery.Make<double>("ones", 30, 30);
        DominantEigenpairs<double> pairs = PowerIteration.DominantEigenpairs<double>(a, 3);
        Assert.Equal(Status.Success, pairs.Status);
        Assert.Equal([30, 0, 0], pairs.Values.Select(v => Math.Round(v, 10)));
        Assert.True(SvdRatio.OrthogonalColumns<double>(pairs.Vectors) <= 10);
    }
}
