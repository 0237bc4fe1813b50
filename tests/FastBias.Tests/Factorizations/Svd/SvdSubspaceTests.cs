using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Rank, bases, pseudo-inverse and minimum-norm solutions.</summary>
public sealed class SvdSubspaceTests
{
    [Theory]
    [InlineData(SvdVectors.Thin)]
    [InlineData(SvdVectors.Full)]
    public void The_null_space_of_a_wide_matrix_is_in_the_full_V(SvdVectors vectors)
    {
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 6, 12);
        Svd<double> svd = Svd<double>.Factor(a, new SvdOptions { Vectors = vectors });
        Assert.Equal(6, svd.Rank());

        // The rows of the thin Vt behind the rank: there are none, although the null space has six dimensions.
        Assert.Equal(0, Svd<double>.Factor(a).Vt.Rows - svd.Rank());
        Matrix<double> basis = svd.NullSpace();
        Assert.Equal((12, 6), (basis.Rows, basis.Columns));
        Assert.True(SvdRatio.OrthogonalColumns<double>(basis) <= 10);
        Assert.True(LargestProduct(a, basis) <= 12 * 2.3e-16 * svd.S[0]);
    }

    [Theory]
    [InlineData(5, 9, 3)]
    [InlineData(9, 5, 3)]
    [InlineData(7, 7, 4)]
    [InlineData(7, 7, 0)]
    [InlineData(6, 6, 6)]
    public void Rank_and_bases_of_a_product(int m, int n, int rank)
    {
        Random random = new(3);
        Matrix<double> a = Product.Multiply(Integers(m, rank, random), Integers(rank, n, random));
        Svd<double> svd = Svd<double>.Factor(a);
        Assert.Equal(rank, svd.Rank());
        Assert.True(svd.RankGap() > 1e10);
        Matrix<double> basis = svd.NullSpace(), range = svd.Range();
        Assert.Equal((n, n - rank), (basis.Rows, basis.Columns));
        Assert.Equal((m, rank), (range.Rows, range.Columns));
        Assert.True(SvdRatio.OrthogonalColumns<double>(basis) <= 10 && SvdRatio.OrthogonalColumns<double>(range) <= 10);
        Assert.True(LargestProduct(a, basis) <= 1e-13 * (rank == 0 ? 1 : svd.S[0]));

        // (I − R·Rᵀ)·A = 0: the range holds every column.
        Matrix<double> inRange = Product.Multiply(range, Product.Multiply(Matrix<double>.Copy(range.Transposed), a));
        Assert.All(inRange.Data.Zip(a.Data), pair => Assert.InRange(pair.First, pair.Second - 1e-12, pair.Second + 1e-12));
    }

    [Fact]
    public void The_gap_is_the_quotient_that_decided_the_rank()
    {
        Svd<double> svd = Svd<double>.Factor(SpectralGallery.WithValues<double>(8, 5, k => k < 3 ? 1 : 1e-9, new Random(1)));
        Assert.Equal(5, svd.Rank());
        Assert.Equal(double.PositiveInfinity, svd.RankGap());
        Assert.Equal(3, svd.Rank(1e-6));
        Assert.InRange(svd.RankGap(1e-6), 0.99e9, 1.01e9);
        Assert.InRange(svd.Condition, 0.99e9, 1.01e9);
        Assert.Equal(double.PositiveInfinity, Svd<double>.Factor(new Matrix<double>(3, 3)).Condition);
        Assert.Equal(0, svd.Rank(1));
    }

    [Theory]
    [InlineData(7, 4, "gauss")]
    [InlineData(4, 7, "gauss")]
    [InlineData(6, 6, "gauss")]
    [InlineData(9, 6, "low rank")]
    [InlineData(6, 9, "low rank")]
    [InlineData(5, 4, "zero")]
    public void The_pseudo_inverse_satisfies_the_four_equations(int m, int n, string name)
    {
        Matrix<double> a = SpectralGallery.Make<double>(name, m, n), inverse = Svd<double>.Factor(a).PseudoInverse();
        Matrix<double> left = Product.Multiply(a, inverse), right = Product.Multiply(inverse, a);
        AssertClose(a, Product.Multiply(left, a));
        AssertClose(inverse, Product.Multiply(right, inverse));
        AssertClose(left, Matrix<double>.Copy(left.Transposed));
        AssertClose(right, Matrix<double>.Copy(right.Transposed));
    }

    [Theory]
    [InlineData(9, 5, "gauss")]
    [InlineData(5, 9, "gauss")]
    [InlineData(9, 6, "low rank")]
    [InlineData(6, 9, "low rank")]
    public void Solve_gives_the_shortest_of_the_least_squares_solutions(int m, int n, string name)
    {
        Matrix<double> a = SpectralGallery.Make<double>(name, m, n), b = SpectralGallery.Make<double>("gauss", m, 3), x = new(n, 3);
        Svd<double> svd = Svd<double>.Factor(a);
        Assert.Equal(Status.Success, svd.Solve(x, b));

        // Aᵀ(A·x − b) = 0 makes it a least-squares solution, orthogonality to the null space the shortest.
        Matrix<double> residual = Product.Multiply(a, x);
        for (int i = 0; i < residual.Data.Length; i++)
        {
            residual.Data[i] -= b.Data[i];
        }

        Assert.True(LargestProduct(Matrix<double>.Copy(a.Transposed), residual) <= 1e-12);
        Assert.True(LargestProduct(Matrix<double>.Copy(svd.NullSpace().Transposed), x) <= 1e-12);
    }

    [Fact]
    public void A_right_hand_side_that_is_not_finite_is_refused()
    {
        Matrix<double> x = new([7, 7], 2, 1);
        Assert.Equal(Status.NonFiniteInput, Svd<double>.Factor(Matrix<double>.Identity(2)).Solve(x, new Matrix<double>([1, double.NaN], 2, 1)));
        Assert.Equal([7, 7], x.Data);
    }

    private static Matrix<double> Integers(int m, int n, Random random) => SpectralGallery.Fill<double>(m, n, (_, _) => random.Next(-4, 5));

    private static double LargestProduct(Matrix<double> a, Matrix<double> b) => Product.Multiply(a, b).Data.Select(Math.Abs).DefaultIfEmpty(0).Max();

    private static void AssertClose(Matrix<double> expected, Matrix<double> actual) =>
        Assert.All(expected.Data.Zip(actual.Data), pair => Assert.InRange(pair.Second, pair.First - 1e-13, pair.First + 1e-13));
}
