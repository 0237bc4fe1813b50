using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests;

/// <summary><c>[QrKernel]</c>: LAPACK's ratios on the gallery, batches with the bits of single matrices, exact scaling, policy.</summary>
public class QrKernelTests
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
    public void ScalingByAPowerOfTwo_ScalesR_AndLeavesTheReflectors()
    {
        foreach (int exponent in new[] { -1000, 900 })
        {
            double[] a = new TestRandom(6).IntegerMatrix<double>(7, 3).Data, scaled = [.. a.Select(x => Math.ScaleB(x, exponent))];
            double[] tau = new double[3], scaledTau = new double[3];
            DeclaredKernels.Qr7x3(a, tau);
            DeclaredKernels.Qr7x3(scaled, scaledTau);
            Assert.Equal(tau, scaledTau);
            for (int e = 0; e < a.Length; e++)
            {
                Assert.Equal(e / 3 <= e % 3 ? Math.ScaleB(a[e], exponent) : a[e], scaled[e]);
            }
        }
    }

    [Fact]
    public void ColumnsOfZeros_HaveNoReflector_AndNaNShowsOnTheDiagonal()
    {
        double[] a = new double[16], tau = [9, 9, 9, 9];
        DeclaredKernels.Qr4x4(a, tau);
        Assert.All(a.Concat(tau), value => Assert.Equal(0, value));
        a[5] = double.NaN;
        DeclaredKernels.Qr4x4(a, tau);
        Assert.True(double.IsNaN(a[5]) && double.IsNaN(tau[1]));
    }

    [Fact]
    public void WrongLengths_AndOverlap_ThrowBeforeTheFirstWrite()
    {
        float[] memory = new float[40];
        Array.Fill(memory, 3);
        Assert.Throws<ArgumentException>("a", () => DeclaredKernels.Qr4x4(memory.AsSpan(0, 17), memory.AsSpan(20, 4)));
        Assert.Throws<ArgumentException>("tau", () => DeclaredKernels.Qr4x4(memory.AsSpan(0, 16), memory.AsSpan(20, 5)));
        Assert.Throws<ArgumentException>("tau", () => DeclaredKernels.Qr4x4(memory.AsSpan(0, 16), memory.AsSpan(15, 4)));
        Assert.Throws<ArgumentException>("tau", () => DeclaredKernels.Qrs4x4(memory.AsSpan(0, 16), memory.AsSpan(16, 8)));
        Assert.All(memory, value => Assert.Equal(3, value));
    }

    private static void Ratios<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (QrCase<T> kernel in KernelCases.Qr<T>())
        {
            foreach ((string name, Matrix<T> a) in KernelCases.Shaped<T>(kernel.M, kernel.N))
            {
                string context = $"{name} {kernel.M}x{kernel.N} {typeof(T).Name}";
                Matrix<T> packed = a.Clone();
                T[] tau = new T[Math.Min(kernel.M, kernel.N)];
                kernel.One(packed.Data, tau);
                (Matrix<T> q, Matrix<T> r) = Unpack(packed, tau);
                RatioAssert.AtMost(QrRatio.Reconstruction<T>(a, q, r), context: context);
                RatioAssert.AtMost(QrRatio.Orthogonality<T>(q), context: context);
            }
        }
    }

    /// <summary>The full Q, formed in double, and R.</summary>
    private static (Matrix<T> Q, Matrix<T> R) Unpack<T>(Matrix<T> packed, T[] tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = packed.Rows;
        double[,] q = Reference.Dense.Identity(m, m);
        for (int k = tau.Length - 1; k >= 0; k--)
        {
            double[] v = [.. Enumerable.Range(0, m).Select(i => i < k ? 0 : i == k ? 1 : double.CreateChecked(packed[i, k]))];
            for (int j = 0; j < m; j++)
            {
                double w = double.CreateChecked(tau[k]) * Enumerable.Range(k, m - k).Sum(i => v[i] * q[i, j]);
                for (int i = k; i < m; i++)
                {
                    q[i, j] -= v[i] * w;
                }
            }
        }

        Matrix<T> orthogonal = new(m, m), r = packed.Clone();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                orthogonal[i, j] = T.CreateTruncating(q[i, j]);
            }

            for (int j = 0; j < Math.Min(i, packed.Columns); j++)
            {
                r[i, j] = T.Zero;
            }
        }

        return (orthogonal, r);
    }

    private static void Batches<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (QrCase<T> kernel in KernelCases.Qr<T>())
        {
            T[] all = KernelCases.Batch<T>(kernel.M, kernel.N);
            int size = kernel.M * kernel.N, few = Math.Min(kernel.M, kernel.N);
            for (int count = 0; count <= Math.Min(all.Length / size, 40); count += count < 20 ? 1 : 20)
            {
                T[] one = all[..(count * size)], many = [.. one], oneTau = new T[count * few], manyTau = new T[count * few];
                kernel.Many(many, manyTau);
                for (int i = 0; i < count; i++)
                {
                    kernel.One(one.AsSpan(i * size, size), oneTau.AsSpan(i * few, few));
                }

                Assert.True(KernelCases.Same<T>(one, many) && KernelCases.Same<T>(oneTau, manyTau), $"{count} of {kernel.M}x{kernel.N} {typeof(T).Name}");
            }
        }
    }
}
