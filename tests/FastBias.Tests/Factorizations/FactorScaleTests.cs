using System.Numerics;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>A·2^k has the Q of A, and its R times 2^k: bit for bit, wherever no element leaves the normal range.</summary>
public sealed class FactorScaleTests
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 1), (5, 3), (3, 5), (16, 16), (49, 33), (60, 100), (100, 60)];

    [Fact]
    public void Double_moves_exactly() => Check<double>([-1000, -950, -500, -401, -400, -33, -1, 1, 77, 512, 999, 1000, 1010]);

    [Fact]
    public void Float_moves_exactly() => Check<float>([-100, -90, -41, -40, -2, 1, 60, 103, 104, 105, 115]);

    [Fact]
    public void In_place_moves_exactly()
    {
        foreach ((int m, int n) in Shapes)
        {
            double[] expected = InPlace(m, n, 0, out double[] tau);
            foreach (int k in new[] { -1000, -450, 3, 1005 })
            {
                double[] packed = InPlace(m, n, k, out double[] scaledTau);
                Assert.Equal(tau, scaledTau);
                for (int i = 0; i < m; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        Assert.Equal(Math.ScaleB(expected[(i * n) + j], j >= i ? k : 0), packed[(i * n) + j]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Solutions_move_exactly()
    {
        foreach ((int m, int n) in Shapes)
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, 2);
            Matrix<double> expected = MinimumNorm(a, b), leastSquares = LeastSquares(a, b);
            foreach ((int ka, int kb) in new[] { (-900, 0), (0, -900), (1000, 900), (-1000, -1000), (500, -400) })
            {
                Matrix<double> scaledA = Scaled(a, ka), scaledB = Scaled(b, kb);
                Assert.Equal(Scaled(expected, kb - ka).Data, MinimumNorm(scaledA, scaledB).Data);
                Assert.Equal(Scaled(leastSquares, kb - ka).Data, LeastSquares(scaledA, scaledB).Data);
            }
        }
    }

    /// <summary>Columns from 2^-1000 to 2^1000 in one matrix keep their digits: columnwise stability does not end where squares do.</summary>
    [Fact]
    public void Columns_of_any_size_keep_their_digits()
    {
        foreach ((int m, int n) in new[] { (6, 5), (20, 20), (60, 50), (50, 60) })
        {
            Matrix<double> a = FactorMatrices.Fill<double>(m, n, (_, _) => 0);
            Matrix<double> gaussian = FactorMatrices.Make<double>("gaussian", m, n);
            int[] exponents = [.. Enumerable.Range(0, n).Select(j => -1000 + (2000 * ((j * 7) % n) / Math.Max(1, n - 1)))];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    a[i, j] = Math.ScaleB(gaussian[i, j], exponents[j]);
                }
            }

            CheckColumns(a, Qr<double>.Factor(a).Q, Qr<double>.Factor(a).R, [.. Enumerable.Range(0, n)], exponents);
            PivotedQr<double> pivoted = PivotedQr<double>.Factor(a);
            CheckColumns(a, pivoted.Q, pivoted.R, pivoted.Permutation.ToArray(), exponents);
        }
    }

    private static void CheckColumns(Matrix<double> a, Matrix<double> q, Matrix<double> r, int[] permutation, int[] exponents)
    {
        double[,] normal = new double[a.Rows, a.Columns], upper = new double[r.Rows, r.Columns];
        for (int j = 0; j < a.Columns; j++)
        {
            for (int i = 0; i < a.Rows; i++)
            {
                normal[i, j] = Math.ScaleB(a[i, permutation[j]], -exponents[permutation[j]]);
            }

            for (int i = 0; i < r.Rows; i++)
            {
                upper[i, j] = Math.ScaleB(r[i, j], -exponents[permutation[j]]);
            }
        }

        double ratio = FactorRatios.ColumnResidual<double>(normal, Dense.Multiply(Dense.Load<double>(q), upper));
        Assert.True(ratio <= FactorRatios.Limit, $"{a.Rows}x{a.Columns}: {ratio}");
        Assert.InRange(FactorRatios.Orthogonality<double>(q), 0, FactorRatios.Limit);
    }

    private static void Check<T>(int[] exponents)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int m, int n) in Shapes)
        {
            Matrix<T> a = FactorMatrices.Make<T>("gaussian", m, n);
            Qr<T> qr = Qr<T>.Factor(a);
            PivotedQr<T> pivoted = PivotedQr<T>.Factor(a);
            foreach (int k in exponents)
            {
                Matrix<T> scaled = Scaled(a, k);
                Assert.Equal(qr.Q.Data, Qr<T>.Factor(scaled).Q.Data);
                Assert.Equal(Scaled(qr.R, k).Data, Qr<T>.Factor(scaled).R.Data);
                PivotedQr<T> other = PivotedQr<T>.Factor(scaled);
                Assert.Equal(pivoted.Permutation.ToArray(), other.Permutation.ToArray());
                Assert.Equal(pivoted.Q.Data, other.Q.Data);
                Assert.Equal(Scaled(pivoted.R, k).Data, other.R.Data);
                Assert.Equal(qr.ConditionEstimate, Qr<T>.Factor(scaled).ConditionEstimate);
            }
        }
    }

    private static double[] InPlace(int m, int n, int k, out double[] tau)
    {
        Matrix<double> a = Scaled(FactorMatrices.Make<double>("gaussian", m, n), k);
        tau = new double[Math.Min(m, n)];
        Qr<double>.FactorInPlace(a, tau, new double[Qr<double>.WorkspaceLength(m, n)]);
        return a.Data;
    }

    private static Matrix<double> MinimumNorm(Matrix<double> a, Matrix<double> b)
    {
        Matrix<double> x = new(a.Columns, b.Columns);
        Assert.Equal(Status.Success, CompleteOrthogonal<double>.Factor(a).SolveMinimumNorm(x, b));
        return x;
    }

    private static Matrix<double> LeastSquares(Matrix<double> a, Matrix<double> b)
    {
        Matrix<double> x = new(a.Columns, b.Columns);
        Assert.Equal(a.Rows < a.Columns ? Status.RankDeficient : Status.Success, Qr<double>.Factor(a).Solve(x, b));
        return x;
    }

    private static Matrix<T> Scaled<T>(Matrix<T> a, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new([.. a.Data.Select(x => T.ScaleB(x, exponent))], a.Rows, a.Columns);
}
