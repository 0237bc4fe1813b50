using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>All features carry signal, the noise is strong: a peak at the threshold with a descent after it.</summary>
internal sealed class NoisyDescent
{
    private const int Rows = 50;
    private const double Noise = 0.5;

    private readonly DoubleDescentDesignsSpec _spec;
    private readonly DescentSweep _sweep;

    public NoisyDescent(DoubleDescentDesignsSpec spec, ExperimentContext context)
    {
        _spec = spec;
        RandomSource random = new RandomSource(spec.Seed).Split(6);
        int repeats = spec.NoisyRepeats;
        double[] errors = context.ForEach(spec.NoisyFeatures.Count * repeats, i => Fit(random.Split((ulong)i), spec.NoisyFeatures[i / repeats]), 0.2, 0.5);
        _sweep = new(spec.NoisyFeatures, [.. spec.NoisyFeatures.Select((_, i) => errors[(i * repeats)..((i + 1) * repeats)])]);
    }

    public IEnumerable<Claim> Claims()
    {
        double peak = _sweep.MedianAt(50);
        yield return Claim.AtLeast("S3-C.5", "noisy-peak", "With σ = 0.5 and ‖θ‖ = 1 the median test error at n = m = 50 is at least 5 times that at 100 features", 5, peak / _sweep.MedianAt(100)).Law();
        yield return Claim.AtMost("S3-C.5", "noisy-descent", "With σ = 0.5 and ‖θ‖ = 1 the test error falls after the peak: at 100 features it is at most 0.8 of that at 60", 0.8, _sweep.MedianAt(100) / _sweep.MedianAt(60)).Law();
        yield return Claim.AtLeast("S3-C.5", "noisy-no-first", "With σ = 0.5 and ‖θ‖ = 1 the test error beyond the threshold stays at least that of a single feature", _sweep.MedianAt(1), _sweep.SmallestMedian(n => n > Rows)).Law(
            "All of the signal lies in whatever features there are, so that few features are the easier problem.");
        yield return Claim.AtMost("S3-C.5", "noisy-law", "With σ = 0.5 and ‖θ‖ = 1, away from the threshold (|n − m| ≥ 10), the mean test error is that of theory: the largest relative difference is at most 0.1 + 3/√draws", 0.1 + (3 / Math.Sqrt(_spec.NoisyRepeats)),
            _sweep.LargestDeviation(Law, n => Math.Abs(n - Rows) >= 10)).Law();
    }

    public ResultTable Table() => new(
        "strong-noise",
        "All features carry signal: 50 rows, ‖θ‖ = 1, σ = 0.5",
        ["features n", "test error, median", "test error, mean", "expected"],
        [.. _spec.NoisyFeatures.Select((n, i) => (IReadOnlyList<Cell>)[.. _sweep.Row(i), Law(n)])]);

    public Panel Panel() => new(
        new("features n", true),
        new("test error (mean square)", true),
        [
            .. _sweep.Marks("measured, median"),
            new LineMark(_sweep.X, [.. _spec.NoisyFeatures.Select(Law)]) { Legend = "theory (mean)", IsDashed = true, Color = 1 },
            new RuleMark(Rows, "n = m") { IsVertical = true },
        ])
    { Title = "Strong noise: a peak, then a descent" };

    /// <summary>The exact test error of a draw: σ² + ‖ŵ − θ‖².</summary>
    private static double Fit(RandomSource random, int features)
    {
        double[] truth = Synthetic.Gaussian(random, features);
        Vectors.Scale(truth, 1 / Vectors.Norm(truth));
        Matrix<double> x = Synthetic.Gaussian(random, Rows, features);
        double[] w = Regression.MinimumNorm(x, Regression.Targets(x, truth, Synthetic.Gaussian(random, Rows, Noise)));
        double distance = Vectors.Distance(w, truth);
        return (Noise * Noise) + (distance * distance);
    }

    private static double Law(int features) => (Noise * Noise) + GaussianRisk.Excess(Rows, features, 1, Noise * Noise);
}
