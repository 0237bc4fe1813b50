using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Regression;

/// <summary>What the data leave open: determined coefficients, combinations, dependencies, and the shortest solution in the user's units.</summary>
public sealed class IdentifiabilityTests
{
    [Fact]
    public void Names_the_dependency_and_the_combinations_that_are_determined()
    {
        // c = a + 2 b, d is free.
        Matrix<double> x = new(new[,] { { 1.0, 0, 1, 2 }, { 0, 1, 2, 5 }, { 2, 1, 4, 3 }, { 1, 1, 3, -4 }, { 3, -1, 1, 1 }, { 0, 0, 0, 1 } });
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, [1, 2, 3, 4, 5, 6], new() { Intercept = false, Names = ["a", "b", "c", "d"] });

        Assert.Equal([false, false, false, true], fit.Coefficients.Select(coefficient => coefficient.IsDetermined));
        Assert.Equal((3, 1), (fit.Rank, fit.NullSpaceDimension));
        Assert.Equal("a + 2 b - c", Assert.Single(fit.Dependencies).ToString().Replace("0.5 a + b - 0.5 c", "a + 2 b - c", StringComparison.Ordinal));
        Assert.Equal(2, fit.DeterminedCombinations.Count);
        AssertDetermined(fit, fit.Dependencies);
    }

    [Fact]
    public void A_level_of_each_kind_and_an_intercept_determine_only_differences()
    {
        Matrix<double> x = new(new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 }, { 0, 1, 0 } });
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, [1, 2, 4, 3, 6], new() { Names = ["u", "v", "w"] });

        Assert.All(fit.Coefficients, coefficient => Assert.False(coefficient.IsDetermined));
        Assert.False(fit.Intercept!.IsDetermined);
        Assert.Equal("u + v + w - intercept", Assert.Single(fit.Dependencies).ToString());
        Assert.Equal(["u - v", "u - w", "u + intercept"], fit.DeterminedCombinations.Select(sum => sum.ToString()));
        Assert.Equal([-2, -2, 2], fit.DeterminedCombinations.Select(sum => Math.Round(sum.Value, 12)));
        Assert.Equal(0, fit.Coefficients.Sum(coefficient => coefficient.Estimate), 1e-13);
    }

    [Fact]
    public void A_constant_column_repeats_the_intercept()
    {
        Matrix<double> x = new(new[,] { { 0.1, 1.0 }, { 0.1, 2 }, { 0.1, 4 } });
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, [1, 2, 3], new() { Names = ["tenth", "t"] });

        Assert.Equal([false, true], fit.Coefficients.Select(coefficient => coefficient.IsDetermined));
        Assert.Equal(0, fit.Coefficients[0].Estimate);
        Assert.False(fit.Intercept!.IsDetermined);
        Assert.Equal("tenth - 0.1 intercept", Assert.Single(fit.Dependencies).ToString());
    }

    [Property(MaxTest = 80)]
    public void Units_do_not_decide_on_the_rank(int seed, sbyte exponent)
    {
        (Matrix<double> x, double[] y) = Dependent(seed, 14, 6, 4);
        Matrix<double> scaled = x.Clone();
        for (int i = 0; i < x.Rows; i++)
        {
            scaled[i, 2] *= Math.Pow(10, exponent);
        }

        RegressionSolution<double> first = LinearRegression.Fit<double>(x, y);
        RegressionSolution<double> second = LinearRegression.Fit<double>(scaled, y);

        Assert.Equal((4, 4), (first.Rank, second.Rank));
        Assert.Equal(first.Coefficients.Select(c => c.IsDetermined), second.Coefficients.Select(c => c.IsDetermined));
        Assert.Equal(first.ResidualNorm, second.ResidualNorm, 1e-10);
    }

    [Property(MaxTest = 80)]
    public void The_solution_is_the_shortest_in_the_users_units(int seed, bool intercept)
    {
        (Matrix<double> x, double[] y) = Dependent(seed, 12, 6, 3);
        for (int i = 0; i < x.Rows; i++)
        {
            x[i, 1] *= 1000;
            x[i, 4] /= 300;
        }

        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, y, new() { Intercept = intercept });

        double[] beta = [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)];
        Assert.True(fit.IsMinimumNorm);
        Assert.Equal(3, fit.Dependencies.Count);
        foreach (LinearCombination<double> dependency in fit.Dependencies)
        {
            double[] direction = Vector(dependency, 6);
            double cosine = VectorProduct.Dot<double>(beta, direction) / VectorProduct.Norm<double>(beta) / VectorProduct.Norm<double>(direction);
            Assert.InRange(Math.Abs(cosine), 0, 1e-9);
        }

        Assert.Equal(VectorProduct.Norm<double>(new Table(x, y).Residual(fit)), fit.ResidualNorm, 1e-9);
    }

    [Property(MaxTest = 80)]
    public void Combinations_do_not_change_along_the_null_space_and_dependencies_are_zero(int seed)
    {
        (Matrix<double> x, double[] y) = Dependent(seed, 12, 6, 4);
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, y);

        Assert.Equal(2, fit.Dependencies.Count);
        foreach (LinearCombination<double> dependency in fit.Dependencies)
        {
            double[] direction = Vector(dependency, 7);
            double[] image = new double[x.Rows];
            Product.Multiply<double>(image, x, direction.AsSpan(0, 6));
            Assert.All(image, element => Assert.Equal(-direction[6], element, 1e-9 * VectorProduct.Norm<double>(direction)));
        }

        AssertDetermined(fit, fit.Dependencies);
    }

    [Property(MaxTest = 40)]
    public void Determined_coefficients_are_the_same_whatever_the_others_do(int seed)
    {
        // The last column is independent of the rest; dropping a dependent column leaves its coefficient alone.
        (Matrix<double> x, double[] y) = Dependent(seed, 12, 4, 2);
        Matrix<double> whole = new(12, 5);
        x.AsSpan().CopyTo(whole.Slice(0, 0, 12, 4));
        Random random = new(seed ^ 77);
        for (int i = 0; i < 12; i++)
        {
            whole[i, 4] = random.NextDouble();
        }

        RegressionSolution<double> all = LinearRegression.Fit<double>(whole, y);
        RegressionSolution<double> less = LinearRegression.Fit<double>(whole.Slice(0, 2, 12, 3), y);

        Assert.Equal([false, false, false, false, true], all.Coefficients.Select(coefficient => coefficient.IsDetermined));
        Assert.Equal(less.Coefficients[2].Estimate, all.Coefficients[4].Estimate, 1e-9 * (1 + Math.Abs(less.Coefficients[2].Estimate)));
        Assert.Equal(less.Coefficients[2].StandardError, all.Coefficients[4].StandardError, 1e-9 * less.Coefficients[2].StandardError);
    }

    [Fact]
    public void More_columns_than_rows_interpolate_without_standard_errors()
    {
        Matrix<double> x = Table.Random(1, 4, 9).X;
        RegressionSolution<double> fit = LinearRegression.Fit<double>(x, [1, 2, 3, 4]);

        Assert.Equal((3, 6), (fit.Rank, fit.NullSpaceDimension));
        Assert.Equal(0, fit.ResidualNorm, 1e-12);
        Assert.All(fit.Coefficients, coefficient => Assert.True(double.IsNaN(coefficient.StandardError)));
        Assert.Contains(fit.Warnings, warning => warning.Contains("no standard errors", StringComparison.Ordinal));
    }

    /// <summary>Columns that are random combinations of <paramref name="rank"/> random ones, and not constant.</summary>
    private static (Matrix<double> X, double[] Y) Dependent(int seed, int rows, int columns, int rank)
    {
        Table left = Table.Random(seed, rows, rank);
        Matrix<double> right = Table.Random(seed ^ 12345, rank, columns).X;
        return (Product.Multiply(left.X, right), left.Y);
    }

    /// <summary>Each combination is orthogonal to each null vector.</summary>
    private static void AssertDetermined(RegressionSolution<double> fit, IReadOnlyList<LinearCombination<double>> dependencies)
    {
        int count = fit.Coefficients.Count + 1;
        foreach (LinearCombination<double> combination in fit.DeterminedCombinations)
        {
            double[] factors = Vector(combination, count, fit);
            foreach (LinearCombination<double> dependency in dependencies)
            {
                double[] direction = Vector(dependency, count, fit);
                double scale = VectorProduct.Norm<double>(factors) * VectorProduct.Norm<double>(direction);
                Assert.Equal(0, VectorProduct.Dot<double>(factors, direction), 1e-12 * scale);
            }
        }
    }

    private static double[] Vector(LinearCombination<double> sum, int count, RegressionSolution<double>? fit = null)
    {
        double[] vector = new double[count];
        foreach ((string name, double factor) in sum.Terms)
        {
            int index = name == "intercept" ? count - 1
                : fit is null ? int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1
                : fit.Coefficients.Select(coefficient => coefficient.Name).ToList().IndexOf(name);
            if (index < count)
            {
                vector[index] = factor;
            }
        }

        return vector;
    }

    [Fact]
    public void Long_sums_name_text_columns_once()
    {
        LinearCombination<double> sum = new([.. Enumerable.Range(0, 9).Select(k => ($"region[{k}]", 1 + (k * 1e-15))), ("x[1]", 1), ("x[2]", 1), ("intercept", -1)], 0);
        Assert.Equal("(9 of region[…]) + x[1] + x[2] - intercept", sum.ToString(6));
        Assert.Equal("(9 of region[…]) + x[1] + … (2 more)", sum.ToString(2));
        Assert.StartsWith("region[0] + region[1] + region[2]", sum.ToString(), StringComparison.Ordinal);
    }
}
