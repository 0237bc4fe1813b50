using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Products with chains of a few steps: the bits of the chain at the edges of groups of rows, vectors and panels, for each depth that fits into the registers.</summary>
public abstract unsafe class ShortProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_factors = [T.One, T.Zero, T.NegativeOne, T.CreateTruncating(0.3)];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Every_depth_with_rows_left_over_and_partial_vectors(Isa isa)
    {
        TestRandom random = new(1);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int number = 0;
        for (int k = 1; k <= kernels.ShortDepth; k++)
        {
            foreach (int n in (int[])[1, kernels.VectorElements, (2 * kernels.VectorElements) + 1, (3 * kernels.VectorElements) - 1])
            {
                for (int m = 1; m <= 17; m += 1 + (number % 3), number++)
                {
                    Check(random, kernels, m, n, k, (StrideKind.Unit, StrideKind.Unit, StrideKind.Padded), s_factors[number % 4 == 1 ? 0 : number % 4], s_factors[number / 4 % 4]);
                }
            }
        }
    }

    /// <summary>Beyond what fits into the registers, by tiles: A by rows and by columns, rows and columns left over, one block of columns and two.</summary>
    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Longer_chains_by_tiles(Isa isa)
    {
        TestRandom random = new(5);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int number = 0, block = kernels.Blocks.DirectElements / 2 / 31;
        foreach (int k in (int[])[kernels.ShortDepth + 1, 13, 16, 31, 63])
        {
            foreach (int n in (int[])[1, kernels.VectorElements + 1, kernels.TileColumns, (2 * kernels.TileColumns) + 1])
            {
                for (int m = 1; m <= 35; m += 1 + (number % 7), number++)
                {
                    Check(random, kernels, m, n, k, (number % 2 == 0 ? StrideKind.Unit : StrideKind.Transposed, StrideKind.Unit, StrideKind.Padded), s_factors[number % 4 == 1 ? 0 : number % 4], s_factors[number / 4 % 4]);
                }
            }
        }

        Check(random, kernels, 3, block + 1, 31, (StrideKind.Unit, StrideKind.Transposed, StrideKind.Padded), T.One, T.Zero);
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Every_layout_of_the_operands(Isa isa)
    {
        TestRandom random = new(2);
        foreach (StrideKind a in StrideLayout.InputKinds)
        {
            foreach (StrideKind b in StrideLayout.InputKinds)
            {
                Check(random, Kernels<T>.For(isa), 11, 37, 4, (a, b, StrideKind.Padded), T.One, T.Zero);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Columns_at_the_edges_of_panels(Isa isa)
    {
        TestRandom random = new(3);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int panel = (1 << 15) / sizeof(T) / kernels.ShortDepth / kernels.VectorElements * kernels.VectorElements;
        foreach (int n in (int[])[panel - 1, panel, panel + 1, (2 * panel) + 1])
        {
            Check(random, kernels, 3, n, kernels.ShortDepth, (StrideKind.Unit, StrideKind.Unit, StrideKind.Padded), T.One, T.NegativeOne);
        }
    }

    /// <summary>Through the public way in: one row, column or step less or more takes another way to the same bits.</summary>
    [Fact]
    public void The_shapes_at_which_it_begins_and_ends()
    {
        TestRandom random = new(4);
        foreach (Isa isa in Isas.List.Where(IsaSelection.IsSupported))
        {
            KernelTable<T> kernels = Kernels<T>.For(isa);
            foreach (int m in (int[])[31, 32, 33])
            {
                foreach (int k in (int[])[kernels.ShortDepth, kernels.ShortDepth + 1])
                {
                    Public(random, kernels, m, 1000, k);
                    Public(random, kernels, 1000 + m, (2 * kernels.VectorElements) - 1, k);
                    Public(random, kernels, 1000 + m, 2 * kernels.VectorElements, k);
                }
            }

            foreach (int k in (int[])[13, 63, 64])
            {
                Public(random, kernels, 33, (4 * kernels.Blocks.DirectElements / 33) + 1, k);
            }
        }
    }

    private static void Public(TestRandom random, KernelTable<T> kernels, int m, int n, int k)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = new(m, n);
        Gemm.Multiply(kernels, c.AsSpan(), a, b, T.One, T.Zero);
        Bits.AssertEqual<T>(ChainOracle.Route<T>(c, a, b, T.One, T.Zero), c, $"{kernels.Isa} {m}x{n}x{k}");
    }

    private static void Check(TestRandom random, KernelTable<T> kernels, int m, int n, int k, (StrideKind A, StrideKind B, StrideKind C) kinds, T alpha, T beta)
    {
        StridedMatrix<T> a = Filled(random, m, k, kinds.A), b = Filled(random, k, n, kinds.B), c = Filled(random, m, n, kinds.C);
        Matrix<T> expected = ChainOracle.Multiply(c.View, a.View, b.View, alpha, beta);
        if (beta == T.Zero)
        {
            // It must not be read.
            c.Span.Fill(T.NaN);
        }

        ReadOnlyMatrixSpan<T> left = a.View, right = b.View;
        MatrixSpan<T> result = c.Span;
        fixed (T* pa = &left.Reference, pb = &right.Reference, pc = &result.Reference)
        {
            GemmProblem<T> problem = new()
            {
                M = m, N = n, K = k, A = pa, ARow = left.RowStride, AColumn = left.ColumnStride, B = pb, BRow = right.RowStride, BColumn = right.ColumnStride,
                C = pc, CRow = result.RowStride, CColumn = 1, Alpha = alpha, Beta = beta,
            };
            ShortProduct<T>.Run(kernels, problem, default);
        }

        Bits.AssertEqual(expected, c.View, $"{kernels.Isa} {m}x{n}x{k} {kinds} alpha {alpha} beta {beta}");
        c.AssertPaddingUntouched();
    }

    private static StridedMatrix<T> Filled(TestRandom random, int rows, int columns, StrideKind kind) =>
        new(random.WideExponentMatrix<T>(rows, columns, -12, 12), kind);
}

public sealed class ShortProductTestsOfDouble : ShortProductTests<double>;

public sealed class ShortProductTestsOfSingle : ShortProductTests<float>;
