using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;
using FastBias.Tests.Solvers;
using Xunit;

namespace FastBias.Tests.Diagnostics;

/// <summary>What a diagnosis says, against exact arithmetic and against refitting.</summary>
public sealed class DesignDiagnosisTests
{
    [Property(MaxTest = 60)]
    public void Rank_null_space_and_identifiability_are_exact(int seed, bool intercept)
    {
        (Matrix<double> x, Matrix<double> y) = Cases.Integers(seed, 8, 7);
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = intercept }).EnsureSuccess();
        RationalMatrix centred = Center(Cases.Exact(x), intercept), basis = centred.NullSpace();
        int rank = centred.Rank();
        Assert.Equal((rank, x.Columns - rank), (diagnosis.Rank!.Rank, diagnosis.NullSpace.Columns));
        Assert.Equal(x.Columns - rank, diagnosis.Dependencies.Count);
        Assert.Equal((x.Rows, rank), (diagnosis.Range.Rows, diagnosis.Range.Columns));

        // X·N = 0, NᵀN = I, and the range's basis reproduces the columns.
        double size = Measure.Norm(x.Data);
        Assert.True(Measure.Norm((centred * Cases.Exact(diagnosis.NullSpace)).ToDouble().Cast<double>()) <= 1e-12 * size);
        Assert.True(Measure.Norm(Cases.Times(Transpose(diagnosis.NullSpace), diagnosis.NullSpace).Data.Zip(Matrix<double>.Identity(x.Columns - rank).Data, (p, q) => p - q)) <= 1e-13);
        Matrix<double> columns = new(centred.ToDouble()), again = Cases.Times(diagnosis.Range, Cases.Times(Transpose(diagnosis.Range), columns));
        Assert.True(Measure.Norm(again.Data.Zip(columns.Data, (p, q) => p - q)) <= 1e-12 * size);
        for (int j = 0; j < x.Columns; j++)
        {
            bool determined = Enumerable.Range(0, basis.Columns).All(k => basis[j, k].IsZero), zero = Enumerable.Range(0, x.Rows).All(i => centred[i, j].IsZero);
            CoefficientDiagnosis<double> coefficient = diagnosis.Coefficients[j];
            Assert.Equal(determined ? Identifiability.Determined : zero ? Identifiability.Free : Identifiability.InCombination, coefficient.Identifiability);
            if (coefficient.Identifiability == Identifiability.InCombination)
            {
                AssertDetermined(coefficient.DeterminedCombination!, intercept ? Cases.Exact(WithOnes(x)).NullSpace() : basis, $"x{j + 1}");
            }
        }
    }

    [Property(MaxTest = 40)]
    public void Leave_one_out_residuals_and_influence_are_those_of_refitting(int seed, bool intercept)
    {
        TestRandom random = new((ulong)(uint)seed);
        int n = random.NextInteger(1, 4), m = n + random.NextInteger(3, 8);
        Matrix<double> x = random.IntegerMatrix<double>(m, n, 9), y = random.IntegerMatrix<double>(m, 1, 9);
        RationalMatrix design = intercept ? new(Measure.ToDouble(WithOnes(x))) : Cases.Exact(x);
        int p = design.Rank();
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = intercept }).EnsureSuccess();
        RationalMatrix right = Cases.Exact(y), fitted = design * design.MinimumNorm(right);
        double squares = (right - fitted).SquaredNorm().ToDouble();
        if (squares == 0)
        {
            return;
        }

        for (int i = 0; i < m; i++)
        {
            int[] kept = [.. Enumerable.Range(0, m).Where(k => k != i)];
            RationalMatrix rows = ExactQuadratic.Rows(design, kept), coefficients = rows.MinimumNorm(ExactQuadratic.Rows(right, kept)), shifted = design * coefficients;
            ObservationDiagnosis<double> row = diagnosis.Observations[i];
            bool decisive = rows.Rank() < p;
            Assert.Equal(decisive, row.Leverage > 1 - 1e-9);
            Assert.Equal((right[i, 0] - fitted[i, 0]).ToDouble(), row.Residual, 1e-11);
            if (decisive)
            {
                Assert.True(double.IsNaN(row.StudentizedResidual) && double.IsNaN(row.CookDistance));
                continue;
            }

            double without = (right[i, 0] - shifted[i, 0]).ToDouble();
            Assert.Equal(without, row.LeaveOneOutResidual, 1e-9 * (1 + Math.Abs(without)));
            double cook = (shifted - fitted).SquaredNorm().ToDouble() / p / (squares / (m - p));
            Assert.Equal(cook, row.CookDistance, 1e-8 * (1 + cook));
            double rest = (ExactQuadratic.Rows(right, kept) - ExactQuadratic.Rows(shifted, kept)).SquaredNorm().ToDouble();
            if (rest > 1e-6 && m - p > 1)
            {
                double studentized = without * Math.Sqrt(1 - row.Leverage) / Math.Sqrt(rest / (m - p - 1));
                Assert.Equal(studentized, row.StudentizedResidual, 1e-6 * (1 + Math.Abs(studentized)));
            }
        }

        Assert.Equal(p, diagnosis.Observations.Sum(row => row.Leverage), 1e-11);
    }

    [Fact]
    public void A_row_of_an_interpolant_is_left_out_as_minimum_norm_says()
    {
        TestRandom random = new(5);
        Matrix<double> x = random.IntegerMatrix<double>(4, 9, 9), y = random.IntegerMatrix<double>(4, 1, 9);
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = false }).EnsureSuccess();
        for (int i = 0; i < 4; i++)
        {
            int[] kept = [.. Enumerable.Range(0, 4).Where(k => k != i)];
            RationalMatrix w = ExactQuadratic.Rows(Cases.Exact(x), kept).MinimumNorm(ExactQuadratic.Rows(Cases.Exact(y), kept));
            double expected = (ExactQuadratic.Rows(Cases.Exact(y), [i]) - (ExactQuadratic.Rows(Cases.Exact(x), [i]) * w))[0, 0].ToDouble();
            Assert.Equal(expected, diagnosis.Observations[i].LeaveOneOutResidual, 1e-10);
            Assert.Equal(1, diagnosis.Observations[i].Leverage, 1e-12);
        }

        Assert.Contains(diagnosis.Findings, finding => finding.StartsWith("The model interpolates", StringComparison.Ordinal));
    }

    [Property(MaxTest = 40)]
    public void A_comparison_splits_the_distance_exactly(int seed)
    {
        (Matrix<double> x, Matrix<double> y) = Cases.Integers(seed, 7, 7);
        TestRandom random = new((ulong)(uint)seed + 4);
        double[] w = random.IntegerMatrix<double>(x.Columns, 1, 9).Data;
        CoefficientComparison<double> comparison = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = false }).EnsureSuccess().Compare(w);
        RationalMatrix exact = Cases.Exact(x), given = RationalMatrix.Column(w), shortest = exact.MinimumNorm(Cases.Exact(y));
        RationalMatrix inside = exact.MinimumNorm(exact * given), open = given - inside;
        AssertNorm(given - shortest, comparison.Distance);
        AssertNorm(open, comparison.NullComponent);
        AssertNorm(inside - shortest, comparison.RowSpaceDistance);
        AssertNorm(Cases.Exact(y) - (exact * given), comparison.ResidualNorm);
        AssertNorm(Cases.Exact(y) - (exact * shortest), comparison.LeastResidualNorm);
        AssertNorm(shortest, comparison.MinimumNorm);
        Assert.Equal(comparison.Distance, Math.Sqrt(Math.Pow(comparison.NullComponent, 2) + Math.Pow(comparison.RowSpaceDistance, 2)), 1e-8 * (1 + comparison.Distance));
    }

    [Fact]
    public void Sensitivities_bound_what_small_changes_do_and_are_reached()
    {
        TestRandom random = new(9);
        Matrix<double> x = Gallery.WithSingularValues(12, 4, [1, 0.5, 0.1, 0.02], 8).A, y = random.NormalMatrix<double>(12, 1);
        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = false }).EnsureSuccess();
        double[] w = [.. diagnosis.Coefficients.Select(coefficient => coefficient.Estimate)];
        double[] worst = new double[4], worstDesign = new double[4];
        const double Small = 1e-7;
        for (int trial = 0; trial < 300; trial++)
        {
            double[] change = random.NormalMatrix<double>(12, 1).Data, moved = new double[12];
            double scale = Small * Measure.Norm(y.Data) / Measure.Norm(change);
            double[] after = MinimumNormSolver.Solve<double>(x, new Matrix<double>([.. y.Data.Zip(change, (a, b) => a + (scale * b))], 12, 1)).X.Data;
            Matrix<double> shaken = random.NormalMatrix<double>(12, 4);
            for (int j = 0; j < 4; j++)
            {
                worst[j] = Math.Max(worst[j], Math.Abs((after[j] - w[j]) / w[j]) / Small);
                double length = Measure.Norm(x.Column(j)), other = Measure.Norm(shaken.Column(j));
                for (int i = 0; i < 12; i++)
                {
                    shaken[i, j] = x[i, j] + (Small * length / other * shaken[i, j]);
                }
            }

            double[] other2 = MinimumNormSolver.Solve<double>(shaken, y).X.Data;
            for (int j = 0; j < 4; j++)
            {
                worstDesign[j] = Math.Max(worstDesign[j], Math.Abs((other2[j] - w[j]) / w[j]) / Small);
            }
        }

        for (int j = 0; j < 4; j++)
        {
            double target = diagnosis.Coefficients[j].SensitivityToTarget, design = diagnosis.Coefficients[j].SensitivityToDesign;
            Assert.True(worst[j] <= target * 1.001 && worst[j] >= target * 0.3, $"{j}: {worst[j]} of {target}");
            Assert.True(worstDesign[j] <= design * 1.001 && worstDesign[j] >= design * 0.02, $"{j}: {worstDesign[j]} of {design}");
        }

        Assert.True(diagnosis.Sensitivity!.ToDesign > diagnosis.Condition!.Scaled && diagnosis.Sensitivity.ToTarget > 1);
    }

    [Fact]
    public void Effective_ranks_of_known_spectra()
    {
        // σ = 2, 2, 2, 2: every rank is 4 but the energy's, which 4 · 4 · 0.9 = 14.4 makes 4 too; σ = 10, 1: the energy is 100 of 101.
        SpectrumDiagnosis<double> flat = Diagnose([2, 2, 2, 2]), steep = Diagnose([10, 1]);
        Assert.Equal((4, 4, 4.0, 4.0, 1.0), (flat.Rank, flat.EnergyRank, Math.Round(flat.StableRank, 13), Math.Round(flat.EntropyRank, 13), Math.Round(flat.Condition, 13)));
        Assert.Equal((2, 1), (steep.Rank, steep.EnergyRank));
        Assert.Equal(1.01, steep.StableRank, 1e-14);
        Assert.Equal(Math.Exp(-(10.0 / 11 * Math.Log(10.0 / 11)) - (1.0 / 11 * Math.Log(1.0 / 11))), steep.EntropyRank, 1e-13);

        static SpectrumDiagnosis<double> Diagnose(double[] values) =>
            DesignDiagnosis.Diagnose<double>(Gallery.WithSingularValues(9, values.Length, values, 3).A, new() { Intercept = false }).EnsureSuccess().Spectrum!;
    }

    [Fact]
    public void The_rank_says_what_other_cutoffs_would_say()
    {
        Matrix<double> x = Gallery.WithSingularValues(20, 3, [1, 1e-3, 1e-9], 4).A;
        RankDiagnosis<double> rank = DesignDiagnosis.Diagnose<double>(x, new() { Intercept = false }).EnsureSuccess().Rank!;
        Assert.Equal(3, rank.Rank);
        Assert.False(rank.IsClear);
        Assert.Equal(rank.Alternatives.Select(other => other.RelativeCutoff).Order(), rank.Alternatives.Select(other => other.RelativeCutoff));
        Assert.Equal((3, 1), (rank.Alternatives[0].Rank, rank.Alternatives[^1].Rank));
        Assert.Contains(rank.Alternatives, other => other.Rank == 2);
    }

    [Fact]
    public void The_three_factors_multiply_to_the_error_that_they_explain()
    {
        // Against a known truth the error of a prediction is exactly the sum over directions of the signed product.
        TestRandom random = new(6);
        Matrix<double> x = random.NormalMatrix<double>(9, 8), truth = random.NormalMatrix<double>(8, 1), y = Cases.Times(x, truth), point = random.NormalMatrix<double>(1, 8);
        for (int i = 0; i < 9; i++)
        {
            y[i, 0] += 0.1 * random.Normal();
        }

        DesignDiagnosis<double> diagnosis = DesignDiagnosis.Diagnose<double>(x, y.Data, new() { Intercept = false, NewRows = point, ReferenceCoefficients = truth.Data }).EnsureSuccess();
        NaiveSvd svd = NaiveSvd.Factor(x.ToArray());
        double signed = 0;
        for (int k = 0; k < 8; k++)
        {
            double e = Enumerable.Range(0, 9).Sum(i => svd.U[i, k] * (y[i, 0] - Enumerable.Range(0, 8).Sum(j => x[i, j] * truth[j, 0])));
            double projection = Enumerable.Range(0, 8).Sum(j => point[0, j] * svd.V[j, k]);
            DivergenceMode<double> mode = diagnosis.Threshold!.Modes[k];
            Assert.Equal(1 / svd.S[k], mode.InverseSigma, 1e-10);
            Assert.Equal(Math.Abs(projection), mode.Projection, 1e-10);
            Assert.Equal(Math.Abs(e), mode.ErrorProjection, 1e-10);
            Assert.Equal(mode.InverseSigma * mode.Projection * mode.ErrorProjection, mode.Contribution, 1e-12);
            signed += projection / svd.S[k] * e;
        }

        double error = Enumerable.Range(0, 8).Sum(j => point[0, j] * (diagnosis.Coefficients[j].Estimate - truth[j, 0]));
        Assert.Equal(error, signed, 1e-10);
        Assert.Equal(1, diagnosis.Threshold!.Modes.Sum(mode => mode.Share), 1e-12);
        Assert.Equal(9.0 / 8, diagnosis.Threshold.RowsPerParameter);
        Assert.Contains(diagnosis.Findings, finding => finding.Contains("interpolation threshold", StringComparison.Ordinal));
    }

    private static void AssertDetermined(LinearCombination<double> sum, RationalMatrix basis, string name)
    {
        Assert.Contains(sum.Terms, term => term.Name == name);
        for (int k = 0; k < basis.Columns; k++)
        {
            double moved = sum.Terms.Sum(term => term.Factor * basis[term.Name == "intercept" ? basis.Rows - 1 : int.Parse(term.Name.AsSpan(1)) - 1, k].ToDouble());
            Assert.True(Math.Abs(moved) <= 1e-9 * (1 + sum.Terms.Sum(term => Math.Abs(term.Factor))), $"{sum} moves along null vector {k} by {moved:E1}");
        }
    }

    private static void AssertNorm(RationalMatrix expected, double actual)
    {
        double norm = expected.SquaredNorm().SqrtToDouble();
        Assert.Equal(norm, actual, 1e-8 * (1 + norm));
    }

    private static Matrix<double> Transpose(Matrix<double> a) => Matrix<double>.Copy(a.Transposed);

    private static Matrix<double> WithOnes(Matrix<double> x) => new(FastBias.Reference.Dense.Generate(x.Rows, x.Columns + 1, (i, j) => j < x.Columns ? x[i, j] : 1));

    private static RationalMatrix Center(RationalMatrix a, bool center)
    {
        if (!center)
        {
            return a;
        }

        Rational[] means = [.. Enumerable.Range(0, a.Columns).Select(j => Enumerable.Range(0, a.Rows).Aggregate(Rational.Zero, (sum, i) => sum + a[i, j]) / a.Rows)];
        return new(FastBias.Reference.Dense.Generate(a.Rows, a.Columns, (i, j) => a[i, j] - means[j]));
    }
}
