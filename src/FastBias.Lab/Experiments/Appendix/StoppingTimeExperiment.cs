using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="StoppingTimeExperiment"/>.</summary>
internal sealed record StoppingTimeSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 2, Maximum = 1000)]
    public int Rows { get; init; } = 100;

    /// <summary>n.</summary>
    [Parameter("columns n of X", Minimum = 1, Maximum = 1000)]
    public int Columns { get; init; } = 50;

    /// <summary>λ.</summary>
    [Parameter("ridge weights λ, rising", Minimum = 1e-3, Maximum = 1e6)]
    public IReadOnlyList<double> Weights { get; init; } = [30, 60, 120, 240];

    /// <summary>T.</summary>
    [Parameter("largest number of steps tried; the step size is 1/(10·λ_max)", Minimum = 10, Maximum = 100000)]
    public int MaxSteps { get; init; } = 400;

    /// <summary>Draws.</summary>
    [Parameter("draws", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 10;

    /// <inheritdoc/>
    public override string? Problem() => Weights.Count < 2 ? "weights: needs at least two" : null;
}

/// <summary>The appendix' rules of thumb for early stopping: λ_eff ≈ 1/T and T* ≈ (√m/λ)/α.</summary>
internal sealed class StoppingTimeExperiment : Experiment<StoppingTimeSpec>
{
    public override string Name => "stopping-time";

    public override string Title => "T steps of descent are like the ridge weight 1/(αT): two rules of thumb forget α or add √m";

    public override string About => """
        Two rules of thumb of the appendix: T steps are like ridge regression with weight λ ≈ 1/T; and to have the effect of λ one should take T ≈ (√m/λ)/α steps. The first forgets the step size α (λ ≈ 1/(αT), see
        the experiment stopping-filter); the second has a √m that nothing calls for: T ≈ 1/(αλ).

        For ½‖Xw − y‖² + ½λ‖w‖² with Gaussian X the number of steps T whose iterate is nearest to the ridge solution is searched for each λ, and T·αλ is compared with 1 and with √m.
        (A factor of 3 is allowed: the two methods are near each other and not equal.)

        Source: textbook on implicit bias, chapter 11, appendices.
        """;

    public override IReadOnlyList<string> Ids => ["X-ESTIME"];

    public override ExperimentSpec Quick => new StoppingTimeSpec { Rows = 12, Columns = 5, Weights = [4, 8], MaxSteps = 60, Repeats = 2 };

    protected override ExperimentResult Run(StoppingTimeSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Draw[] draws = context.ForEach(spec.Repeats, i => Search(spec, random.Split((ulong)i)));
        double[] weights = [.. spec.Weights], products = [.. Enumerable.Range(0, weights.Length).Select(k => Statistics.Median(draws.Select(draw => draw.Steps[k] * draw.Step * weights[k])))];
        double[] withoutStep = [.. Enumerable.Range(0, weights.Length).Select(k => Statistics.Median(draws.Select(draw => draw.Steps[k] * weights[k])))];
        double[] times = [.. Enumerable.Range(0, weights.Length).Select(k => Statistics.Median(draws.Select(draw => (double)draw.Steps[k])))], distances = [.. Enumerable.Range(0, weights.Length).Select(k => Statistics.Median(draws.Select(draw => draw.Distances[k])))];
        double root = Math.Sqrt(spec.Rows), typical = Statistics.Median(products), step = Statistics.Median(draws.Select(draw => draw.Step));
        return new(
            [
                Claim.Between("X-ESTIME", "one-over-time", "T steps are like ridge with λ ≈ 1/T: λT is between 1/3 and 3 for the nearest T, median over λ", 1.0 / 3, 3, Statistics.Median(withoutStep)).Because(Invariant($"The step size is missing: λ ≈ 1/(αT), here with α = {step:G2}. Correct in units in which α = 1.")),
                Claim.Between("X-ESTIME", "root-of-m", "The number of steps for λ is T ≈ (√m/λ)/α: αλT/√m is between 1/3 and 3, median over λ", 1.0 / 3, 3, typical / root).Because("There is no √m: the filter of descent is a function of ασ²T alone, that of ridge of σ²/λ, so T = 1/(αλ)."),
                Claim.Between("X-ESTIME", "law", "The number of steps for λ is T ≈ 1/(αλ): αλT is between 1/3 and 3, median over λ", 1.0 / 3, 3, typical).Law(),
                Claim.Near("X-ESTIME", "inverse", "The nearest T falls as 1/λ: the fitted exponent of λ is −1 up to 0.2", -1, 0.2, Statistics.Exponent(weights, times)).Law(),
            ],
            [new("times", "The number of steps nearest to a ridge solution; medians over the draws", ["ridge weight λ", "nearest number of steps T", "αλT", "λT", "αλT/√m", "‖w_T − w_λ‖/‖w_λ‖"],
                [.. weights.Select((weight, k) => (IReadOnlyList<Cell>)[weight, times[k], products[k], withoutStep[k], products[k] / root, distances[k]])])],
            [
                new("steps-and-weights", "Steps that are like a ridge weight",
                    [
                        new(new("ridge weight λ", true), new("steps T", true),
                            [
                                new LineMark(weights, times) { Legend = "nearest T, measured", HasPoints = true, Color = 0 },
                                new LineMark(weights, [.. weights.Select(weight => 1 / (step * weight))]) { Legend = "theory: 1/(αλ)", IsDashed = true, Color = 1 },
                                new LineMark(weights, [.. weights.Select(weight => root / (step * weight))]) { Legend = "printed: √m/(αλ)", IsDashed = true, Color = 2 },
                                new LineMark(weights, [.. weights.Select(weight => 1 / weight)]) { Legend = "printed: 1/λ", IsDashed = true, Color = 3 },
                            ]),
                    ])
                { Caption = "The nearest number of steps lies by the line 1/(αλ); the two printed rules are far above and far below it." },
            ]);
    }

    private static Draw Search(StoppingTimeSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] truth = Synthetic.Gaussian(random.Split(1), spec.Columns, 1 / Math.Sqrt(spec.Columns)), y = Vectors.Add(Vectors.Multiply(x, truth), 0.5, Synthetic.Gaussian(random.Split(2), spec.Rows));
        LinearDynamics dynamics = new(x, y);
        double step = 0.1 / dynamics.Eigenvalues()[0];
        double[][] path = [.. Enumerable.Range(1, spec.MaxSteps).Select(t => dynamics.Descent(step, t))];
        double[][] ridge = [.. spec.Weights.Select(dynamics.Ridge)];
        int[] steps = [.. ridge.Select(w => 1 + Array.IndexOf(path, path.MinBy(point => Vectors.Distance(point, w))))];
        return new(step, steps, [.. ridge.Select((w, k) => Vectors.Distance(path[steps[k] - 1], w) / VectorProduct.Norm<double>(w))]);
    }

    private sealed record Draw(double Step, int[] Steps, double[] Distances);
}
