using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>PAC-Bayes bounds of a Gaussian posterior over linear classifiers, and why a single classifier has none.</summary>
internal sealed class PacBayesExperiment : Experiment<PacBayesSpec>
{
    private const double Delta = 0.05;

    public override string Name => "posterior-spread";

    public override string Title => "PAC-Bayes bounds need a spread of classifiers";

    public override string About => """
        A PAC-Bayes bound is about classifiers v drawn from a posterior Q, here N(w, s²I), compared with a prior P = N(0, σ²I) chosen before the data: with probability 1 − δ over m examples the
        test error of Q is at most train + √((KL + ln(2√m/δ))/2m), and at most kl⁻¹(train, (KL + ln(2√m/δ))/m), which is smaller: kl⁻¹(q, c) is
        the largest p for which coins with the probabilities q and p have the divergence q·ln(q/p) + (1 − q)·ln((1 − q)/(1 − p)) ≤ c. The error of Q on an example (x, y) has the closed form
        Φ(−y·x·w/(s‖x‖)), Φ the normal distribution function.

        The divergence of Q from P, KL = ½[n·s²/σ² + ‖w‖²/σ² − n + 2n·ln(σ/s)] for n parameters, tends to infinity as s → 0: the single classifier w has no such bound. The published text takes ‖w‖²/2σ² for it. The published bound with
        2KL + ln(1/δ) under the root lacks ln m.

        Labels are the sign of a linear rule, flipped with probability 5%; w has the direction of the ridge solution and the length 3; σ = 1. Look at the figure: the best s balances a good fit against the divergence.

        Source: D. McAllester, COLT 1999; A. Maurer, 2004; M. Seeger, JMLR 3 (2002); J. Langford and J. Shawe-Taylor, NIPS 2002.
        """;

    public override IReadOnlyList<string> Ids => ["S3-D-PACB"];

    public override ExperimentSpec Quick => new PacBayesSpec { Rows = 60, Columns = 6, Draws = 4, TestRows = 200, Deviations = [0.1, 0.3, 1] };

    protected override ExperimentResult Run(PacBayesSpec spec, ExperimentContext context)
    {
        PacBayesDraw[] draws = context.ForEach(spec.Draws, k => PacBayesDraw.Create(spec, new RandomSource(spec.Seed).Split((ulong)k)));
        return new([.. Claims(spec, draws)], [Table(spec, draws)], [BoundFigure(spec, draws)]);
    }

    private static IEnumerable<Claim> Claims(PacBayesSpec spec, PacBayesDraw[] draws)
    {
        double[] w = draws[0].Weights;
        double point = Vectors.Norm(w) * Vectors.Norm(w) / 2;
        yield return Claim.Near("S3-D-PACB", "point-mass", "The single classifier w has the divergence ‖w‖²/2σ² from the prior: a posterior of deviation s = 1e-6 around w has it within 1", point, 1, PacBayes.GaussianDivergence(w, 1e-6, 1))
            .Because("The divergence of N(w, s²I) grows like n·ln(σ/s): it is infinite for the single classifier, s = 0, which has no PAC-Bayes bound.");
        yield return Claim.AtMost("S3-D-PACB", "maurer", "test ≤ train + √((KL + ln(2√m/δ))/2m) holds with probability 1 − δ: the share of violations over draws and posteriors is at most δ", Delta, Violations(draws, posterior => posterior.Maurer)).Law();
        yield return Claim.AtMost("S3-D-PACB", "kl-inverse", "test ≤ kl⁻¹(train, (KL + ln(2√m/δ))/m) holds with probability 1 − δ: the share of violations over draws and posteriors is at most δ", Delta, Violations(draws, posterior => posterior.KlInverse)).Law();
        yield return Claim.AtMost("S3-D-PACB", "order", "The bound with kl⁻¹ is never above the bound with the square root: their largest difference is at most 0", 0, draws.Max(draw => draw.Posteriors.Max(posterior => posterior.KlInverse - posterior.Maurer))).Law();
        yield return Claim.AtLeast("S3-D-PACB", "logarithm", "The published bound, with 2KL + ln(1/δ) under the root, is at least the proved one at Q = P, where KL = 0, and the training error 0", PacBayes.Maurer(0, 0, spec.Rows, Delta), PublishedForm(0, 0, spec.Rows))
            .Because("At KL = 0 it is Hoeffding's inequality for a Q that is fixed in advance, √(ln(1/δ)/2m). A bound for all Q at once needs the term ln(2√m). Where KL > ln(2√m) the factor 2 makes it the larger of the two.");
    }

    private static double PublishedForm(double train, double divergence, int rows) => train + Math.Sqrt(((2 * divergence) - Elementary.Log(Delta)) / (2.0 * rows));

    private static double Violations(PacBayesDraw[] draws, Func<GibbsPosterior, double> bound) => draws.SelectMany(draw => draw.Posteriors).Average(posterior => posterior.Test > bound(posterior) ? 1.0 : 0);

    private static double Median(PacBayesDraw[] draws, int index, Func<GibbsPosterior, double> of) => Statistics.Median(draws.Select(draw => of(draw.Posteriors[index])));

    private static ResultTable Table(PacBayesSpec spec, PacBayesDraw[] draws) => new(
        "bounds", $"{spec.Rows} rows, {spec.Columns} parameters, δ = {Delta}; medians over {spec.Draws} draws", ["deviation s", "divergence KL", "training error of Q", "test error of Q", "bound with kl⁻¹", "bound with the square root", "published form"],
        [.. spec.Deviations.Select((s, i) => (IReadOnlyList<Cell>)[s, Median(draws, i, p => p.Divergence), Median(draws, i, p => p.Train), Median(draws, i, p => p.Test), Median(draws, i, p => p.KlInverse), Median(draws, i, p => p.Maurer), Median(draws, i, p => PublishedForm(p.Train, p.Divergence, spec.Rows))])]);

    private static Figure BoundFigure(PacBayesSpec spec, PacBayesDraw[] draws)
    {
        double[] Curve(Func<GibbsPosterior, double> of) => [.. spec.Deviations.Select((_, i) => Median(draws, i, of))];
        return new("bounds-by-spread", "Errors and bounds by the spread of the posterior", [new(new("deviation s of the posterior", true), new("error, share of the examples"), [
            new LineMark(spec.Deviations, Curve(p => p.Test)) { Legend = "test error", HasPoints = true },
            new LineMark(spec.Deviations, Curve(p => p.Train)) { Legend = "training error", HasPoints = true },
            new LineMark(spec.Deviations, Curve(p => p.KlInverse)) { Legend = "bound with kl⁻¹", IsDashed = true },
            new LineMark(spec.Deviations, Curve(p => p.Maurer)) { Legend = "bound with the square root", IsDashed = true },
            new LineMark(spec.Deviations, Curve(p => PublishedForm(p.Train, p.Divergence, spec.Rows))) { Legend = "published form", IsDashed = true },
        ])])
        {
            Caption = "A narrow posterior fits better and is further from the prior: the best bound is between. As s → 0 the divergence grows without limit and every bound becomes empty.",
        };
    }
}

/// <summary>A posterior of one deviation: its errors and its bounds.</summary>
internal sealed record GibbsPosterior(double Divergence, double Train, double Test, double Maurer, double KlInverse);

/// <summary>One training set.</summary>
internal sealed record PacBayesDraw(double[] Weights, IReadOnlyList<GibbsPosterior> Posteriors)
{
    public static PacBayesDraw Create(PacBayesSpec spec, RandomSource random)
    {
        double[] rule = Vectors.WithLength(Synthetic.Gaussian(random, spec.Columns), 1);
        (Matrix<double> x, double[] y) = Examples(random, rule, spec.Rows);
        (Matrix<double> testX, double[] testY) = Examples(random, rule, spec.TestRows);

        // Only the direction of w and its length against s matter to Q: length 3 is three prior deviations.
        double[] w = Vectors.WithLength(new RidgeStability(x, y, 1).Weights, 3);
        return new(w, [.. spec.Deviations.Select(s =>
        {
            double divergence = PacBayes.GaussianDivergence(w, s, 1), train = PacBayes.GibbsError(x, y, w, s);
            return new GibbsPosterior(divergence, train, PacBayes.GibbsError(testX, testY, w, s), PacBayes.Maurer(train, divergence, spec.Rows, 0.05), PacBayes.KlInverse(train, divergence, spec.Rows, 0.05));
        })]);
    }

    private static (Matrix<double> X, double[] Y) Examples(RandomSource random, double[] rule, int rows)
    {
        Matrix<double> x = Synthetic.Gaussian(random, rows, rule.Length);
        return (x, [.. Vectors.Multiply(x, rule).Select(score => (score >= 0 ? 1.0 : -1) * (random.Uniform() < 0.05 ? -1 : 1))]);
    }
}

/// <summary>Parameters of <see cref="PacBayesExperiment"/>.</summary>
internal sealed record PacBayesSpec : ExperimentSpec
{
    public PacBayesSpec() => Seed = 19;

    [Parameter("examples m", Minimum = 10, Maximum = 100000)]
    public int Rows { get; init; } = 500;

    [Parameter("parameters n", Minimum = 1, Maximum = 500)]
    public int Columns { get; init; } = 20;

    [Parameter("deviations s of the posterior; that of the prior is 1", Minimum = 1e-4, Maximum = 10)]
    public IReadOnlyList<double> Deviations { get; init; } = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1];

    [Parameter("draws of the training set", Minimum = 2, Maximum = 100000)]
    public int Draws { get; init; } = 60;

    [Parameter("test rows", Minimum = 50, Maximum = 1000000)]
    public int TestRows { get; init; } = 2000;
}
