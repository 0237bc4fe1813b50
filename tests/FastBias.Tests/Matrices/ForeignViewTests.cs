using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Matrices;

/// <summary>Views from and to Span2D and TensorSpan: the same memory in both directions, and a clear error where there is no such view.</summary>
public sealed class ForeignViewTests
{
    [Fact]
    public void A_Span2D_with_a_pitch_is_seen_and_written()
    {
        double[] array = [.. Enumerable.Range(0, 20).Select(x => (double)x)];
        Span2D<double> span = new(array, 1, 3, 4, 2);
        MatrixSpan<double> view = span.AsMatrixSpan();
        Assert.Equal((3, 4, 6, 1), (view.Rows, view.Columns, view.RowStride, view.ColumnStride));
        view[2, 3] = -1;
        Assert.Equal(-1, array[1 + 12 + 3]);
        ReadOnlySpan2D<double> reading = span;
        ReadOnlyMatrixSpan<double> read = reading.AsMatrixSpan();
        Assert.Equal((3, 4, 6, 1), (read.Rows, read.Columns, read.RowStride, read.ColumnStride));
        Assert.Equal(-1, read[2, 3]);
        array[7] = 99;
        Assert.Equal(99, read[1, 0]);
    }

    [Fact]
    public void One_row_and_none_have_no_pitch()
    {
        float[] array = [1, 2, 3];
        Assert.Equal(3, new Span2D<float>(array, 1, 3).AsMatrixSpan()[0, 2]);
        Assert.Equal(3, new ReadOnlySpan2D<float>(array, 1, 3).AsMatrixSpan()[0, 2]);
        Assert.True(default(Span2D<float>).AsMatrixSpan().IsEmpty);
        Assert.True(default(ReadOnlySpan2D<float>).AsMatrixSpan().IsEmpty);
    }

    [Property]
    public void A_block_goes_to_Span2D_and_back_without_a_copy(Shape shape)
    {
        Matrix<double> matrix = new(shape.Rows + 2, shape.Columns + 3);
        MatrixSpan<double> block = matrix.Slice(1, 2, shape.Rows, shape.Columns);
        Span2D<double> span = block.AsSpan2D();
        MatrixSpan<double> back = span.AsMatrixSpan();
        Assert.Equal((block.IsEmpty ? 0 : block.Rows, block.IsEmpty ? 0 : block.Columns), (span.Height, span.Width));
        for (int i = 0; i < span.Height; i++)
        {
            for (int j = 0; j < span.Width; j++)
            {
                span[i, j] = (100 * i) + j + 1;
                Assert.Equal(span[i, j], matrix[i + 1, j + 2]);
                Assert.Equal(span[i, j], back[i, j]);
                Assert.Equal(span[i, j], ((ReadOnlyMatrixSpan<double>)block).AsSpan2D()[i, j]);
            }
        }

        Assert.Equal(span.Length, matrix.Data.Count(x => x != 0));
    }

    [Fact]
    public void Not_every_view_is_a_Span2D()
    {
        Matrix<double> matrix = new(3, 4);
        Assert.Contains("4x3 view with strides (1, 4)", Message(() => matrix.Transposed.AsSpan2D()), StringComparison.Ordinal);
        Assert.Contains("strides (-4, 1)", Message(() => new MatrixSpan<double>(matrix.Data, 8, 3, 4, -4, 1).AsSpan2D()), StringComparison.Ordinal);
        Assert.Contains("strides (0, 1)", Message(() => new ReadOnlyMatrixSpan<double>(matrix.Data, 0, 3, 4, 0, 1).AsSpan2D()), StringComparison.Ordinal);
        Assert.Contains("strides (2, 1)", Message(() => new ReadOnlyMatrixSpan<double>(matrix.Data, 0, 3, 4, 2, 1).AsSpan2D()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_is_seen_and_written_whatever_its_strides()
    {
        double[] array = [.. Enumerable.Range(0, 24).Select(x => (double)x)];
        TensorSpan<double> rows = new(array, [4, 6]), columns = new(array, [6, 4], [1, 6]), sliced = rows[1..3, 2..5];
        rows.AsMatrixSpan()[3, 5] = -1;
        columns.AsMatrixSpan()[5, 0] = -2;
        sliced.AsMatrixSpan()[1, 2] = -3;
        Assert.Equal((-1, -2, -3), (array[23], array[5], array[16]));
        Assert.Equal((1, 6), (columns.AsMatrixSpan().RowStride, columns.AsMatrixSpan().ColumnStride));
        ReadOnlyTensorSpan<double> reading = sliced;
        Assert.Equal((-3, 8), (reading.AsMatrixSpan()[1, 2], reading.AsMatrixSpan()[0, 0]));
    }

    [Fact]
    public void A_broadcast_tensor_is_read_and_not_written()
    {
        double[] row = [1, 2, 3];
        ReadOnlyTensorSpan<double> reading = new((ReadOnlySpan<double>)row, [4, 3], [0, 1]);
        ReadOnlyMatrixSpan<double> view = reading.AsMatrixSpan();
        Assert.Equal((4, 3, 0, 3), (view.Rows, view.Columns, view.RowStride, view[3, 2]));
        Assert.Contains("share an address", Assert.Throws<ArgumentException>("tensor", () => new TensorSpan<double>(row.AsSpan(), [4, 3], [0, 1]).AsMatrixSpan()).Message, StringComparison.Ordinal);
        ReadOnlyTensorSpan<double> back = view.AsTensorSpan();
        Assert.Equal((4, 3, 3), (back.Lengths[0], back.Lengths[1], back[3, 2]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_rank_is_refused(int rank)
    {
        double[] array = new double[8];
        nint[] lengths = rank == 1 ? [8] : [2, 2, 2];
        Assert.Contains($"rank {rank}", Assert.Throws<ArgumentException>("tensor", () => new TensorSpan<double>(array.AsSpan(), lengths).AsMatrixSpan()).Message, StringComparison.Ordinal);
        Assert.Contains($"rank {rank}", Assert.Throws<ArgumentException>("tensor", () => new ReadOnlyTensorSpan<double>((ReadOnlySpan<double>)array, lengths).AsMatrixSpan()).Message, StringComparison.Ordinal);
    }

    [Property]
    public void A_view_goes_to_a_tensor_and_back_without_a_copy(Shape shape, bool transpose)
    {
        Matrix<float> matrix = new(shape.Rows + 2, shape.Columns + 3);
        MatrixSpan<float> view = matrix.Slice(1, 2, shape.Rows, shape.Columns);
        view = transpose ? view.Transposed : view;
        TensorSpan<float> tensor = view.AsTensorSpan();
        Assert.Equal((2, view.Rows, view.Columns), (tensor.Rank, tensor.Lengths[0], tensor.Lengths[1]));
        for (int i = 0; i < view.Rows; i++)
        {
            for (int j = 0; j < view.Columns; j++)
            {
                tensor[i, j] = (100 * i) + j + 1;
                Assert.Equal(tensor[i, j], view[i, j]);
                Assert.Equal(tensor[i, j], tensor.AsMatrixSpan()[i, j]);
                Assert.Equal(tensor[i, j], ((ReadOnlyMatrixSpan<float>)view).AsTensorSpan()[i, j]);
            }
        }

        Assert.Equal(shape.Rows * shape.Columns, matrix.Data.Count(x => x != 0));
    }

    [Fact]
    public void A_tensor_does_not_go_backwards()
    {
        double[] array = new double[12];
        Assert.Contains("strides (-4, 1)", Message(() => new MatrixSpan<double>(array, 8, 3, 4, -4, 1).AsTensorSpan()), StringComparison.Ordinal);
        Assert.Contains("strides (4, -1)", Message(() => new ReadOnlyMatrixSpan<double>(array, 3, 3, 4, 4, -1).AsTensorSpan()), StringComparison.Ordinal);
        Assert.Equal(2, new MatrixSpan<double>(array, 3, 1, 4, -9, 1).AsTensorSpan().Rank);
    }

    private static string Message(Action call) => Assert.Throws<ArgumentException>("view", call).Message;
}
