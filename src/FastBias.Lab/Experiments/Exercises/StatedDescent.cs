using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The exercise's design: ten features that carry the signal, and more and more features that are noise.</summary>
internal sealed class StatedDescent
{
    private const int Rows = 50;
    private const int Signal = 10;
    private const double Noise = 0.01;

    /// <summary>The exercise's table of test errors.</summary>
    private static readonly (int Features, double Error)[] s_published = [(10, 0.20), (40, 0.05), (50, 0.45), (60, 0.10), (200, 0.015)];

    private readonly DoubleDescentDesignsSpec _spec;
    private readonly double _signalSquare;
    private readonly Draw[][] _draws;
    private readonly DescentSweep _sweep;

    public StatedDescent(DoubleDescentDesignsSpec spec, ExperimentContext context)
    {
        _spec = spec;
        double[] truth = new NumPyPcg64(0).Normal(Signal);
        _signalSquare = VectorProduct.Dot<double>(truth, truth);
        RandomSource random = new RandomSource(spec.Seed).Split(5);
        Matrix<double> signal = Synthetic.Gaussian(random.Split(0), Rows, Signal);
        int repeats = spec.Repeats;
        Draw[] draws = context.ForEach(spec.Features.Count * repeats, i => Fit(random.Split((ulong)i + 1), signal, truth, spec.Features[i / repeats], spec.TestRows), 0, 0.2);
        _draws = [.. spec.Features.Select((_, i) => draws[(i * repeats)..((i + 1) * repeats)])];
        _sweep = new(spec.Features, [.. _draws.Select(some => some.Select(draw => draw.Test).ToArray())]);
    }

    public IEnumerable<Claim> Claims()
    {
        const string Reason = "All signal features are there from the start and the others are noise of the same variance: the error is σ²(1 + n/(m − n − 1)) below n = m and tends to ‖w‖² above it.";
        foreach ((int features, double error) in s_published.Where(entry => _spec.Features.Contains(entry.Features)))
        {
            yield return PublishedValue.Within("S3-C.5", $"book-{features}", $"In the exercise's design the test error (median) with {features} features is", error, 2, _sweep.MedianAt(features)).Because(Reason);
        }

        yield return Claim.AtMost("S3-C.5", "first-descent", "In the exercise's design the test error falls from 10 to 40 features: the quotient of the medians, 40 over 10, is at most 1", 1, _sweep.MedianAt(40) / _sweep.MedianAt(10)).Because(Reason);
        yield return Claim.AtMost("S3-C.5", "second-descent", "In the exercise's design the test error falls again after its peak: the quotient of the medians, 500 features over 60, is at most 1", 1, _sweep.MedianAt(500) / _sweep.MedianAt(60)).Because(Reason);
        yield return Claim.AtLeast("S3-C.5", "norm-spike", "In the exercise's design ‖w*‖ has a spike of about 10 at n = m: the mean norm there is at least twice that at 10 features", 2, Lengths(50) / Lengths(10))
            .Because("With σ = 0.01 the noise is too small for a spike that shows; the norm falls from ‖w‖ to √(m/n)·‖w‖.");
        yield return Claim.AtMost("S3-C.5", "law-below", "Below n = m − 1 the mean test error is σ²(1 + n/(m − n − 1)) given the signal's features X_sig, up to a relative 0.4 (the scatter of ten draws with one X_sig)", 0.4,
            _sweep.LargestDeviation(Law, n => n <= 40)).Law();
        yield return Claim.AtMost("S3-C.5", "law-above", "From n = 100 on the mean test error is ‖w‖²(1 − m/n) + σ²(1 + m/(n − m − 1)), up to a relative 0.25 (the scatter of ten draws with one X_sig)", 0.25,
            _sweep.LargestDeviation(Law, n => n >= 100)).Law("For one draw of the signal's features the loss of signal varies about its mean.");
        yield return Claim.AtLeast("S3-C.5", "rise", "From 10 to 500 features the test error rises by more than four orders of magnitude: quotient of the medians at least 10 000", 1e4, _sweep.MedianAt(500) / _sweep.MedianAt(10)).Law();
    }

    public ResultTable Table() => new(
        "stated",
        "The exercise's design: 50 rows, 10 features with signal, σ = 0.01",
        ["features n", "test error, median", "test error, mean", "standard deviation of the test error", "½ training error, mean", "‖w*‖, mean", "expected test error"],
        [.. _spec.Features.Select((n, i) => (IReadOnlyList<Cell>)
            [.. _sweep.Row(i), Statistics.Deviation([.. _draws[i].Select(draw => draw.Test)]), Statistics.Mean([.. _draws[i].Select(draw => draw.Train / 2)]), Lengths(n), Law(n)])]);

    public Figure Figure() => new("as-stated", "The exercise's design has neither a first nor a second descent", [Errors(), Lengths()])
    {
        Caption = "Left: the measured error lies on the theory (dashed) and rises by four orders of magnitude; the exercise's figures (purple) do not: theirs is over a thousand times too high at 10 features, too low from 60 features on, and hundreds of times too low at 200. Right: the norm falls, without a spike at n = m = 50; "
            + "the training error, which is zero from n = m on, is in the table.",
    };

    private static Draw Fit(RandomSource random, Matrix<double> signal, double[] truth, int features, int testRows)
    {
        Matrix<double> x = Synthetic.Gaussian(random, Rows, features);
        signal.AsSpan().CopyTo(x.Slice(0, 0, Rows, Signal));
        double[] noise = Synthetic.Gaussian(random, Rows, Noise), y = Regression.Targets(signal, truth, noise), w = Regression.MinimumNorm(x, y);

        // A test row's error: the noise, and the coefficients' error times the row. Drawn as the exercise says, not integrated.
        double[] error = w.ToArray();
        VectorProduct.AddScaled<double>(error.AsSpan(0, Signal), -1, truth);
        double test = Regression.MeanSquare(Synthetic.Gaussian(random, testRows, features), error, Synthetic.Gaussian(random, testRows, Noise));
        return new(test, Regression.MeanSquare(x, w, y), Vectors.Norm(w));
    }

    private double Law(int features) => (Noise * Noise) + GaussianRisk.Excess(Rows, features, _signalSquare, Noise * Noise);

    private double Lengths(int features) => Statistics.Mean([.. _draws[Enumerable.Range(0, _spec.Features.Count).MinBy(i => Math.Abs(_spec.Features[i] - features))].Select(draw => draw.Length)]);

    private Panel Errors() => new(
        new("features n", true),
        new("test error (mean square)", true),
        [
            .. _sweep.Marks("measured, median"),
            new LineMark(_sweep.X, [.. _spec.Features.Select(Law)]) { Legend = "theory", IsDashed = true, Color = 1 },
            new ScatterMark([.. s_published.Select(entry => (double)entry.Features)], [.. s_published.Select(entry => entry.Error)]) { Legend = "as published", Color = 3, Radius = 5 },
            new RuleMark(Rows, "n = m") { IsVertical = true },
        ])
    { Title = "Test error" };

    private Panel Lengths() => new(
        new("features n", true),
        new("norm of the solution ‖w*‖"),
        [
            new LineMark(_sweep.X, [.. _spec.Features.Select(Lengths)]) { Legend = "measured, mean", HasPoints = true },
            new LineMark(_sweep.X, [.. _spec.Features.Select(n => Math.Sqrt(_signalSquare * Math.Min(1, (double)Rows / n)))]) { Legend = "‖w‖·√min(1, m/n)", IsDashed = true },
            new RuleMark(Rows, "n = m") { IsVertical = true },
        ])
    { Title = "Norm" };

    private readonly record struct Draw(double Test, double Train, double Length);
}
