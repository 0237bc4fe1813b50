using System.Numerics;
using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests;

/// <summary><c>[CholeskyKernel]</c>: the ratio on definite matrices of any scale, the naive twin, failed pivots, batches with the bits of single matrices.</summary>
public class CholeskyKernelTests
{
    [Fact]
    public void OfDefiniteMatrices_TheRatioIsSmall()
    {
        Ratios<double>([0, -1000, 1000]);
        Ratios<float>([0, -100, 100]);
    }

    [Fact]
    public void ABatch_HasTheBitsOfSingleMatrices()
    {
        Batches<double>();
        Batches<float>();
    }

    [Fact]
    public void ScalingByAPowerOfFour_ScalesTheFactorExactly_DownToSubnormalMatrices()
    {
        double[] a = [4, 9, 2, 7], scaled = [.. a.Select(x => Math.ScaleB(x, -1070))];
        Assert.Equal(-1, DeclaredKernels.Cholesky2(a));
        Assert.Equal(-1, DeclaredKernels.Cholesky2(scaled));
        Assert.Equal(Math.ScaleB(9, -1070), scaled[1]);
        Assert.Equal([Math.ScaleB(a[0], -535), Math.ScaleB(a[2], -535), Math.ScaleB(a[3], -535)], [scaled[0], scaled[2], scaled[3]]);
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(0, double.NaN)]
    [InlineData(3, -1.0)]
    [InlineData(3, double.PositiveInfinity)]
    [InlineData(5, double.NaN)]
    [InlineData(5, 0.0)]
    public void AFailedPivot_IsNamed_AndTheColumnsBeforeItAreRight(int pivot, double value)
    {
        double[] whole = Identity(6, 4.0), a = Identity(6, 4.0);
        a[pivot * 7] = value;
        a[1] = 77;
        Assert.Equal(-1, DeclaredKernels.Cholesky6(whole));
        Assert.Equal(pivot, DeclaredKernels.Cholesky6(a));
        Assert.Equal(77, a[1]);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(j < pivot ? whole[(6 * i) + j] : double.NaN, a[(6 * i) + j]);
            }
        }
    }

    [Fact]
    public void WrongLengths_ThrowBeforeTheFirstWrite()
    {
        double[] memory = Identity(9, 1.0);
        Assert.Throws<ArgumentException>("a", () => DeclaredKernels.Cholesky6(memory.AsSpan(0, 37)));
        Assert.Throws<ArgumentException>("a", () => DeclaredKernels.Cholesky6(memory.AsSpan(0, 37), new int[1]));
        Assert.Throws<ArgumentException>("failed", () => DeclaredKernels.Cholesky6(memory.AsSpan(0, 36), new int[2]));
        Assert.Equal(Identity(9, 1.0), memory);
    }

    private static double[] Identity(int n, double value) => [.. Enumerable.Range(0, n * n).Select(e => e % (n + 1) == 0 ? value : 0)];

    private static void Ratios<T>(int[] exponents)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (CholeskyCase<T> kernel in KernelCases.Cholesky<T>())
        {
            int n = kernel.N;
            foreach (double condition in new[] { 1.0, 1e2, 1e6, 1e13 })
            {
                foreach (int exponent in exponents)
                {
                    string context = $"{n}, condition {condition}, 2^{exponent} {typeof(T).Name}";
                    Matrix<T> a = Gallery.PositiveDefinite(n, condition, 3).As<T>();
                    T[] l = [.. a.Data.Select(x => T.ScaleB(x, exponent))];
                    double[,] before = Dense.Generate(n, n, (i, j) => double.CreateChecked(a[Math.Max(i, j), Math.Min(i, j)]));
                    _ = NaiveSolve.Cholesky(before, out int naive);
                    int failed = kernel.One(l);
                    if (failed >= 0 && condition > (typeof(T) == typeof(double) ? 1e12 : 1e4))
                    {
                        // not definite in this precision
                        continue;
                    }

                    Assert.Equal(naive, failed);
                    double[,] lower = Dense.Generate(n, n, (i, j) => i < j ? 0 : Math.ScaleB(double.CreateChecked(l[(n * i) + j]), -exponent / 2));
                    double[,] rest = Scaled(before, lower);
                    double ratio = Dense.OneNorm(rest) / (n * Dense.OneNorm(before) * (typeof(T) == typeof(double) ? 1.1102230246251565e-16 : 5.9604644775390625e-8));
                    RatioAssert.AtMost(ratio, context: context);
                }
            }
        }
    }

    /// <summary>A − L·Lᵀ.</summary>
    private static double[,] Scaled(double[,] a, double[,] lower)
    {
        double[,] product = Dense.Multiply(lower, Dense.Transpose(lower));
        return Dense.Generate(a.GetLength(0), a.GetLength(0), (i, j) => a[i, j] - product[i, j]);
    }

    private static void Batches<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (CholeskyCase<T> kernel in KernelCases.Cholesky<T>())
        {
            int n = kernel.N, size = n * n;
            List<T> data = [.. KernelCases.Batch<T>(n, n).Take(20 * size)];
            for (ulong seed = 0; seed < 20; seed++)
            {
                data.InsertRange((int)seed * 2 * size, Gallery.PositiveDefinite(n, 100, seed).As<T>().Data);
            }

            for (int count = 0; count <= 40; count += count < 20 ? 1 : 20)
            {
                T[] one = [.. data.Take(count * size)], many = [.. one];
                int[] failed = new int[count], expected = new int[count];
                int failures = kernel.Many(many, failed);
                for (int i = 0; i < count; i++)
                {
                    expected[i] = kernel.One(one.AsSpan(i * size, size));
                }

                Assert.Equal(expected, failed);
                Assert.Equal(failed.Count(pivot => pivot >= 0), failures);
                Assert.True(KernelCases.Same<T>(one, many), $"{count} of {n} {typeof(T).Name}");
            }
        }
    }
}
