using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="PopulationDescentExperiment"/>.</summary>
internal sealed record PopulationDescentSpec : ExperimentSpec
{
    /// <summary>d of the Monte Carlo check.</summary>
    [Parameter("dimension of the Monte Carlo check", Minimum = 1, Maximum = 200)]
    public int Dimension { get; init; } = 20;

    /// <summary>Samples.</summary>
    [Parameter("samples of x", Minimum = 100, Maximum = 10000000)]
    public int Samples { get; init; } = 20000;

    /// <summary>β's.</summary>
    [Parameter("random β tried", Minimum = 1, Maximum = 1000)]
    public int Points { get; init; } = 10;

    /// <summary>α.</summary>
    [Parameter("starts α", Minimum = 1e-15, Maximum = 0.4)]
    public IReadOnlyList<double> Starts { get; init; } = [1e-2, 1e-4, 1e-8];

    /// <summary>ε.</summary>
    [Parameter("accuracies ε of β", Minimum = 1e-12, Maximum = 0.4)]
    public IReadOnlyList<double> Accuracies { get; init; } = [1e-2, 1e-6];

    /// <summary>η.</summary>
    [Parameter("step sizes η", Minimum = 1e-4, Maximum = 0.2)]
    public IReadOnlyList<double> StepSizes { get; init; } = [0.1, 0.01];
}

/// <summary>The population loss of the model β⊙β: its formula, and how many steps descent on it takes (Theorem 13.11).</summary>
internal sealed class PopulationDescentExperiment : Experiment<PopulationDescentSpec>
{
    public override string Name => "sparse-population";

    public override string Title => "With the expected loss, gradient descent on squares takes log(1/(εα))/η steps";

    public override string About => """
        A model of products, f(x) = ⟨β⊙β, x⟩ (⊙ multiplies entry by entry), is fitted by gradient descent to a truth ⟨β*⊙β*, x⟩, where β* has a few ones (its support) and is zero elsewhere. Here the data are
        replaced by their expectation: E⟨x, v⟩² = ‖v‖² for x ~ N(0, I), so that the expected ("population") loss is L(β) = ¼‖β*⊙β* − β⊙β‖², with gradient (β⊙β − β*⊙β*)⊙β. The coordinates do not touch
        each other: with step size η, on the support β ← β(1 + η(1 − β²)), off it β ← β(1 − ηβ²).

        Every coordinate starts at a small α. On the support it grows by a factor of at least 1 + ¾η while β ≤ ½, and its error 1 − β shrinks by at least 1 − ½η from then on. So an accuracy ε takes a
        number of steps in proportion to log(1/(εα))/η (Theorem 13.11). In continuous time dβ/dt = β(1 − β²) is solved exactly, and gives (ln(1/α) + ½·ln(1/2ε))/η.

        The formulas for L and its gradient are checked by Monte Carlo and by finite differences; the steps are counted. Look at the straight line of the second figure.

        Source: lecture notes on algorithmic regularisation, lecture 13, section 13.3 and Theorem 13.11.
        """;

    public override IReadOnlyList<string> Ids => ["S4-POP", "S4-T13.11"];

    public override ExperimentSpec Quick => new PopulationDescentSpec { Dimension = 5, Samples = 2000, Points = 2, Starts = [1e-2, 1e-4], Accuracies = [1e-2], StepSizes = [0.1] };

    protected override ExperimentResult Run(PopulationDescentSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        PointCheck[] points = context.ForEach(spec.Points, i => Check(spec, random.Split((ulong)i)), 0, 0.9);
        List<StepCount> counts = [];
        foreach (double start in spec.Starts)
        {
            foreach (double accuracy in spec.Accuracies)
            {
                counts.AddRange(spec.StepSizes.Select(step => Count(start, accuracy, step)));
            }
        }

        return new([.. Population(spec, points), .. Steps(spec, counts)], [Table(counts)], [Growth(spec), Line(counts)]);
    }

    private static PointCheck Check(PopulationDescentSpec spec, RandomSource random)
    {
        int d = spec.Dimension;
        double[] beta = Synthetic.Gaussian(random, d), truth = [.. Enumerable.Range(0, d).Select(j => j % 3 == 0 ? 1.0 : 0.0)];
        double[] v = Difference(beta, truth), x = new double[d], sums = new double[d];
        double sum = 0, squares = 0;
        for (int i = 0; i < spec.Samples; i++)
        {
            random.FillGaussian<double>(x);
            double product = VectorProduct.Dot<double>(x, v), value = product * product;
            sum += value;
            squares += value * value;
            VectorProduct.AddScaled<double>(sums, product, x);
        }

        double mean = sum / spec.Samples, error = Math.Sqrt(((squares / spec.Samples) - (mean * mean)) / spec.Samples), exact = Vectors.Square(v);
        double[] gradient = [.. Enumerable.Range(0, d).Select(j => v[j] * beta[j])], sampled = [.. Enumerable.Range(0, d).Select(j => sums[j] / spec.Samples * beta[j])];
        return new(Math.Abs(mean - exact) / error, GradientError(beta, truth, gradient), GradientDeviation(spec, v, beta, gradient, sampled));
    }

    private static double[] Difference(double[] beta, double[] truth) => [.. beta.Select((b, j) => (b * b) - truth[j])];

    private static double Loss(double[] beta, double[] truth) => Vectors.Square(Difference(beta, truth)) / 4;

    private static double GradientError(double[] beta, double[] truth, double[] gradient)
    {
        const double H = 1.0 / (1 << 14);
        double worst = 0;
        for (int j = 0; j < beta.Length; j++)
        {
            double[] up = [.. beta], down = [.. beta];
            up[j] += H;
            down[j] -= H;
            worst = Math.Max(worst, Math.Abs(((Loss(up, truth) - Loss(down, truth)) / (2 * H)) - gradient[j]));
        }

        return worst / gradient.Max(Math.Abs);
    }

    /// <summary>‖sampled − exact‖² over its expectation: E(x_j⟨x, v⟩)² − v_j² = ‖v‖² + v_j².</summary>
    private static double GradientDeviation(PopulationDescentSpec spec, double[] v, double[] beta, double[] gradient, double[] sampled)
    {
        double size = Vectors.Square(v), expected = 0;
        for (int j = 0; j < v.Length; j++)
        {
            expected += (size + (v[j] * v[j])) * beta[j] * beta[j] / spec.Samples;
        }

        return Vectors.Square(Vectors.Subtract(sampled, gradient)) / expected;
    }

    private static StepCount Count(double start, double accuracy, double step)
    {
        double beta = start;
        int steps = 0, half = 0;
        for (; 1 - beta > accuracy; steps++)
        {
            beta *= 1 + (step * (1 - (beta * beta)));
            half = beta < 0.5 ? steps + 1 : half;
        }

        double flow = (Elementary.Log(1 / start) + (Elementary.Log(1 / (2 * accuracy)) / 2)) / step;
        return new(start, accuracy, step, steps, half + 1, flow, steps * step / Elementary.Log(1 / (start * accuracy)));
    }

    private static IEnumerable<Claim> Population(PopulationDescentSpec spec, PointCheck[] points)
    {
        yield return Claim.AtMost("S4-POP", "second-moment", "E⟨x, v⟩² = ‖v‖² for standard normal x, so that the expected loss is ¼‖β*⊙β* − β⊙β‖²: largest deviation of a sample mean, in its standard errors", 4.5, points.Max(point => point.Deviation));
        yield return Claim.AtMost("S4-POP", "gradient", "∇L = (β⊙β − β*⊙β*)⊙β: largest relative difference from central finite differences of L below 1e-6", 1e-6, points.Max(point => point.Gradient));
        yield return Claim.Between("S4-POP", "sampled-gradient", "The gradient on a sample deviates from ∇L as its covariance says: ‖difference‖² divided by its expectation, mean over the points", 0.4, 2, Statistics.Mean([.. points.Select(point => point.Sampled)]))
            .Law(Invariant($"{spec.Samples} samples for each of {spec.Points} points β; one such quotient varies by about √(2/{spec.Dimension}) of itself and more, as its {spec.Dimension} terms are not equal."));
    }

    private static IEnumerable<Claim> Steps(PopulationDescentSpec spec, List<StepCount> counts)
    {
        yield return Claim.AtMost("S4-T13.11", "upper", "The steps to accuracy ε are at most log(1/(εα))/η: largest steps·η/log(1/(εα))", 1, counts.Max(count => count.Quotient));
        yield return Claim.AtLeast("S4-T13.11", "lower", "The steps to accuracy ε are at least half of log(1/(εα))/η: smallest steps·η/log(1/(εα))", 0.5, counts.Min(count => count.Quotient));
        yield return Claim.AtMost("S4-T13.11", "sharper", "The steps differ from (ln(1/α) + ½·ln(1/2ε))/η, the flow's time, by at most one step and the share η of it: largest excess over that, in steps", 0,
            counts.Max(count => Math.Abs(count.Steps - count.Flow) - 1 - (count.Step * count.Flow))).Law();
        yield return Claim.Near("S4-T13.11", "growth", "For β ≤ ½ a step multiplies β by at least 1 + ¾η: number of exceptions on a fine grid of β and η", 0, 0, Exceptions(spec, 1e-6, 0.5, (beta, step) => 1 + (step * (1 - (beta * beta))) < 1 + (0.75 * step)));
        yield return Claim.Near("S4-T13.11", "contraction", "For ½ ≤ β ≤ 1 a step multiplies the error 1 − β by at most 1 − ½η: number of exceptions on a fine grid", 0, 0, Exceptions(spec, 0.5, 1, (beta, step) => 1 - (step * beta * (1 + beta)) > 1 - (step / 2)));
        yield return Claim.Near("S4-T13.11", "off-support", "Off the support every step makes β smaller: number of exceptions on a fine grid", 0, 0, Exceptions(spec, 1e-3, 1, (beta, step) => beta * (1 - (step * beta * beta)) >= beta));
    }

    private static int Exceptions(PopulationDescentSpec spec, double low, double high, Func<double, double, bool> isExcepted) =>
        spec.StepSizes.Sum(step => Vectors.Grid(low, high, 1001).Count(beta => isExcepted(beta, step)));

    private static ResultTable Table(List<StepCount> counts) => new("steps", "Steps until 1 − β ≤ ε",
        ["start α", "accuracy ε", "step size η", "steps", "steps until β ≥ ½", "(ln(1/α) + ½ ln(1/2ε))/η", "steps·η/log(1/(εα))"],
        [.. counts.Select(count => (IReadOnlyList<Cell>)[count.Start, count.Accuracy, count.Step, count.Steps, count.Half, count.Flow, count.Quotient])]);

    private static Figure Growth(PopulationDescentSpec spec)
    {
        double step = spec.StepSizes[0];
        List<Mark> marks = [];
        for (int k = 0; k < spec.Starts.Count; k++)
        {
            double start = spec.Starts[k], beta = start;
            double[] time = Vectors.Grid(0, 30, (int)(30 / step) + 1), path = new double[time.Length];
            for (int t = 0; t < path.Length; t++)
            {
                path[t] = beta;
                beta *= 1 + (step * (1 - (beta * beta)));
            }

            double odds = (1 / (start * start)) - 1;
            marks.Add(new LineMark(time, path) { Legend = $"α = {ReportNumber.Text(start)}", Color = k });
            marks.Add(new LineMark(time, [.. time.Select(t => 1 / Math.Sqrt(1 + (odds * Elementary.Exp(-2 * t))))]) { IsDashed = true, Color = k, Legend = k == spec.Starts.Count - 1 ? "dβ/dt = β(1 − β²)" : null });
        }

        return new("growth", "A coordinate on the support waits, then jumps",
            [new(new("time: steps·η"), new("coordinate β"), marks)])
        { Caption = Invariant($"Lines: descent with η = {step}; dashed: dβ/dt = β(1 − β²) in closed form. A start 100 times smaller waits ln 100 = 4.6 longer.") };
    }

    private static Figure Line(List<StepCount> counts)
    {
        double[] flow = [.. counts.Select(count => count.Flow * count.Step)];
        double[] ends = [0, flow.Max() * 1.05];
        return new("step-counts", "The number of steps follows the flow's time",
            [
                new(new("ln(1/α) + ½·ln(1/2ε)"), new("steps·η"),
                    [
                        new LineMark(ends, ends) { IsDashed = true, Legend = "equal", Color = 0 },
                        new ScatterMark(flow, [.. counts.Select(count => count.Steps * count.Step)]) { Legend = "counted", Color = 1, Radius = 4 },
                    ]),
            ])
        { Caption = "Each point is a choice of start α, accuracy ε and step size η from the table; on the dashed line the count is the flow's time (ln(1/α) + ½·ln(1/2ε))/η." };
    }

    private readonly record struct PointCheck(double Deviation, double Gradient, double Sampled);

    private readonly record struct StepCount(double Start, double Accuracy, double Step, int Steps, int Half, double Flow, double Quotient);
}
