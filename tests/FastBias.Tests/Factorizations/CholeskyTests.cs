using System.Numerics;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

public sealed class CholeskyTests(ITestOutputHelper output)
{
    [Fact]
    public void Ratios_of_all_orders_to_40_and_at_the_blocking_edges_double() => Orders<double>();

    [Fact]
    public void Ratios_of_all_orders_to_40_and_at_the_blocking_edges_float() => Orders<float>();

    [Fact]
    public void The_upper_triangle_is_never_read()
    {
        foreach (int n in new[] { 1, 2, 5, 40, 64, 65, 130 })
        {
            Matrix<double> a = Definite<double>(n), poisoned = a.Clone();
            for (int i = 0; i < n; i++)
            {
                poisoned.Row(i)[(i + 1)..].Fill(double.NaN);
            }

            Cholesky<double> plain = Cholesky<double>.Factor(a), other = Cholesky<double>.Factor(poisoned);
            Assert.Equal(Status.Success, other.Status);
            Assert.Equal(plain.L.Data, other.L.Data);
            Assert.Equal(Status.Success, Cholesky<double>.FactorInPlace(poisoned, new double[Cholesky<double>.WorkspaceLength(n)], out int failed));
            Assert.Equal(-1, failed);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(plain.L.Row(i)[..(i + 1)].ToArray(), poisoned.Row(i)[..(i + 1)].ToArray());
                Assert.All(poisoned.Row(i)[(i + 1)..].ToArray(), x => Assert.Equal(double.NaN, x));
            }
        }
    }

    [Fact]
    public void A_pivot_that_is_not_positive_is_named()
    {
        foreach (int n in new[] { 1, 2, 7, 63, 64, 65, 129 })
        {
            foreach (int bad in new[] { 0, n / 2, n - 1 })
            {
                foreach (double pivot in new[] { 0, -1.0, -0.0 })
                {
                    Matrix<double> a = Matrix<double>.Identity(n);
                    a[bad, bad] = pivot;
                    Cholesky<double> cholesky = Cholesky<double>.Factor(a);
                    Assert.Equal(Status.NotPositiveDefinite, cholesky.Status);
                    Assert.Equal(bad, cholesky.FailedPivot);
                    Assert.Throws<InvalidOperationException>(() => cholesky.L);
                    Matrix<double> b = Matrix<double>.Identity(n);
                    Assert.Equal(Status.NotPositiveDefinite, cholesky.Solve(b));
                    Assert.Equal(Matrix<double>.Identity(n).Data, b.Data);
                    Assert.Equal(Status.NotPositiveDefinite, Cholesky<double>.FactorInPlace(a, new double[Cholesky<double>.WorkspaceLength(n)], out int failed));
                    Assert.Equal(bad, failed);
                }
            }
        }
    }

    [Fact]
    public void Singular_in_exact_arithmetic_fails_at_the_last_pivot()
    {
        Matrix<double> a = new(new double[,] { { 4, 2, 2 }, { 2, 1, 1 }, { 2, 1, 3 } });
        Assert.Equal((Status.NotPositiveDefinite, 1), (Cholesky<double>.Factor(a).Status, Cholesky<double>.Factor(a).FailedPivot));
    }

    [Fact]
    public void Scaling_by_4_to_the_k_scales_L_by_2_to_the_k()
    {
        foreach (int n in new[] { 1, 3, 40, 70 })
        {
            Matrix<double> a = Definite<double>(n);
            double[] expected = Cholesky<double>.Factor(a).L.Data;
            foreach (int k in new[] { -500, -250, -3, 1, 200, 480 })
            {
                Matrix<double> scaled = new([.. a.Data.Select(x => Math.ScaleB(x, 2 * k))], n, n);
                Assert.Equal(expected.Select(x => Math.ScaleB(x, k)), Cholesky<double>.Factor(scaled).L.Data);
            }
        }
    }

    [Fact]
    public void Condition_estimate_is_near_the_known_condition()
    {
        TestRandom random = new(17);
        double[] sigma = [.. Enumerable.Range(0, 30).Select(i => Math.Pow(10, -i / 5.0))];
        double[,] q = Dense.RandomOrthonormal(random, 30, 30);
        double[,] scaled = (double[,])q.Clone();
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                scaled[i, j] *= sigma[j];
            }
        }

        Cholesky<double> cholesky = Cholesky<double>.Factor(new Matrix<double>(Dense.Multiply(scaled, Dense.Transpose(q))));
        Assert.InRange(cholesky.ConditionEstimate, sigma[0] / sigma[29] / 30, sigma[0] / sigma[29] * 900);
    }

    [Fact]
    public void Not_square_is_a_wrong_call()
    {
        Assert.Throws<ArgumentException>(() => Cholesky<double>.Factor(new Matrix<double>(2, 3)));
        Assert.Throws<ArgumentException>(() => Cholesky<double>.Factor(Matrix<double>.Identity(2)).Solve(new Matrix<double>(3, 1)));
    }

    private void Orders<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        foreach (int n in Enumerable.Range(0, 41).Concat([63, 64, 65, 127, 128, 129, 200]))
        {
            Matrix<T> a = Definite<T>(n);
            string description = $"{n} {typeof(T).Name}";
            double[,] dense = Dense.Load<T>(a);
            Cholesky<T> cholesky = Cholesky<T>.Factor(a);
            Assert.Equal(Status.Success, cholesky.Status);
            Assert.Equal(-1, cholesky.FailedPivot);
            double[,] l = Dense.Load<T>(cholesky.L);
            worst.Add("A - LLt", FactorRatios.Residual<T>(dense, Dense.Multiply(l, Dense.Transpose(l))), description);
            worst.Add("A - reconstructed", FactorRatios.Residual<T>(dense, Dense.Load<T>(cholesky.Reconstruct())), description);
            for (int i = 0; i < n; i++)
            {
                Assert.All(cholesky.L.Row(i)[(i + 1)..].ToArray(), x => Assert.Equal(T.Zero, x));
            }

            Matrix<T> b = FactorMatrices.Make<T>("integers", n, 3), x = b.Clone();
            Assert.Equal(Status.Success, cholesky.Solve(x));
            double[,] residual = Dense.Subtract(Dense.Load<T>(b), Dense.Multiply(dense, Dense.Load<T>(x)));
            double scale = Dense.OneNorm(dense) * Dense.OneNorm(Dense.Load<T>(x)) * Math.Max(1, n) * FactorRatios.Roundoff<T>();
            worst.Add("b - A x", scale == 0 ? 0 : Dense.OneNorm(residual) / scale, description);
        }

        output.WriteLine(worst.ToString());
    }

    /// <summary>BᵀB/n + I/4 for a random B, as it rounds.</summary>
    private static Matrix<T> Definite<T>(int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] b = Dense.Random(new((ulong)n), n, n), gram = Dense.Multiply(Dense.Transpose(b), b);
        return FactorMatrices.Fill<T>(n, n, (i, j) => (gram[Math.Min(i, j), Math.Max(i, j)] / Math.Max(1, n)) + (i == j ? 0.25 : 0));
    }
}
