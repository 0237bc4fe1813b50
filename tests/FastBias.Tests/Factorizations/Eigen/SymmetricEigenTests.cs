using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class SymmetricEigenTestsOfDouble : SymmetricEigenTests<double>;

public sealed class SymmetricEigenTestsOfFloat : SymmetricEigenTests<float>;

/// <summary>LAPACK's ratios for both methods, policy and invariances.</summary>
public abstract class SymmetricEigenTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TheoryData<string> Gallery => [.. SpectralGallery.Names.Where(name => name != "graded both")];

    [Theory]
    [MemberData(nameof(Gallery))]
    public void Every_size_up_to_34_is_decomposed_by_both_methods(string name)
    {
        for (int n = 0; n <= 34; n++)
        {
            Matrix<T> a = SpectralGallery.MakeSymmetric<T>(name, n);
            Check(a, SymmetricEigen<T>.Factor(a, Triangle.Lower, jacobi: true, default, default), name);
            Check(a, SymmetricEigen<T>.Factor(a, Triangle.Lower, jacobi: false, default, default), name);
        }
    }

    [Theory]
    [InlineData("gauss", 130)]
    [InlineData("graded rows", 65)]
    [InlineData("repeated", 100)]
    public void Larger_sizes_are_decomposed(string name, int n)
    {
        Matrix<T> a = SpectralGallery.MakeSymmetric<T>(name, n);
        Check(a, SymmetricEigen<T>.Factor(a), name);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    public void Wilkinsons_matrix_has_pairs_that_agree_to_many_digits(int half)
    {
        int n = (2 * half) + 1;
        Matrix<T> a = SpectralGallery.Fill<T>(n, n, (i, j) => i == j ? Math.Abs(i - half) : Math.Abs(i - j) == 1 ? 1 : 0);
        SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(a);
        Check(a, eigen, "Wilkinson");
        Assert.InRange(double.CreateTruncating(eigen.Values[0] - eigen.Values[1]), 0, n * half * SpectralGallery.Epsilon<T>());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    public void One_triangle_is_read(int n)
    {
        Matrix<T> a = SpectralGallery.MakeSymmetric<T>("gauss", n), lower = a.Clone(), upper = a.Clone();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                lower[j, i] = upper[i, j] = T.NaN;
            }
        }

        SymmetricEigen<T> all = SymmetricEigen<T>.Factor(a);
        Assert.Equal(all.Vectors.Data, SymmetricEigen<T>.Factor(lower).Vectors.Data);
        Assert.Equal(all.Vectors.Data, SymmetricEigen<T>.Factor(upper, Triangle.Upper).Vectors.Data);
        Assert.Equal(Status.NonFiniteInput, SymmetricEigen<T>.Factor(lower, Triangle.Upper).Status);
        Assert.Equal((0, 1), SymmetricEigen<T>.Factor(lower, Triangle.Upper).FirstNonFinite);
        Assert.Equal((1, 0), SymmetricEigen<T>.Factor(upper).FirstNonFinite);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(33)]
    public void A_power_of_two_multiplies_the_values_and_changes_no_other_bit(int n)
    {
        Matrix<T> a = SpectralGallery.MakeSymmetric<T>("gauss", n), scaled = a.Clone();
        int exponent = typeof(T) == typeof(double) ? 900 : 100;
        for (int i = 0; i < a.Data.Length; i++)
        {
            scaled.Data[i] = T.ScaleB(a.Data[i], exponent);
        }

        SymmetricEigen<T> plain = SymmetricEigen<T>.Factor(a), moved = SymmetricEigen<T>.Factor(scaled);
        Assert.Equal(plain.Values.Select(v => T.ScaleB(v, exponent)), moved.Values);
        Assert.Equal(plain.Vectors.Data, moved.Vectors.Data);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(330)]
    public void The_bits_do_not_depend_on_the_threads(int n)
    {
        Random random = new(n);
        Matrix<T> a = new(n, n);
        foreach (ref T element in a.Data.AsSpan())
        {
            element = T.CreateTruncating(random.NextDouble() - 0.5);
        }

        SymmetricEigen<T> alone = SymmetricEigen<T>.Factor(a), together = SymmetricEigen<T>.Factor(a, Triangle.Lower, Parallelism.Threads(3));
        Assert.Equal(Status.Success, together.Status);
        Assert.Equal(alone.Values, together.Values);
        Assert.Equal(alone.Vectors.Data, together.Vectors.Data);
    }

    [Fact]
    public void Every_position_of_a_non_finite_element_is_found()
    {
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                foreach (T bad in new[] { T.NaN, T.PositiveInfinity })
                {
                    Matrix<T> a = SpectralGallery.MakeSymmetric<T>("gauss", 6);
                    a[i, j] = bad;
                    SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(a);
                    Assert.Equal(Status.NonFiniteInput, eigen.Status);
                    Assert.Equal((i, j), eigen.FirstNonFinite);
                    Assert.Throws<InvalidOperationException>(() => eigen.Reconstruct());
                }
            }
        }
    }

    [Fact]
    public void Wrong_shapes_throw_and_cancellation_is_a_status()
    {
        Assert.Throws<ArgumentException>(() => SymmetricEigen<T>.Factor(new Matrix<T>(2, 3)));
        Assert.Equal(Status.Cancelled, SymmetricEigen<T>.Factor(SpectralGallery.MakeSymmetric<T>("gauss", 9), cancellationToken: new CancellationToken(true)).Status);
        Assert.Equal(Status.Cancelled, SymmetricEigen<T>.Factor(SpectralGallery.MakeSymmetric<T>("gauss", 40), cancellationToken: new CancellationToken(true)).Status);
    }

    private static void Check(Matrix<T> a, SymmetricEigen<T> eigen, string name)
    {
        string context = $"{name} {a.Rows}";
        Assert.True(eigen.Status == Status.Success, $"{context}: {eigen.Status}");
        Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
        double residual = SvdRatio.Reconstruction<T>(a, eigen.Vectors, eigen.Values, Matrix<T>.Copy(eigen.Vectors.Transposed));
        double orthogonality = SvdRatio.OrthogonalColumns<T>(eigen.Vectors);
        Assert.True(residual <= 10 && orthogonality <= 10, $"{context}: ratios {residual}, {orthogonality}");
        Assert.True(SvdRatio.Reconstruction<T>(eigen.Reconstruct(), eigen.Vectors, eigen.Values, Matrix<T>.Copy(eigen.Vectors.Transposed)) <= 10, $"{context}: Reconstruct");
    }
}
