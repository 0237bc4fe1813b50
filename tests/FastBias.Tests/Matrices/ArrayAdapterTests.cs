using Xunit;

namespace FastBias.Tests.Matrices;

/// <summary>Arrays, memory and spans seen as matrices: the same memory, shown by writing through it.</summary>
public sealed class ArrayAdapterTests
{
    [Fact]
    public void A_view_of_an_array_writes_into_the_array()
    {
        double[] array = [0, 1, 2, 3, 4, 5, 6];
        MatrixSpan<double> view = array.AsMatrixSpan(2, 3);
        Assert.Equal((2, 3, 3, 1), (view.Rows, view.Columns, view.RowStride, view.ColumnStride));
        view[1, 2] = -5;
        Assert.Equal([0, 1, 2, 3, 4, -5, 6], array);
        array[1] = 8;
        Assert.Equal(8, view[0, 1]);
    }

    [Fact]
    public void A_view_of_a_two_dimensional_array_writes_into_it()
    {
        float[,] array = { { 1, 2, 3 }, { 4, 5, 6 } };
        MatrixSpan<float> view = array.AsMatrixSpan();
        Assert.Equal((2, 3), (view.Rows, view.Columns));
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(array[i, j], view[i, j]);
                view[i, j] = (10 * i) + j;
                Assert.Equal((10 * i) + j, array[i, j]);
            }
        }
    }

    [Fact]
    public void An_array_that_does_not_begin_at_zero_is_seen_from_its_first_element()
    {
        double[,] array = (double[,])Array.CreateInstance(typeof(double), [2, 2], [5, -3]);
        array[5, -3] = 1;
        array[6, -2] = 4;
        MatrixSpan<double> view = array.AsMatrixSpan();
        Assert.Equal((1, 4), (view[0, 0], view[1, 1]));
        view[0, 1] = 2;
        Assert.Equal(2, array[5, -2]);
    }

    [Fact]
    public void Memory_is_seen_and_written_too()
    {
        double[] array = [0, 1, 2, 3, 4, 5];
        array.AsMemory(1).AsMatrixSpan(2, 2)[1, 0] = 7;
        Assert.Equal([0, 1, 2, 7, 4, 5], array);
        ReadOnlyMemory<double> memory = array;
        Assert.Equal(7, memory[1..].AsMatrixSpan(2, 2)[1, 0]);
        Matrix<double> matrix = new(array, 3, 2);
        matrix.AsMemory().Span[5] = -1;
        Assert.Equal(-1, matrix[2, 1]);
    }

    [Fact]
    public void The_span_of_a_contiguous_view_is_its_memory()
    {
        Matrix<double> matrix = new([0, 1, 2, 3, 4, 5], 3, 2);
        ArrayAdapters.AsSpan(matrix.Slice(1, 0, 2, 2))[0] = 9;
        Assert.Equal(9, matrix[1, 0]);
        ReadOnlyMatrixSpan<double> row = matrix.Slice(2, 1, 1, 1).Transposed;
        Assert.Equal([5], row.AsSpan().ToArray());
        Assert.Equal([0, 9], ((ReadOnlyMatrixSpan<double>)matrix.Slice(0, 0, 2, 1)).Slice(0, 0, 1, 1).AsSpan().ToArray().Append(matrix[1, 0]));
        Assert.True(ArrayAdapters.AsSpan(matrix.Slice(1, 1, 0, 1)).IsEmpty);
    }

    [Fact]
    public void A_view_with_gaps_or_another_order_is_no_span()
    {
        Matrix<double> matrix = new(3, 4);
        Assert.Contains("2x2 view with strides (4, 1)", Message(() => ArrayAdapters.AsSpan(matrix.Slice(0, 0, 2, 2))), StringComparison.Ordinal);
        Assert.Contains("4x3 view with strides (1, 4)", Message(() => ArrayAdapters.AsSpan(matrix.Transposed)), StringComparison.Ordinal);
        Assert.Contains("strides (0, 1)", Message(() => new ReadOnlyMatrixSpan<double>(matrix.Data, 0, 2, 2, 0, 1).AsSpan()), StringComparison.Ordinal);
        Assert.Contains("strides (-2, 1)", Message(() => ArrayAdapters.AsSpan(new MatrixSpan<double>(matrix.Data, 2, 2, 2, -2, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        double[] array = new double[5];
        Assert.Throws<ArgumentNullException>("array", () => ArrayAdapters.AsMatrixSpan<double>((double[])null!, 1, 1));
        Assert.Throws<ArgumentNullException>("array", () => ArrayAdapters.AsMatrixSpan<double>((double[,])null!));
        Assert.Throws<ArgumentNullException>("matrix", () => ArrayAdapters.AsMemory<double>(null!));
        Assert.Throws<ArgumentException>(() => array.AsMatrixSpan(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsMatrixSpan(-1, 3));
        Assert.Throws<ArgumentException>(() => array.AsMemory().AsMatrixSpan(6, 1));
        Assert.Throws<ArgumentException>(() => ((ReadOnlyMemory<double>)array).AsMatrixSpan(3, 2));
    }

    [Fact]
    public void Empty_arrays_keep_their_shape()
    {
        MatrixSpan<double> wide = new double[0, 7].AsMatrixSpan(), tall = new double[7, 0].AsMatrixSpan();
        Assert.Equal((0, 7, 7, 0), (wide.Rows, wide.Columns, tall.Rows, tall.Columns));
        Assert.True(Array.Empty<float>().AsMatrixSpan(0, 3).IsEmpty);
    }

    [Fact]
    public void A_product_reads_and_writes_foreign_memory()
    {
        double[,] a = { { 1, 2 }, { 3, 4 } }, c = new double[2, 2];
        Product.Multiply(c.AsMatrixSpan(), a.AsMatrixSpan(), a.AsMatrixSpan().Transposed);
        Assert.Equal(new double[,] { { 5, 11 }, { 11, 25 } }, c);
    }

    private static string Message(Action call) => Assert.Throws<ArgumentException>("view", call).Message;
}
