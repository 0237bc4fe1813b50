using FastBias.Reference;
using Xunit;

namespace FastBias.Testing.Tests;

public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_matrix_is_finite_has_its_shape_and_keeps_what_it_says(string name)
    {
        foreach ((int rows, int columns) in ((int, int)[])[(8, 8), (12, 7), (7, 12), (1, 1)])
        {
            GalleryMatrix matrix = Gallery.Create(name, rows, columns);
            Assert.Equal(name, matrix.Name);
            Assert.All(matrix.A.Data, x => Assert.True(double.IsFinite(x)));
            Assert.True(matrix.Rows <= Math.Max(rows, columns) + 1 && matrix.Columns <= Math.Max(rows, columns));
            if (matrix.IsSymmetric)
            {
                Assert.Equal(matrix.A.ToArray(), Dense.Transpose(matrix.A.ToArray()));
            }

            if (matrix.SingularValues is not { } known)
            {
                continue;
            }

            Assert.Equal(Math.Min(matrix.Rows, matrix.Columns), known.Length);
            RatioAssert.AtMost(SvdRatio.Values<double>(matrix.ComputeSingularValues(), known, rows, columns), 10, matrix.ToString());
            if (matrix.Condition is { } condition && known.Length > 0 && known[^1] > 0)
            {
                Assert.Equal(1, condition * known[^1] / known[0], 1e-9);
            }

            if (matrix.Rank is { } rank)
            {
                Assert.True(rank == known.Length || known[rank] <= 1e-9 * known[0]);
                Assert.True(rank == 0 || known[rank - 1] > 0);
            }
        }
    }

    [Fact]
    public void Shapes_are_exact_where_a_family_exists_in_them()
    {
        string[] natural = ["rosser", "hadamard", "inverse-hilbert"];
        foreach (GalleryMatrix matrix in Gallery.All(9, 6).Concat(Gallery.All(5, 9)).Where(m => !natural.Contains(m.Name)))
        {
            Assert.True((matrix.Rows, matrix.Columns) is (9, 6) or (5, 9), matrix.ToString());
        }

        Assert.True(Gallery.Names.Count >= 80);
        Assert.Throws<ArgumentException>(() => Gallery.Create("no such", 3));
    }

    [Fact]
    public void Rounding_to_float_says_where_the_range_ends()
    {
        string[] outside = [.. Gallery.All(9).Where(matrix => !matrix.FitsIn<float>()).Select(matrix => matrix.Name)];
        Assert.Equal(["scaled-columns", "denormal", "scaled-to-underflow", "scaled-to-overflow"], outside);
        foreach (GalleryMatrix matrix in Gallery.All(9).Where(matrix => matrix.FitsIn<float>() && matrix.SingularValues is not null))
        {
            Matrix<float> rounded = matrix.As<float>();
            double[,] copy = Dense.Generate(rounded.Rows, rounded.Columns, (i, j) => (double)rounded[i, j]);
            float[] values = [.. NaiveSvd.Values(copy).Select(s => (float)s)];
            RatioAssert.AtMost(SvdRatio.Values<float>(values, matrix.SingularValues!, 9, 9), 10, matrix.Name);
        }
    }

    [Fact]
    public void Closed_forms_are_right()
    {
        for (int n = 1; n <= 10; n++)
        {
            RationalMatrix exactHilbert = new(Dense.Generate(n, n, (i, j) => new Rational(1, i + j + 1)));
            Assert.True(((exactHilbert * new RationalMatrix(Gallery.InverseHilbert(n).A.ToArray())) - new RationalMatrix(Dense.Identity(n, n))).SquaredNorm().IsZero);
            RationalMatrix u = new(Gallery.Triw(n).A.ToArray());
            Assert.Equal((u.Transpose * u).ToDouble(), Gallery.Moler(n).A.ToArray());
            Assert.Equal(n, new RationalMatrix(Gallery.Pascal(n).A.ToArray()).Rank());
            RationalMatrix frank = new(Gallery.Frank(n).A.ToArray());
            Assert.True(frank.Solve(new RationalMatrix(Dense.Identity(n, n))).ToDouble().Cast<double>().All(double.IsInteger));
        }

        Assert.Equal(7, new RationalMatrix(Gallery.Rosser().A.ToArray()).Rank());
        Assert.Equal(4, new RationalMatrix(Gallery.Create("integer-rank-half", 9, 7).A.ToArray()).Rank());
    }

    [Fact]
    public void Column_pivoting_never_swaps_on_the_perturbed_Kahan_matrix_and_misses_its_rank()
    {
        Matrix<double> a = Gallery.Kahan(90, 1.2, 25).A;
        NaiveQr qr = NaiveQr.Factor(a.ToArray(), pivot: true);
        Assert.Equal(Enumerable.Range(0, 90), qr.Permutation);
        double smallest = NaiveSvd.Values(a.ToArray())[^1];
        Assert.True(smallest < 1e-3 * Math.Abs(qr.R[89, 89]), $"{smallest} {qr.R[89, 89]}");
    }

    [Fact]
    public void Ill_posed_problems_are_ill_posed_and_consistent()
    {
        foreach (string name in Gallery.IllPosedNames)
        {
            IllPosedProblem problem = Gallery.IllPosed(name, 32);
            double[] s = NaiveSvd.Values(problem.A.ToArray());
            Assert.True(s[0] / s[^1] > 100, $"{name}: {s[0] / s[^1]}");
            Assert.All(problem.B, value => Assert.True(double.IsFinite(value)));
            Assert.Contains(problem.X, value => value != 0);
            Matrix<double> x = new(problem.X, 32, 1), b = new(problem.B, 32, 1);
            RatioAssert.AtMost(SolveRatio.Residual<double>(problem.A, x, b), 10, name);
        }
    }

    [Fact]
    public void Scaled_columns_span_2_to_the_1000_and_their_singular_values_are_known_to_the_reference()
    {
        GalleryMatrix matrix = Gallery.ScaledColumns(8, 5, 500, 3);
        double[] s = matrix.ComputeSingularValues();
        Assert.True(Math.ILogB(s[0]) - Math.ILogB(s[^1]) >= 990);
        Assert.All(s, value => Assert.True(value > 0));
    }

    [Fact]
    public void Random_numbers_match_their_test_vector_and_ranges()
    {
        // SplitMix64 from seed 0 starts E220A8397B1DCDAF, 6E789E6AA1B965F4, 06C45D188009454F, F88BB8A8724C81EC;
        // the first output of xoshiro256** is rotl(s1·5, 7)·9.
        ulong expected = System.Numerics.BitOperations.RotateLeft(unchecked(0x6E789E6AA1B965F4UL * 5), 7) * 9;
        Assert.Equal(expected, new TestRandom(0).NextUInt64());

        TestRandom random = new(1);
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Assert.InRange(random.NextDouble(), 0, Math.BitDecrement(1.0));
            Assert.InRange(random.NextInteger(-3, 3), -3, 3);
            sum += random.Normal();
        }

        Assert.InRange(sum / 10_000, -0.05, 0.05);
        Assert.Equal(Enumerable.Range(0, 50), random.Permutation(50).Order());
        Assert.Equal(new TestRandom(5).UniformVector<double>(9), new TestRandom(5).UniformVector<double>(9));
    }
}
