using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

public sealed class SvdRatioTestsOfDouble(ITestOutputHelper output) : SvdRatioTests<double>(output);

public sealed class SvdRatioTestsOfFloat(ITestOutputHelper output) : SvdRatioTests<float>(output);

/// <summary>LAPACK's ratios, at most 10, over the gallery; at most 12 sweeps.</summary>
public abstract class SvdRatioTests<T>(ITestOutputHelper output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T SmallestWithDigits = T.ScaleB(T.One, typeof(T) == typeof(double) ? -1000 : -110);

    private readonly WorstRatio _worst = new();

    public static TheoryData<string> Gallery => [.. SpectralGallery.Names, SpectralGallery.Subnormal];

    [Theory]
    [MemberData(nameof(Gallery))]
    public void Every_shape_up_to_24_is_decomposed(string name)
    {
        int stride = TestScale.Stride(3), turn = 0;
        for (int m = 0; m <= 24; m++)
        {
            for (int n = 0; n <= 24; n++)
            {
                if (turn++ % stride == 0)
                {
                    Check(SpectralGallery.Make<T>(name, m, n), name, SvdVectors.Thin);
                    Check(SpectralGallery.Make<T>(name, m, n, 2), name, SvdVectors.Full);
                }
            }
        }

        _worst.Settle($"SVD, shapes to 24, {name}, {typeof(T).Name}", output);
    }

    /// <summary>Every seventh shape of the whole gallery; every one in a full run.</summary>
    [Fact]
    public void The_published_hard_cases_are_decomposed()
    {
        int stride = TestScale.Stride(7), turn = 0;
        foreach (string name in Testing.Gallery.Names)
        {
            for (int m = 1; m <= 16; m++)
            {
                for (int n = 1; n <= 16; n++)
                {
                    if (turn++ % stride == 0)
                    {
                        CheckIfInRange(Testing.Gallery.Create(name, m, n).As<T>(), name, SvdVectors.Full);
                    }
                }
            }

            CheckIfInRange(Testing.Gallery.Create(name, 40, 40).As<T>(), name, SvdVectors.Thin);
        }

        _worst.Settle($"SVD, gallery, {typeof(T).Name}", output);
    }

    [Fact]
    public void The_half_graded_bidiagonal_matrix_that_hung_an_implementation_is_decomposed() =>
        Check(Testing.Gallery.HalfGradedBidiagonal(70).As<T>(), "half-graded", SvdVectors.Thin);

    [Theory]
    [InlineData("gauss", 31, 33)]
    [InlineData("clustered", 40, 20)]
    [InlineData("graded both", 48, 48)]
    [InlineData("hilbert", 63, 64)]
    [InlineData("repeated", 65, 66)]
    [InlineData("zero columns", 100, 30)]
    [InlineData("low rank with noise", 97, 128)]
    [InlineData("gauss", 130, 129)]
    [InlineData("kahan", 130, 130)]
    [InlineData("vandermonde", 128, 64)]
    [InlineData("graded rows", 20, 130)]
    [InlineData("gauss", 300, 100)]
    [InlineData("gauss", 300, 300)]
    public void Larger_shapes_are_decomposed(string name, int m, int n)
    {
        Check(SpectralGallery.Make<T>(name, m, n), name, SvdVectors.Thin);
        if (m + n < 300)
        {
            Check(SpectralGallery.Make<T>(name, m, n), name, SvdVectors.Full);
        }

        _worst.Settle($"SVD, {name} {m}x{n}, {typeof(T).Name}", output);
    }

    /// <summary>Around the block sizes of products; what is beyond takes minutes to check in twice the precision.</summary>
    public static TheoryData<int> LargeOrders => TestScale.IsFull ? [511, 512, 513, 2000] : [512];

    [Theory]
    [MemberData(nameof(LargeOrders))]
    public void Large_orders_are_decomposed(int n)
    {
        Check(SpectralGallery.Make<T>("gauss", n, n), "gauss", SvdVectors.Thin);
        _worst.Settle($"SVD, gauss {n}x{n}, {typeof(T).Name}", output);
    }

    [Fact]
    public void Norms_from_the_bottom_to_the_top_of_the_range_are_decomposed()
    {
        int end = typeof(T) == typeof(double) ? 1000 : 116;
        for (int exponent = -end; exponent <= end; exponent += 25)
        {
            Matrix<T> a = SpectralGallery.Make<T>("gauss", 9, 7);
            for (int i = 0; i < a.Data.Length; i++)
            {
                a.Data[i] = T.ScaleB(a.Data[i], exponent);
            }

            Check(a, $"2^{exponent}", SvdVectors.Thin);
        }

        _worst.Settle($"SVD, scales, {typeof(T).Name}", output);
    }

    /// <summary>Some matrices of the gallery have elements that are infinite in single precision: then the status is the test.</summary>
    private void CheckIfInRange(Matrix<T> a, string name, SvdVectors vectors)
    {
        if (Array.TrueForAll(a.Data, T.IsFinite))
        {
            Check(a, name, vectors);
        }
        else
        {
            Assert.Equal(Status.NonFiniteInput, Svd<T>.Factor(a).Status);
        }
    }

    private void Check(Matrix<T> a, string name, SvdVectors vectors)
    {
        Svd<T> svd = Svd<T>.Factor(a, new SvdOptions { Vectors = vectors });
        int m = a.Rows, n = a.Columns, thin = Math.Min(m, n);
        string context = $"{name} {m}x{n} {vectors}";
        Assert.True(svd.Status == Status.Success, $"{context}: {svd.Status} after {svd.Sweeps} sweeps, cosine {svd.LargestCosine}");
        Assert.True(svd.Sweeps <= 12, $"{context}: {svd.Sweeps} sweeps");
        Assert.Equal((m, vectors == SvdVectors.Full ? m : thin), (svd.U.Rows, svd.U.Columns));
        Assert.Equal((vectors == SvdVectors.Full ? n : thin, n), (svd.Vt.Rows, svd.Vt.Columns));
        Assert.Equal(thin, svd.S.Length);
        for (int k = 0; k < thin; k++)
        {
            Assert.True(svd.S[k] >= T.Zero && (k == 0 || svd.S[k] <= svd.S[k - 1]), $"{context}: singular value {k}");
        }

        // A norm near the bottom of the range: Σ is rounded to multiples of the smallest number, and no ratio can hold.
        if (thin == 0 || svd.S[0] == T.Zero || svd.S[0] > SmallestWithDigits)
        {
            double residual = SvdRatio.Reconstruction<T>(a, svd.U, svd.S, svd.Vt);
            _worst.Add("A - USVt", residual, context);
        }

        _worst.Add("I - UtU", SvdRatio.OrthogonalColumns<T>(svd.U), context);
        _worst.Add("I - VVt", SvdRatio.OrthogonalRows<T>(svd.Vt), context);
    }
}
