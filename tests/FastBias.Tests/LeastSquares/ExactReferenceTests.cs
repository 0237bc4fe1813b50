using System.Numerics;
using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Small problems against exact rational arithmetic.</summary>
public sealed class ExactReferenceTests
{
    [Property(MaxTest = 150)]
    public bool Every_method_agrees_in_double(uint seed) => Agrees<double>(seed);

    [Property(MaxTest = 60)]
    public bool Every_method_agrees_in_float(uint seed) => Agrees<float>(seed);

    [Property(MaxTest = 60)]
    public bool Ridge_solves_its_own_normal_equations(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 6), n = random.NextInteger(1, 6);
        Matrix<double> a = random.IntegerMatrix<double>(m, n, 5), b = random.IntegerMatrix<double>(m, 2, 5);
        double root = Math.ScaleB(1, random.NextInteger(-6, 3)), lambda = root * root;
        RationalMatrix exactA = Measure.Exact(a), augmented = Measure.Exact(Measure.Stack(a, Scaled(n, root)));
        RationalMatrix exact = (augmented.Transpose * augmented).Solve(exactA.Transpose * Measure.Exact(b));
        LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Lambda = lambda }).EnsureSuccess();
        Assert.Equal(LeastSquaresMethod.Ridge, solution.Method);
        Assert.False(solution.IsMinimumNorm);
        double error = Worst(solution.X, exact.ToDouble());
        Assert.True(error <= solution.ForwardErrorBound, $"{m}x{n}, lambda {lambda}: error {error:E1}, bound {solution.ForwardErrorBound:E1}");
        return true;
    }

    private static bool Agrees<T>(uint seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 7), n = random.NextInteger(1, 7), rank = random.NextInteger(1, Math.Min(m, n));
        Matrix<T> a = random.NextInteger(0, 1) == 0 ? random.IntegerMatrix<T>(m, n, 4) : Gallery.IntegerRank(m, n, rank, seed).As<T>();
        Matrix<T> b = random.IntegerMatrix<T>(m, 2, 6);
        RationalMatrix exactA = Measure.Exact(a);
        double[,] exact = exactA.MinimumNorm(Measure.Exact(b)).ToDouble();
        int exactRank = exactA.Rank();
        foreach (LeastSquaresMethod method in Enum.GetValues<LeastSquaresMethod>().Except([LeastSquaresMethod.Ridge]))
        {
            bool needsFullRank = method is LeastSquaresMethod.Qr or LeastSquaresMethod.NormalEquations;
            LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, b, new LeastSquaresOptions<T> { Method = method });
            if (needsFullRank && exactRank < Math.Min(m, n))
            {
                Assert.Equal(method == LeastSquaresMethod.Qr ? Status.RankDeficient : Status.NotPositiveDefinite, solution.Status);
                continue;
            }

            Assert.True(solution.Status == Status.Success, $"{method} {m}x{n} of rank {exactRank}: {solution.Status}, {solution.Reason}");
            Assert.Equal(exactRank, solution.Rank);
            double error = Worst(solution.X, exact), bound = double.CreateChecked(solution.ForwardErrorBound);
            Assert.True(error <= bound, $"{method} {m}x{n} of rank {exactRank}: error {error:E1}, bound {bound:E1}");
        }

        return true;
    }

    private static Matrix<double> Scaled(int n, double value)
    {
        Matrix<double> diagonal = new(n, n);
        for (int j = 0; j < n; j++)
        {
            diagonal[j, j] = value;
        }

        return diagonal;
    }

    /// <summary>The largest ‖x − y‖/‖x‖ over the columns.</summary>
    private static double Worst<T>(Matrix<T> actual, double[,] exact)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double worst = 0;
        for (int j = 0; j < actual.Columns; j++)
        {
            double[] x = [.. actual.Column(j).Select(double.CreateChecked)], y = Dense.Column(exact, j);
            double difference = Measure.Norm(x.Zip(y, (u, v) => u - v)), size = Measure.Norm(x);
            worst = Math.Max(worst, difference == 0 ? 0 : difference / size);
        }

        return worst;
    }
}
