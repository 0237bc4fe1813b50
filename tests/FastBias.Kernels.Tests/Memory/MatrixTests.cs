using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>The owning matrix.</summary>
public class MatrixTests
{
    [Fact]
    public void Elements_rows_columns_and_copies()
    {
        Matrix<double> a = new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal((2, 3), (a.Rows, a.Columns));
        Assert.Equal([1, 2, 3, 4, 5, 6], a.Data);
        Assert.Equal([4, 5, 6], a.Row(1).ToArray());
        Assert.Equal([2, 5], a.Column(1));
        Assert.Equal(a.ToArray(), new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([1, 4, 2, 5, 3, 6], Matrix<double>.Copy(a.Transposed).Data);
        Matrix<double> clone = a.Clone();
        clone[1, 2] = 7;
        a.Slice(0, 1, 2, 1).Fill(0);
        Assert.Equal([1, 0, 3, 4, 0, 6], a.Data);
        Assert.Equal([1, 2, 3, 4, 5, 7], clone.Data);
        Assert.Same(a.Data, new Matrix<double>(a.Data, 3, 2).Data);
    }

    [Fact]
    public void Identity_of_any_shape()
    {
        Assert.Equal([1, 0, 0, 1], Matrix<double>.Identity(2).Data);
        Assert.Equal([1, 0, 0, 0, 1, 0], Matrix<float>.Identity(2, 3).Data);
        Assert.Empty(Matrix<float>.Identity(0).Data);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix<double>(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix<double>(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix<double>(1 << 16, 1 << 16));
        Assert.Throws<ArgumentException>(() => new Matrix<double>(new double[5], 2, 3));
        Assert.Throws<ArgumentNullException>(() => new Matrix<double>(null!, 2, 3));
        Assert.Throws<ArgumentNullException>(() => new Matrix<double>(null!));
        Assert.Throws<ArgumentNullException>(() => { MatrixSpan<double> view = (Matrix<double>)null!; });
        Assert.Throws<ArgumentNullException>(() => { ReadOnlyMatrixSpan<double> view = (Matrix<double>)null!; });
        Assert.Throws<ArgumentNullException>(() => Product.Multiply(null!, new Matrix<double>(2, 2)));
        Assert.Throws<ArgumentNullException>(() => Product.Multiply(new Matrix<double>(2, 2), null!));
        Matrix<double> a = new(2, 3);
        foreach ((int i, int j) in ((int, int)[])[(-1, 0), (0, -1), (2, 0), (0, 3)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => a[i, j]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => a.Row(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Column(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Slice(0, 0, 3, 1).Rows);
    }

    [Property(MaxTest = 50)]
    public void A_copy_of_any_view_has_its_elements(Shape shape, StrideKind kind)
    {
        StridedMatrix<float> view = new(new TestRandom(1).UniformMatrix<float>(shape.Rows, shape.Columns), kind);
        Bits.AssertEqual(view.View, Matrix<float>.Copy(view.View), $"{kind}");
    }
}
