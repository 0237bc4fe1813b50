using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class ConditionEstimateTests
{
    /// <summary>Against κ₁(R) from the inverse of R by back substitution: never above it, and not far below.</summary>
    [Fact]
    public void The_estimate_is_a_lower_bound_within_a_factor_of_10()
    {
        foreach (string kind in new[] { "gaussian", "integers", "upper triangle", "hilbert", "kahan", "graded rows", "lower triangle", "vandermonde" })
        {
            foreach (int n in new[] { 1, 2, 3, 5, 8, 12, 20, 50 })
            {
                Qr<double> qr = Qr<double>.Factor(FactorMatrices.Make<double>(kind, n, n));
                double exact = ExactCondition(Dense.Load<double>(qr.R));
                // Beyond 1/ε the inverse to compare with is itself a matter of rounding.
                Assert.InRange(qr.ConditionEstimate, exact / 10, exact * (1 + (exact < 1e15 ? 1e-10 : 1e-3)));
            }
        }
    }

    [Fact]
    public void The_identity_has_condition_one() => Assert.Equal(1, Qr<double>.Factor(Matrix<double>.Identity(9)).ConditionEstimate, 1e-14);

    [Fact]
    public void Singular_is_infinite_and_empty_is_zero()
    {
        Assert.Equal(double.PositiveInfinity, Qr<double>.Factor(new Matrix<double>(3, 3)).ConditionEstimate);
        Assert.Equal(double.PositiveInfinity, Qr<double>.Factor(FactorMatrices.Make<double>("gaussian", 2, 3)).ConditionEstimate);
        Assert.Equal(0, Qr<double>.Factor(new Matrix<double>(3, 0)).ConditionEstimate);
        Assert.Equal(0, CompleteOrthogonal<double>.Factor(new Matrix<double>(3, 3)).ConditionEstimate);
    }

    private static double ExactCondition(double[,] r)
    {
        int n = r.GetLength(0);
        double[,] inverse = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i >= 0; i--)
            {
                double sum = i == j ? 1 : 0;
                for (int p = i + 1; p <= j; p++)
                {
                    sum -= r[i, p] * inverse[p, j];
                }

                inverse[i, j] = sum / r[i, i];
            }
        }

        return Dense.OneNorm(r) * Dense.OneNorm(inverse);
    }
}
