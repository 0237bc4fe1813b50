using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using Xunit;

namespace FastBias.Tests.Diagnostics;

/// <summary>Units, NaN, empty shapes, wrong calls, sparse dependencies, sentences.</summary>
public sealed class DiagnosisPolicyTests
{
    [Property(MaxTest = 30)]
    public void Units_of_columns_change_nothing_that_has_no_units(int seed)
    {
        TestRandom random = new((ulong)(uint)seed);
        Matrix<double> x = random.NormalMatrix<double>(14, 4), scaled = x.Clone();
        double[] y = random.NormalMatrix<double>(14, 1).Data;
        int[] shifts = [.. Enumerable.Range(0, 4).Select(_ => random.NextInteger(-60, 60))];
        for (int i = 0; i < 14; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                scaled[i, j] = Math.ScaleB(x[i, j], shifts[j]);
            }
        }

        DesignDiagnosis<double> first = DesignDiagnosis.Diagnose<double>(x, y).EnsureSuccess(), second = DesignDiagnosis.Diagnose<double>(scaled, [.. y.Select(v => Math.ScaleB(v, 9))]).EnsureSuccess();
        Assert.Equal(first.ScaledSpectrum!.SingularValues, second.ScaledSpectrum!.SingularValues);
        Assert.Equal(first.Observations.Select(row => (row.Leverage, row.CookDistance, row.StudentizedResidual)), second.Observations.Select(row => (row.Leverage, row.CookDistance, row.StudentizedResidual)));
        Assert.Equal(first.Coefficients.Select(c => (c.VarianceInflation, c.SensitivityToTarget, c.SensitivityToDesign)), second.Coefficients.Select(c => (c.VarianceInflation, c.SensitivityToTarget, c.SensitivityToDesign)));
        Assert.Equal(Math.ScaleB(first.LeaveOneOutError, 9), second.LeaveOneOutError);
    }

    [Fact]
    public void Without_a_target_there_is_everything_that_needs_none()
    {
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(new TestRandom(2).NormalMatrix<double>(10, 3)).EnsureSuccess();
        Assert.False(diagnosis.HasTarget);
        Assert.Equal((3, 10), (diagnosis.Rank!.Rank, diagnosis.Observations.Count));
        Assert.All(diagnosis.Observations, row => Assert.True(row.Leverage > 0 && double.IsNaN(row.Residual) && double.IsNaN(row.CookDistance)));
        Assert.All(diagnosis.Coefficients, c => Assert.True(double.IsNaN(c.Estimate) && c.VarianceInflation >= 1));
        Assert.True(diagnosis.Sensitivity is null && diagnosis.Fit is null && double.IsNaN(diagnosis.LeaveOneOutError));
        Assert.Contains("no y was given", Assert.Throws<InvalidOperationException>(() => diagnosis.Compare([1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_empty_shape_is_diagnosed()
    {
        foreach ((int m, int n) in ((int, int)[])[(0, 0), (0, 3), (4, 0), (1, 1), (1, 3), (2, 1)])
        {
            foreach (bool intercept in (bool[])[true, false])
            {
                TestRandom random = new(3);
                DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(random.NormalMatrix<double>(m, n), random.NormalMatrix<double>(m, 1).Data, new() { Intercept = intercept }).EnsureSuccess();
                Assert.Equal((n, m), (diagnosis.Coefficients.Count, diagnosis.Observations.Count));
                Assert.Equal(Math.Min(n, Math.Max(0, m - (intercept ? 1 : 0))), diagnosis.Rank!.Rank);
                Assert.Equal(n - diagnosis.Rank.Rank, diagnosis.NullSpace.Columns);
                Assert.NotEmpty(diagnosis.Findings);
            }
        }
    }

    [Fact]
    public void A_number_that_is_none_is_named_and_a_cancellation_is_a_status()
    {
        Matrix<double> x = Matrix<double>.Identity(4);
        x[2, 1] = double.NaN;
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, new double[4]);
        Assert.Equal((Status.NonFiniteInput, new NonFinitePlace("X", 2, 1)), (diagnosis.Status, diagnosis.FirstNonFinite!.Value));
        Assert.Null(diagnosis.Rank);
        Assert.Equal("y", DesignDiagnosis.Diagnose<double>(Matrix<double>.Identity(2), [1, double.PositiveInfinity]).FirstNonFinite!.Value.Operand);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Equal(Status.Cancelled, DesignDiagnosis.Diagnose<double>(Matrix<double>.Identity(3), new double[3], new() { CancellationToken = source.Token }).Status);
    }

    [Fact]
    public void Wrong_calls_throw()
    {
        Matrix<double> x = Matrix<double>.Identity(3);
        Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(x, new double[2]));
        Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(x, new double[3], new() { Names = ["a"] }));
        Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(x, new double[3], new() { NewRows = new Matrix<double>(1, 2) }));
        Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(x, new double[3], new() { ReferenceCoefficients = [1, 2] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => DesignDiagnosis.Diagnose<double>(x, new double[3], new() { RelativeCutoff = 1 }));
        Assert.Throws<ArgumentException>(() => DesignDiagnosis.Diagnose<double>(x, new double[3]).Compare([1]));
    }

    [Fact]
    public void Nested_dummy_variables_are_explained_by_short_sums()
    {
        // 8 towns in 3 regions, both one-hot, and an intercept: each region is the sum of its towns, and the regions sum to the constant.
        int[] regionOf = [0, 0, 0, 1, 1, 2, 2, 2];
        string[] names = [.. Enumerable.Range(0, 8).Select(t => $"town{t}"), .. Enumerable.Range(0, 3).Select(r => $"region{r}")];
        Matrix<double> x = new(24, 11);
        for (int i = 0; i < 24; i++)
        {
            x[i, i % 8] = 1;
            x[i, 8 + regionOf[i % 8]] = 1;
        }

        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, new() { Names = names }).EnsureSuccess();
        Assert.Equal((7, 4), (diagnosis.Rank!.Rank, diagnosis.Dependencies.Count));
        Assert.Equal(4 * 4, diagnosis.Dependencies.Sum(sum => sum.Terms.Count) + 1);
        Assert.Contains(diagnosis.Dependencies, sum => sum.ToString() is "town3 + town4 - region1" or "region1 - town3 - town4");
        Assert.Contains(diagnosis.Dependencies, sum => sum.Terms.Count == 4 && sum.Terms.Any(term => term.Name == "intercept"));
        Assert.All(diagnosis.Coefficients, coefficient => Assert.Equal(Identifiability.InCombination, coefficient.Identifiability));
    }

    [Fact]
    public void Findings_name_what_is_wrong()
    {
        TestRandom random = new(7);
        Matrix<double> x = new(40, 5);
        double[] y = new double[40];
        for (int i = 0; i < 40; i++)
        {
            double u = random.Normal(), v = random.Normal();
            (x[i, 0], x[i, 1], x[i, 2], x[i, 3], x[i, 4]) = (u, v, u + v, 7, 2000 + (1e-4 * random.Normal()));
            y[i] = u - v + (0.1 * random.Normal());
        }

        (x[39, 0], x[39, 1], x[39, 2], y[39]) = (30, 30, 60, 50);
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y, new() { Names = ["u", "v", "sum", "constant", "year"] }).EnsureSuccess();
        string all = string.Join('\n', diagnosis.Findings);
        Assert.Contains("span 3 dimensions only: 2 directions", all, StringComparison.Ordinal);
        Assert.Contains("u + v - sum = 0", all, StringComparison.Ordinal);
        Assert.Contains("Nothing is known about constant", all, StringComparison.Ordinal);
        Assert.Contains("Row 40 carries the fit", all, StringComparison.Ordinal);
        Assert.Contains("Normal equations on the table as it stands lose about 20: nothing is left", all, StringComparison.Ordinal);
        Assert.Equal(
            [Identifiability.InCombination, Identifiability.InCombination, Identifiability.InCombination, Identifiability.Free, Identifiability.Determined],
            diagnosis.Coefficients.Select(coefficient => coefficient.Identifiability));
    }

    [Fact]
    public void Single_precision_is_diagnosed_too()
    {
        TestRandom random = new(8);
        Matrix<float> x = random.NormalMatrix<float>(30, 4);
        DesignDiagnosis<float> diagnosis = DesignDiagnosis.Diagnose<float>(x, random.NormalMatrix<float>(30, 1).Data).EnsureSuccess();
        Assert.Equal(4, diagnosis.Rank!.Rank);
        Assert.Equal(5, diagnosis.Observations.Sum(row => row.Leverage), 1e-4);
        Assert.InRange(diagnosis.Condition!.DigitsOfPrecision, 6.5, 7);
        Assert.True(Measure.Norm(diagnosis.Range.Data.Select(v => (double)v)) > 1.9);
    }
}
