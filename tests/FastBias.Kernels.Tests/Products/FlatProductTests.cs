using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Products of a few rows: the bits of the chain at the edges of groups of lines, pieces of chains and blocks of columns.</summary>
public abstract unsafe class FlatProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_factors = [T.One, T.Zero, T.NegativeOne, T.CreateTruncating(0.3)];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Lines_left_over_and_pieces_of_chains(Isa isa)
    {
        TestRandom random = new(1);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int number = 0;
        foreach (int k in (int[])[1, 15, 16, 17, 255, 256, 257, 513])
        {
            foreach (int n in (int[])[1, kernels.VectorElements + 1, kernels.GemvColumnCount, (2 * kernels.GemvColumnCount) + 3])
            {
                for (int m = 1; 2 * m <= 3 * kernels.TileRows; m++, number++)
                {
                    Check(random, kernels, m, n, k, s_factors[number % 4 == 1 ? 0 : number % 4], s_factors[number / 4 % 4]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Columns_at_the_edges_of_blocks(Isa isa)
    {
        TestRandom random = new(2);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int block = kernels.Blocks.DirectElements / 32;
        foreach (int n in (int[])[block - 1, block, block + 1])
        {
            Check(random, kernels, 2, n, 17, T.One, T.One);
        }
    }

    /// <summary>Through the public way in: few rows with B beyond the second-level cache by rows, and few rows with B by columns, which is read as the transpose.</summary>
    [Fact]
    public void The_shapes_at_which_it_begins_and_ends()
    {
        TestRandom random = new(3);
        foreach (Isa isa in Isas.List.Where(IsaSelection.IsSupported))
        {
            KernelTable<T> kernels = Kernels<T>.For(isa);
            int n = (kernels.Blocks.DirectElements / 300) + 1;
            foreach (int m in (int[])[2, 4, 5, kernels.TileRows, kernels.TileRows + 1, 3 * kernels.TileRows / 2, (3 * kernels.TileRows / 2) + 1])
            {
                Public(random, kernels, m, n, 300, transposed: false);
                Public(random, kernels, m, n - 1, 300, transposed: false);
            }

            ByColumns(random, kernels, 5, n, 300);
            foreach (int m in (int[])[kernels.VectorElements - 1, kernels.VectorElements, kernels.TileColumns, kernels.TileColumns + 1])
            {
                Public(random, kernels, Math.Max(m, 2), (8 * m) + 90, 270, transposed: true);
                Public(random, kernels, Math.Max(m, 2), (1 << 14) + 3, 20, transposed: true);
            }
        }
    }

    private static void Public(TestRandom random, KernelTable<T> kernels, int m, int n, int k, bool transposed)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), c = random.WideExponentMatrix<T>(m, n, -12, 12);
        Matrix<T> stored = transposed ? random.WideExponentMatrix<T>(n, k, -12, 12) : random.WideExponentMatrix<T>(k, n, -12, 12);
        ReadOnlyMatrixSpan<T> b = transposed ? stored.AsSpan().Transposed : stored.AsSpan();
        T alpha = T.CreateTruncating(0.3);
        Matrix<T> expected = ChainOracle.Route(c.AsSpan(), a.AsSpan(), b, alpha, T.NegativeOne);
        Gemm.Multiply(kernels, c.AsSpan(), a, b, alpha, T.NegativeOne);
        Bits.AssertEqual<T>(expected, c, $"{kernels.Isa} {m}x{n}x{k} {transposed}");
    }

    /// <summary>The same with an A by columns, whose sliver is a copy.</summary>
    private static void ByColumns(TestRandom random, KernelTable<T> kernels, int m, int n, int k)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(k, m, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = random.WideExponentMatrix<T>(m, n, -12, 12);
        Matrix<T> expected = ChainOracle.Route(c.AsSpan(), a.AsSpan().Transposed, b.AsSpan(), T.One, T.One);
        Gemm.Multiply(kernels, c.AsSpan(), a.AsSpan().Transposed, b.AsSpan(), T.One, T.One);
        Bits.AssertEqual<T>(expected, c, $"{kernels.Isa} {m}x{n}x{k} A by columns");
    }

    private static void Check(TestRandom random, KernelTable<T> kernels, int m, int n, int k, T alpha, T beta)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = random.WideExponentMatrix<T>(m, n, -12, 12);
        Matrix<T> expected = ChainOracle.Multiply<T>(c, a, b, alpha, beta);
        if (beta == T.Zero)
        {
            // It must not be read.
            c.AsSpan().Fill(T.NaN);
        }

        fixed (T* pa = a.Data, pb = b.Data, pc = c.Data)
        {
            GemmProblem<T> problem = new()
            {
                M = m, N = n, K = k, A = pa, ARow = k, AColumn = 1, B = pb, BRow = n, BColumn = 1, C = pc, CRow = n, CColumn = 1, Alpha = alpha, Beta = beta,
            };
            FlatProduct<T>.Run(kernels, problem, default);
        }

        Bits.AssertEqual<T>(expected, c, $"{kernels.Isa} {m}x{n}x{k} alpha {alpha} beta {beta}");
    }
}

public sealed class FlatProductTestsOfDouble : FlatProductTests<double>;

public sealed class FlatProductTestsOfSingle : FlatProductTests<float>;
