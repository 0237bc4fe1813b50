using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>A reflector on rows: four chains a column (ADR 0001), every stripe width, canaries in the gaps.</summary>
public abstract class ReflectorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Every_width_and_height(Isa isa)
    {
        TestRandom random = new(1);
        for (int m = 0; m <= 11; m++)
        {
            for (int n = 0; n <= 140; n += n < 70 ? 1 : 7)
            {
                Check(isa, random, m, n, n % 3 == 0 ? StrideKind.Unit : n % 3 == 1 ? StrideKind.Padded : StrideKind.NegativeRows);
            }
        }

        Check(isa, random, 300, 37, StrideKind.Padded);
    }

    [Fact]
    public void One_column_may_have_any_column_stride_more_may_not()
    {
        T[] data = [T.One, T.Zero, T.One, T.Zero], v = [T.One, T.One], work = new T[2];
        Reflector.Apply(new MatrixSpan<T>(data, 0, 2, 1, 2, 7), v, T.One, work);
        Assert.Equal([T.NegativeOne, T.Zero, T.NegativeOne, T.Zero], data);
        Assert.Throws<ArgumentException>(() => Reflector.Apply(new MatrixSpan<T>(data, 0, 2, 2, 1, 2), v, T.One, work));
    }

    [Fact]
    public void A_Householder_vector_annihilates()
    {
        // v = x ± ‖x‖e₁ with x = (3, 4): (8, 4), tau = 2/‖v‖² = 1/40; H·x = (−5, 0).
        Matrix<T> a = new([T.CreateChecked(3), T.CreateChecked(4)], 2, 1);
        Reflector.Apply(a.AsSpan(), [T.CreateChecked(8), T.CreateChecked(4)], T.One / T.CreateChecked(40), new T[1]);
        Assert.True(T.Abs(a[0, 0] + T.CreateChecked(5)) < T.CreateTruncating(1e-5));
        Assert.True(T.Abs(a[1, 0]) < T.CreateTruncating(1e-5));
    }

    private static void Check(Isa isa, TestRandom random, int m, int n, StrideKind kind)
    {
        Matrix<T> before = random.UniformMatrix<T>(m, n);
        StridedMatrix<T> a = new(before, kind);
        PoisonedVector<T> v = new(random.UniformVector<T>(m)), w = new(new T[n]);
        T tau = T.CreateTruncating(0.9);
        Reflector.Apply(Kernels<T>.For(isa), a.Span, v.Span, tau, w.Span);
        T[] chains = new T[4];
        for (int j = 0; j < n; j++)
        {
            Array.Clear(chains);
            for (int i = 0; i < m; i++)
            {
                chains[i % 4] = T.FusedMultiplyAdd(v.Span[i], before[i, j], chains[i % 4]);
            }

            T sum = tau * ((chains[0] + chains[2]) + (chains[1] + chains[3]));
            Bits.AssertEqual(sum, w.Span[j], $"{isa} {m}x{n} w[{j}]");
            for (int i = 0; i < m; i++)
            {
                Bits.AssertEqual(T.FusedMultiplyAdd(-v.Span[i], sum, before[i, j]), a.View[i, j], $"{isa} {m}x{n} ({i}, {j})");
            }
        }

        a.AssertPaddingUntouched();
        v.AssertUntouched();
        w.AssertUntouched();
    }
}

public sealed class ReflectorTestsOfDouble : ReflectorTests<double>;

public sealed class ReflectorTestsOfSingle : ReflectorTests<float>;
