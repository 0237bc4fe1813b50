using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Views of every layout: bits of the chain, canaries in every gap and at both ends unharmed.</summary>
public abstract class GemmStrideTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_triple_of_layouts()
    {
        TestRandom random = new(1);
        foreach (StrideKind a in StrideLayout.InputKinds)
        {
            foreach (StrideKind b in StrideLayout.InputKinds)
            {
                foreach (StrideKind c in StrideLayout.OutputKinds)
                {
                    Check(random, 9, 11, 5, a, b, c);
                }
            }
        }
    }

    [Fact]
    public void Every_pair_of_layouts_where_operands_are_packed()
    {
        TestRandom random = new(2);
        int number = 0;
        foreach (StrideKind a in StrideLayout.InputKinds)
        {
            foreach (StrideKind b in StrideLayout.InputKinds)
            {
                StrideKind c = StrideLayout.OutputKinds[number++ % StrideLayout.OutputKinds.Count];
                Check(random, 97, 51, 19, a, b, c);
                Check(random, 98, 3, 258, b, a, c);
                Check(random, 83, 4, 20, a, b, c);
            }
        }
    }

    /// <summary>Around the sizes that go straight to their tile, and the most of B that is transposed on the way.</summary>
    [Fact]
    public void Small_products_by_rows_and_by_columns_at_the_edges_of_what_is_small()
    {
        TestRandom random = new(5);
        StrideKind[] lines = [StrideKind.Unit, StrideKind.Padded, StrideKind.Transposed, StrideKind.TransposedPadded];
        (int M, int N, int K)[] shapes = [(2, 2, 1), (3, 4, 2), (12, 5, 12), (16, 2, 9), (17, 2, 9), (33, 4, 32), (34, 4, 33), (8, 33, 25), (8, 33, 26), (7, 32, 32), (33, 33, 32), (34, 33, 33)];
        foreach (StrideKind a in lines)
        {
            foreach (StrideKind b in lines)
            {
                foreach (StrideKind c in lines)
                {
                    (int m, int n, int k) = random.Pick(shapes);
                    Check(random, m, n, k, a, b, c);
                }
            }
        }

        foreach ((int m, int n, int k) in shapes)
        {
            Check(random, m, n, k, StrideKind.Transposed, StrideKind.Transposed, StrideKind.Padded);
            Check(random, m, n, k, StrideKind.Unit, StrideKind.Unit, StrideKind.TransposedPadded);
        }
    }

    /// <summary>Blocks of one matrix side by side, each range of addresses within the other's: no overlap, and the right bits; one column on, it is refused.</summary>
    [Fact]
    public void A_small_result_beside_its_transposed_operands_is_allowed_and_over_them_refused()
    {
        Matrix<T> all = new TestRandom(6).UniformMatrix<T>(6, 12), before = all.Clone();
        ReadOnlyMatrixSpan<T> a = before.AsSpan().Slice(0, 0, 4, 4).Transposed, b = before.AsSpan().Slice(0, 4, 4, 4).Transposed;
        Matrix<T> expected = ChainOracle.Multiply<T>(new Matrix<T>(4, 4), a, b, T.One, T.Zero);
        MatrixSpan<T> span = all.AsSpan();
        Product.Multiply(span.Slice(0, 8, 4, 4).Transposed, span.Slice(0, 0, 4, 4).Transposed, span.Slice(0, 4, 4, 4).Transposed);
        Bits.AssertEqual<T>(expected, Matrix<T>.Copy(all.AsSpan().Slice(0, 8, 4, 4).Transposed), "side by side");
        Assert.Throws<ArgumentException>(() => Product.Multiply(before.AsSpan().Slice(0, 7, 4, 4).Transposed, before.AsSpan().Slice(0, 0, 4, 4).Transposed, before.AsSpan().Slice(0, 4, 4, 4).Transposed));
        Assert.Throws<ArgumentException>(() => Product.Multiply(before.AsSpan().Slice(2, 3, 4, 4).Transposed, before.AsSpan().Slice(0, 0, 4, 4).Transposed, before.AsSpan().Slice(0, 8, 4, 4).Transposed));
    }

    [Fact]
    public void A_tall_result_of_a_transposed_operand_comes_in_pieces() =>
        Check(new TestRandom(4), (1 << 14) + 6, 3, 5, StrideKind.Transposed, StrideKind.Unit, StrideKind.Padded);

    [Fact]
    public void Every_layout_of_a_matrix_and_a_vector()
    {
        TestRandom random = new(3);
        foreach (StrideKind a in StrideLayout.InputKinds)
        {
            foreach (StrideKind b in StrideLayout.InputKinds)
            {
                foreach (StrideKind c in StrideLayout.OutputKinds)
                {
                    Check(random, 13, 1, 37, a, b, c);
                    Check(random, 1, 13, 70, a, b, c);
                    Check(random, 1, 1, 5, a, b, c);
                }
            }
        }
    }

    [Property(MaxTest = 200)]
    public void Any_product(ProductCase<T> product)
    {
        StridedMatrix<T> a = product.CreateA(), b = product.CreateB();
        T alpha = T.CreateTruncating(product.Alpha), beta = T.CreateTruncating(product.Beta);
        Matrix<T> expected = ChainOracle.Route<T>(product.CreateC().View, a.View, b.View, alpha, beta);
        foreach (Isa isa in Isas.List)
        {
            StridedMatrix<T> c = product.CreateC();
            Gemm.Multiply(Kernels<T>.For(isa), c.Span, a.View, b.View, alpha, beta);
            Bits.AssertEqual(expected, c.View, $"{isa}");
            c.AssertPaddingUntouched();
        }

        a.AssertPaddingUntouched();
        b.AssertPaddingUntouched();
    }

    private static void Check(TestRandom random, int m, int n, int k, StrideKind aKind, StrideKind bKind, StrideKind cKind)
    {
        StridedMatrix<T> a = new(random.UniformMatrix<T>(m, k), aKind), b = new(random.UniformMatrix<T>(k, n), bKind);
        Matrix<T> before = random.UniformMatrix<T>(m, n);
        T alpha = T.CreateTruncating(-0.7);
        foreach (T beta in (T[])[T.Zero, T.CreateTruncating(0.3)])
        {
            Matrix<T> expected = ChainOracle.Route<T>(before, a.View, b.View, alpha, beta);
            foreach (Isa isa in Isas.List)
            {
                StridedMatrix<T> c = beta == T.Zero ? new(m, n, cKind) : new(before, cKind);
                Gemm.Multiply(Kernels<T>.For(isa), c.Span, a.View, b.View, alpha, beta);
                Bits.AssertEqual(expected, c.View, $"{isa} {m}x{n}x{k} {aKind} {bKind} {cKind} beta {beta}");
                c.AssertPaddingUntouched();
            }
        }

        a.AssertPaddingUntouched();
        b.AssertPaddingUntouched();
    }
}

public sealed class GemmStrideTestsOfDouble : GemmStrideTests<double>;

public sealed class GemmStrideTestsOfSingle : GemmStrideTests<float>;
