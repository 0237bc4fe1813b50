using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Regression;

/// <summary>Linear models: certified answers, and properties that hold for any table.</summary>
public sealed class LinearRegressionTests
{
    private static readonly string[] LongleyNames = ["deflator", "gnp", "unemployed", "armed", "population", "year"];

    // NIST StRD Longley: y and six columns, 16 years.
    private static readonly double[,] Longley =
    {
        { 60323, 83.0, 234289, 2356, 1590, 107608, 1947 }, { 61122, 88.5, 259426, 2325, 1456, 108632, 1948 },
        { 60171, 88.2, 258054, 3682, 1616, 109773, 1949 }, { 61187, 89.5, 284599, 3351, 1650, 110929, 1950 },
        { 63221, 96.2, 328975, 2099, 3099, 112075, 1951 }, { 63639, 98.1, 346999, 1932, 3594, 113270, 1952 },
        { 64989, 99.0, 365385, 1870, 3547, 115094, 1953 }, { 63761, 100.0, 363112, 3578, 3350, 116219, 1954 },
        { 66019, 101.2, 397469, 2904, 3048, 117388, 1955 }, { 67857, 104.6, 419180, 2822, 2857, 118734, 1956 },
        { 68169, 108.4, 442769, 2936, 2798, 120445, 1957 }, { 66513, 110.8, 444546, 4681, 2637, 121950, 1958 },
        { 68655, 112.6, 482704, 3813, 2552, 123366, 1959 }, { 69564, 114.2, 502601, 3931, 2514, 125368, 1960 },
        { 69331, 115.7, 518173, 4806, 2572, 127852, 1961 }, { 70551, 116.9, 554894, 4007, 2827, 130081, 1962 },
    };

    [Fact]
    public void Gives_the_certified_Longley_coefficients_and_standard_errors()
    {
        Matrix<double> table = new(Longley);
        RegressionSolution<double> fit = LinearRegression.Fit<double>(table.Slice(0, 1, 16, 6), table.Column(0), new() { Names = LongleyNames });

        double[] certified = [15.0618722713733, -0.358191792925910E-01, -2.02022980381683, -1.03322686717359, -0.511041056535807E-01, 1829.15146461355];
        double[] errors = [84.9149257747669, 0.334910077722432E-01, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212];
        Assert.Equal(Status.Success, fit.Status);
        AssertClose(certified, fit.Coefficients.Select(coefficient => coefficient.Estimate), 1e-11);
        AssertClose(errors, fit.Coefficients.Select(coefficient => coefficient.StandardError), 1e-11);
        AssertClose([-3482258.63459582, 890420.383607373], [fit.Intercept!.Estimate, fit.Intercept.StandardError], 1e-11);
        AssertClose([0.995479004577296, 304.854073561965, 9], [fit.RSquared, fit.ResidualStandardError, fit.DegreesOfFreedom], 1e-11);
        Assert.Contains(fit.Warnings, warning => warning.Contains("gnp (1.79E+03)", StringComparison.Ordinal));
    }

    [Property(MaxTest = 60)]
    public void Scaling_by_powers_of_two_moves_every_result_bit_for_bit(int seed, byte shiftOfX, byte shiftOfY)
    {
        Table table = Table.Random(seed, 20, 4);
        (int e, int f) = (shiftOfX - 128, shiftOfY - 128);
        Matrix<double> x = table.X.Clone();
        for (int i = 0; i < x.Rows; i++)
        {
            x[i, 1] = Math.ScaleB(x[i, 1], e);
        }

        RegressionSolution<double> first = LinearRegression.Fit<double>(table.X, table.Y);
        RegressionSolution<double> second = LinearRegression.Fit<double>(x, [.. table.Y.Select(y => Math.ScaleB(y, f))]);

        for (int j = 0; j < 4; j++)
        {
            int shift = j == 1 ? f - e : f;
            Assert.Equal(Math.ScaleB(first.Coefficients[j].Estimate, shift), second.Coefficients[j].Estimate);
            Assert.Equal(Math.ScaleB(first.Coefficients[j].StandardError, shift), second.Coefficients[j].StandardError);
        }

        Assert.Equal(Math.ScaleB(first.Intercept!.Estimate, f), second.Intercept!.Estimate);
        Assert.Equal(first.RSquared, second.RSquared);
        Assert.Equal(first.Leverages, second.Leverages);
    }

    [Property(MaxTest = 60)]
    public void Shifting_a_column_moves_only_the_intercept(int seed, short shift)
    {
        Table table = Table.Random(seed, 15, 3);
        Matrix<double> x = table.X.Clone();
        for (int i = 0; i < x.Rows; i++)
        {
            x[i, 0] += shift;
        }

        RegressionSolution<double> first = LinearRegression.Fit<double>(table.X, table.Y);
        RegressionSolution<double> second = LinearRegression.Fit<double>(x, table.Y);

        AssertClose(first.Coefficients.Select(c => c.Estimate), second.Coefficients.Select(c => c.Estimate), 1e-9);
        Assert.Equal(first.Intercept!.Estimate - (shift * first.Coefficients[0].Estimate), second.Intercept!.Estimate, 1e-9 * (1 + Math.Abs(shift)));
    }

    [Property(MaxTest = 60)]
    public void Residual_is_orthogonal_to_the_columns_and_leverages_add_up_to_the_parameters(int seed)
    {
        Table table = Table.Random(seed, 18, 5);
        RegressionSolution<double> fit = LinearRegression.Fit<double>(table.X, table.Y);
        double[] residual = table.Residual(fit);

        Assert.Equal(0, residual.Sum(), 1e-11);
        for (int j = 0; j < 5; j++)
        {
            Assert.Equal(0, VectorProduct.Dot<double>(residual, table.X.Column(j)), 1e-10);
        }

        Assert.Equal(6, fit.Leverages.Sum(), 1e-12);
        Assert.All(fit.Leverages, leverage => Assert.InRange(leverage, 0, 1 + 1e-14));
        Assert.Equal(VectorProduct.Norm<double>(residual), fit.ResidualNorm, 1e-11);
    }

    [Property(MaxTest = 40)]
    public void Standardised_coefficients_are_the_others_times_the_deviation(int seed)
    {
        Table table = Table.Random(seed, 25, 3);
        RegressionSolution<double> raw = LinearRegression.Fit<double>(table.X, table.Y);
        RegressionSolution<double> standard = LinearRegression.Fit<double>(table.X, table.Y, new() { Standardize = true });

        for (int j = 0; j < 3; j++)
        {
            double mean = table.X.Column(j).Average();
            double deviation = Math.Sqrt(table.X.Column(j).Average(value => (value - mean) * (value - mean)));
            Assert.Equal(raw.Coefficients[j].Estimate * deviation, standard.Coefficients[j].Estimate, 1e-11);
        }

        Assert.Equal(table.Y.Average(), standard.Intercept!.Estimate, 1e-12);
    }

    [Property(MaxTest = 40)]
    public void Ridge_is_least_squares_with_rows_of_root_lambda_below(int seed, byte tenths)
    {
        Table table = Table.Random(seed, 12, 4);
        double lambda = (tenths + 1) / 10.0;
        Matrix<double> x = new(16, 4);
        table.X.AsSpan().CopyTo(x.Slice(0, 0, 12, 4));
        for (int j = 0; j < 4; j++)
        {
            x[12 + j, j] = Math.Sqrt(lambda);
        }

        RegressionSolution<double> ridge = LinearRegression.Fit<double>(table.X, table.Y, new() { Intercept = false, Lambda = lambda });
        RegressionSolution<double> stacked = LinearRegression.Fit<double>(x, [.. table.Y, 0, 0, 0, 0], new() { Intercept = false });

        AssertClose(stacked.Coefficients.Select(c => c.Estimate), ridge.Coefficients.Select(c => c.Estimate), 1e-11);
        Assert.InRange(12 - ridge.DegreesOfFreedom, 0, 4);
        Assert.Equal(ridge.Leverages.Sum(), 12 - ridge.DegreesOfFreedom, 1e-12);
    }

    [Fact]
    public void Standard_errors_of_a_ridge_follow_its_filter()
    {
        // One column of norm 2: estimate 2·y/(4 + λ)·…, variance s²·4/(4 + λ)².
        Matrix<double> x = new(new[,] { { 2.0 }, { 0 }, { 0 } });
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, [3, 1, 0], new() { Intercept = false, Lambda = 1 });

        double noise = Math.Sqrt((Math.Pow(3 - (2 * 6.0 / 5), 2) + 1) / (3 - 0.8));
        Assert.Equal(6.0 / 5, fit.Coefficients[0].Estimate, 1e-14);
        Assert.Equal(noise * 2 / 5, fit.Coefficients[0].StandardError, 1e-14);
        Assert.Equal(0.8, fit.Leverages[0], 1e-14);
    }

    [Fact]
    public void Names_the_first_place_that_is_not_finite()
    {
        Matrix<double> x = new(new[,] { { 1.0, 2 }, { 3, double.NaN }, { double.PositiveInfinity, 1 } });
        RegressionSolution<double> inX = LinearRegression.Fit<double>(x, [1, 2, 3]);
        RegressionSolution<double> inY = LinearRegression.Fit<double>(x, [double.NaN, 2, 3]);

        Assert.Equal((Status.NonFiniteInput, (1, 1)), (inX.Status, inX.FirstNonFinite));
        Assert.Equal((Status.NonFiniteInput, (0, 2)), (inY.Status, inY.FirstNonFinite));
        Assert.Empty(inX.Coefficients);
    }

    [Fact]
    public void Is_defined_on_empty_tables()
    {
        RegressionSolution<double> noColumns = LinearRegression.Fit<double>(new Matrix<double>(3, 0), [1, 2, 6]);
        RegressionSolution<double> noRows = LinearRegression.Fit<double>(new Matrix<double>(0, 2), []);

        Assert.Equal((Status.Success, 3.0), (noColumns.Status, noColumns.Intercept!.Estimate));
        Assert.Equal((Status.Success, 2), (noRows.Status, noRows.NullSpaceDimension));
        Assert.All(noRows.Coefficients, coefficient => Assert.Equal((0.0, false), (coefficient.Estimate, coefficient.IsDetermined)));
        Assert.False(noRows.Intercept!.IsDetermined);
    }

    [Fact]
    public void Throws_on_wrong_calls()
    {
        Matrix<double> x = new(3, 2);
        Assert.Throws<ArgumentException>(() => LinearRegression.Fit<double>(x, [1, 2]));
        Assert.Throws<ArgumentException>(() => LinearRegression.Fit<double>(x, [1, 2, 3], new() { Names = ["a"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearRegression.Fit<double>(x, [1, 2, 3], new() { Lambda = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearRegression.Fit<double>(x, [1, 2, 3], new() { Lambda = double.NaN }));
    }

    [Fact]
    public void Works_in_single_precision_and_at_the_ends_of_the_range()
    {
        Matrix<float> single = new(new[,] { { 1f, 1 }, { 2, -1 }, { 3, 1 }, { 4, -1 } });
        RegressionSolution<float> fit = LinearRegression.Fit<float>(single, [6, 3, 10, 7]);
        Assert.Equal(2f, fit.Coefficients[0].Estimate, 1e-5f);
        Assert.Equal(2.5f, fit.Coefficients[1].Estimate, 1e-5f);

        Matrix<double> huge = new(new[,] { { 1.7e308, 1e-300 }, { -1.7e308, 2e-300 }, { 1e308, 4e-300 }, { 0, 1e-301 } });
        RegressionSolution<double> wide = LinearRegression.Fit<double>(huge, [1, 2, 3, 4]);
        Assert.Equal((Status.Success, 2), (wide.Status, wide.Rank));
        Assert.All(wide.Coefficients, coefficient => Assert.True(double.IsFinite(coefficient.Estimate) && coefficient.IsDetermined));
    }

    [Fact]
    public void A_constant_target_has_no_R_squared_and_an_exact_fit_has_1()
    {
        Matrix<double> x = new(new[,] { { 1.0 }, { 2 }, { 4 } });
        Assert.True(double.IsNaN(LinearRegression.Fit<double>(x, [5, 5, 5]).RSquared));
        Assert.Equal(1, LinearRegression.Fit<double>(x, [3, 5, 9]).RSquared, 1e-15);
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.All(expected.Zip(actual, (left, right) => (left, right)), pair => Assert.InRange(Math.Abs(pair.left - pair.right), 0, tolerance * (1e-3 + Math.Abs(pair.left))));
}
