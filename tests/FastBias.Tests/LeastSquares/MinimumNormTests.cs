using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Which of the infinitely many solutions it is: the shortest, and by every description of it.</summary>
public sealed class MinimumNormTests
{
    /// <summary>Method, rows, columns, rank.</summary>
    public static TheoryData<LeastSquaresMethod, int, int, int> Problems
    {
        get
        {
            TheoryData<LeastSquaresMethod, int, int, int> data = [];
            foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Auto, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd])
            {
                data.Add(method, 6, 11, 6);
                data.Add(method, 6, 11, 4);
                data.Add(method, 9, 7, 3);
                data.Add(method, 8, 8, 5);
            }

            data.Add(LeastSquaresMethod.Qr, 6, 11, 6);
            data.Add(LeastSquaresMethod.NormalEquations, 6, 11, 6);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void It_is_orthogonal_to_the_null_space(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, Matrix<double> b) = Create(m, n, rank);
        LeastSquaresSolution<double> solution = Solve(a, b, method, rank);
        double[,] basis = Measure.Exact(a).NullSpace().ToDouble();
        Assert.Equal(n - rank, basis.GetLength(1));
        for (int j = 0; j < basis.GetLength(1); j++)
        {
            double[] z = Dense.Column(basis, j);
            double cosine = z.Zip(solution.X.Data, (u, v) => u * v).Sum() / Measure.Norm(z) / solution.SolutionNorm;
            Assert.True(Math.Abs(cosine) <= 1e-13, $"cosine {cosine:E1} with null vector {j}");
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void It_is_shorter_than_every_other_minimiser(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, Matrix<double> b) = Create(m, n, rank);
        LeastSquaresSolution<double> solution = Solve(a, b, method, rank);
        double[,] basis = Measure.Exact(a).NullSpace().ToDouble();
        TestRandom random = new(5);
        for (int trial = 0; trial < 50; trial++)
        {
            double size = Math.ScaleB(1, -trial % 20);
            double[] z = new double[n];
            for (int j = 0; j < basis.GetLength(1); j++)
            {
                double weight = size * random.Uniform();
                for (int i = 0; i < n; i++)
                {
                    z[i] += weight * basis[i, j];
                }
            }

            double[] other = [.. solution.X.Data.Zip(z, (x, d) => x + d)];
            double residual = Measure.Norm(Measure.Multiply(a, new(other, n, 1)).Data.Zip(b.Data, (p, q) => p - q));
            Assert.True(Math.Abs(residual - solution.ResidualNorm) <= 1e-11 * (1 + solution.ResidualNorm));
            Assert.True(Measure.Norm(other) > solution.SolutionNorm, $"trial {trial}");
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void It_is_the_limit_of_ridge_at_a_linear_rate(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, Matrix<double> b) = Create(m, n, rank);
        double[,] limit = Measure.ToDouble(Solve(a, b, method, rank).X);
        double sigma = NaiveSvd.Values(a.ToArray())[rank - 1], lambda = 1e-3 * sigma * sigma, last = Distance(lambda);
        Assert.True(last > 1e-5);
        for (int step = 0; step < 3; step++)
        {
            lambda /= 10;
            double next = Distance(lambda);
            Assert.True(last / next is > 9.9 and < 10.1, $"lambda {lambda}: {last:E2} -> {next:E2}");
            last = next;
        }

        double Distance(double value)
        {
            LeastSquaresSolution<double> ridge = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Lambda = value }).EnsureSuccess();
            return Measure.RelativeError(ridge.X, limit);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void It_is_the_limit_of_gradient_descent_from_zero(LeastSquaresMethod method, int m, int n, int rank)
    {
        (Matrix<double> a, Matrix<double> b) = Create(m, n, rank);
        LeastSquaresSolution<double> solution = Solve(a, b, method, rank);
        double[,] matrix = a.ToArray();
        double[] sigma = NaiveSvd.Values(matrix), x = new double[n];
        double step = 1 / (sigma[0] * sigma[0]);
        for (int iteration = 0; iteration < 4000; iteration++)
        {
            double[] residual = [.. b.Data];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    residual[i] -= matrix[i, j] * x[j];
                }
            }

            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    x[j] += step * matrix[i, j] * residual[i];
                }
            }
        }

        double rate = 1 - Math.Pow(sigma[rank - 1] / sigma[0], 2), left = Math.Pow(rate, 4000);
        Assert.True(left < 1e-9, $"the test needs a better conditioned problem: {left:E1}");
        Assert.True(Measure.RelativeError(solution.X, Dense.AsColumn(x)) <= 1e-9 + (10 * left));
    }

    private static LeastSquaresSolution<double> Solve(Matrix<double> a, Matrix<double> b, LeastSquaresMethod method, int rank)
    {
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Method = method }).EnsureSuccess();
        Assert.Equal(rank, solution.Rank);
        Assert.Equal(a.Columns - rank, solution.NullSpaceDimension);
        Assert.True(solution.IsMinimumNorm);
        return solution;
    }

    /// <summary>Integers, so that rank and null space are exact.</summary>
    private static (Matrix<double> A, Matrix<double> B) Create(int m, int n, int rank) =>
        (Gallery.IntegerRank(m, n, rank, 21).A, new TestRandom(22).IntegerMatrix<double>(m, 1, 9));
}
