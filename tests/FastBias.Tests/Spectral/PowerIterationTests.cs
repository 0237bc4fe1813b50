using FastBias.Tests.Factorizations;
using Xunit;

namespace FastBias.Tests.Spectral;

public sealed class PowerIterationTests
{
    [Theory]
    [InlineData(30, 20)]
    [InlineData(8, 15)]
    [InlineData(1, 1)]
    public void On_the_Gram_operator_it_finds_the_square_of_the_largest_singular_value(int m, int n)
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", m, n);
        double expected = Math.Pow(Svd<double>.Factor(a).S[0], 2);
        PowerIterationResult<double> result = PowerIteration.Dominant(new GramOperator<double>(new DenseOperator<double>(a)));
        Assert.Equal(Status.Success, result.Status);
        Assert.InRange(result.Value, expected * (1 - 1e-12), expected * (1 + 1e-12));
        Assert.True(result.Residual <= 1.9e-12 * expected);
        Assert.Equal(1, VectorProduct.Norm<double>(result.Vector), 14);
    }

    [Fact]
    public void Single_precision_works_too()
    {
        Matrix<float> a = SpectralGallery.Make<float>("gauss", 25, 15);
        float expected = Svd<float>.Factor(a).S[0];
        PowerIterationResult<float> result = PowerIteration.Dominant(new GramOperator<float>(new DenseOperator<float>(a)));
        Assert.Equal(Status.Success, result.Status);
        Assert.InRange(result.Value, expected * expected * 0.9999f, expected * expected * 1.0001f);
    }

    [Fact]
    public void A_matrix_that_is_not_symmetric_and_has_a_negative_dominant_eigenvalue()
    {
        // Upper triangular: the eigenvalues are on the diagonal.
        Matrix<double> a = SpectralGallery.Fill<double>(6, 6, (i, j) => i == j ? (i == 2 ? -5 : i) : j > i ? 1 : 0);
        a[5, 5] = 1;
        PowerIterationResult<double> result = PowerIteration.Dominant<double>(a);
        Assert.Equal(Status.Success, result.Status);
        Assert.Equal(-5, result.Value, 9);
        double[] image = new double[6];
        Product.Multiply<double>(image, a, result.Vector);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(result.Value * result.Vector[i], image[i], 9);
        }
    }

    [Fact]
    public void Two_eigenvalues_of_one_magnitude_are_not_passed_off_as_an_answer()
    {
        Matrix<double> a = new([0, 2, 2, 0], 2, 2);
        a[0, 1] = a[1, 0] = 2;
        PowerIterationResult<double> result = PowerIteration.Dominant<double>(a, new PowerIterationOptions { MaxIterations = 200 });
        Assert.Equal(Status.NotConverged, result.Status);
        Assert.Equal(200, result.Iterations);
        Assert.True(result.Residual > 1e-3);
    }

    [Fact]
    public void The_start_follows_from_the_seed_and_the_scale_moves_the_value_alone()
    {
        Matrix<double> a = SpectralGallery.MakeSymmetric<double>("gauss", 12), scaled = a.Clone();
        for (int i = 0; i < scaled.Data.Length; i++)
        {
            scaled.Data[i] = Math.ScaleB(a.Data[i], 700);
        }

        PowerIterationResult<double> first = PowerIteration.Dominant<double>(a), again = PowerIteration.Dominant<double>(a, parallelism: Parallelism.Threads(2));
        PowerIterationResult<double> other = PowerIteration.Dominant<double>(a, new PowerIterationOptions { Seed = 2 }), moved = PowerIteration.Dominant<double>(scaled);
        Assert.Equal(first.Vector, again.Vector);
        Assert.NotEqual(first.Iterations, other.Iterations);
        Assert.Equal(Math.ScaleB(first.Value, 700), moved.Value);
        Assert.Equal(first.Vector, moved.Vector);
    }

    [Fact]
    public void A_zero_matrix_has_the_eigenvalue_zero()
    {
        PowerIterationResult<double> result = PowerIteration.Dominant<double>(new Matrix<double>(4, 4));
        Assert.Equal((Status.Success, 0.0, 0.0), (result.Status, result.Value, result.Residual));
    }

    [Fact]
    public void Statuses_of_cancelled_and_non_finite_input()
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 4, 4);
        Assert.Equal(Status.Cancelled, PowerIteration.Dominant<double>(a, cancellationToken: new CancellationToken(true)).Status);
        Assert.Equal(Status.Cancelled, PowerIteration.DominantEigenpairs<double>(a, 2, cancellationToken: new CancellationToken(true)).Status);
        a[2, 1] = double.NaN;
        Assert.Equal((Status.NonFiniteInput, (2, 1)), (PowerIteration.Dominant<double>(a).Status, PowerIteration.Dominant<double>(a).FirstNonFinite));
        Assert.Equal((2, 1), PowerIteration.DominantEigenpairs<double>(a, 2).FirstNonFinite);
        Assert.Equal(Status.NonFiniteInput, PowerIteration.Dominant(new DenseOperator<double>(a)).Status);
        Assert.Equal(Status.NonFiniteInput, PowerIteration.DominantEigenpairs(new DenseOperator<double>(a), 2).Status);
    }

    [Fact]
    public void Wrong_calls_throw()
    {
        Matrix<double> a = Matrix<double>.Identity(3);
        Assert.Throws<ArgumentException>(() => PowerIteration.Dominant<double>(new Matrix<double>(2, 3)));
        Assert.Throws<ArgumentException>(() => PowerIteration.Dominant<double>(new Matrix<double>(0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerIteration.Dominant<double>(a, new PowerIterationOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerIteration.Dominant<double>(a, new PowerIterationOptions { RelativeTolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerIteration.DominantEigenpairs<double>(a, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerIteration.DominantEigenpairs<double>(a, 4));
    }
}
