using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests;

/// <summary><c>[SvdKernel]</c>: LAPACK's ratios on the gallery, batches with the bits of single matrices, exact scaling, policy.</summary>
public class SvdKernelTests
{
    [Fact]
    public void OnTheGallery_TheRatiosAreSmall()
    {
        Ratios<double>();
        Ratios<float>();
    }

    [Fact]
    public void ABatch_HasTheBitsOfSingleMatrices()
    {
        Batches<double>();
        Batches<float>();
    }

    [Fact]
    public void ScalingByAPowerOfTwo_ScalesTheValuesExactly_DownToSubnormalMatrices()
    {
        Scaling<double>(-1060);
        Scaling<double>(1010);
        Scaling<float>(-145);
        Scaling<float>(118);
    }

    [Fact]
    public void NonFiniteInput_GivesNaN_AndSaysSo()
    {
        double[] u = new double[9], s = new double[3], vt = new double[9];
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Equal(-1, DeclaredKernels.Svd3x3([1, 2, 3, 4, 5, bad, 7, 8, 9], u, s, vt));
            Assert.All(u.Concat(s).Concat(vt), value => Assert.True(double.IsNaN(value)));
        }

        Assert.Equal(0, DeclaredKernels.Svd3x3([3, 0, 0, 0, 2, 0, 0, 0, 1], u, s, vt));
        Assert.Equal([3.0, 2.0, 1.0], s);
    }

    [Fact]
    public void WrongLengths_AndOverlap_ThrowBeforeTheFirstWrite()
    {
        double[] memory = new double[40];
        Assert.Throws<ArgumentException>("a", () => DeclaredKernels.Svd3x3(memory.AsSpan(0, 8), memory.AsSpan(9, 9), memory.AsSpan(18, 3), memory.AsSpan(21, 9)));
        Assert.Throws<ArgumentException>("s", () => DeclaredKernels.Svd3x3(memory.AsSpan(0, 9), memory.AsSpan(9, 9), memory.AsSpan(18, 4), memory.AsSpan(22, 9)));
        Assert.Throws<ArgumentException>("u", () => DeclaredKernels.Svd3x3(memory.AsSpan(0, 9), memory.AsSpan(8, 9), memory.AsSpan(18, 3), memory.AsSpan(21, 9)));
        Assert.Throws<ArgumentException>("vt", () => DeclaredKernels.Svd3x3(memory.AsSpan(0, 9), memory.AsSpan(9, 9), memory.AsSpan(18, 3), memory.AsSpan(20, 9)));
        Assert.Throws<ArgumentException>("status", () => DeclaredKernels.Svd3x3(memory.AsSpan(0, 9), memory.AsSpan(9, 9), memory.AsSpan(18, 3), memory.AsSpan(21, 9), new int[2]));
        Assert.All(memory, value => Assert.Equal(0, value));
    }

    private static void Ratios<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (SvdCase<T> kernel in KernelCases.Svd<T>())
        {
            (int m, int n, int k) = (kernel.M, kernel.N, Math.Min(kernel.M, kernel.N));
            foreach ((string name, Matrix<T> a) in KernelCases.Shaped<T>(m, n))
            {
                string context = $"{name} {m}x{n} {typeof(T).Name}";
                Matrix<T> u = new(m, k), vt = new(k, n);
                T[] s = new T[k];
                int sweeps = kernel.One(a.Data, u.Data, s, vt.Data);
                Assert.True(sweeps is >= 0 and <= 20, $"{context}: {sweeps} sweeps");
                RatioAssert.AtMost(SvdRatio.Reconstruction<T>(a, u, s, vt), context: context);
                RatioAssert.AtMost(SvdRatio.OrthogonalColumns<T>(u), context: context);
                RatioAssert.AtMost(SvdRatio.OrthogonalRows<T>(vt), context: context);
                RatioAssert.AtMost(SvdRatio.Order<T>(s), context: context);
            }
        }
    }

    private static void Batches<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (SvdCase<T> kernel in KernelCases.Svd<T>())
        {
            (int m, int n, int k) = (kernel.M, kernel.N, Math.Min(kernel.M, kernel.N));
            T[] all = KernelCases.Batch<T>(m, n);
            int size = m * n;
            for (int count = 0; count <= Math.Min(all.Length / size, 40); count += count < 20 ? 1 : 20)
            {
                ReadOnlySpan<T> a = all.AsSpan(0, count * size);
                T[] u = new T[count * m * k], s = new T[count * k], vt = new T[count * k * n], oneU = new T[u.Length], oneS = new T[s.Length], oneVt = new T[vt.Length];
                int[] status = new int[count], one = new int[count];
                int failures = kernel.Many(a, u, s, vt, status);
                for (int i = 0; i < count; i++)
                {
                    one[i] = kernel.One(a.Slice(i * size, size), oneU.AsSpan(i * m * k, m * k), oneS.AsSpan(i * k, k), oneVt.AsSpan(i * k * n, k * n));
                }

                Assert.Equal(one, status);
                Assert.Equal(status.Count(outcome => outcome < 0), failures);
                Assert.True(
                    KernelCases.Same<T>(oneU, u) && KernelCases.Same<T>(oneS, s) && KernelCases.Same<T>(oneVt, vt), $"{count} of {m}x{n} {typeof(T).Name}");
            }
        }
    }

    private static void Scaling<T>(int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> integers = new TestRandom(5).IntegerMatrix<T>(7, 2);
        T[] scaled = [.. integers.Data.Select(x => T.ScaleB(x, exponent))];
        T[] u = new T[14], s = new T[2], vt = new T[4], scaledU = new T[14], scaledS = new T[2], scaledVt = new T[4];
        SvdCase<T> kernel = KernelCases.Svd<T>().Single(candidate => candidate is { M: 7, N: 2 });
        Assert.Equal(kernel.One(integers.Data, u, s, vt), kernel.One(scaled, scaledU, scaledS, scaledVt));
        Assert.True(KernelCases.Same<T>(u, scaledU) && KernelCases.Same<T>(vt, scaledVt));
        Assert.Equal(s.Select(value => T.ScaleB(value, exponent)), scaledS);
    }
}
