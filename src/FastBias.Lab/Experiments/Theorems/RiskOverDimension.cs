using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The test error of minimum-norm least squares as the number of parameters passes the number of rows.</summary>
internal sealed class RiskOverDimension : Experiment<RiskOverDimensionSpec>
{
    public override string Name => "risk-over-dimension";

    public override string Title => "Test error of the minimum-norm solution against the number of parameters";

    public override string About => """
        y = xᵀθ + σ·noise, with m = 50 rows of d standard normal features that all carry signal, ‖θ‖ = 1. Fitted is the solution of minimum norm for d from 1 to 500, and ridge regression.
        The expected test error is known exactly: σ²(1 + d/(m − d − 1)) for d < m − 1, and ‖θ‖²(1 − m/d) + σ²(1 + m/(d − m − 1)) for d > m + 1; between, its mean is infinite and we look at
        medians.

        Often stated is: a peak at d = m, then a descent to the noise. In this design the second term decides: with many parameters the solution of minimum norm predicts almost 0, so the
        error tends to σ² + ‖θ‖², and with little noise there is no peak at all. A second descent below the first minimum needs features of unequal importance: the second design has
        D = 1000 features, the j-th with a variance ∝ j^−1.5, of which the first p are used.

        Look at the dashed theory under the medians, and at the last figure for a true double descent.

        Source: L. Breiman and D. Freedman, JASA 78 (1983); M. Belkin, D. Hsu and J. Xu, SIAM J. Math. Data Sci. 2 (2020); T. Hastie et al., Annals of Statistics 50 (2022).
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.6", "S3-WE5", "S3-D-DD", "S3-D-INTERP", "S3-D-GAP"];

    public override ExperimentSpec Quick => new RiskOverDimensionSpec { Rows = 12, Dimensions = [1, 6, 12, 24, 120], Draws = 6, Features = 60, PowerLawRows = 12, PowerLawSizes = [2, 4, 12, 60] };

    protected override ExperimentResult Run(RiskOverDimensionSpec spec, ExperimentContext context)
    {
        int[] sizes = [.. spec.Dimensions];
        RiskDraw[][] draws = [.. sizes.Select((d, i) => context.ForEach(spec.Draws, k => RiskDraw.Create(spec, d, new RandomSource(spec.Seed).Split((ulong)d).Split((ulong)k)), 0.7 * i / sizes.Length, 0.7 * (i + 1) / sizes.Length))];
        RiskCurve curve = new(spec, sizes, draws);
        PowerLawDescent descent = PowerLawDescent.Run(spec, context);
        return new([.. TheoremClaims(curve), .. WorkedClaims(curve), .. descent.Claims(), .. InterpolationClaims(curve)], [curve.Table(false), curve.Table(true), descent.Table()], [curve.Figure(), descent.Figure()]);
    }

    private static IEnumerable<Claim> TheoremClaims(RiskCurve curve)
    {
        int m = curve.Spec.Rows, last = curve.Sizes[^1], wide = curve.Sizes.First(d => d >= 1.2 * m);
        double loud = curve.Spec.Loud;
        yield return Claim.AtMost("S3-T1.6", "vanishes", $"With many more parameters than rows the test error tends to 0: at d = {last} parameters, {m} rows and σ = {loud} its mean is below 0.1", 0.1, curve.Mean(last, true))
            .Because("The bias is dropped: with d ≫ m the solution of minimum norm is almost 0, and the error is that of predicting 0, σ² + ‖θ‖².");
        yield return Claim.AtMost("S3-T1.6", "true-law", "The mean test error is σ²(1 + d/(m − d − 1)) for d < m and ‖θ‖²(1 − m/d) + σ²(1 + m/(d − m − 1)) for d > m: within 5 standard errors wherever |d − m| > m/5, for both σ", 5, curve.WorstDeviation()).Law();
        (double trace, double error) = Statistics.MeanWithError([.. curve.At(wide).Select(draw => draw.InverseTrace)]);
        yield return Claim.Near("S3-T1.6", "trace", $"For a standard normal m × d matrix X the mean of the trace of (XXᵀ)⁻¹ is m/(d − m): at m = {m}, d = {wide}, within 3 standard errors", (double)m / (wide - m), 3 * error, trace).Because("(XXᵀ)⁻¹ is the inverse of a Wishart matrix; its mean is I/(d − m − 1), whose trace is m/(d − m − 1).");
        yield return Claim.Near("S3-T1.6", "trace-law", $"For a standard normal m × d matrix X the mean of the trace of (XXᵀ)⁻¹ is m/(d − m − 1): at m = {m}, d = {wide}, within 4 standard errors", m / (wide - m - 1.0), 4 * error, trace).Law();
    }

    private static IEnumerable<Claim> WorkedClaims(RiskCurve curve)
    {
        int m = curve.Spec.Rows, wide = curve.Sizes.Where(d => d > m).MinBy(d => Math.Abs(d - (4 * m)));
        double[] quiet = [.. curve.Sizes.Select(d => curve.Median(d, false))], loud = [.. curve.Sizes.Select(d => curve.Median(d, true))];
        yield return Claim.AtLeast("S3-WE5", "peak", $"With σ = {curve.Spec.Noise} the test error has its peak at d = m: the median there is the largest of all d", quiet.Max(), curve.Median(m, false))
            .Because("The noise is too small for a peak. The error grows from d = m on, because the solution of minimum norm finds only the share m/d of the signal.");
        yield return Claim.AtMost("S3-WE5", "descent", $"With σ = {curve.Spec.Noise} the test error falls beyond its peak: the median at d = {wide} is smaller than at d = m", curve.Median(m, false), curve.Median(wide, false)).Because("At d = 4m it is about ‖θ‖²(1 − m/d) = 0.75, the share of the signal that is not found: far above the median at d = m.");
        yield return Claim.AtLeast("S3-WE5", "loud-peak", $"With σ = {curve.Spec.Loud} the test error has its peak at d = m: the median there is the largest of all d", loud.Max(), curve.Median(m, true)).Law();
        yield return Claim.AtMost("S3-WE5", "ridge", $"Ridge regression with λ = {curve.Spec.Penalties[0]} lowers the median test error at d = m for σ = {curve.Spec.Loud}", curve.Median(m, true), Statistics.Median(curve.At(m).Select(draw => draw.Ridge[0])));
    }

    private static IEnumerable<Claim> InterpolationClaims(RiskCurve curve)
    {
        int m = curve.Spec.Rows;
        yield return Claim.AtMost("S3-D-INTERP", "wide", "With at least as many parameters as rows the training error of the solution of minimum norm is zero up to rounding: below 1e-18", 1e-18, curve.Sizes.Where(d => d >= m).Max(d => curve.At(d).Max(draw => draw.Train)));
        yield return Claim.AtLeast("S3-D-INTERP", "narrow", $"With fewer parameters than rows the training error is not zero: above 1e-3 for d ≤ m/2 and σ = {curve.Spec.Loud}", 1e-3, curve.Sizes.Where(d => d <= m / 2).Min(d => curve.At(d).Min(draw => draw.Train)));
        yield return Claim.AtMost("S3-D-INTERP", "zero-set", "Every w* + z with z in the null space of X has the training error zero, like w* itself: below 1e-18", 1e-18, curve.Sizes.Where(d => d > m).Max(d => curve.At(d).Max(draw => draw.ShiftedTrain)));
        yield return Claim.AtLeast("S3-D-GAP", "sign", "The generalisation gap, defined as training minus test error, is positive where a model overfits: its median at d = m is above 0", 0, -Statistics.Median(curve.At(m).Select(draw => draw.Loud - draw.Train)))
            .Because("An overfitting model has the larger error on test data, so training minus test error is negative. All reports here have test minus training error.");
        yield return Claim.AtLeast("S3-D-GAP", "test-minus-train", "Test minus training error is positive in every draw from d = m on", 0, curve.Sizes.Where(d => d >= m).Min(d => curve.At(d).Min(draw => draw.Loud - draw.Train))).Law();
    }
}

/// <summary>Parameters of <see cref="RiskOverDimension"/>.</summary>
internal sealed record RiskOverDimensionSpec : ExperimentSpec
{
    public RiskOverDimensionSpec() => Seed = 14;

    [Parameter("rows m", Minimum = 10, Maximum = 200)]
    public int Rows { get; init; } = 50;

    [Parameter("numbers of parameters d, rising, m among them", Minimum = 1, Maximum = 2000)]
    public IReadOnlyList<int> Dimensions { get; init; } = [1, 10, 20, 30, 40, 45, 48, 50, 52, 55, 60, 70, 100, 200, 500];

    [Parameter("standard deviation σ of the small noise", Minimum = 1e-6, Maximum = 1)]
    public double Noise { get; init; } = 0.01;

    [Parameter("standard deviation σ of the large noise", Minimum = 0.1, Maximum = 10)]
    public double Loud { get; init; } = 0.5;

    [Parameter("ridge penalties λ", Minimum = 1e-6, Maximum = 1e6)]
    public IReadOnlyList<double> Penalties { get; init; } = [0.01, 0.1, 0.001];

    [Parameter("draws for each size", Minimum = 4, Maximum = 10000)]
    public int Draws { get; init; } = 60;

    [Parameter("features D of the second design, of variance ∝ j^−1.5", Minimum = 20, Maximum = 5000)]
    public int Features { get; init; } = 1000;

    [Parameter("rows of the second design", Minimum = 10, Maximum = 400)]
    public int PowerLawRows { get; init; } = 100;

    [Parameter("numbers p of its features used, rising, the rows among them", Minimum = 1, Maximum = 5000)]
    public IReadOnlyList<int> PowerLawSizes { get; init; } = [5, 10, 20, 40, 60, 80, 100, 110, 130, 200, 300, 1000];

    public override string? Problem() =>
        !IsRising(Dimensions) || !Dimensions.Contains(Rows) || Dimensions[0] > Rows / 2 || Dimensions[^1] < 2 * Rows ? $"dimensions: must rise, contain rows ({Rows}), begin at or below half of it and end at twice as much or more"
        : !IsRising(PowerLawSizes) || !PowerLawSizes.Contains(PowerLawRows) || PowerLawSizes[0] >= PowerLawRows || PowerLawSizes[^1] <= PowerLawRows || PowerLawSizes[^1] > Features
            ? $"power-law-sizes: must rise, contain power-law-rows ({PowerLawRows}) between others, and end at features ({Features}) or below"
        : null;

    private static bool IsRising(IReadOnlyList<int> sizes) => sizes.Zip(sizes.Skip(1)).All(pair => pair.First < pair.Second);
}
