using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Views: which are refused, and which element is which.</summary>
public class ViewTests
{
    [Fact]
    public void A_view_is_accepted_exactly_if_every_element_lies_in_its_buffer()
    {
        double[] data = new double[12];
        for (int rows = 0; rows <= 4; rows++)
        {
            for (int columns = 0; columns <= 4; columns++)
            {
                for (int offset = -2; offset <= 13; offset++)
                {
                    for (int row = -5; row <= 5; row++)
                    {
                        for (int column = -4; column <= 4; column++)
                        {
                            bool inside = true;
                            HashSet<int> addresses = [];
                            for (int i = 0; i < rows; i++)
                            {
                                for (int j = 0; j < columns; j++)
                                {
                                    int at = offset + (i * row) + (j * column);
                                    inside &= at is >= 0 and < 12;
                                    addresses.Add(at);
                                }
                            }

                            bool distinct = addresses.Count == rows * columns;
                            Assert.Equal(inside, Accepts(() => _ = new ReadOnlyMatrixSpan<double>(data, offset, rows, columns, row, column)));
                            Assert.Equal(inside && distinct, Accepts(() => _ = new MatrixSpan<double>(data, offset, rows, columns, row, column)));
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(2, 2, 4611686018427387904, 1)]
    [InlineData(3, 1, 4611686018427387904, 1)]
    [InlineData(int.MaxValue, int.MaxValue, long.MaxValue, long.MaxValue)]
    [InlineData(int.MaxValue, 2, long.MinValue, 1)]
    [InlineData(2, 2, long.MinValue, long.MinValue)]
    public void Extents_that_overflow_are_refused(int rows, int columns, long row, long column)
    {
        double[] data = new double[8];
        Assert.Throws<ArgumentException>(() => new ReadOnlyMatrixSpan<double>(data, 0, rows, columns, (nint)row, (nint)column));
        Assert.Throws<ArgumentException>(() => new MatrixSpan<double>(data, 0, rows, columns, (nint)row, (nint)column));
    }

    [Fact]
    public void Negative_dimensions_are_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixSpan<double>(new double[4], -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOnlyMatrixSpan<double>(new double[4], 2, -1));
        Assert.Throws<ArgumentException>(() => new MatrixSpan<double>(new double[5], 2, 3));
        Assert.Throws<ArgumentException>(() => new ReadOnlyMatrixSpan<float>(new float[5], 2, 3));
    }

    [Property(MaxTest = 200)]
    public void Elements_blocks_and_transposes_of_any_layout(Shape shape, StrideKind kind, byte a, byte b, byte c, byte d)
    {
        if (StrideLayout.IsRepeating(kind))
        {
            kind = StrideKind.Unit;
        }

        Matrix<double> source = new TestRandom(1).UniformMatrix<double>(shape.Rows, shape.Columns);
        StridedMatrix<double> strided = new(source, kind);
        MatrixSpan<double> view = strided.Span;
        int row = a % (shape.Rows + 1), column = b % (shape.Columns + 1), rows = c % (shape.Rows - row + 1), columns = d % (shape.Columns - column + 1);
        MatrixSpan<double> block = view.Slice(row, column, rows, columns);
        ReadOnlyMatrixSpan<double> readOnly = strided.View.Slice(row, column, rows, columns);
        Assert.Equal((rows, columns, rows == 0 || columns == 0), (block.Rows, block.Columns, block.IsEmpty));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(source[row + i, column + j], block[i, j]);
                Assert.Equal(source[row + i, column + j], block.Transposed[j, i]);
                Assert.Equal(source[row + i, column + j], readOnly.Transposed.Transposed[i, j]);
            }
        }

        Matrix<double> copy = new(columns, rows);
        readOnly.CopyTo(copy.Transposed);
        Bits.AssertEqual<double>(copy.Transposed, readOnly, "copy");
        block.Fill(7);
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int j = 0; j < shape.Columns; j++)
            {
                bool inside = i >= row && i < row + rows && j >= column && j < column + columns;
                Assert.Equal(inside ? 7 : source[i, j], view[i, j]);
            }
        }

        strided.AssertPaddingUntouched();
    }

    [Fact]
    public void Indices_and_blocks_outside_are_refused()
    {
        double[] data = new double[12];
        foreach ((int i, int j) in ((int, int)[])[(-1, 0), (0, -1), (3, 0), (0, 4), (int.MaxValue, 0), (0, int.MinValue)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixSpan<double>(data, 3, 4)[i, j]);
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOnlyMatrixSpan<double>(data, 3, 4)[i, j]);
        }

        foreach ((int i, int j, int m, int n) in ((int, int, int, int)[])[(-1, 0, 1, 1), (0, -1, 1, 1), (0, 0, 4, 1), (0, 0, 1, 5), (3, 0, 1, 1), (2, 2, 2, 1), (0, 0, -1, 1), (4, 0, 0, 0), (int.MaxValue, 0, 1, 1), (1, 0, int.MaxValue, 1)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new MatrixSpan<double>(data, 3, 4).Slice(i, j, m, n); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ReadOnlyMatrixSpan<double>(data, 3, 4).Slice(i, j, m, n); });
        }

        Assert.True(new MatrixSpan<double>(data, 3, 4).Slice(3, 4, 0, 0).IsEmpty);
    }

    [Fact]
    public void Lines_with_stride_one_are_spans()
    {
        double[] data = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        Assert.Equal([4, 5, 6, 7], new MatrixSpan<double>(data, 3, 4).RowSpan(1).ToArray());
        Assert.Equal([4, 5, 6, 7], new ReadOnlyMatrixSpan<double>(data, 3, 4).Transposed.ColumnSpan(1).ToArray());
        Assert.Throws<InvalidOperationException>(() => { _ = new MatrixSpan<double>(data, 3, 4).ColumnSpan(1); });
        Assert.Throws<InvalidOperationException>(() => { _ = new ReadOnlyMatrixSpan<double>(data, 3, 4).Transposed.RowSpan(1); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new MatrixSpan<double>(data, 3, 4).RowSpan(3); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new MatrixSpan<double>(data, 3, 4).RowSpan(-1); });
        Assert.Equal(0, new MatrixSpan<double>(data, 3, 0).RowSpan(2).Length);
        Assert.Equal([8], new MatrixSpan<double>(data, 0, 3, 1, 4, 9).RowSpan(2).ToArray());
    }

    [Fact]
    public void Copies_of_other_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MatrixSpan<double>(new double[6], 2, 3).CopyTo(new MatrixSpan<double>(new double[6], 3, 2)));
        new MatrixSpan<double>([], 0, 3).CopyTo(new MatrixSpan<double>([], 0, 3));
    }

    private static bool Accepts(Action create)
    {
        try
        {
            create();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
