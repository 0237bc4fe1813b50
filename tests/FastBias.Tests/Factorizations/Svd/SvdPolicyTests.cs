using System.Diagnostics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Input that is not finite, empty or too much; options; statuses.</summary>
public sealed class SvdPolicyTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(5, 8)]
    [InlineData(8, 3)]
    [InlineData(1, 1)]
    public void A_non_finite_element_anywhere_ends_at_once_and_is_named(int m, int n)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int calls = 0;
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (int position = 0; position < m * n; position++)
            {
                foreach (FinitePolicy finite in new[] { FinitePolicy.Check, FinitePolicy.Assume })
                {
                    Matrix<double> a = SpectralGallery.Make<double>("gauss", m, n);
                    a.Data[position] = bad;
                    a.Data[^1] = double.NaN;
                    Svd<double> svd = Svd<double>.Factor(a, new SvdOptions { Finite = finite });
                    Assert.Equal(Status.NonFiniteInput, svd.Status);
                    Assert.Equal(finite == FinitePolicy.Check ? (position / n, position % n) : null, svd.FirstNonFinite);
                    Assert.Empty(svd.S);
                    calls++;
                }
            }
        }

        Assert.True(watch.Elapsed.TotalMilliseconds < 100 * calls, $"{watch.Elapsed.TotalMilliseconds / calls} ms a call");
    }

    [Fact]
    public void Without_a_result_the_parts_refuse_and_solve_returns_the_status()
    {
        Svd<double> svd = Svd<double>.Factor(new Matrix<double>([1, double.NaN], 1, 2));
        Matrix<double> x = new([7, 7], 2, 1);
        Assert.Equal(Status.NonFiniteInput, svd.Solve(x, new Matrix<double>([1], 1, 1)));
        Assert.Equal([7, 7], x.Data);
        Assert.Throws<InvalidOperationException>(() => svd.Rank());
        Assert.Throws<InvalidOperationException>(() => svd.Condition);
        Assert.Throws<InvalidOperationException>(() => svd.Reconstruct());
        Assert.Throws<InvalidOperationException>(() => svd.NullSpace());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(4, 0)]
    public void Empty_matrices_have_identities_for_their_full_factors(int m, int n)
    {
        Svd<double> svd = Svd<double>.Factor(new Matrix<double>(m, n), new SvdOptions { Vectors = SvdVectors.Full });
        Assert.Equal(Status.Success, svd.Status);
        Assert.Equal(Matrix<double>.Identity(m).Data, svd.U.Data);
        Assert.Equal(Matrix<double>.Identity(n).Data, svd.Vt.Data);
        Assert.Equal(0, svd.Rank());
        Assert.Equal(1, svd.Condition);
        Assert.Equal((n, n), (svd.NullSpace().Rows, svd.NullSpace().Columns));
        Assert.Equal((n, m), (svd.PseudoInverse().Rows, svd.PseudoInverse().Columns));
        Matrix<double> x = SpectralGallery.Make<double>("ones", n, 2);
        Assert.Equal(Status.Success, svd.Solve(x, new Matrix<double>(m, 2)));
        Assert.All(x.Data, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Values_alone_are_the_same_values()
    {
        foreach ((int m, int n) in new[] { (12, 12), (30, 10), (10, 30) })
        {
            Matrix<double> a = SpectralGallery.Make<double>("gauss", m, n);
            Svd<double> alone = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.None });
            Assert.Equal(Svd<double>.Factor(a).S, alone.S);
            Assert.Equal((m, 0, 0, n), (alone.U.Rows, alone.U.Columns, alone.Vt.Rows, alone.Vt.Columns));
            Assert.Throws<InvalidOperationException>(() => alone.PseudoInverse());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void At_the_cap_the_product_holds_and_the_cosine_says_how_far_it_came(int sweeps)
    {
        // Columns of different sizes: the start from the Gram matrix would leave nothing to do.
        Matrix<double> a = SpectralGallery.Make<double>("gauss", 40, 40);
        for (int i = 0; i < a.Data.Length; i++)
        {
            a.Data[i] *= 1 << (i % 40 % 7);
        }

        Svd<double> svd = Svd<double>.Factor(a, new SvdOptions { MaxSweeps = sweeps });
        Assert.Equal(Status.NotConverged, svd.Status);
        Assert.Equal(sweeps, svd.Sweeps);
        Assert.True(svd.LargestCosine > 1e-10);
        Assert.True(SvdRatio.Reconstruction<double>(a, svd.U, svd.S, svd.Vt) <= 10);
        Assert.True(SvdRatio.OrthogonalColumns<double>(svd.U) <= 10);
    }

    [Fact]
    public void Cancellation_gives_a_status()
    {
        Svd<double> svd = Svd<double>.Factor(SpectralGallery.Make<double>("gauss", 30, 20), cancellationToken: new CancellationToken(true));
        Assert.Equal(Status.Cancelled, svd.Status);
        Assert.Empty(svd.S);
    }

    [Fact]
    public void Wrong_calls_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd<double>.Factor(new Matrix<double>(2, 2), new SvdOptions { MaxSweeps = 0 }));
        Svd<double> svd = Svd<double>.Factor(Matrix<double>.Identity(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => svd.Rank(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => svd.Rank(double.NaN));
        Assert.Throws<ArgumentException>(() => svd.Solve(new Matrix<double>(3, 1), new Matrix<double>(3, 1)));
        Assert.Throws<ArgumentException>(() => svd.Solve(new Matrix<double>(2, 2), new Matrix<double>(3, 1)));
    }
}
