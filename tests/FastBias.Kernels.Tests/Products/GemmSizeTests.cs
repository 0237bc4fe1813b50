using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Products of every small size, and of sizes at the edges of tiles, blocks and chains.</summary>
public abstract class GemmSizeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_factors = [T.Zero, T.One, T.NegativeOne, T.CreateTruncating(0.3)];

    /// <summary>One below, at and one above: rows and columns of tiles of every ISA, the rows from which B is packed, block columns.</summary>
    private static readonly int[] s_sizes = [1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 23, 24, 25, 47, 48, 49, 95, 96, 97, 239, 240, 241, 247, 248, 249];

    private static readonly int[] s_depths = [1, 3, 255, 256, 257, 511, 512, 513, 600];

    [Fact]
    public void Every_small_size_has_the_bits_of_the_chain()
    {
        TestRandom random = new(1);
        int number = 0;
        for (int m = 0; m <= 20; m++)
        {
            for (int n = 0; n <= 20; n++)
            {
                for (int k = 0; k <= 20; k++, number += 7)
                {
                    T alpha = s_factors[number % 4], beta = s_factors[number / 4 % 4];
                    Check(random, m, n, k, alpha, beta);
                }
            }
        }
    }

    [Fact]
    public void Every_pair_of_factors_with_every_depth_around_one_vector()
    {
        TestRandom random = new(2);
        foreach (T alpha in s_factors)
        {
            foreach (T beta in s_factors)
            {
                for (int size = 0; size <= 20; size++)
                {
                    Check(random, size, 20 - size, size + 3, alpha, beta);
                    Check(random, size, size, 257, alpha, beta);
                }
            }
        }
    }

    [Fact]
    public void Products_of_integers_are_exact()
    {
        TestRandom random = new(3);
        for (int m = 0; m <= 20; m++)
        {
            for (int n = 0; n <= 20; n++)
            {
                for (int k = 0; k <= 20; k++)
                {
                    Matrix<T> a = random.IntegerMatrix<T>(m, k, 500), b = random.IntegerMatrix<T>(k, n, 500), c = random.IntegerMatrix<T>(m, n, 500);
                    Matrix<T> exact = Exact(a, b, c);
                    foreach (Isa isa in Isas.List)
                    {
                        Matrix<T> result = c.Clone();
                        Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, T.CreateChecked(2), T.CreateChecked(-3));
                        Assert.True(exact.Data.AsSpan().SequenceEqual(result.Data), $"{isa} {m}x{n}x{k}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Sizes_at_the_edges_of_tiles_blocks_and_chains()
    {
        TestRandom random = new(4);
        for (int number = TestScale.Of(30); number > 0; number--)
        {
            int m = random.Pick(s_sizes), n = random.Pick(s_sizes), k = random.Pick(s_depths);
            Check(random, m, n, k, random.Pick(s_factors), random.Pick(s_factors));
        }
    }

    [Theory]
    [InlineData(600, 513, 257)]
    [InlineData(97, 600, 600)]
    [InlineData(3, 600, 513)]
    [InlineData(601, 3, 511)]
    public void Large_sizes(int m, int n, int k)
    {
        TestRandom random = new(5);
        Matrix<T> a = random.UniformMatrix<T>(m, k), b = random.UniformMatrix<T>(k, n), c = random.UniformMatrix<T>(m, n);
        Matrix<T> expected = ChainOracle.Multiply<T>(c, a, b, T.One, T.NegativeOne);
        foreach (Isa isa in Isas.List.Where(IsaSelection.IsSupported))
        {
            Matrix<T> result = c.Clone();
            Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, T.One, T.NegativeOne);
            Bits.AssertEqual<T>(expected, result, $"{isa} {m}x{n}x{k}");
        }
    }

    private static void Check(TestRandom random, int m, int n, int k, T alpha, T beta)
    {
        Matrix<T> a = random.WideExponentMatrix<T>(m, k, -12, 12), b = random.WideExponentMatrix<T>(k, n, -12, 12), c = random.UniformMatrix<T>(m, n);
        Matrix<T> expected = ChainOracle.Route<T>(c, a, b, alpha, beta);
        foreach (Isa isa in Isas.List)
        {
            Matrix<T> result = c.Clone();
            Gemm.Multiply(Kernels<T>.For(isa), result.AsSpan(), a, b, alpha, beta);
            Bits.AssertEqual<T>(expected, result, $"{isa} {m}x{n}x{k} alpha {alpha} beta {beta}");
        }
    }

    /// <summary>2·A·B − 3·C in integers; at most 20·500²·2 + 1500, which float holds too.</summary>
    private static Matrix<T> Exact(Matrix<T> a, Matrix<T> b, Matrix<T> c)
    {
        int[] left = Integers(a), right = Integers(b), sums = Integers(c);
        for (int i = 0; i < c.Rows; i++)
        {
            Span<int> row = sums.AsSpan(i * c.Columns, c.Columns);
            foreach (ref int sum in row)
            {
                sum *= -3;
            }

            for (int p = 0; p < a.Columns; p++)
            {
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] += 2 * left[(i * a.Columns) + p] * right[(p * c.Columns) + j];
                }
            }
        }

        return new(Array.ConvertAll(sums, T.CreateChecked), c.Rows, c.Columns);
    }

    private static int[] Integers(Matrix<T> a) => Array.ConvertAll(a.Data, int.CreateTruncating);
}

public sealed class GemmSizeTestsOfDouble : GemmSizeTests<double>;

public sealed class GemmSizeTestsOfSingle : GemmSizeTests<float>;
