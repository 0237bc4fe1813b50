using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Aᵀ·(A·x) in one pass has the bits of two products, in every layout, on every ISA, for every number of threads.</summary>
public abstract class GramVectorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_small_size_in_every_layout()
    {
        TestRandom random = new(1);
        foreach (int m in (int[])[1, 2, 7, 8, 9, 15, 17, 40])
        {
            foreach (int n in (int[])[1, 2, 3, 16, 63, 64, 65, 130, 500, 515])
            {
                foreach (StrideKind kind in (StrideKind[])[StrideKind.Padded, StrideKind.TransposedPadded, StrideKind.General])
                {
                    StridedMatrix<T> a = new(random.UniformMatrix<T>(m, n), kind);
                    Check(random, a.View, T.One, T.Zero, T.Zero, $"{m}x{n} {kind}");
                    Check(random, a.View, T.CreateTruncating(1.7), T.NegativeOne, T.CreateTruncating(0.3), $"{m}x{n} {kind} with factors");
                }
            }
        }
    }

    /// <summary>Rows that are few at a time, eight and four; pieces of 256 rows and what is left of them.</summary>
    [Theory]
    [InlineData(255, 70)]
    [InlineData(256, 400)]
    [InlineData(257, 300)]
    [InlineData(1027, 130)]
    [InlineData(523, 1003)]
    [InlineData(263, 8209)]
    [InlineData(21, 20011)]
    public void Chains_are_cut_every_256_rows(int m, int n)
    {
        TestRandom random = new(2);
        StridedMatrix<T> a = new(random.WideExponentMatrix<T>(m, n, -12, 12), StrideKind.Padded);
        Check(random, a.View, T.One, T.Zero, T.Zero, $"{m}x{n}");
        Check(random, a.View, T.CreateTruncating(1.7), T.NegativeOne, T.CreateTruncating(0.3), $"{m}x{n} with factors");
        Check(random, a.View, T.Zero, T.One, T.One, $"{m}x{n} without w");
    }

    [Fact]
    public void Infinities_and_NaNs_reach_what_depends_on_them()
    {
        TestRandom random = new(3);
        Matrix<T> a = random.UniformMatrix<T>(300, 90);
        a[299, 3] = T.NaN;
        a[17, 5] = T.PositiveInfinity;
        Check(random, a, T.One, T.Zero, T.Zero, "NaN and infinity");
    }

    [Fact]
    public void The_public_forms_are_two_products()
    {
        TestRandom random = new(4);
        foreach ((int m, int n) in ((int, int)[])[(0, 3), (3, 0), (0, 0), (1, 1), (5, 9), (300, 40), (2100, 515)])
        {
            Matrix<T> a = random.UniformMatrix<T>(m, n);
            T[] x = random.UniformVector<T>(n), b = random.UniformVector<T>(m);
            T[] y = new T[m], w = new T[n], both = new T[n], residual = [.. b], expected = [.. b], gradient = new T[n];
            Product.Multiply(y, a, x);
            Product.Multiply(w, a.AsSpan().Transposed, y);
            Product.Multiply(expected, a, x, T.One, T.NegativeOne);
            Product.Multiply(gradient, a.AsSpan().Transposed, expected, T.CreateTruncating(0.5), T.Zero);
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                Array.Fill(both, T.NaN);
                Product.MultiplyGram(both, a, x, Parallelism.Threads(threads));
                Bits.AssertEqual<T>(w, both, $"{m}x{n} on {threads}");
                b.CopyTo(residual, 0);
                Product.MultiplyGram(both, residual, a, x, T.CreateTruncating(0.5), T.NegativeOne, Parallelism.Threads(threads));
                Bits.AssertEqual<T>(expected, residual, $"residual {m}x{n} on {threads}");
                Bits.AssertEqual<T>(gradient, both, $"gradient {m}x{n} on {threads}");
            }
        }
    }

    [Fact]
    public void Wrong_lengths_and_overlap_are_refused_before_the_first_write()
    {
        Matrix<T> a = new(4, 4);
        Array.Fill(a.Data, T.One);
        T[] x = new T[4], y = new T[4];
        Array.Fill(y, T.One);
        Assert.Throws<ArgumentException>("w", () => Product.MultiplyGram(new T[3], a, x));
        Assert.Throws<ArgumentException>("w", () => Product.MultiplyGram(new T[4], a, new T[5]));
        Assert.Throws<ArgumentException>("w", () => Product.MultiplyGram(new T[4], new T[3], a, x, T.One, T.Zero));
        Assert.Throws<ArgumentException>("x", () => Product.MultiplyGram(x, a, x));
        Assert.Throws<ArgumentException>("a", () => Product.MultiplyGram(a.Row(1), a, x));
        Assert.Throws<ArgumentException>("a", () => Product.MultiplyGram(new T[4], a.Row(2), a, x, T.One, T.Zero));
        Assert.Throws<ArgumentException>("x", () => Product.MultiplyGram(new T[4], x, a, x, T.One, T.Zero));
        Assert.Throws<ArgumentException>("y", () => Product.MultiplyGram(y, y, a, x, T.One, T.Zero));
        Assert.All(a.Data, value => Assert.Equal(T.One, value));
        Assert.All(y, value => Assert.Equal(T.One, value));
    }

    private static void Check(TestRandom random, ReadOnlyMatrixSpan<T> a, T alpha, T beta, T gamma, string what)
    {
        PoisonedVector<T> x = new(random.UniformVector<T>(a.Columns));
        T[] y = beta == T.Zero ? [.. Enumerable.Repeat(T.NaN, a.Rows)] : random.UniformVector<T>(a.Rows);
        T[] w = gamma == T.Zero ? [.. Enumerable.Repeat(T.NaN, a.Columns)] : random.UniformVector<T>(a.Columns);
        Matrix<T> image = ChainOracle.Route(new ReadOnlyMatrixSpan<T>(y, a.Rows, 1), a, new(x.Span, a.Columns, 1), T.One, beta);
        Matrix<T> expected = ChainOracle.Route(new ReadOnlyMatrixSpan<T>(w, a.Columns, 1), a.Transposed, image, alpha, gamma);
        foreach (Isa isa in Isas.List)
        {
            PoisonedVector<T> ownY = new(y), own = new(w);
            GemvGramJob<T>.Run(Kernels<T>.For(isa), own.Span, ownY.Span, a, x.Span, alpha, beta, gamma, Parallelism.Threads(1));
            Bits.AssertEqual<T>(image.Data, ownY.Span, $"{isa} {what}, A·x");
            Bits.AssertEqual<T>(expected.Data, own.Span, $"{isa} {what}");
            ownY.AssertUntouched();
            own.AssertUntouched();
        }

        x.AssertUntouched();
    }
}

public sealed class GramVectorTestsOfDouble : GramVectorTests<double>;

public sealed class GramVectorTestsOfSingle : GramVectorTests<float>;
