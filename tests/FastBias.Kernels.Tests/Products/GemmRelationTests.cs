using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Relations that hold to the bit whatever the numbers are.</summary>
public abstract class GemmRelationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 100)]
    public void A_product_split_along_its_rows_or_columns_is_the_whole(ProductCase<T> product, ushort at)
    {
        ProductShape shape = product.Shape;
        if (shape.Rows < 4 || shape.Columns < 4)
        {
            shape = shape with { Rows = shape.Rows + 4, Columns = shape.Columns + 4 };
        }

        ProductCase<T> sized = product with { Shape = shape };
        StridedMatrix<T> a = sized.CreateA(), b = sized.CreateB(), whole = sized.CreateC(), byRows = sized.CreateC(), byColumns = sized.CreateC();
        int row = 2 + (at % (shape.Rows - 3)), column = 2 + (at % (shape.Columns - 3)), k = shape.Depth;
        Multiply(sized, whole.Span, a.View, b.View);
        Multiply(sized, byRows.Span.Slice(0, 0, row, shape.Columns), a.View.Slice(0, 0, row, k), b.View);
        Multiply(sized, byRows.Span.Slice(row, 0, shape.Rows - row, shape.Columns), a.View.Slice(row, 0, shape.Rows - row, k), b.View);
        Bits.AssertEqual(whole.View, byRows.View, $"rows at {row}");
        Multiply(sized, byColumns.Span.Slice(0, 0, shape.Rows, column), a.View, b.View.Slice(0, 0, k, column));
        Multiply(sized, byColumns.Span.Slice(0, column, shape.Rows, shape.Columns - column), a.View, b.View.Slice(0, column, k, shape.Columns - column));
        Bits.AssertEqual(whole.View, byColumns.View, $"columns at {column}");
    }

    [Property(MaxTest = 100)]
    public void The_transpose_of_a_product_is_the_product_of_the_transposes(ProductCase<T> product)
    {
        // A single element is a dot product or a chain, by the layout of the left operand: there the two sides may differ (ADR 0001).
        ProductCase<T> sized = product.Shape.Rows == 1 && product.Shape.Columns == 1 ? product with { Shape = product.Shape with { Rows = 2, Columns = 2 } } : product;
        StridedMatrix<T> a = sized.CreateA(), b = sized.CreateB(), c = sized.CreateC(), transposed = sized.CreateC();
        Multiply(sized, c.Span, a.View, b.View);
        Multiply(sized, transposed.Span.Transposed, b.View.Transposed, a.View.Transposed);
        Bits.AssertEqual(c.View, transposed.View, "(AB)ᵀ");
    }

    [Property(MaxTest = 100)]
    public void Powers_of_two_move_every_bit_alike(Shape shape, byte depth, sbyte left, sbyte right)
    {
        TestRandom random = new((ulong)shape.GetHashCode());
        int k = depth % 70, range = typeof(T) == typeof(float) ? 20 : 120;
        int e = left % range, f = right % range;
        Matrix<T> a = random.UniformMatrix<T>(shape.Rows, k), b = random.UniformMatrix<T>(k, shape.Columns), c = random.UniformMatrix<T>(shape.Rows, shape.Columns);
        T alpha = T.CreateTruncating(0.7), beta = T.CreateTruncating(-1.3);
        Matrix<T> scaled = Scaled(c, e + f);
        Product.Multiply(scaled.AsSpan(), Scaled(a, e), Scaled(b, f), alpha, beta);
        Product.Multiply(c.AsSpan(), a, b, alpha, beta);
        Bits.AssertEqual<T>(Scaled(c, e + f), scaled, $"2^{e} A, 2^{f} B");
    }

    [Property(MaxTest = 50)]
    public void A_row_of_zeros_and_a_column_of_A_change_nothing_but_their_own(Shape shape, byte at)
    {
        TestRandom random = new(7);
        Matrix<T> a = random.UniformMatrix<T>(shape.Rows + 1, 33), b = random.UniformMatrix<T>(33, shape.Columns + 2), c = Product.Multiply(a, b);
        int row = at % a.Rows;
        a.Row(row).Clear();
        Matrix<T> cleared = Product.Multiply(a, b);
        for (int i = 0; a.Rows > 1 && i < a.Rows; i++)
        {
            Bits.AssertEqual(i == row ? new T[c.Columns] : c.Row(i), cleared.Row(i), $"row {i}");
        }
    }

    private static void Multiply(ProductCase<T> product, MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b) =>
        Gemm.Multiply(c, a, b, T.CreateTruncating(product.Alpha), T.CreateTruncating(product.Beta));

    private static Matrix<T> Scaled(Matrix<T> a, int exponent)
    {
        Matrix<T> scaled = a.Clone();
        for (int i = 0; i < scaled.Data.Length; i++)
        {
            scaled.Data[i] = T.ScaleB(scaled.Data[i], exponent);
        }

        return scaled;
    }
}

public sealed class GemmRelationTestsOfDouble : GemmRelationTests<double>;

public sealed class GemmRelationTestsOfSingle : GemmRelationTests<float>;
