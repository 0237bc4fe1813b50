using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Matrix times vector by rows (lanes) and by columns (chains), and updates of rank one.</summary>
public abstract class VectorProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_small_size_in_both_layouts()
    {
        TestRandom random = new(1);
        foreach (int m in (int[])[1, 3, 4, 9])
        {
            for (int n = 0; n <= 140; n++)
            {
                foreach (StrideKind kind in (StrideKind[])[StrideKind.Padded, StrideKind.TransposedPadded, StrideKind.General])
                {
                    StridedMatrix<T> a = new(random.UniformMatrix<T>(m, n), kind);
                    Check(random, a.View, n % 2 == 0 ? T.Zero : T.CreateTruncating(0.3), $"{m}x{n} {kind}");
                    Check(random, a.View.Transposed, T.NegativeOne, $"{n}x{m} {kind} transposed");
                }
            }
        }
    }

    [Fact]
    public void Long_results_take_a_few_lines_at_a_time()
    {
        TestRandom random = new(3);
        foreach (int length in (int[])[127, 129, 300])
        {
            foreach (int steps in (int[])[15, 16, 17, 37, 290])
            {
                foreach (StrideKind kind in (StrideKind[])[StrideKind.Unit, StrideKind.General])
                {
                    StridedMatrix<T> a = new(random.UniformMatrix<T>(steps, length), kind);
                    Check(random, a.View.Transposed, T.Zero, $"{length}x{steps} {kind}");
                    Check(random, a.View.Transposed, T.CreateTruncating(0.3), $"{length}x{steps} {kind}");
                }
            }
        }
    }

    /// <summary>In the first-level cache, in the second, where long rows are read alone, and beyond it.</summary>
    [Theory]
    [InlineData(51, 95)]
    [InlineData(101, 300)]
    [InlineData(37, 513)]
    [InlineData(803, 402)]
    public void Rows_from_every_cache(int m, int n)
    {
        TestRandom random = new(4);
        StridedMatrix<T> a = new(random.UniformMatrix<T>(m, n), StrideKind.Padded);
        Check(random, a.View, T.Zero, $"{m}x{n}");
        Check(random, a.View, T.CreateTruncating(0.3), $"{m}x{n}");
    }

    /// <summary>In the first-level cache by stripes, in the second one line after the other (short, partial and long ones), lines too long for that, and beyond it.</summary>
    [Theory]
    [InlineData(33, 131)]
    [InlineData(150, 143)]
    [InlineData(258, 144)]
    [InlineData(131, 259)]
    [InlineData(67, 1003)]
    [InlineData(21, 6200)]
    [InlineData(293, 1001)]
    public void Columns_from_every_cache(int steps, int length)
    {
        TestRandom random = new(5);
        foreach (StrideKind kind in (StrideKind[])[StrideKind.Unit, StrideKind.Padded])
        {
            StridedMatrix<T> a = new(random.WideExponentMatrix<T>(steps, length, -12, 12), kind);
            Check(random, a.View.Transposed, T.Zero, $"{length}x{steps} {kind}");
            Check(random, a.View.Transposed, T.CreateTruncating(0.3), $"{length}x{steps} {kind}");
        }
    }

    [Fact]
    public void Chains_are_cut_every_256_columns()
    {
        TestRandom random = new(2);
        foreach (int n in (int[])[254, 255, 256, 257, 258, 259, 511, 512, 513, 515, 1025])
        {
            foreach (StrideKind kind in (StrideKind[])[StrideKind.Unit, StrideKind.Transposed, StrideKind.General, StrideKind.ZeroBoth])
            {
                StridedMatrix<T> a = new(random.UniformMatrix<T>(11, n), kind);
                Check(random, a.View, T.Zero, $"11x{n} {kind}");
                Check(random, a.View, T.CreateTruncating(0.3), $"11x{n} {kind}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(2, 2)]
    [InlineData(13, 29)]
    [InlineData(97, 130)]
    public void Rank_one_is_one_fused_multiply_add_an_element(int m, int n)
    {
        TestRandom random = new(3);
        T[] x = random.UniformVector<T>(m), y = random.UniformVector<T>(n);
        Matrix<T> before = random.UniformMatrix<T>(m, n);
        T alpha = T.CreateTruncating(0.7);
        foreach (StrideKind kind in StrideLayout.OutputKinds)
        {
            StridedMatrix<T> a = new(before, kind);
            Product.AddRankOne(a.Span, x, y, alpha);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    Bits.AssertEqual(T.FusedMultiplyAdd(alpha, x[i] * y[j], before[i, j]), a.View[i, j], $"{kind} ({i}, {j})");
                }
            }

            a.AssertPaddingUntouched();
        }
    }

    [Fact]
    public void What_a_small_product_is()
    {
        Matrix<T> a = new(64, 65);
        ReadOnlyMatrixSpan<T> square = a.AsSpan().Slice(0, 0, 64, 64), general = new(a.Data, 0, 8, 8, 65, 2), wide = a;
        T[] x = new T[65], y = new T[65];
        Assert.True(Small(y.AsSpan(0, 64), square, x.AsSpan(0, 64), T.One, T.One));
        Assert.True(Small(y.AsSpan(0, 64), square.Transposed, x.AsSpan(0, 64), T.NegativeOne, T.Zero));
        Assert.False(Small(y.AsSpan(0, 64), square.Transposed, x.AsSpan(0, 64), T.One, T.One), "chains that are added to y");
        Assert.False(Small(y.AsSpan(0, 64), square, x.AsSpan(0, 64), T.Zero, T.One), "no factor");
        Assert.False(Small(y.AsSpan(0, 64), wide, x, T.One, T.Zero), "too large");
        Assert.False(Small(y.AsSpan(0, 63), square, x.AsSpan(0, 64), T.One, T.Zero), "y too short");
        Assert.False(Small(y.AsSpan(0, 64), square, x.AsSpan(0, 63), T.One, T.Zero), "x too short");
        Assert.False(Small(y.AsSpan(0, 8), general, x.AsSpan(0, 8), T.One, T.Zero), "no direction in which it is contiguous");
        Assert.False(Small(x.AsSpan(7, 8), square.Slice(0, 0, 8, 8), x.AsSpan(0, 8), T.One, T.Zero), "y overlaps x");
        Assert.True(Small(x.AsSpan(8, 8), square.Slice(0, 0, 8, 8), x.AsSpan(0, 8), T.One, T.Zero));
        Assert.False(Small(a.Row(7)[..8], square.Slice(0, 0, 8, 8), x.AsSpan(0, 8), T.One, T.Zero), "y overlaps A");
        Assert.False(Small(a.Row(7)[..8], square.Slice(0, 0, 8, 8).Transposed, x.AsSpan(0, 8), T.One, T.Zero), "y overlaps A");
        Assert.True(Small(a.Row(8)[..8], square.Slice(0, 0, 8, 8), x.AsSpan(0, 8), T.One, T.Zero));

        static bool Small(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta) => Gemv.TrySmall(y, a, x, alpha, beta);
    }

    [Fact]
    public void Wrong_lengths_and_overlap_are_refused_before_the_first_write()
    {
        Matrix<T> a = new(4, 4);
        Array.Fill(a.Data, T.One);
        Assert.Throws<ArgumentException>(() => Product.Multiply(new T[3], a, new T[4]));
        Assert.Throws<ArgumentException>(() => Product.Multiply(new T[4], a, new T[5]));
        Assert.Throws<ArgumentException>(() => Product.Multiply(a.Row(1), a, new T[4]));
        Assert.Throws<ArgumentException>(() => Product.AddRankOne(a.AsSpan(), a.Row(1), new T[4], T.One));
        Assert.Throws<ArgumentException>(() => Product.AddRankOne(a.AsSpan(), new T[4], a.Row(0), T.One));
        Assert.Throws<ArgumentException>(() => Product.AddRankOne(a.AsSpan(), new T[5], new T[4], T.One));
        T[] x = new T[4];
        Assert.Throws<ArgumentException>(() => Product.Multiply(x, a, x));
        Assert.All(a.Data, value => Assert.Equal(T.One, value));
    }

    private static void Check(TestRandom random, ReadOnlyMatrixSpan<T> a, T beta, string what)
    {
        PoisonedVector<T> x = new(random.UniformVector<T>(a.Columns));
        T[] before = beta == T.Zero ? [.. Enumerable.Repeat(T.NaN, a.Rows)] : random.UniformVector<T>(a.Rows);
        T alpha = T.CreateTruncating(1.7);
        ReadOnlyMatrixSpan<T> operand = new(x.Span, a.Columns, 1);
        Matrix<T> expected = ChainOracle.Route(new ReadOnlyMatrixSpan<T>(before, a.Rows, 1), a, operand, alpha, beta);
        foreach (Isa isa in Isas.List)
        {
            PoisonedVector<T> y = new(before);
            Gemm.Multiply(Kernels<T>.For(isa), new MatrixSpan<T>(y.Span, a.Rows, 1), a, operand, alpha, beta);
            Bits.AssertEqual<T>(expected.Data, y.Span, $"{isa} {what}");
            y.AssertUntouched();
            PoisonedVector<T> small = new(before);
            if (Gemv.TrySmall(Kernels<T>.For(isa), small.Span, a, x.Span, alpha, beta))
            {
                Bits.AssertEqual<T>(expected.Data, small.Span, $"{isa} {what}, small");
            }
            else
            {
                Bits.AssertEqual<T>(before, small.Span, $"{isa} {what}, refused");
            }

            small.AssertUntouched();
        }

        x.AssertUntouched();
    }
}

public sealed class VectorProductTestsOfDouble : VectorProductTests<double>;

public sealed class VectorProductTestsOfSingle : VectorProductTests<float>;
