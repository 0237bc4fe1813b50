using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Products that are over before a choice would be made: the bits of the chain for every shape and layout, and nothing done where it is for others to do.</summary>
public abstract class TinyProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_factors = [T.One, T.Zero, T.NegativeOne, T.CreateTruncating(0.3)];

    /// <summary>Whether the kernels of this process have a tile of that shape.</summary>
    private static unsafe bool HasTile(int m, int n) => Kernels<T>.Current.TinyTiles.Of(TinyTiles<T>.Shape(m, n, 1)) != null;

    [Fact]
    public void Every_shape_has_the_bits_of_the_chain()
    {
        TestRandom random = new(1);
        int tiles = 0, several = 0;
        for (int m = 1; m <= 34; m++)
        {
            for (int n = 1; n <= 34; n++)
            {
                int k = 1 + ((m + (3 * n)) % 34);
                bool tiny = m > 1 && n > 1 && m < 34 && n < 34 && k < 33;
                tiles += tiny && HasTile(m, n) ? 1 : 0;
                several += tiny && !HasTile(m, n) ? 1 : 0;
                Check(random, m, n, k, (StrideKind.Unit, StrideKind.Padded, StrideKind.Padded), s_factors[m % 4], s_factors[n % 4], tiny && m % 4 != 1);
            }
        }

        Assert.True(tiles > 2 && several > 2);
    }

    [Fact]
    public void Every_layout_of_the_operands()
    {
        TestRandom random = new(2);
        foreach (StrideKind a in StrideLayout.InputKinds)
        {
            foreach (StrideKind b in StrideLayout.InputKinds)
            {
                foreach (StrideKind c in StrideLayout.OutputKinds)
                {
                    Check(random, 3, 2, 4, (a, b, c), T.One, T.Zero, null);
                    Check(random, 5, 9, 7, (a, b, c), s_factors[3], T.NegativeOne, null);
                }
            }
        }
    }

    /// <summary>A NaN or an infinity reaches what depends on it, and nothing else.</summary>
    [Fact]
    public void What_is_not_finite_stays_in_its_row_and_column()
    {
        TestRandom random = new(3);
        for (int n = 2; n <= 12; n++)
        {
            Matrix<T> a = random.UniformMatrix<T>(n, n), b = random.UniformMatrix<T>(n, n), c = new(n, n);
            a[1, n - 1] = T.NaN;
            b[0, n - 1] = T.PositiveInfinity;
            Product.Multiply(c.AsSpan(), a, b);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    Assert.True(T.IsFinite(c[i, j]) == (i != 1 && j != n - 1), $"{n}: ({i}, {j}) is {c[i, j]}");
                }
            }
        }
    }

    /// <summary>Views of one buffer, by rows and by columns: where two share an address nothing is done; the public product then throws.</summary>
    [Fact]
    public void Operands_that_overlap_the_result_are_never_missed()
    {
        TestRandom random = new(4);
        T[] data = new T[220];
        int refused = 0, done = 0;
        for (int number = TestScale.Of(20_000); number > 0; number--)
        {
            int m = random.NextInteger(2, 4), n = random.NextInteger(2, 4), k = random.NextInteger(1, 4);
            (int Offset, int Rows, int Columns, int Row, int Column) c = View(random, data.Length, m, n), a = View(random, data.Length, m, k), b = View(random, data.Length, k, n);
            Array.Fill(data, T.One);
            bool tried = Gemm.TryTiny(
                new MatrixSpan<T>(data, c.Offset, m, n, c.Row, c.Column), new ReadOnlyMatrixSpan<T>(data, a.Offset, m, k, a.Row, a.Column),
                new ReadOnlyMatrixSpan<T>(data, b.Offset, k, n, b.Row, b.Column), T.One, T.Zero);
            HashSet<int> written = Addresses(c);
            bool shared = written.Overlaps(Addresses(a)) || written.Overlaps(Addresses(b));
            Assert.False(tried && shared, $"missed: {c}, {a} and {b}");
            for (int i = 0; i < data.Length; i++)
            {
                Assert.Equal(tried && written.Contains(i) ? T.CreateChecked(k) : T.One, data[i]);
            }

            refused += tried ? 0 : 1;
            done += tried ? 1 : 0;
        }

        Assert.True(refused > 100 && done > 100, $"{refused} refused, {done} done");
    }

    /// <summary>One element apart is apart, one element in common is not.</summary>
    [Fact]
    public void Neighbours_in_memory_are_apart()
    {
        T[] data = new T[12];
        for (int offset = 0; offset <= 8; offset++)
        {
            Array.Fill(data, T.One);
            bool done = Gemm.TryTiny(
                new MatrixSpan<T>(data, 4, 2, 2, 2, 1), new ReadOnlyMatrixSpan<T>(data, offset, 2, 2, 2, 1), new ReadOnlyMatrixSpan<T>(new T[4], 2, 2), T.One, T.Zero);
            Assert.Equal(offset is 0 or 8, done);
            Assert.Equal(done ? T.Zero : T.One, data[5]);
        }
    }

    [Fact]
    public void What_is_for_others_to_do()
    {
        T[] data = new T[100], other = [.. Enumerable.Repeat(T.One, 100)];
        MatrixSpan<T> c = new(data, 3, 3);
        ReadOnlyMatrixSpan<T> all = new(other, 10, 10);
        Assert.False(Gemm.TryTiny(c, all.Slice(0, 0, 2, 3), all.Slice(0, 0, 3, 3), T.One, T.Zero));
        Assert.False(Gemm.TryTiny(c, all.Slice(0, 0, 3, 4), all.Slice(0, 0, 3, 3), T.One, T.Zero));
        Assert.False(Gemm.TryTiny(c, all.Slice(0, 0, 3, 3), all.Slice(0, 0, 3, 4), T.One, T.Zero));
        Assert.False(Gemm.TryTiny(c, all.Slice(0, 0, 3, 0), all.Slice(0, 0, 0, 3), T.One, T.Zero));
        Assert.False(Gemm.TryTiny(c, all.Slice(0, 0, 3, 3), all.Slice(0, 0, 3, 3), T.Zero, T.Zero));
        Assert.False(Gemm.TryTiny(c, new ReadOnlyMatrixSpan<T>(other, 20, 3, 3, -3, 1), all.Slice(0, 0, 3, 3), T.One, T.Zero));
        Assert.All(data, value => Assert.Equal(T.Zero, value));
    }

    [Fact]
    public void A_token_that_is_cancelled_is_observed()
    {
        Matrix<T> a = new(3, 3), c = new(3, 3);
        CancellationToken token = new(canceled: true);
        OperationCanceledException thrown = Assert.Throws<OperationCanceledException>(() => Product.Multiply(c.AsSpan(), a, a, default, token));
        Assert.Equal(token, thrown.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => Product.Multiply(c.AsSpan(), a, a, T.One, T.One, default, token));
    }

    private static (int Offset, int Rows, int Columns, int Row, int Column) View(TestRandom random, int length, int rows, int columns)
    {
        bool byRows = random.NextInteger(0, 1) == 0;
        int distance = (byRows ? columns : rows) + random.NextInteger(0, 5);
        (int row, int column) = byRows ? (distance, 1) : (1, distance);
        return (random.NextInteger(0, length - 1 - ((rows - 1) * row) - ((columns - 1) * column)), rows, columns, row, column);
    }

    private static HashSet<int> Addresses((int Offset, int Rows, int Columns, int Row, int Column) view) =>
        [.. from i in Enumerable.Range(0, view.Rows) from j in Enumerable.Range(0, view.Columns) select view.Offset + (i * view.Row) + (j * view.Column)];

    private static void Check(TestRandom random, int m, int n, int k, (StrideKind A, StrideKind B, StrideKind C) kinds, T alpha, T beta, bool? isTiny)
    {
        StridedMatrix<T> a = Filled(random, m, k, kinds.A), b = Filled(random, k, n, kinds.B), c = Filled(random, m, n, kinds.C);
        Matrix<T> expected = ChainOracle.Route(c.View, a.View, b.View, alpha, beta);
        StridedMatrix<T> tiny = new(c.View, kinds.C);
        if (beta == T.Zero)
        {
            // It must not be read.
            c.Span.Fill(T.NaN);
            tiny.Span.Fill(T.NaN);
        }

        string what = $"{m}x{n}x{k} {kinds} alpha {alpha} beta {beta}";
        Product.Multiply(c.Span, a.View, b.View, alpha, beta);
        Bits.AssertEqual(expected, c.View, what);
        c.AssertPaddingUntouched();
        bool done = Gemm.TryTiny(tiny.Span, a.View, b.View, alpha, beta);
        Assert.True(isTiny is null || done == isTiny, what);
        if (done)
        {
            Bits.AssertEqual(expected, tiny.View, what);
        }

        tiny.AssertPaddingUntouched();
    }

    private static StridedMatrix<T> Filled(TestRandom random, int rows, int columns, StrideKind kind) =>
        new(random.WideExponentMatrix<T>(rows, columns, -12, 12), kind);
}

public sealed class TinyProductTestsOfDouble : TinyProductTests<double>;

public sealed class TinyProductTestsOfSingle : TinyProductTests<float>;
