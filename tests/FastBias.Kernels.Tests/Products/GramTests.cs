using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>The Gram matrix: exactly symmetric, and to the bit what the product of transpose and matrix gives.</summary>
public abstract class GramTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Equals_the_general_product_and_is_symmetric(Isa isa)
    {
        TestRandom random = new(1);
        foreach (int n in (int[])[0, 1, 2, 3, 5, 7, 8, 9, 16, 23, 24, 25, 33, 48, 49, 50, 97, 130])
        {
            foreach (int m in (int[])[0, 1, 2, 9, 40, 257])
            {
                foreach (StrideKind kind in (StrideKind[])[StrideKind.Unit, StrideKind.Transposed, StrideKind.Padded, StrideKind.General, StrideKind.ZeroRows])
                {
                    Check(isa, new StridedMatrix<T>(random.UniformMatrix<T>(m, n), kind), n, StrideLayout.OutputKinds[(m + n) % StrideLayout.OutputKinds.Count]);
                }
            }
        }
    }

    /// <summary>Sizes with a last panel of each kind and several blocks of columns, of which a thread has some rows.</summary>
    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Blocks_of_columns_and_rows_of_threads_change_no_bit(Isa isa)
    {
        TestRandom random = new(4);
        T alpha = T.CreateTruncating(1.3), beta = T.CreateTruncating(0.7);
        foreach ((int n, int m, int threads) in ((int, int, int)[])[(57, 300, 1), (121, 60, 1), (241, 260, 1), (241, 260, 2), (529, 258, 1), (529, 258, 3), (1001, 257, 1), (1001, 257, 5)])
        {
            Matrix<T> a = random.UniformMatrix<T>(m, n), c = new(n, n), expected = new(n, n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    expected[i, j] = expected[j, i] = T.CreateTruncating((i * j % 7) - 3);
                    c[i, j] = j <= i ? expected[i, j] : T.NaN;
                }
            }

            Gemm.Gram(Kernels<T>.For(isa), c.AsSpan(), a, alpha, beta, Parallelism.Threads(threads));
            Gemm.Multiply(Kernels<T>.For(isa), expected.AsSpan(), a.Transposed, a, alpha, beta);
            Bits.AssertEqual<T>(expected, c, $"{isa}, {n} columns, {m} rows, {threads} threads");
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Matrix<T> a = new TestRandom(2).UniformMatrix<T>(301, 411), expected = new(411, 411);
        Product.Multiply(expected.AsSpan(), a.Transposed, a);
        foreach (int threads in (int[])[1, 2, 3, 4, 7, 8, 16])
        {
            Matrix<T> c = new(411, 411);
            Product.Gram(c.AsSpan(), a, Parallelism.Threads(threads));
            Bits.AssertEqual<T>(expected, c, $"{threads} threads");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void With_a_factor_of_C_the_lower_triangle_counts_whatever_the_layout(int n)
    {
        TestRandom random = new(3);
        Matrix<T> a = random.UniformMatrix<T>(7, n), symmetric = random.UniformMatrix<T>(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                symmetric[i, j] = symmetric[j, i];
            }
        }

        T beta = T.CreateTruncating(0.7);
        foreach (T alpha in (T[])[T.One, T.Zero])
        {
            Matrix<T> expected = ChainOracle.Multiply<T>(symmetric, a.Transposed, a, alpha, beta);
            foreach (StrideKind kind in StrideLayout.OutputKinds)
            {
                StridedMatrix<T> full = new(symmetric, kind), lower = new(symmetric, kind);
                for (int i = 0; i < n; i++)
                {
                    for (int j = i + 1; j < n; j++)
                    {
                        lower.Span[i, j] = T.NaN;
                    }
                }

                Product.Gram(full.Span, a, alpha, beta);
                Bits.AssertEqual(expected, full.View, $"{kind}");
                Product.Gram(lower.Span, a, alpha, beta);
                Bits.AssertEqual(expected, lower.View, $"{kind}, upper triangle NaN");
            }
        }
    }

    [Fact]
    public void Wrong_shapes_and_overlap_are_refused_before_the_first_write()
    {
        Matrix<T> a = new(4, 3), c = new(3, 4);
        Assert.Throws<ArgumentException>(() => Product.Gram(c.AsSpan(), a));
        Matrix<T> both = new(6, 6);
        Array.Fill(both.Data, T.One);
        Assert.Throws<ArgumentException>(() => Product.Gram(both.Slice(0, 0, 3, 3), both.Slice(2, 2, 4, 3)));
        Assert.All(both.Data, value => Assert.Equal(T.One, value));
        Product.Gram(both.Slice(0, 0, 3, 3), both.Slice(0, 3, 6, 3));
        Assert.Equal(T.CreateChecked(6), both[2, 1]);
    }

    private static void Check(Isa isa, StridedMatrix<T> a, int n, StrideKind kind)
    {
        StridedMatrix<T> gram = new(n, n, kind);
        Gemm.Gram(Kernels<T>.For(isa), gram.Span, a.View, T.CreateTruncating(-0.3), T.Zero);
        Matrix<T> c = new(n, n);
        Gemm.Multiply(Kernels<T>.For(isa), c.AsSpan(), a.View.Transposed, a.View, T.CreateTruncating(-0.3), T.Zero);
        Bits.AssertEqual(c, gram.View, $"{isa} {a} into {kind}");
        Bits.AssertEqual(gram.View, gram.View.Transposed, $"{isa} {a}: symmetry");
        gram.AssertPaddingUntouched();
        a.AssertPaddingUntouched();
    }
}

public sealed class GramTestsOfDouble : GramTests<double>;

public sealed class GramTestsOfSingle : GramTests<float>;
