using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Features of falling variance, the first p of them fitted: two descents, the second lower.</summary>
internal sealed class WeakFeatureDescent
{
    private const int Rows = 100;
    private const double Noise = 0.2;

    private readonly DoubleDescentDesignsSpec _spec;
    private readonly DescentSweep _sweep;

    public WeakFeatureDescent(DoubleDescentDesignsSpec spec, ExperimentContext context)
    {
        _spec = spec;
        RandomSource random = new RandomSource(spec.Seed).Split(7);
        double[] deviations = Deviations(spec.AllFeatures);
        double[][] draws = context.ForEach(spec.FittedRepeats, i => Fit(random.Split((ulong)i), deviations, spec.Fitted), 0.5, 1);
        _sweep = new(spec.Fitted, [.. spec.Fitted.Select((_, j) => draws.Select(draw => draw[j]).ToArray())]);
    }

    /// <summary>The test errors over the number of features fitted.</summary>
    public DescentSweep Sweep => _sweep;

    public IEnumerable<Claim> Claims()
    {
        double first = _sweep.SmallestMedian(p => p < Rows), beforePeak = _sweep.MedianAt(80), peak = _sweep.MedianAt(Rows), last = _sweep.Medians[^1];
        yield return Claim.AtMost("S3-C.5", "weak-first", "With features of variance ∝ j^−1.5 the test error falls first: its minimum below p = m is at most 0.8 of that at p = 5", 0.8, first / _sweep.MedianAt(5)).Law();
        yield return Claim.AtLeast("S3-C.5", "weak-rise", "With features of variance ∝ j^−1.5 the test error then rises: at p = 80 it is at least 1.5 times the minimum", 1.5, beforePeak / first).Law();
        yield return Claim.AtLeast("S3-C.5", "weak-peak", "With features of variance ∝ j^−1.5 the median test error at p = m = 100 is at least 20 times the minimum before it", 20, peak / first).Law();
        yield return Claim.AtMost("S3-C.5", "weak-second", "With features of variance ∝ j^−1.5 the test error with all features is at most the minimum before the peak: the second descent is the lower one (measured: the quotient)", 1, last / first).Law();
    }

    public ResultTable Table() => new(
        "weak-features",
        $"The first p of {_spec.AllFeatures} features of variance ∝ j^−1.5 (sum 1), coefficients ±1, σ = 0.2, 100 rows",
        ["features fitted p", "test error, median", "test error, mean"],
        [.. _spec.Fitted.Select((_, i) => _sweep.Row(i))]);

    public Panel Panel() => new(
        new("features fitted p", true),
        new("test error (mean square)", true),
        [.. _sweep.Marks("measured, median"), new RuleMark(Noise * Noise, "noise σ²"), new RuleMark(Rows, "p = m") { IsVertical = true }])
    { Title = "Weak features: two descents" };

    /// <summary>√(j^−1.5 / Σ).</summary>
    private static double[] Deviations(int count)
    {
        double[] variances = [.. Enumerable.Range(1, count).Select(j => 1 / (j * Math.Sqrt(j)))];
        double sum = variances.Sum();
        return [.. variances.Select(variance => Math.Sqrt(variance / sum))];
    }

    /// <summary>The exact test errors σ² + Σ variance_j·(ŵ_j − θ_j)² of one draw, for each number of features.</summary>
    private static double[] Fit(RandomSource random, double[] deviations, IReadOnlyList<int> fitted)
    {
        double[] truth = new double[deviations.Length];
        random.FillSigns<double>(truth);
        Matrix<double> x = Synthetic.Gaussian(random, Rows, deviations.Length);
        for (int i = 0; i < Rows; i++)
        {
            Span<double> row = x.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] *= deviations[j];
            }
        }

        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, Rows, Noise));
        return [.. fitted.Select(p => Error(Regression.MinimumNorm(Matrix<double>.Copy(x.Slice(0, 0, Rows, p)), y), truth, deviations))];
    }

    private static double Error(double[] w, double[] truth, double[] deviations)
    {
        double sum = Noise * Noise;
        for (int j = 0; j < truth.Length; j++)
        {
            double error = deviations[j] * ((j < w.Length ? w[j] : 0) - truth[j]);
            sum += error * error;
        }

        return sum;
    }
}
