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
