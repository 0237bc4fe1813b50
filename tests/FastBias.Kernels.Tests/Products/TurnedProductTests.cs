using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Products of a few columns with A by rows, and of a few rows with B by columns: the bits of the chain at the edges of blocks of columns, blocks of steps, pieces of chains and groups of rows.</summary>
public abstract unsafe class TurnedProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_factors = [T.One, T.Zero, T.NegativeOne, T.CreateTruncating(0.3)];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Blocks_and_steps_left_over_and_pieces_of_chains(Isa isa)
    {
        TestRandom random = new(1);
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int lanes = kernels.VectorElements, number = 0;
        foreach (int k in (int[])[16, 17, 31, 255, 256, 257, 519])
        {
            foreach (int many in (int[])[Math.Max(9, 2 * lanes), Math.Max(9, 2 * lanes) + 1, (5 * lanes) + 8, 256, 257, 511, 512 + lanes])
            {
                int few = 2 + (number % 7);
                T alpha = s_factors[number % 4 == 1 ? 0 : number % 4], beta = s_factors[number / 4 % 4];
                Check(random, kernels, many, few, k, alpha, beta, packed: number % 3 == 0);
                Check(random, kernels, few, many, k, alpha, beta, packed: true);
                number++;
            }
        }
    }

    /// <summary>Through the public way in, where it begins and ends: by the number of lines, their length, and the steps; results by rows and by columns, and A or B of any layout.</summary>
    [Fact]
    public void The_shapes_at_which_it_begins_and_ends()
    {
        TestRandom random = new(2);
        foreach (Isa isa in Isas.List.Where(IsaSelection.IsSupported))
        {
            KernelTable<T> kernels = Kernels<T>.For(isa);
            int lanes = kernels.VectorElements, number = 0;
            foreach (int few in (int[])[2, 3, 4, 5, 7, 8, 9])
            {
                foreach ((int many, int k) in ((int, int)[])[((2 * lanes) - 1, 300), (2 * lanes, 300), (8 * lanes, 32), ((8 * lanes) + 1, 31), (129, 15), (129, 16), (300, 70)])
                {
                    Public(random, kernels, many, few, k, number);
                    Public(random, kernels, few, many, k, number++);
                }
            }
        }
    }

    /// <summary>What is beside the operands is neither written nor has a part in the sums.</summary>
    [Fact]
    public void Not_a_number_stays_in_its_row()
    {
        foreach (Isa isa in Isas.List.Where(IsaSelection.IsSupported))
        {
            KernelTable<T> kernels = Kernels<T>.For(isa);
            TestRandom random = new(3);
            Matrix<T> a = random.WideExponentMatrix<T>(70, 45, -3, 3), b = random.WideExponentMatrix<T>(45, 2, -3, 3), c = new(70, 2), clean = new(70, 2);
            Gemm.Multiply(kernels, clean.AsSpan(), a, b, T.One, T.Zero);
            a[33, 44] = T.NaN;
            a[69, 0] = T.PositiveInfinity;
            Gemm.Multiply(kernels, c.AsSpan(), a, b, T.One, T.Zero);
            for (int i = 0; i < 70; i++)
            {
                for (int j = 0; j < 2; j++)
                {
                    Assert.True(i == 33 ? T.IsNaN(c[i, j]) : i == 69 ? !T.IsFinite(c[i, j]) : c[i, j] == clean[i, j], $"{isa} {i} {j}");
                }
            }
        }
    }

    private static void Public(TestRandom random, KernelTable<T> kernels, int m, int n, int k, int layout)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = random.WideExponentMatrix<T>(m, n, -12, 12);
        Matrix<T> aColumns = Copy(a.AsSpan().Transposed), bColumns = Copy(b.AsSpan().Transposed), cColumns = Copy(c.AsSpan().Transposed);
        ReadOnlyMatrixSpan<T> left = layout % 4 == 3 ? aColumns.AsSpan().Transposed : a.AsSpan(), right = layout % 2 == 0 ? bColumns.AsSpan().Transposed : b.AsSpan();
        MatrixSpan<T> result = layout % 3 == 0 ? cColumns.AsSpan().Transposed : c.AsSpan();
        T alpha = s_factors[layout % 3 == 0 ? 0 : 3], beta = s_factors[layout % 4];
        Matrix<T> expected = ChainOracle.Route(result, left, right, alpha, beta);
        Gemm.Multiply(kernels, result, left, right, alpha, beta);
        Bits.AssertEqual<T>(expected, result, $"{kernels.Isa} {m}x{n}x{k} layout {layout}");
    }

    /// <summary>The longer of C's sides is what is turned; the few lines of the other operand lie as the kernel wants them, or not.</summary>
    private static void Check(TestRandom random, KernelTable<T> kernels, int m, int n, int k, T alpha, T beta, bool packed)
    {
        bool narrow = n < m;
        int few = Math.Min(m, n);
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = random.WideExponentMatrix<T>(m, n, -12, 12);
        Matrix<T> expected = ChainOracle.Multiply<T>(c, a, b, alpha, beta);
        Matrix<T> across = Copy(b.AsSpan().Transposed), wide = new(k, few + 3);
        b.AsSpan().CopyTo(narrow ? wide.AsSpan().Slice(0, 0, k, few) : b.AsSpan());
        if (beta == T.Zero)
        {
            // It must not be read.
            c.AsSpan().Fill(T.NaN);
        }

        fixed (T* pa = a.Data, pb = b.Data, pw = wide.Data, px = across.Data, pc = c.Data)
        {
            GemmProblem<T> problem = new()
            {
                M = m, N = n, K = k, A = pa, ARow = k, AColumn = 1, C = pc, CRow = n, CColumn = 1, Alpha = alpha, Beta = beta,
                B = !narrow ? px : packed ? pb : pw, BRow = !narrow ? 1 : packed ? n : n + 3, BColumn = narrow ? 1 : k,
            };
            TurnedProduct<T>.Run(kernels, problem, default);
        }

        Bits.AssertEqual<T>(expected, c, $"{kernels.Isa} {m}x{n}x{k} alpha {alpha} beta {beta}");
    }

    private static Matrix<T> Copy(ReadOnlyMatrixSpan<T> view)
    {
        Matrix<T> copy = new(view.Rows, view.Columns);
        view.CopyTo(copy.AsSpan());
        return copy;
    }
}

public sealed class TurnedProductTestsOfDouble : TurnedProductTests<double>;

public sealed class TurnedProductTestsOfSingle : TurnedProductTests<float>;
