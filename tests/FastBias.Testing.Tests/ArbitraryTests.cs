using System.Reflection;
using FastBias.Reference;
using FsCheck.Fluent;
using Xunit;

namespace FastBias.Testing.Tests;

public class ArbitraryTests
{
    [Property]
    public void Matrices_have_their_structure(TestMatrix<double> matrix)
    {
        double[,] a = matrix.A.ToArray();
        Assert.All(matrix.A.Data, x => Assert.True(double.IsFinite(x)));
        bool holds = matrix.Structure switch
        {
            MatrixStructure.Integers => matrix.A.Data.All(x => double.IsInteger(x) && Math.Abs(x) <= 8),
            MatrixStructure.Zero => matrix.A.Data.All(x => x == 0),
            MatrixStructure.Identity => a.Cast<double>().SequenceEqual(Dense.Identity(matrix.Rows, matrix.Columns).Cast<double>()),
            MatrixStructure.RankDeficient when matrix.Rows is > 1 and <= 9 && matrix.Columns is > 1 and <= 9 => new RationalMatrix(a).Rank() < Math.Min(matrix.Rows, matrix.Columns),
            _ => matrix.Structure != MatrixStructure.Shrunk,
        };
        Assert.True(holds, matrix.ToString());
    }

    [Property(MaxTest = 50)]
    public void Systems_fit(LinearSystem<double> system) => Assert.True(system.A.Rows == system.B.Rows && system.B.Columns is >= 1 and <= 3);

    [Property(MaxTest = 50)]
    public void Products_fit_and_their_reference_is_finite(ProductCase<float> product)
    {
        StridedMatrix<float> a = product.CreateA(), b = product.CreateB(), c = product.CreateC();
        float[,] result = NaiveProduct.Multiply(a.ToMatrix().ToArray(), b.ToMatrix().ToArray(), (float)product.Alpha, (float)product.Beta, c.ToMatrix().ToArray());
        Assert.All(result.Cast<float>(), x => Assert.True(float.IsFinite(x)));
        Assert.Equal((product.Shape.Rows, product.Shape.Columns), (c.Rows, c.Columns));
    }

    [Property(MaxTest = 50)]
    public void The_oracle_has_the_bits_of_the_library_and_the_padding_stays(ProductCase<double> product)
    {
        StridedMatrix<double> a = product.CreateA(), b = product.CreateB(), c = product.CreateC();
        double[] expected = [.. Expected(product, a, b, c).Cast<double>()];
        Product.Multiply(c.Span, a.View, b.View, product.Alpha, product.Beta);
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), c.ToMatrix().Data.Select(BitConverter.DoubleToInt64Bits));
        a.AssertPaddingUntouched();
        b.AssertPaddingUntouched();
        c.AssertPaddingUntouched();
    }

    /// <summary>By route, as ADR 0001 says: one column, one row, or the general product.</summary>
    private static double[,] Expected(ProductCase<double> product, StridedMatrix<double> a, StridedMatrix<double> b, StridedMatrix<double> c)
    {
        double[,] left = a.ToMatrix().ToArray(), right = b.ToMatrix().ToArray(), old = c.ToMatrix().ToArray();
        if (c.Columns == 1)
        {
            bool contiguous = a.View.ColumnStride == 1 || a.Columns == 1;
            return Dense.AsColumn(NaiveProduct.MultiplyColumn(left, Dense.Column(right, 0), product.Alpha, product.Beta, Dense.Column(old, 0), contiguous));
        }

        if (c.Rows == 1)
        {
            (double[,] x, double[,] y) = (Dense.Transpose(left), Dense.Transpose(old));
            bool contiguous = b.View.RowStride == 1 || b.Rows == 1;
            return Dense.Transpose(Dense.AsColumn(NaiveProduct.MultiplyColumn(
                Dense.Transpose(right), Dense.Column(x, 0), product.Alpha, product.Beta, Dense.Column(y, 0), contiguous)));
        }

        return NaiveProduct.Multiply(left, right, product.Alpha, product.Beta, old);
    }

    [Fact]
    public void Sizes_hit_every_edge_and_its_neighbours()
    {
        HashSet<int> seen = [.. SizeGenerator.Dimension(100).Sample(20_000, 100)], depths = [.. SizeGenerator.Depth().Sample(5_000, 100)];
        Assert.Superset((HashSet<int>)[0, 1, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49], seen);
        Assert.Superset((HashSet<int>)[255, 256, 257], depths);
        Assert.True(seen.Max() <= 100 && seen.Min() == 0);
        Assert.All(SizeGenerator.Dimension(3).Sample(500, 100), size => Assert.InRange(size, 0, 3));
    }

    [Fact]
    public void Every_structure_and_layout_is_drawn()
    {
        MatrixStructure[] structures = [.. MatrixArbitraries.Matrices().Generator.Sample(500, 20).Select(m => m.Structure).Distinct()];
        Assert.Equal(Enum.GetValues<MatrixStructure>().Length - 1, structures.Length);
        ProductCase<double>[] products = MatrixArbitraries.Products().Generator.Sample(500, 20);
        Assert.Equal(StrideLayout.InputKinds.Order(), products.Select(p => p.A).Distinct().Order());
        Assert.Equal(StrideLayout.OutputKinds.Order(), products.Select(p => p.C).Distinct().Order());
    }

    [Fact]
    public void A_matrix_shrinks_to_the_smallest_one_that_fails()
    {
        string shrunk = ShrunkText(nameof(Subjects.NoThirdColumnWithFour));
        Assert.Equal("Shrunk 1x3: new Matrix<double>(new double[,] { { 0, 0, 4 } })", shrunk);
    }

    [Fact]
    public void Where_only_the_shape_matters_the_entries_become_zero() =>
        Assert.Equal("Shrunk 3x2: new Matrix<double>(new double[,] { { 0, 0 }, { 0, 0 }, { 0, 0 } })", ShrunkText(nameof(Subjects.AtMostTwoRowsOrOneColumn)));

    [Fact]
    public void A_product_shrinks_to_plain_strides_and_the_smallest_shape()
    {
        string shrunk = ShrunkText(nameof(Subjects.NoDepthAbove255InTransposedA));
        Assert.StartsWith("new ProductCase<double>(new ProductShape(0, 0, 256), StrideKind.Transposed, StrideKind.Unit, StrideKind.Unit, 1, 0, MatrixStructure.Identity, ", shrunk, StringComparison.Ordinal);
    }

    [Fact]
    public void Shrinking_always_ends()
    {
        foreach (MatrixStructure structure in Enum.GetValues<MatrixStructure>())
        {
            // The worst case: everything fails, and the last candidate is taken each time.
            TestMatrix<double> matrix = TestMatrix<double>.Create(4, 5, structure, 1);
            int steps = 0;
            while (matrix.Shrink().LastOrDefault() is { } next)
            {
                matrix = next;
                Assert.True(++steps < 20_000, structure.ToString());
            }
        }
    }

    private static string ShrunkText(string name)
    {
        MethodInfo method = typeof(Subjects).GetMethod(name)!;
        PropertyFailedException failure = Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run(method, new Subjects(), new PropertySettings { MaxTest = 3000 }));
        string line = failure.Message.Split(Environment.NewLine).SkipWhile(l => l != "Shrunk:").Skip(1).First();
        return line[(line.IndexOf('=', StringComparison.Ordinal) + 2)..];
    }

    private sealed class Subjects
    {
        public bool NoThirdColumnWithFour(TestMatrix<double> matrix)
        {
            for (int i = 0; i < matrix.Rows && matrix.Columns >= 3; i++)
            {
                if (matrix.A[i, 2] >= 4)
                {
                    return false;
                }
            }

            return true;
        }

        public bool AtMostTwoRowsOrOneColumn(TestMatrix<double> matrix) => matrix.Rows <= 2 || matrix.Columns <= 1;

        public bool NoDepthAbove255InTransposedA(ProductCase<double> product) => product.Shape.Depth <= 255 || product.A != StrideKind.Transposed;
    }
}
