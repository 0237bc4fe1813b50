using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>What is not read where a factor is zero, and where NaN and infinity go.</summary>
public abstract class GemmPolicyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int M, int N, int K)[] s_shapes =
        [(1, 1, 1), (1, 7, 3), (7, 1, 3), (5, 7, 6), (9, 25, 3), (97, 49, 5), (100, 2, 260), (3, 50, 300), (1, 70, 90), (70, 1, 90)];

    private static readonly T[] s_specials = [T.NaN, T.PositiveInfinity, T.NegativeInfinity];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Beta_zero_never_reads_C(Isa isa)
    {
        TestRandom random = new(1);
        foreach ((int m, int n, int k) in s_shapes)
        {
            foreach (StrideKind kind in StrideLayout.OutputKinds)
            {
                Matrix<T> a = random.UniformMatrix<T>(m, k), b = random.UniformMatrix<T>(k, n);
                StridedMatrix<T> c = new(m, n, kind);
                foreach (T zero in (T[])[T.Zero, T.NegativeZero])
                {
                    c.Span.Fill(T.NaN);
                    Gemm.Multiply(Kernels<T>.For(isa), c.Span, a, b, T.One, zero);
                    Bits.AssertEqual(ChainOracle.Route<T>(c.View, a, b, T.One, T.Zero), c.View, $"{isa} {m}x{n}x{k} {kind}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Alpha_zero_reads_neither_A_nor_B(Isa isa)
    {
        TestRandom random = new(2);
        foreach ((int m, int n, int k) in s_shapes)
        {
            StridedMatrix<T> a = new(m, k, StrideKind.Unit), b = new(k, n, StrideKind.Unit);
            foreach (T beta in (T[])[T.Zero, T.One, T.CreateTruncating(0.3)])
            {
                Matrix<T> before = random.UniformMatrix<T>(m, n), c = before.Clone();
                Gemm.Multiply(Kernels<T>.For(isa), c.AsSpan(), a.View, b.View, T.NegativeZero, beta);
                for (int i = 0; i < c.Data.Length; i++)
                {
                    Bits.AssertEqual(beta == T.Zero ? T.Zero : beta * before.Data[i], c.Data[i], $"{isa} {m}x{n}x{k} beta {beta}");
                }
            }
        }
    }

    [Fact]
    public void An_empty_inner_dimension_gives_beta_times_C()
    {
        Matrix<T> before = new TestRandom(3).UniformMatrix<T>(6, 5), a = new(6, 0), b = new(0, 5);
        foreach (T beta in (T[])[T.Zero, T.One, T.NegativeOne])
        {
            Matrix<T> c = before.Clone();
            Product.Multiply(c.AsSpan(), a, b, T.CreateTruncating(3), beta);
            Bits.AssertEqual<T>(ChainOracle.Multiply<T>(before, a, b, T.One, beta), c, $"beta {beta}");
        }

        Matrix<T> poisoned = before.Clone();
        Array.Fill(poisoned.Data, T.NaN);
        Product.Multiply(poisoned.AsSpan(), a, b);
        Assert.All(poisoned.Data, value => Bits.AssertEqual(T.Zero, value, "k = 0, beta = 0"));
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(0, 0, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    public void Empty_results(int m, int n, int k)
    {
        Product.Multiply(new Matrix<T>(m, n).AsSpan(), new Matrix<T>(m, k), new Matrix<T>(k, n));
        Product.Multiply(default, default, default(ReadOnlyMatrixSpan<T>));
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void A_special_value_reaches_exactly_the_elements_that_depend_on_it(Isa isa)
    {
        TestRandom random = new(4);
        foreach ((int m, int n, int k) in s_shapes)
        {
            Matrix<T> a = random.UniformMatrix<T>(m, k), b = random.UniformMatrix<T>(k, n), clean = Multiply(isa, a, b);
            int step = m * n * k < 1000 ? 1 : 37;
            for (int at = 0; at < a.Data.Length; at += step)
            {
                (int row, T saved) = (at / k, a.Data[at]);
                a.Data[at] = s_specials[at % 3];
                AssertReaches(clean, Multiply(isa, a, b), (i, _) => i == row, $"{isa} {m}x{n}x{k} A[{at}]");
                a.Data[at] = saved;
            }

            for (int at = 0; at < b.Data.Length; at += step)
            {
                (int column, T saved) = (at % n, b.Data[at]);
                b.Data[at] = s_specials[at % 3];
                AssertReaches(clean, Multiply(isa, a, b), (_, j) => j == column, $"{isa} {m}x{n}x{k} B[{at}]");
                b.Data[at] = saved;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Zeros_are_not_skipped(Isa isa)
    {
        foreach ((int m, int n, int k) in s_shapes)
        {
            Matrix<T> a = new(m, k), b = new(k, n);
            Array.Fill(b.Data, T.PositiveInfinity);
            Assert.All(Multiply(isa, a, b).Data, value => Assert.True(T.IsNaN(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void A_factor_that_is_NaN_or_infinite_acts_as_in_IEEE(Isa isa)
    {
        Matrix<T> a = new([T.One, T.One], 2, 1), b = new([T.One, T.One], 1, 2), c = new([T.One, T.One, T.One, T.Zero], 2, 2);
        Matrix<T> result = c.Clone();
        Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, T.NaN, T.Zero);
        Assert.All(result.Data, value => Assert.True(T.IsNaN(value)));
        result = c.Clone();
        Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, T.Zero, T.NaN);
        Assert.All(result.Data, value => Assert.True(T.IsNaN(value)));
        result = c.Clone();
        Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, T.One, T.PositiveInfinity);
        Assert.Equal([T.PositiveInfinity, T.PositiveInfinity, T.PositiveInfinity, T.NaN], result.Data);
    }

    private static Matrix<T> Multiply(Isa isa, Matrix<T> a, Matrix<T> b)
    {
        Matrix<T> c = new(a.Rows, b.Columns);
        Gemm.Multiply(Kernels<T>.For(isa), c.AsSpan(), a, b, T.One, T.Zero);
        return c;
    }

    private static void AssertReaches(Matrix<T> clean, Matrix<T> result, Func<int, int, bool> depends, string what)
    {
        for (int i = 0; i < clean.Rows; i++)
        {
            for (int j = 0; j < clean.Columns; j++)
            {
                bool right = depends(i, j) ? !T.IsFinite(result[i, j]) : Bits.Equal(clean[i, j], result[i, j]);
                Assert.True(right, $"{what}: C[{i}, {j}] = {result[i, j]}");
            }
        }
    }
}

public sealed class GemmPolicyTestsOfDouble : GemmPolicyTests<double>;

public sealed class GemmPolicyTestsOfSingle : GemmPolicyTests<float>;
