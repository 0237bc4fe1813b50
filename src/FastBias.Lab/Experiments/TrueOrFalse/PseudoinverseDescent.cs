using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Double descent without any gradient, and what it takes.</summary>
internal sealed class PseudoinverseDescent : Experiment<PseudoinverseDescentSpec>
{
    private const int Rows = 100;

    public override string Name => "descent-without-gradients";

    public override string Title => "Double descent needs no gradient noise; the second descent needs label noise or missing features";

    public override string About => """
        Two questions. Is the noise of mini-batches needed for double descent? (The book: false.) Does the test error fall again beyond the interpolation threshold? (The book: true.)

        All models here are X⁺y: no gradient, no batch. In the first design 1000 features of falling variance (∝ j^−1.5 for the j-th) have coefficients ±1 and the p strongest features are fitted to 100 rows: the error falls,
        rises to a peak at p = 100, and falls again below its first minimum. So the first answer is right, and the second one holds here.

        The book's example for the first question is another design: isotropic features, ten of them with coefficient 1, σ = 0.1. It has the peak, but no second descent: beyond the threshold the minimum-norm solution
        loses the share 1 − m/n of the signal, and the error rises to 10. What makes the error fall again is that features bring new signal, or that the peak was due to noise; neither is the case there.

        Look at the two panels, which have the same axes.

        Source: M. Belkin, D. Hsu and J. Xu, Two models of double descent for weak features, SIAM J. Math. Data Sci. 2 (2020).
        """;

    public override IReadOnlyList<string> Ids => ["S3-A.7", "S3-A.20"];

    public override ExperimentSpec Quick => new PseudoinverseDescentSpec { Repeats = 6, Isotropic = [10, 50, 100, 120, 300], Weak = [5, 20, 80, 100, 130, 400], AllFeatures = 400 };

    protected override ExperimentResult Run(PseudoinverseDescentSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        double[][] draws = context.ForEach(spec.Repeats, i => IsotropicErrors(spec, random.Split((ulong)i)), 0, 0.5);
        DescentSweep isotropic = new(spec.Isotropic, [.. spec.Isotropic.Select((_, j) => draws.Select(draw => draw[j]).ToArray())]);
        DescentSweep weak = new WeakFeatureDescent(new() { Seed = spec.Seed, Fitted = spec.Weak, FittedRepeats = spec.Repeats, AllFeatures = spec.AllFeatures }, context).Sweep;
        return new([.. NoiseClaims(spec, isotropic, weak), .. SecondClaims(spec, isotropic, weak)], [Table("isotropic", "Isotropic features, ten coefficients 1, σ = 0.1, 100 rows; mean square errors", spec.Isotropic, isotropic), Table("weak", "Features of falling variance, σ = 0.2, 100 rows; mean square errors", spec.Weak, weak)],
            [Panels(spec, isotropic, weak)]);
    }

    /// <summary>The exact test errors of one draw for each number of features; the first n columns are used.</summary>
    private static double[] IsotropicErrors(PseudoinverseDescentSpec spec, RandomSource random)
    {
        int most = spec.Isotropic.Max();
        double[] truth = [.. Enumerable.Repeat(1.0, 10), .. new double[most - 10]];
        Matrix<double> x = Synthetic.Gaussian(random, Rows, most);
        double[] y = Synthetic.Linear(random, x, truth, 0.1);
        return [.. spec.Isotropic.Select(n => Error(Regression.MinimumNorm(Matrix<double>.Copy(x.Slice(0, 0, Rows, n)), y), truth))];
    }

    private static double Error(double[] w, double[] truth)
    {
        double distance = Vectors.Distance(w, truth.AsSpan(0, w.Length));
        return 0.01 + (distance * distance);
    }

    private static IEnumerable<Claim> NoiseClaims(PseudoinverseDescentSpec spec, DescentSweep isotropic, DescentSweep weak)
    {
        yield return Claim.AtLeast("S3-A.7", "peak", "Without any gradient noise X⁺y has a peak at the threshold p = m: with features of falling variance the median error at p = m is at least 20 times the minimum before it", 20,
            weak.MedianAt(Rows) / weak.SmallestMedian(p => p < Rows));
        yield return Claim.AtMost("S3-A.7", "second", "Without any gradient noise X⁺y has a second descent: with all features of falling variance the median error, over the minimum before the peak, is at most 1", 1, weak.Medians[^1] / weak.SmallestMedian(p => p < Rows));
        yield return Claim.AtMost("S3-A.7", "example", "Isotropic features with ten coefficients 1 and σ = 0.1 show double descent: the error with the most features, over that with 10, is at most 1", 1,
            isotropic.Medians[^1] / isotropic.MedianAt(10)).Because("With all of the signal in the first ten features more features only harm: 0.011 with 10, a peak at 100, then up to 9 with 1000. There is a peak, but no second descent.");
        yield return Claim.AtMost("S3-A.7", "example-law", "With isotropic features the mean test errors are σ² + σ²n/(m − n − 1) for n < m and σ² + ‖w‖²(1 − m/n) + σ²m/(n − m − 1) for n > m: within 5 standard errors where |n − m| ≥ 15",
            5, isotropic.LargestDeviationInErrors(n => 0.01 + GaussianRisk.Excess(Rows, n, 10, 0.01), n => Math.Abs(n - Rows) >= 15)).Law();
    }

    private static IEnumerable<Claim> SecondClaims(PseudoinverseDescentSpec spec, DescentSweep isotropic, DescentSweep weak)
    {
        yield return Claim.AtMost("S3-A.20", "second-descent", "Beyond the threshold the error falls again: with features of falling variance its median with all of them is at most half of that at p = 130", 0.5, weak.Medians[^1] / weak.MedianAt(130));
        yield return Claim.AtMost("S3-A.20", "always", "Beyond the threshold the error falls again in every design: with isotropic features its median with the most of them is at most half of that at n = 120", 0.5,
            isotropic.Medians[^1] / isotropic.MedianAt(120)).Because("It rises. A second descent needs noise that the peak can be due to, or features that bring new signal; with ten features that carry everything and little noise there is neither.");
        yield return Claim.AtLeast("S3-A.20", "condition", "Where the first ten features carry all signal and the noise is small, the error rises beyond the threshold: with the most isotropic features it is at least twice that at n = 120", 2, isotropic.Medians[^1] / isotropic.MedianAt(120)).Law();
    }

    private static ResultTable Table(string name, string title, IReadOnlyList<int> sizes, DescentSweep sweep) => new(
        name, title, ["features fitted", "test error, median", "test error, mean"], [.. sizes.Select((_, i) => sweep.Row(i))]);

    private static Figure Panels(PseudoinverseDescentSpec spec, DescentSweep isotropic, DescentSweep weak)
    {
        FigureAxis error = new("test error (mean square)", true) { Low = 0.005, High = 100 };
        return new("descents", "Test error of X⁺y over the number of features, in two designs",
            [
                new(new("features fitted p", true), error, [.. weak.Marks("median"), new RuleMark(Rows, "p = m") { IsVertical = true }]) { Title = "Features of falling variance" },
                new(
                    new("features fitted n", true),
                    error,
                    [
                        .. isotropic.Marks("median"),
                        new LineMark(isotropic.X, [.. spec.Isotropic.Select(n => 0.01 + GaussianRisk.Excess(Rows, n, 10, 0.01))]) { Legend = "theory (mean)", IsDashed = true, Color = 1 },
                        new RuleMark(Rows, "n = m") { IsVertical = true },
                    ])
                { Title = "Isotropic features, ten carry the signal" },
            ])
        { Caption = "Left: down, up, and down again, without any gradient. Right: the book's example, which apart from its peak only rises. Shaded: the middle half of the draws." };
    }
}

/// <summary>Parameters of <see cref="PseudoinverseDescent"/>.</summary>
internal sealed record PseudoinverseDescentSpec : ExperimentSpec
{
    [Parameter("draws", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 21;

    [Parameter("numbers of isotropic features (100 rows), rising", Minimum = 10, Maximum = 5000)]
    public IReadOnlyList<int> Isotropic { get; init; } = [10, 20, 50, 80, 95, 100, 105, 120, 200, 400, 1000];

    [Parameter("numbers of features of falling variance that are fitted (100 rows), rising", Minimum = 1, Maximum = 5000)]
    public IReadOnlyList<int> Weak { get; init; } = [5, 10, 20, 40, 60, 80, 90, 100, 110, 130, 200, 300, 500, 1000];

    [Parameter("features of falling variance that there are", Minimum = 200, Maximum = 5000)]
    public int AllFeatures { get; init; } = 1000;

    public override string? Problem() => Weak.Max() > AllFeatures ? $"weak: {Weak.Max()} is more than there are (all-features={AllFeatures})"
        : Weak.Min() >= 100 ? "weak: one must be below 100, the number of rows"
        : null;
}
