using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="PacBayesTightnessExperiment"/>.</summary>
internal sealed record PacBayesTightnessSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("examples m", Minimum = 10, Maximum = 1000000)]
    public int Examples { get; init; } = 500;

    /// <summary>K.</summary>
    [Parameter("hypotheses K: thresholds k/K", Minimum = 2, Maximum = 10000)]
    public int Hypotheses { get; init; } = 64;

    /// <summary>Label noise.</summary>
    [Parameter("share of labels turned over", Minimum = 0, Maximum = 0.49)]
    public double LabelNoise { get; init; } = 0.1;

    /// <summary>Temperatures.</summary>
    [Parameter("posteriors ∝ exp(−b·m·training error): values of b, rising; 0 is Q = P", Minimum = 0, Maximum = 1000)]
    public IReadOnlyList<double> InverseTemperatures { get; init; } = [0, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 10];

    /// <summary>δ.</summary>
    [Parameter("probability δ of failure that a bound allows", Minimum = 1e-6, Maximum = 0.5)]
    public double Delta { get; init; } = 0.05;

    /// <summary>Draws.</summary>
    [Parameter("draws of the examples", Minimum = 10, Maximum = 100000)]
    public int Repeats { get; init; } = 2000;

    /// <inheritdoc/>
    public override string? Problem() => InverseTemperatures[0] != 0 || InverseTemperatures.Count < 2 ? "inverse-temperatures: must begin with 0 and have another value" : null;
}

/// <summary>Proof problem B.13: the PAC-Bayes bound is tightest where the posterior is the prior.</summary>
internal sealed class PacBayesTightnessExperiment : Experiment<PacBayesTightnessSpec>
{
    public override string Name => "pac-bayes-tightness";

    public override string Title => "The PAC-Bayes bound is tightest where nothing was learned";

    public override string About => """
        A classifier is drawn at random from a distribution Q, the posterior; P is a distribution chosen before the data are seen, the prior; train(Q) and test(Q) are the mean errors, KL(Q‖P) measures how far Q is from P. With probability
        1 − δ over m examples, for all posteriors Q at once, test(Q) ≤ train(Q) + √((KL(Q‖P) + ln(2√m/δ))/2m) (Maurer's form). The printed form √((2KL + ln(1/δ))/2m) has another constant and no
        ln√m. The published solution adds that a small KL makes the bound vacuous. It is the other way round: with Q = P nothing depends on the data, KL = 0, and the bound is Hoeffding's inequality up to ln(2√m), its tightest
        case; what it then bounds is a classifier that has learned nothing, with a large training error.

        Hypotheses are thresholds on [0, 1] with a uniform prior; the label is 1[x > ½], turned over now and then, so that every true error is known. The posteriors have weights ∝ exp(−b·m·training error): from the prior, b = 0, to nearly
        the best threshold alone.

        Source: textbook on implicit bias, chapter 11, proof problem B.13; A. Maurer, A note on the PAC-Bayesian theorem (2004).
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.13"];

    public override ExperimentSpec Quick => new PacBayesTightnessSpec { Examples = 50, Hypotheses = 8, InverseTemperatures = [0, 0.1, 1], Repeats = 40 };

    protected override ExperimentResult Run(PacBayesTightnessSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        double[] truth = [.. Enumerable.Range(0, spec.Hypotheses).Select(k => spec.LabelNoise + ((1 - (2 * spec.LabelNoise)) * Math.Abs(((double)k / spec.Hypotheses) - 0.5)))];
        Posterior[][] draws = context.ForEach(spec.Repeats, i => Draw(spec, truth, random.Split((ulong)i)));
        int count = spec.InverseTemperatures.Count;
        double Mean(int k, Func<Posterior, double> value) => draws.Average(draw => value(draw[k]));
        double[] widths = [.. Enumerable.Range(0, count).Select(k => Mean(k, q => Width(spec, q)))];
        double hoeffding = Math.Sqrt(-Elementary.Log(spec.Delta) / (2.0 * spec.Examples));
        double quantile = Statistics.Quantile(draws.Select(draw => draw[0].FixedGap), 1 - spec.Delta);
        return new(
            [
                Claim.AtMost("S3-B.13", "covers", Invariant($"The bound with ln(2√m/δ) holds for all posteriors at once: the share of draws in which one is outside is at most δ = {spec.Delta}"), spec.Delta, Outside(draws, q => Width(spec, q))),
                Claim.AtLeast("S3-B.13", "small-divergence-is-vacuous", "With a small KL the bound is vacuous: for Q = P it lies at least 0.5 above the training error", 0.5, widths[0]).Because(Invariant($"It is tightest there: {widths[0]:G3} above the training error, against {widths[^1]:G3} for the most concentrated posterior. What is poor for Q = P is the training error, not the bound.")),
                Claim.AtMost("S3-B.13", "tightest", "The distance from the training error to the bound grows with the KL: the number of exceptions is zero", 0, Statistics.Rises([.. widths.Reverse()], 1e-12)).Law(),
                Claim.Between("S3-B.13", "hoeffding-is-tight", Invariant($"For a hypothesis chosen beforehand with error ½ the {1 - spec.Delta} quantile of test − train lies between half of Hoeffding's bound and all of it (measured: the quotient)"), 0.5, 1, quantile / hoeffding).Law(),
                Claim.AtMost("S3-B.13", "printed-form", "The printed form with 2KL + ln(1/δ) covers these posteriors too: the share of draws in which one is outside is at most δ", spec.Delta, Outside(draws, q => Printed(spec, q))).Because("It is not the theorem (no ln√m for all posteriors at once), but here it holds as well: for Q = P it is Hoeffding's inequality, and for a KL above ln(2√m) it is the weaker one."),
            ],
            [new("posteriors", "From the prior to the best threshold; means over the draws", ["b (0: Q = P)", "KL(Q‖P), nats", "training error", "test error", "Maurer's bound", "the tighter bound by the inverse of kl", "printed form"],
                [.. Enumerable.Range(0, count).Select(k => (IReadOnlyList<Cell>)
                [
                    spec.InverseTemperatures[k], Mean(k, q => q.Divergence), Mean(k, q => q.Train), Mean(k, q => q.Test), Mean(k, q => q.Train + Width(spec, q)),
                    Mean(k, q => PacBayes.KlInverse(q.Train, q.Divergence, spec.Examples, spec.Delta)), Mean(k, q => q.Train + Printed(spec, q)),
                ])])],
            [Figure(spec, draws, widths, hoeffding)]);
    }

    private static double Width(PacBayesTightnessSpec spec, Posterior q) => PacBayes.Maurer(q.Train, q.Divergence, spec.Examples, spec.Delta) - q.Train;

    private static double Printed(PacBayesTightnessSpec spec, Posterior q) => Math.Sqrt(((2 * q.Divergence) - Elementary.Log(spec.Delta)) / (2 * spec.Examples));

    private static double Outside(Posterior[][] draws, Func<Posterior, double> width) => draws.Average(draw => draw.Any(q => q.Test > q.Train + width(q)) ? 1.0 : 0.0);

    private static Posterior[] Draw(PacBayesTightnessSpec spec, double[] truth, RandomSource random)
    {
        // Threshold k/K errs on a point of cell c = ⌊xK⌋ if its label is 1 and c < k, or 0 and c ≥ k.
        int hypotheses = spec.Hypotheses;
        int[] ones = new int[hypotheses], zeros = new int[hypotheses];
        for (int i = 0; i < spec.Examples; i++)
        {
            double x = random.Uniform();
            bool label = (x > 0.5) ^ (random.Uniform() < spec.LabelNoise);
            (label ? ones : zeros)[(int)(x * hypotheses)]++;
        }

        double[] errors = new double[hypotheses];
        int wrong = zeros.Sum();
        for (int k = 0; k < hypotheses; k++)
        {
            errors[k] = (double)wrong / spec.Examples;
            wrong += ones[k] - zeros[k];
        }

        return [.. spec.InverseTemperatures.Select(b => Gibbs(spec, errors, truth, b))];
    }

    private static Posterior Gibbs(PacBayesTightnessSpec spec, double[] errors, double[] truth, double b)
    {
        double least = errors.Min();
        double[] weights = [.. errors.Select(error => Elementary.Exp(-b * spec.Examples * (error - least)))];
        double sum = weights.Sum(), divergence = 0, train = 0, test = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double q = weights[k] / sum;
            divergence += q > 0 ? q * Elementary.Log(q * weights.Length) : 0;
            train += q * errors[k];
            test += q * truth[k];
        }

        return new(Math.Max(0, divergence), Math.Min(train, 1), test, truth[0] - errors[0]);
    }

    private static Figure Figure(PacBayesTightnessSpec spec, Posterior[][] draws, double[] widths, double hoeffding)
    {
        double[] divergence = [.. Enumerable.Range(0, widths.Length).Select(k => draws.Average(draw => draw[k].Divergence))];
        double[] gaps = [.. Enumerable.Range(0, widths.Length).Select(k => Statistics.Quantile(draws.Select(draw => draw[k].Test - draw[k].Train), 1 - spec.Delta))];
        return new("tightness", "The bound's distance from the training error, against the divergence",
            [
                new(new("KL(Q‖P) (nats), mean over draws"), new("distance above the training error"),
                    [
                        new LineMark(divergence, widths) { Legend = "Maurer's bound", HasPoints = true, Color = 0 },
                        new LineMark(divergence, [.. Enumerable.Range(0, widths.Length).Select(k => draws.Average(draw => Printed(spec, draw[k])))]) { Legend = "printed form", HasPoints = true, Color = 1 },
                        new LineMark(divergence, gaps) { Legend = Invariant($"{1 - spec.Delta} quantile of test − train"), HasPoints = true, Color = 2 },
                        new RuleMark(hoeffding, "Hoeffding, ln(1/δ) alone"),
                    ]),
            ])
        { Caption = Invariant($"m = {spec.Examples}. The bound is nearest to the training error for Q = P, on the left; there it is Hoeffding's inequality up to ln(2√m).") };
    }

    private readonly record struct Posterior(double Divergence, double Train, double Test, double FixedGap);
}
