using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>One draw at one size: test errors in closed form, ‖ŵ − θ‖² + σ², for the two noises, and training errors.</summary>
internal sealed record RiskDraw(double Quiet, double Loud, IReadOnlyList<double> QuietRidge, IReadOnlyList<double> Ridge, double Train, double ShiftedTrain, double InverseTrace)
{
    public static RiskDraw Create(RiskOverDimensionSpec spec, int size, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, size);
        double[] truth = Vectors.WithLength(Synthetic.Gaussian(random, size), 1), signal = Vectors.Multiply(x, truth), noise = Synthetic.Gaussian(random, spec.Rows);

        // The fit is linear in y: one decomposition serves the signal and unit noise.
        LinearDynamics ofSignal = new(x, signal), ofNoise = ofSignal.WithTargets(noise);
        double[] w = ofSignal.Limit(), perNoise = ofNoise.Limit(), loud = Vectors.Add(w, spec.Loud, perNoise), shifted = Vectors.Add(loud, ofSignal.NullPart(Synthetic.Gaussian(random, size))), y = Vectors.Add(signal, spec.Loud, noise);
        double Test(double[] fit, double sigma) => Square(Vectors.Distance(fit, truth)) + (sigma * sigma);
        double Train(double[] fit) => Square(Vectors.Distance(Vectors.Multiply(x, fit), y)) / spec.Rows;
        double[] Ridge(double sigma) => [.. spec.Penalties.Select(lambda => Test(Vectors.Add(ofSignal.Ridge(lambda), sigma, ofNoise.Ridge(lambda)), sigma))];
        return new(
            Test(Vectors.Add(w, spec.Noise, perNoise), spec.Noise),
            Test(loud, spec.Loud),
            Ridge(spec.Noise),
            Ridge(spec.Loud),
            Train(loud),
            Train(shifted),
            ofSignal.SingularValues.Sum(sigma => 1 / (sigma * sigma)));
    }

    private static double Square(double value) => value * value;
}

/// <summary>All draws by size, against the exact law.</summary>
internal sealed class RiskCurve(RiskOverDimensionSpec spec, int[] sizes, RiskDraw[][] draws)
{
    public RiskOverDimensionSpec Spec { get; } = spec;

    public int[] Sizes { get; } = sizes;

    public RiskDraw[] At(int size) => draws[Array.IndexOf(Sizes, size)];

    public double Median(int size, bool loud) => Statistics.Median(At(size).Select(draw => loud ? draw.Loud : draw.Quiet));

    public double Mean(int size, bool loud) => At(size).Average(draw => loud ? draw.Loud : draw.Quiet);

    public double Law(int size, bool loud)
    {
        double noise = loud ? Spec.Loud * Spec.Loud : Spec.Noise * Spec.Noise;
        return noise + GaussianRisk.Excess(Spec.Rows, size, 1, noise);
    }

    /// <summary>The largest difference between mean and law, in standard errors, away from the threshold.</summary>
    public double WorstDeviation()
    {
        double worst = 0;
        foreach (int size in Sizes.Where(d => 5 * Math.Abs(d - Spec.Rows) > Spec.Rows))
        {
            foreach (bool loud in new[] { true, false })
            {
                (double mean, double error) = Statistics.MeanWithError([.. At(size).Select(draw => loud ? draw.Loud : draw.Quiet)]);
                worst = Math.Max(worst, Math.Abs(mean - Law(size, loud)) / error);
            }
        }

        return worst;
    }

    public ResultTable Table(bool loud) => new(
        loud ? "risk-loud" : "risk-quiet",
        $"Test error with noise σ = {(loud ? Spec.Loud : Spec.Noise)}, {Spec.Rows} rows, {Spec.Draws} draws",
        ["parameters d", "minimum norm, median", "minimum norm, mean", "theory of the mean", .. Spec.Penalties.Select(lambda => $"ridge λ = {lambda}, median"), .. loud ? ["training error of minimum norm, median"] : Array.Empty<string>()],
        [.. Sizes.Select(d => (IReadOnlyList<Cell>)[
            d, Median(d, loud), Mean(d, loud), Law(d, loud), .. Spec.Penalties.Select((_, i) => (Cell)RidgeMedian(d, i, loud)), .. loud ? [Statistics.Median(At(d).Select(draw => draw.Train))] : Array.Empty<Cell>()])]);

    public Figure Figure()
    {
        double[] x = [.. Sizes.Select(d => (double)d)], grid = [.. Enumerable.Range(1, Sizes[^1]).Select(d => (double)d)];
        Panel Of(bool loud) => new(new("parameters d", true), new("test error", true), [
            new BandMark(x, [.. Sizes.Select(d => Quantile(d, loud, 0.1))], [.. Sizes.Select(d => Quantile(d, loud, 0.9))]) { Legend = "10% to 90% of the draws", Color = 0 },
            new LineMark(x, [.. Sizes.Select(d => Median(d, loud))]) { Legend = "minimum norm, median", HasPoints = true, Color = 0 },
            new LineMark(grid, [.. grid.Select(d => double.IsFinite(Law((int)d, loud)) ? Law((int)d, loud) : double.NaN)]) { Legend = "theory of the mean", IsDashed = true, Color = 1 },
            new LineMark(x, [.. Sizes.Select(d => RidgeMedian(d, 0, loud))]) { Legend = $"ridge λ = {Spec.Penalties[0]}, median", Color = 2 },
            new RuleMark(Spec.Rows, "d = m") { IsVertical = true },
        ]) { Title = $"σ = {(loud ? Spec.Loud : Spec.Noise)}" };
        return new("risk-by-dimension", "Test error of the solution of minimum norm and of ridge regression", [Of(false), Of(true)])
        {
            Caption = "Left: with little noise there is no peak, and ridge regression changes little; the error rises from d = m towards ‖θ‖² = 1. Right: with noise there is a peak at d = m, and the descent after it ends above the error of few parameters.",
        };
    }

    private double RidgeMedian(int size, int penalty, bool loud) => Statistics.Median(At(size).Select(draw => (loud ? draw.Ridge : draw.QuietRidge)[penalty]));

    private double Quantile(int size, bool loud, double share) => Statistics.Quantile(At(size).Select(draw => loud ? draw.Loud : draw.Quiet), share);
}
