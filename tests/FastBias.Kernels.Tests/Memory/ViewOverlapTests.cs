using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Overlap: exact for blocks of one matrix, never missed for any other views.</summary>
public class ViewOverlapTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exact_for_every_two_blocks_of_one_matrix(bool transposed)
    {
        const int Rows = 4, Columns = 5;
        double[] data = new double[Rows * Columns];
        (int Row, int Column, int Rows, int Columns)[] blocks =
        [
            .. from i in Enumerable.Range(0, Rows) from j in Enumerable.Range(0, Columns)
               from m in Enumerable.Range(0, Rows - i + 1) from n in Enumerable.Range(0, Columns - j + 1)
               select (i, j, m, n),
        ];
        foreach (var x in blocks)
        {
            foreach (var y in blocks)
            {
                ReadOnlyMatrixSpan<double> u = new ReadOnlyMatrixSpan<double>(data, Rows, Columns).Slice(x.Row, x.Column, x.Rows, x.Columns);
                ReadOnlyMatrixSpan<double> v = new ReadOnlyMatrixSpan<double>(data, Rows, Columns).Slice(y.Row, y.Column, y.Rows, y.Columns);
                bool shared = Math.Max(x.Row, y.Row) < Math.Min(x.Row + x.Rows, y.Row + y.Rows)
                    && Math.Max(x.Column, y.Column) < Math.Min(x.Column + x.Columns, y.Column + y.Columns);
                bool found = transposed ? ViewOverlap.Exists(u.Transposed, v.Transposed) : ViewOverlap.Exists(u, v);
                Assert.True(found == shared, $"{x} and {y}: {found}");
            }
        }
    }

    [Fact]
    public void Never_missed_for_any_two_views_of_one_buffer()
    {
        TestRandom random = new(1);
        double[] data = new double[60];
        int found = 0, apart = 0;
        for (int number = TestScale.Of(20_000); number > 0; number--)
        {
            (int Offset, int Rows, int Columns, int Row, int Column) x = View(random), y = View(random);
            HashSet<int> first = Addresses(x);
            bool shared = Addresses(y).Overlaps(first);
            bool exists = ViewOverlap.Exists(
                new ReadOnlyMatrixSpan<double>(data, x.Offset, x.Rows, x.Columns, x.Row, x.Column), new ReadOnlyMatrixSpan<double>(data, y.Offset, y.Rows, y.Columns, y.Row, y.Column));
            Assert.True(exists || !shared, $"missed: {x} and {y}");
            found += exists ? 1 : 0;
            apart += exists ? 0 : 1;
        }

        Assert.True(found > 100 && apart > 100);
    }

    [Fact]
    public void Two_arrays_and_empty_views_never_overlap()
    {
        double[] x = new double[9], y = new double[9];
        Assert.False(ViewOverlap.Exists<double>(new(x, 3, 3), new(y, 3, 3)));
        Assert.False(ViewOverlap.Exists<double>(new(x, 3, 0), new(x, 3, 3)));
        Assert.False(ViewOverlap.Exists<double>(default, new(x, 3, 3)));
        Assert.True(ViewOverlap.Exists<double>(new(x, 3, 3), new(x, 8, 1, 1, 5, 5)));
    }

    [Fact]
    public void A_product_accepts_blocks_side_by_side_and_refuses_shared_ones_before_the_first_write()
    {
        Matrix<double> m = new TestRandom(2).UniformMatrix<double>(8, 9), before = m.Clone();
        for (int row = 0; row <= 5; row++)
        {
            for (int column = 0; column <= 6; column++)
            {
                Matrix<double> work = m.Clone();
                bool apart = row >= 3 || column >= 3;
                Exception? refused = Record.Exception(() => Product.Multiply(work.Slice(0, 0, 3, 3), work.Slice(row, column, 3, 3), Matrix<double>.Identity(3)));
                Assert.Equal(apart, refused is null);
                if (apart)
                {
                    Bits.AssertEqual<double>(before.Slice(row, column, 3, 3), work.Slice(0, 0, 3, 3), $"block at ({row}, {column})");
                }
                else
                {
                    Assert.IsType<ArgumentException>(refused);
                    Assert.Equal(before.Data, work.Data);
                }
            }
        }

        Assert.Throws<ArgumentException>(() => Product.Multiply(m.AsSpan().Slice(0, 0, 8, 8), new Matrix<double>(8, 9), m.Transposed.Slice(0, 0, 9, 8)));
        Assert.Throws<ArgumentException>(() => Product.Multiply(new Matrix<double>(2, 3).AsSpan(), new Matrix<double>(2, 4), new Matrix<double>(5, 3)));
        Assert.Throws<ArgumentException>(() => Product.Multiply(new Matrix<double>(3, 3).AsSpan(), new Matrix<double>(2, 4), new Matrix<double>(4, 3)));
        Assert.Throws<ArgumentException>(() => Product.Multiply(new Matrix<double>(2, 2).AsSpan(), new Matrix<double>(2, 4), new Matrix<double>(4, 3)));
    }

    [Fact]
    public void Vectors_may_be_updated_in_place_but_not_shifted()
    {
        double[] x = [1, 2, 3, 4];
        Assert.Throws<ArgumentException>(() => VectorProduct.AddScaled<double>(x.AsSpan(1), 2, x.AsSpan(0, 3)));
        Assert.Throws<ArgumentException>(() => VectorProduct.AddScaled<double>(x.AsSpan(1), 2, x));
        Assert.Throws<ArgumentException>(() => VectorProduct.Dot<double>(x, x.AsSpan(1)));
        VectorProduct.AddScaled<double>(x, 2, x);
        Assert.Equal([3, 6, 9, 12], x);
    }

    private static (int Offset, int Rows, int Columns, int Row, int Column) View(TestRandom random)
    {
        while (true)
        {
            (int Offset, int Rows, int Columns, int Row, int Column) view =
                (random.NextInteger(0, 59), random.NextInteger(1, 4), random.NextInteger(1, 4), random.NextInteger(-8, 8), random.NextInteger(-8, 8));
            if (Addresses(view).All(at => at is >= 0 and < 60))
            {
                return view;
            }
        }
    }

    private static HashSet<int> Addresses((int Offset, int Rows, int Columns, int Row, int Column) view) =>
        [.. from i in Enumerable.Range(0, view.Rows) from j in Enumerable.Range(0, view.Columns) select view.Offset + (i * view.Row) + (j * view.Column)];
}
