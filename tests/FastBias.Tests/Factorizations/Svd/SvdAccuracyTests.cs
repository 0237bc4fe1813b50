using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Singular values against a reference of twice the precision, and what must hold bit for bit.</summary>
public sealed class SvdAccuracyTests
{
    [Theory]
    [InlineData(8, 8, 500)]
    [InlineData(12, 8, 500)]
    [InlineData(20, 9, 500)]
    [InlineData(9, 9, 60)]
    [InlineData(14, 10, 20)]
    public void Scaled_columns_keep_every_digit_of_every_singular_value(int m, int n, int range)
    {
        // A = B·D, D over 2^±range: the error of each σ is bounded by κ(B) alone (Demmel, Veselić 1992).
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            Matrix<double> b = SpectralGallery.Fill<double>(m, n, (_, _) => SpectralGallery.Gauss(random)), a = b.Clone();
            for (int j = 0; j < n; j++)
            {
                int exponent = j < 2 ? (2 * j * range) - range : random.Next(-range, range + 1);
                for (int i = 0; i < m; i++)
                {
                    a[i, j] = Math.ScaleB(a[i, j], exponent);
                }
            }

            double[] expected = Reference(a), plain = Reference(b);
            double bound = 10 * n * SpectralGallery.Epsilon<double>() * plain[0] / plain[^1];
            Svd<double> svd = Svd<double>.Factor(a);
            Assert.Equal(Status.Success, svd.Status);
            for (int k = 0; k < n; k++)
            {
                double error = Math.Abs(svd.S[k] - expected[k]) / expected[k];
                Assert.True(error <= bound, $"seed {seed}: σ{k} = {svd.S[k]}, expected {expected[k]}, error {error} > {bound}");
            }

            Assert.True(SvdRatio.OrthogonalColumns<double>(svd.U) <= 10 && SvdRatio.OrthogonalRows<double>(svd.Vt) <= 10);
        }
    }

    [Fact]
    public void Single_precision_keeps_the_digits_of_scaled_columns_too()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            int[] exponents = [60, -60, .. Enumerable.Range(0, 5).Select(_ => random.Next(-60, 61))];
            Matrix<float> b = SpectralGallery.Fill<float>(9, 7, (_, _) => SpectralGallery.Gauss(random)), a = b.Clone();
            for (int i = 0; i < 9; i++)
            {
                for (int j = 0; j < 7; j++)
                {
                    a[i, j] = MathF.ScaleB(a[i, j], exponents[j]);
                }
            }

            double[] expected = Reference(Widen(a)), plain = Reference(Widen(b));
            float[] values = Svd<float>.Factor(a).S;
            for (int k = 0; k < 7; k++)
            {
                double error = Math.Abs(values[k] - expected[k]) / expected[k];
                Assert.True(error <= 70 * SpectralGallery.Epsilon<float>() * plain[0] / plain[^1], $"seed {seed}: σ{k}: {error}");
            }
        }
    }

    [Fact]
    public void All_two_by_two_matrices_over_zero_one_and_the_smallest_numbers_are_decomposed()
    {
        double[] entries = [0, 1, -1, double.Epsilon, -double.Epsilon, 4.94e-223, -4.94e-223, 2.2250738585072014E-308, -2.2250738585072014E-308];
        for (int code = 0; code < 6561; code++)
        {
            Matrix<double> a = new([entries[code % 9], entries[code / 9 % 9], entries[code / 81 % 9], entries[code / 729]], 2, 2);
            Svd<double> svd = Svd<double>.Factor(a);
            Assert.Equal(Status.Success, svd.Status);
            Assert.True(svd.Sweeps <= 4, $"{code}: {svd.Sweeps} sweeps");
            Assert.True(SvdRatio.OrthogonalColumns<double>(svd.U) <= 10 && SvdRatio.OrthogonalRows<double>(svd.Vt) <= 10, $"{code}");
            if (svd.S[0] > 1e-290)
            {
                Assert.True(SvdRatio.Reconstruction<double>(a, svd.U, svd.S, svd.Vt) <= 10, $"{code}");
            }
            else
            {
                Assert.True(Math.Abs(svd.S[0] - Math.Sqrt(a.Data.Sum(x => Math.ScaleB(x, 1000) * Math.ScaleB(x, 1000))) * Math.ScaleB(1, -1000)) <= svd.S[0]);
            }
        }
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-333)]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_power_of_two_multiplies_the_singular_values_and_changes_no_other_bit(int exponent)
    {
        foreach (string name in new[] { "gauss", "clustered", "low rank", "zero columns", "hilbert" })
        {
            foreach ((int m, int n) in new[] { (9, 7), (7, 12), (40, 12) })
            {
                Matrix<double> a = SpectralGallery.Make<double>(name, m, n), scaled = a.Clone();
                for (int i = 0; i < a.Data.Length; i++)
                {
                    scaled.Data[i] = Math.ScaleB(a.Data[i], exponent);
                }

                // Noise far below the norm would become subnormal, and rounded, near the lower end.
                Svd<double> plain = Svd<double>.Factor(a), moved = Svd<double>.Factor(scaled);
                Assert.Equal(plain.S.Where(s => s > 1e-6).Select(s => Math.ScaleB(s, exponent)), moved.S.Take(plain.S.Count(s => s > 1e-6)));
                Assert.Equal(plain.U.Data, moved.U.Data);
                Assert.Equal(plain.Vt.Data, moved.Vt.Data);
            }
        }
    }

    [Fact]
    public void The_bits_depend_neither_on_the_threads_nor_on_the_strides()
    {
        foreach ((int m, int n) in new[] { (40, 40), (150, 60), (60, 150) })
        {
            Matrix<double> a = SpectralGallery.Make<double>("gauss", m, n), columnMajor = Matrix<double>.Copy(a.Transposed);
            Svd<double> first = Svd<double>.Factor(a, new SvdOptions { Vectors = SvdVectors.Full });
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                Svd<double> again = Svd<double>.Factor(columnMajor.Transposed, new SvdOptions { Vectors = SvdVectors.Full }, Parallelism.Threads(threads));
                Assert.Equal(first.S, again.S);
                Assert.Equal(first.U.Data, again.U.Data);
                Assert.Equal(first.Vt.Data, again.Vt.Data);
            }
        }
    }

    [Fact]
    public void Known_singular_values_are_found()
    {
        Random random = new(5);
        Matrix<double> a = SpectralGallery.WithValues<double>(30, 20, k => Math.Pow(10, -k / 2.0), random);
        double[] s = Svd<double>.Factor(a).S;
        for (int k = 0; k < 20; k++)
        {
            Assert.InRange(s[k], Math.Pow(10, -k / 2.0) - 2e-14, Math.Pow(10, -k / 2.0) + 2e-14);
        }
    }

    /// <summary>The singular values from double-double arithmetic.</summary>
    private static double[] Reference(Matrix<double> a) => [.. DoubleDoubleMatrix.SingularValues(a.ToArray()).Select(s => s.Hi)];

    private static Matrix<double> Widen(Matrix<float> a) => SpectralGallery.Fill<double>(a.Rows, a.Columns, (i, j) => a[i, j]);
}
