using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.AccumulationTests;

/// <summary>The diagnosis of a state is that of its rows, but for single rows.</summary>
public sealed class AccumulatedDiagnosisTests
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "e"];

    [Property(MaxTest = 30)]
    public void It_is_the_diagnosis_of_all_rows(uint seed, bool intercept)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(12, 80), kind = random.NextInteger(0, 3);
        Matrix<double> x = random.NormalMatrix<double>(m, 5);
        double[] y = new double[m];
        for (int i = 0; i < m; i++)
        {
            x[i, 0] += 20;
            x[i, 3] = i % 3 == 0 ? 1 : 0;
            x[i, 4] = kind == 0 ? x[i, 0] + x[i, 1] : kind == 1 ? 1 - x[i, 3] : kind == 2 ? 4 : x[i, 4] * 1e3;
            y[i] = 1 + x[i, 0] - (2 * x[i, 1]) + random.Normal();
        }

        DesignDiagnosis<double> whole = DesignDiagnosis.Diagnose<double>(x, y, new DiagnosisOptions<double> { Names = s_names, Intercept = intercept });
        DesignDiagnosis<double> state = Accumulate(x, y, intercept).Reduce().Diagnose(0, intercept ? 5 : null);
        Assert.Equal((Status.Success, m, 5, whole.Rank!.Rank), (state.Status, state.Rows, state.Columns, state.Rank!.Rank));
        Assert.Equal(whole.NullSpace.Columns, state.NullSpace.Columns);
        Assert.Equal(whole.Dependencies.Select(sum => sum.ToString()), state.Dependencies.Select(sum => sum.ToString()));
        AssertNear(whole.Condition!.Scaled, state.Condition!.Scaled);
        AssertNear(whole.Condition.AsGiven, state.Condition.AsGiven);
        AssertNear(whole.Fit!.ResidualStandardError, state.Fit!.ResidualStandardError);
        AssertNear(intercept ? whole.Fit.RSquared : double.NaN, state.Fit.RSquared);
        AssertNear(whole.Spectrum!.SingularValues[0], state.Spectrum!.SingularValues[0]);
        AssertNear(whole.ScaledSpectrum!.EntropyRank, state.ScaledSpectrum!.EntropyRank);
        AssertNear(whole.Sensitivity!.ToDesign, state.Sensitivity!.ToDesign);
        AssertNear(whole.Threshold!.RowsPerParameter, state.Threshold!.RowsPerParameter);
        AssertNear(whole.Threshold.SmallestSingularValue, state.Threshold.SmallestSingularValue);
        AssertNear(whole.Threshold.PredictionError, state.Threshold.PredictionError);
        AssertNear(whole.Threshold.Modes[1].Projection, state.Threshold.Modes[1].Projection);
        for (int j = 0; j < 5; j++)
        {
            CoefficientDiagnosis<double> expected = whole.Coefficients[j], actual = state.Coefficients[j];
            Assert.Equal((expected.Name, expected.Identifiability, expected.DeterminedCombination?.Terms.Count), (actual.Name, actual.Identifiability, actual.DeterminedCombination?.Terms.Count));
            if (kind != 0)
            {
                // With e = a + b both a + e and a - b are determined, and as short: rounding chooses.
                Assert.Equal(expected.DeterminedCombination?.ToString(), actual.DeterminedCombination?.ToString());
            }

            AssertNear(expected.Estimate, actual.Estimate);
            AssertNear(expected.StandardError, actual.StandardError);
            AssertNear(expected.VarianceInflation, actual.VarianceInflation);
            AssertNear(expected.SensitivityToTarget, actual.SensitivityToTarget);
        }

        AssertNear(whole.Fit.Intercept?.Estimate ?? 0, state.Fit.Intercept?.Estimate ?? 0);
        AssertNear(whole.Fit.Intercept?.StandardError ?? 0, state.Fit.Intercept?.StandardError ?? 0);

        // What only rows could tell is not there, and what the first sentences say is.
        Assert.Empty(state.Observations);
        Assert.Equal(double.NaN, state.LeaveOneOutError);
        Assert.Equal(whole.Findings[0][..30], state.Findings[0][..30]);
    }

    [Fact]
    public void Weights_count_as_repeated_rows()
    {
        TestRandom random = new(3);
        Matrix<double> x = random.NormalMatrix<double>(20, 5), twice = new(40, 5);
        double[] y = random.UniformVector<double>(20);
        x.AsSpan().CopyTo(twice.Slice(0, 0, 20, 5));
        x.AsSpan().CopyTo(twice.Slice(20, 0, 20, 5));
        LeastSquaresAccumulator<double> weighted = new(5);
        weighted.Add(x, y, [.. Enumerable.Repeat(2.0, 20)]);
        LeastSquaresAccumulator<double> repeated = new(5);
        repeated.Add(twice, [.. y, .. y]);
        DesignDiagnosis<double> one = weighted.Reduce().Diagnose(), other = repeated.Reduce().Diagnose();
        AssertNear(other.Spectrum!.SingularValues[2], one.Spectrum!.SingularValues[2]);
        AssertNear(other.Fit!.ResidualNorm, one.Fit!.ResidualNorm);
        AssertNear(other.Coefficients[1].VarianceInflation, one.Coefficients[1].VarianceInflation);
        Assert.Equal((20, 40), (one.Rows, other.Rows));
    }

    [Fact]
    public void Wrong_calls_throw()
    {
        AccumulatedProblem<double> nothing = LeastSquaresAccumulator<double>.Empty(3).Reduce();
        Assert.Contains("sum to 0", Assert.Throws<InvalidOperationException>(() => nothing.Diagnose()).Message, StringComparison.Ordinal);
        AccumulatedProblem<double> some = Accumulate(new TestRandom(1).NormalMatrix<double>(9, 5), new double[9], true).Reduce();
        Assert.Throws<ArgumentOutOfRangeException>(() => some.Diagnose(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => some.Diagnose(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => some.Diagnose(options: new DiagnosisOptions<double> { RelativeCutoff = 1 }));
    }

    private static LeastSquaresAccumulator<double> Accumulate(Matrix<double> x, double[] y, bool intercept)
    {
        LeastSquaresAccumulator<double> state = new(intercept ? 6 : 5);
        state.SetNames([.. s_names, .. intercept ? ["intercept"] : Array.Empty<string>(), "y"]);
        Matrix<double> all = new(x.Rows, state.Columns);
        all.AsSpan().Fill(1);
        x.AsSpan().CopyTo(all.Slice(0, 0, x.Rows, 5));
        state.Add(all, y);
        return state;
    }

    private static void AssertNear(double expected, double actual) =>
        Assert.True((double.IsNaN(expected) && double.IsNaN(actual)) || expected == actual || Math.Abs(expected - actual) <= (1e-8 * Math.Abs(expected)) + 1e-11, $"{actual} for {expected}");
}
