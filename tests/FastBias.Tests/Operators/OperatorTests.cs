using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.OperatorTests;

/// <summary>Every operator is what its matrix is, entry by entry, in both directions, and the adjoint test knows right from wrong.</summary>
public sealed class OperatorTests
{
    private static readonly double[,] s_a = new TestRandom(1).UniformMatrix<double>(5, 3).ToArray();
    private static readonly double[,] s_b = new TestRandom(2).UniformMatrix<double>(5, 3).ToArray();
    private static readonly double[,] s_c = new TestRandom(3).UniformMatrix<double>(3, 4).ToArray();
    private static readonly Matrix<double> s_big = Gallery.WithEigenvalues([.. Enumerable.Range(0, 71).Select(k => k - 30.0)], 3).A;
    private static readonly double[] s_d = [2, -3, 0.5];

    public static TheoryData<string> Names => ["dense", "diagonal", "scaled", "sum", "product", "transposed", "gram", "normal", "symmetric", "augmented", "function", "triangle", "columns"];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_its_matrix(string name)
    {
        (ILinearOperator<double> a, double[,] matrix) = Create(name);
        Assert.Equal((matrix.GetLength(0), matrix.GetLength(1)), (a.Rows, a.Columns));
        AssertClose(matrix, Columns(a.Apply, a.Rows, a.Columns));
        AssertClose(Dense.Transpose(matrix), Columns(a.ApplyTransposed, a.Columns, a.Rows));
        Assert.True(AdjointTest.Run(a).Passed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Several_rows_at_once_are_the_rows_one_by_one(string name)
    {
        (ILinearOperator<double> a, double[,] matrix) = Create(name);
        Matrix<double> x = new TestRandom(9).UniformMatrix<double>(4, a.Columns), y = new(4, a.Rows);
        Matrix<double> z = new TestRandom(8).UniformMatrix<double>(4, a.Rows), w = new(4, a.Columns);
        a.ApplyRows(y.AsSpan(), x);
        a.ApplyTransposedRows(w.AsSpan(), z);
        AssertClose(Dense.Multiply(x.ToArray(), Dense.Transpose(matrix)), y.ToArray());
        AssertClose(Dense.Multiply(z.ToArray(), matrix), w.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_applications_in_one_are_the_bits_of_two(string name)
    {
        ILinearOperator<double> a = Create(name).Operator;
        double[] x = new TestRandom(7).UniformVector<double>(a.Columns), y = new double[a.Rows], w = new double[a.Columns];
        double[] image = new double[a.Rows], both = new double[a.Columns];
        a.Apply(y, x);
        a.ApplyTransposed(w, y);
        a.ApplyGram(both, image, x);
        Assert.Equal(y, image);
        Assert.Equal(w, both);
    }

    [Fact]
    public void The_adjoint_test_finds_a_wrong_sign_an_index_off_by_one_and_a_missing_factor()
    {
        LinearAction<double> forward = (y, x) =>
        {
            for (int i = 0; i < 6; i++)
            {
                y[i] = (2 * x[i]) - (i > 0 ? x[i - 1] : 0);
            }
        };
        Assert.True(AdjointTest.Run(new FunctionOperator<double>(6, 6, forward, (y, x) => Shifted(y, x, 1, -1))).Passed);
        foreach ((int shift, double factor) in ((int, double)[])[(1, 1), (2, -1), (1, -1 - 1e-9)])
        {
            AdjointTestResult<double> result = AdjointTest.Run(new FunctionOperator<double>(6, 6, forward, (y, x) => Shifted(y, x, shift, factor)));
            Assert.False(result.Passed);
            Assert.True(result.LargestError > 1e-11);
        }

        Assert.False(AdjointTest.Run(new FunctionOperator<double>(2, 2, (y, x) => y.Fill(double.NaN), (y, x) => y.Clear())).Passed);
        Assert.True(AdjointTest.Run(new FunctionOperator<float>(0, 3, (y, x) => y.Clear(), (y, x) => y.Clear())).Passed);
    }

    [Property]
    public bool A_dense_matrix_passes_the_adjoint_test_in_both_precisions(TestMatrix<double> a, TestMatrix<float> b) =>
        AdjointTest.Run(new DenseOperator<double>(a.A)).Passed && AdjointTest.Run(new DenseOperator<float>(b.A)).Passed;

    [Fact]
    public void Wrong_shapes_and_overlaps_are_refused()
    {
        DenseOperator<double> a = new(new Matrix<double>(5, 3));
        Assert.Throws<ArgumentException>(() => new SumOperator<double>(a, new TransposedOperator<double>(a)));
        Assert.Throws<ArgumentException>(() => new ProductOperator<double>(a, a));
        Assert.Throws<ArgumentException>(() => new TriangularInverseOperator<double>(new Matrix<double>(5, 3), Triangle.Upper));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AugmentedOperator<double>(a, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GramOperator<double>(a, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FunctionOperator<double>(-1, 2, (_, _) => { }, (_, _) => { }));
        Assert.Throws<ArgumentException>(() => new DiagonalOperator<double>([1, 2]).Apply(new double[2], new double[3]));
        double[] shared = new double[2];
        Assert.Throws<ArgumentException>(() => new DiagonalOperator<double>([1, 2]).Apply(shared, shared));
        Assert.Throws<ArgumentException>(() => Preconditioner.Jacobi<double>(new Matrix<double>(2, 2)));
    }

    private static void Shifted(Span<double> y, ReadOnlySpan<double> x, int shift, double factor)
    {
        for (int i = 0; i < 6; i++)
        {
            y[i] = (2 * x[i]) + (i + shift < 6 ? factor * x[i + shift] : 0);
        }
    }

    private static (ILinearOperator<double> Operator, double[,] Matrix) Create(string name)
    {
        DenseOperator<double> a = new(new Matrix<double>(s_a)), b = new(new Matrix<double>(s_b)), c = new(new Matrix<double>(s_c));
        double[,] gram = Dense.Multiply(Dense.Transpose(s_a), s_a);
        double[,] upper = { { 2, 1, -1 }, { 0, 0.5, 3 }, { 0, 0, 4 } };
        return name switch
        {
            "dense" => (a, s_a),
            "diagonal" => (new DiagonalOperator<double>(s_d), Dense.Generate(3, 3, (i, j) => i == j ? s_d[i] : 0)),
            "scaled" => (new ScaledOperator<double>(-2, a), Dense.Generate(5, 3, (i, j) => -2 * s_a[i, j])),
            "sum" => (new SumOperator<double>(a, b), Dense.Generate(5, 3, (i, j) => s_a[i, j] + s_b[i, j])),
            "product" => (new ProductOperator<double>(a, c), Dense.Multiply(s_a, s_c)),
            "transposed" => (new TransposedOperator<double>(a), Dense.Transpose(s_a)),
            "gram" => (new GramOperator<double>(a), gram),
            "normal" => (new GramOperator<double>(a, 0.75), Dense.Generate(3, 3, (i, j) => gram[i, j] + (i == j ? 0.75 : 0))),
            "symmetric" => (new SymmetricOperator<double>(s_big), s_big.ToArray()),
            "augmented" => (new AugmentedOperator<double>(a, 4), Dense.Generate(8, 3, (i, j) => i < 5 ? s_a[i, j] : i - 5 == j ? 2 : 0)),
            "function" => (new FunctionOperator<double>(5, 3, a.Apply, a.ApplyTransposed), s_a),
            "triangle" => (new TriangularInverseOperator<double>(new Matrix<double>(upper), Triangle.Upper), NaiveSolve.Eliminate(upper, Dense.Identity(3, 3))!),
            _ => (Preconditioner.Columns<double>(new Matrix<double>(s_a)), Dense.Generate(3, 3, (i, j) => i == j ? 1 / NaiveLeastSquares.Norm(Dense.Column(s_a, j)) : 0)),
        };
    }

    private static double[,] Columns(LinearAction<double> apply, int rows, int columns)
    {
        double[,] matrix = new double[rows, columns];
        for (int j = 0; j < columns; j++)
        {
            double[] unit = new double[columns], image = new double[rows];
            unit[j] = 1;
            Array.Fill(image, double.NaN);
            apply(image, unit);
            for (int i = 0; i < rows; i++)
            {
                matrix[i, j] = image[i];
            }
        }

        return matrix;
    }

    private static void AssertClose(double[,] expected, double[,] actual) =>
        Assert.True(Dense.MaxAbs(Dense.Generate(expected.GetLength(0), expected.GetLength(1), (i, j) => expected[i, j] - actual[i, j])) <= 1e-13 * (1 + Dense.MaxAbs(expected)));
}
