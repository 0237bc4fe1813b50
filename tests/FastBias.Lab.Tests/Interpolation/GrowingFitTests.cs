using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>The fit that grows by a row, and the errors from one triangle, against the solver and the rows themselves.</summary>
public sealed class GrowingFitTests
{
    [Property(MaxTest = 60)]
    public void A_growing_fit_is_the_minimum_norm_solution_for_every_number_of_rows(ushort seed, byte size)
    {
        int columns = 1 + (size % 9), rows = (2 * columns) + 4;
        RandomSource random = new(seed);
        Matrix<double> x = Synthetic.PowerLaw(random, rows, columns, 1);
        double[] y = new double[rows];
        random.FillGaussian<double>(y);
        GrowingFit fit = new(columns);
        for (int i = 0; i < rows; i++)
        {
            fit.Add(x.Row(i), y[i]);
            Svd<double> svd = Svd<double>.Factor(x.Slice(0, 0, i + 1, columns));
            Matrix<double> expected = new(columns, 1);
            svd.Solve(expected.AsSpan(), new Matrix<double>(y[..(i + 1)], i + 1, 1));
            double tolerance = 1e-13 * svd.Condition * (1 + Vectors.Norm(expected.Data));
            Assert.True(Vectors.Distance(expected.Data, fit.Beta) <= tolerance, $"{i + 1} rows of {columns} columns");
            double residual = Vectors.Distance(Vectors.Multiply(x.Slice(0, 0, i + 1, columns), expected.Data), y.AsSpan(0, i + 1));
            Assert.Equal(residual, Math.Sqrt(fit.ResidualSquares), tolerance);
            Assert.All(Svd<double>.Factor(fit.Factor()).S.Index(), sigma => Assert.Equal(svd.S[sigma.Index], sigma.Item, 1e-13 * svd.S[0]));
            Assert.False(fit.IsDependent);
        }
    }

    [Property(MaxTest = 40)]
    public void Dependent_rows_are_seen_and_fitted_all_the_same(ushort seed, byte size)
    {
        int columns = 2 + (size % 6);
        RandomSource random = new(seed);
        Matrix<double> x = Synthetic.Gaussian(random, columns + 3, columns);
        double[] y = new double[x.Rows];
        random.FillGaussian<double>(y);
        for (int j = 0; j < columns; j++)
        {
            x[1, j] = -2 * x[0, j];
        }

        GrowingFit fit = new(columns);
        for (int i = 0; i < x.Rows; i++)
        {
            fit.Add(x.Row(i), y[i]);
            Matrix<double> expected = new(columns, 1);
            Svd<double> svd = Svd<double>.Factor(x.Slice(0, 0, i + 1, columns));
            svd.Solve(expected.AsSpan(), new Matrix<double>(y[..(i + 1)], i + 1, 1));
            double condition = svd.S[0] / svd.S[svd.Rank() - 1];
            Assert.True(Vectors.Distance(expected.Data, fit.Beta) <= 1e-12 * condition * (1 + Vectors.Norm(expected.Data)), $"{i + 1} rows of {columns} columns");
        }

        Assert.True(fit.IsDependent);
    }

    [Property(MaxTest = 60)]
    public void The_test_error_from_the_triangle_is_that_of_the_rows(ushort seed, byte size)
    {
        int columns = 1 + (size % 8);
        RandomSource random = new(seed);
        Matrix<double> x = Synthetic.Gaussian(random, 40, columns);
        SubsetProblem problem = new("random", x, Synthetic.Linear(random, x, Synthetic.Direction(random, columns), 0.7));
        int rows = 1 + (seed % 20);
        int[] order = problem.Draw(seed, 3, rows);
        Assert.Equal(Enumerable.Range(0, 40), order.Order());
        GrowingFit fit = new(columns);
        foreach (int row in order.Take(rows))
        {
            fit.Add(x.Row(row), problem.Y[row]);
        }

        double[] beta = fit.Beta.ToArray();
        double expected = order.Skip(rows).Average(row => Math.Pow(x.Row(row).ToArray().Zip(beta, (a, b) => a * b).Sum() - problem.Y[row], 2));
        Assert.Equal(1, problem.TestError(beta, rows, fit.ResidualSquares) / expected, 1e-9);
        ModeFit modes = new(problem, fit);
        Assert.Equal(1, modes.ErrorsByCount()[^1] / expected, 1e-6);
        Assert.True(Vectors.Distance(modes.Leading(modes.Rank), beta) <= 1e-9 * Vectors.Norm(beta));
    }

    [Property(MaxTest = 30)]
    public void Truncation_to_k_modes_is_the_truncated_solution(ushort seed, byte size)
    {
        int columns = 2 + (size % 6), rows = 1 + (seed % 12);
        RandomSource random = new(seed);
        Matrix<double> x = Synthetic.Gaussian(random, 30, columns);
        double[] y = Synthetic.Linear(random, x, Synthetic.Direction(random, columns), 1);
        SubsetProblem problem = new("random", x, y);
        GrowingFit fit = new(columns);
        for (int i = 0; i < rows; i++)
        {
            fit.Add(x.Row(i), y[i]);
        }

        ModeFit modes = new(problem, fit);
        for (int k = 0; k <= modes.Rank; k++)
        {
            double[] beta = modes.Leading(k);
            double expected = Enumerable.Range(rows, 30 - rows).Average(i => Math.Pow(x.Row(i).ToArray().Zip(beta, (a, b) => a * b).Sum() - y[i], 2));
            Assert.Equal(1, modes.ErrorsByCount()[k] / expected, 1e-7);
        }
    }

    [Fact]
    public void Data_that_are_not_there_are_left_out_with_a_note_and_unknown_names_are_refused()
    {
        const string Nowhere = "no-such-folder";
        (IReadOnlyList<SubsetProblem> problems, IReadOnlyList<string> notes) = new DoubleDescentSpec { Data = ["diabetes", "who"] }.Load(Nowhere);
        Assert.Equal("diabetes", Assert.Single(problems).Name);
        Assert.Contains(Nowhere, Assert.Single(notes));
        Assert.Throws<DataNotFoundException>(() => new DoubleDescentSpec { Data = ["california"] }.Load(Nowhere));
        Assert.Contains("iris", new DoubleDescentSpec { Data = ["iris"] }.Problem());
        Assert.Contains("twice", new DoubleDescentSpec { Data = ["who", "who"] }.Problem());
    }

    [Property(MaxTest = 50)]
    public void The_grid_rises_and_has_the_places_that_claims_are_about(byte sizes, byte features)
    {
        int d = 2 + (features % 40);
        DoubleDescentSpec spec = new() { Sizes = 3 + (sizes % 80), Largest = 160 };
        Matrix<double> x = Synthetic.Gaussian(new(1), 400, d);
        int[] grid = spec.Grid(new("random", x, x.Column(0)));
        Assert.Equal(grid.Distinct().Order(), grid);
        Assert.All(new[] { Math.Max(1, d / 2), d, 2 * d, 160 }, rows => Assert.Contains(rows, grid));
        Assert.InRange(grid[^1], 1, 200);
    }
}
