using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="OptimizerLimitsExperiment"/>.</summary>
internal sealed record OptimizerLimitsSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 2, Maximum = 500)]
    public int Rows { get; init; } = 20;

    /// <summary>n.</summary>
    [Parameter("columns n of X, more than m", Minimum = 3, Maximum = 2000)]
    public int Columns { get; init; } = 60;

    /// <summary>B.</summary>
    [Parameter("batch sizes, each twice the one before", Minimum = 1, Maximum = 500)]
    public IReadOnlyList<int> Batches { get; init; } = [5, 10, 20];

    /// <summary>Draws.</summary>
    [Parameter("draws of X and y", Minimum = 1, Maximum = 100)]
    public int Repeats { get; init; } = 5;

    /// <summary>Steps of Adam.</summary>
    [Parameter("steps of Adam and of descent along signs at each of their falling step sizes", Minimum = 100, Maximum = 1000000)]
    public int AdaptiveSteps { get; init; } = 1000;

    /// <inheritdoc/>
    public override string? Problem() =>
        Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows")
        : Batches.Count < 2 || Enumerable.Range(1, Batches.Count - 1).Any(i => Batches[i] != 2 * Batches[i - 1]) ? "batches: each must be twice the one before"
        : Batches[^1] > Rows ? Invariant($"batches: {Batches[^1]} is more than the {Rows} rows") : null;
}

/// <summary>Where momentum, batches, Adam and scaled features end on least squares.</summary>
internal sealed class OptimizerLimitsExperiment : Experiment<OptimizerLimitsSpec>
{
    public override string Name => "optimizer-limits";

    public override string Title => "Where optimizers end on least squares: neither momentum nor batches change the limit, Adam and scaled features do";

    public override string About => """
        On a wide least-squares problem every method whose steps are combinations of gradients of examples stays in the span of the rows and ends, if it converges, at X⁺y: gradient descent, heavy ball, Nesterov's
        method, and stochastic gradients of any batch size (at an interpolant the noise of the gradients vanishes). So neither momentum nor the batch size changes the norm of the limit, contrary to the appendix: "momentum amplifies
        the low-norm bias", "doubling the batch raises the norm by 20 to 30 %".

        Two things do change it. Scaling the columns by D: the shortest solution in the new units is another function, so stochastic gradient descent is not invariant to the scale of features. And steps coordinate by coordinate:
        Adam's first step has the same size in each, and its limit is not X⁺y.

        Adam and descent along signs run with step sizes that fall in stages, so that they settle.

        Source: textbook on implicit bias, chapter 11, appendices.
        """;

    public override IReadOnlyList<string> Ids => ["X-MOM", "X-BATCH", "X-SCALE", "X-ADAM"];

    public override ExperimentSpec Quick => new OptimizerLimitsSpec { Rows = 4, Columns = 10, Batches = [2, 4], Repeats = 2, AdaptiveSteps = 100 };

    protected override ExperimentResult Run(OptimizerLimitsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Ends[] draws = context.ForEach(spec.Repeats, i => Draw(spec, random.Split((ulong)i)));
        double Worst(Func<Ends, double> value) => draws.Max(value);
        string[] names = ["gradient descent", "heavy ball", "Nesterov", .. spec.Batches.Select(batch => Invariant($"batches of {batch}")), "Adam", "descent along signs"];
        double[] growth = [.. Enumerable.Range(0, spec.Batches.Count - 1).Select(k => Statistics.Median(draws.Select(draw => draw.Norms[4 + k] / draw.Norms[3 + k])))];
        return new(
            [
                Claim.AtMost("X-MOM", "amplifies", "Momentum amplifies the bias to low norm: the norm of its limit is at most 0.999 of that of gradient descent (median over the draws, the smaller of heavy ball and Nesterov)", 0.999, Statistics.Median(draws.Select(draw => Math.Min(draw.Norms[1], draw.Norms[2]) / draw.Norms[0]))).Because("On least squares it changes the speed and not the limit: all its steps are combinations of rows."),
                Claim.AtMost("X-MOM", "same-limit", "Gradient descent, heavy ball and Nesterov's method end at X⁺y, to a relative 1e-10", 1e-10, Worst(draw => draw.Distances.Take(3).Max())).Law(),
                Claim.Between("X-BATCH", "doubling", "Doubling the batch raises the norm of the limit by 20 to 30 % (measured: the quotient of the norms that is farthest from 1)", 1.2, 1.3, growth.MaxBy(value => Math.Abs(value - 1))).Because("At an interpolant every batch has gradient 0, so that there is no noise and all batch sizes end at X⁺y. At equal epochs small batches have only gone further."),
                Claim.AtMost("X-BATCH", "same-limit", "Stochastic gradients of every batch size end at X⁺y, to a relative 1e-8", 1e-8, Worst(draw => draw.Distances.Skip(3).Take(spec.Batches.Count).Max())).Law(),
                Claim.AtMost("X-SCALE", "invariant", "Stochastic gradient descent is invariant to scaling the features: the predictions at new points differ by at most 1e-3, relatively (smallest difference over the draws)", 1e-3, draws.Min(draw => draw.Scaled)).Because("It ends at the shortest w in the new units, which is another function: min ‖D⁻¹v‖ over the interpolants v of the old units."),
                Claim.AtMost("X-SCALE", "law", "With columns scaled by D its limit in the old units is D(XD)⁺y, to a relative 1e-8", 1e-8, Worst(draw => draw.ScaledLaw)).Law(),
                Claim.AtMost("X-ADAM", "first-step", "Adam equalises the sizes of the parameters' steps: in the first step the largest over the smallest is at most 1.001", 1.001, Worst(draw => draw.FirstStepAdam)),
                Claim.AtLeast("X-ADAM", "first-step-descent", "In gradient descent's first step the sizes of the parameters' steps differ by a factor of at least 5", 5, draws.Min(draw => draw.FirstStepDescent)).Law(),
                Claim.AtLeast("X-ADAM", "not-minimum-norm", "Adam's limit is not X⁺y: its relative distance is at least 0.02 in every draw, although ‖Xw − y‖ is at most 1e-6·‖y‖ there", 0.02, draws.Min(draw => draw.AdamResidual <= 1e-6 ? draw.Distances[^2] : double.NaN)),
            ],
            [
                new("limits", "Where each method ends; medians over the draws", ["method", "‖w‖/‖X⁺y‖", "‖w − X⁺y‖/‖X⁺y‖"],
                    [.. names.Select((name, k) => (IReadOnlyList<Cell>)[name, Statistics.Median(draws.Select(draw => draw.Norms[k])), Statistics.Median(draws.Select(draw => draw.Distances[k]))])]),
                new("scaling", "Scaled features, and the spread of step sizes", ["draw", "relative difference of predictions after scaling the features", "first step of descent: largest/smallest coordinate", "first step of Adam: largest/smallest coordinate"],
                    [.. draws.Select((draw, i) => (IReadOnlyList<Cell>)[i + 1, draw.Scaled, draw.FirstStepDescent, draw.FirstStepAdam])]),
            ],
            [
                new("limit-distances", "Distance of each method's limit from X⁺y",
                    [
                        new(new("method") { Categories = names }, new("‖w − X⁺y‖/‖X⁺y‖, median", true), [new BarMark([.. names.Select((_, k) => Math.Max(1e-16, Statistics.Median(draws.Select(draw => draw.Distances[k]))))])]),
                    ])
                { Caption = "All methods that combine rows end at X⁺y, up to rounding and their stopping rule; Adam and descent along signs do not." },
            ]);
    }

    private static Ends Draw(OptimizerLimitsSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] y = Synthetic.Gaussian(random.Split(1), spec.Rows), shortest = Regression.MinimumNorm(x, y);
        double size = VectorProduct.Norm<double>(shortest);
        FirstOrderOptions<double> options = new() { RelativeTolerance = 1e-14, MaxIterations = 20_000, Seed = spec.Seed };
        double[] Run(FirstOrderOptions<double> chosen) => FirstOrderSolver.Solve<double>(x, y, chosen).W;
        List<double[]> ends =
        [
            Run(options), Run(options with { Method = FirstOrderMethod.HeavyBall }), Run(options with { Method = FirstOrderMethod.Nesterov }),
            .. spec.Batches.Select(batch => Run(options with { Method = FirstOrderMethod.ShuffledSgd, BatchSize = batch })),
            Staged(x, y, FirstOrderMethod.Adam, spec.AdaptiveSteps), Staged(x, y, FirstOrderMethod.SignDescent, spec.AdaptiveSteps),
        ];
        double[] first = Vectors.Multiply(x.Transposed, y), adam = Run(options with { Method = FirstOrderMethod.Adam, Step = 1e-3, Epsilon = 1e-12, MaxIterations = 1 });
        (double scaled, double law) = Scaling(spec, x, y, shortest, random.Split(2));
        double residual = Vectors.Distance(Vectors.Multiply(x, ends[^2]), y) / VectorProduct.Norm<double>(y);
        return new([.. ends.Select(w => VectorProduct.Norm<double>(w) / size)], [.. ends.Select(w => Vectors.Distance(w, shortest) / size)], scaled, law, Spread(first), Spread(adam), residual);
    }

    private static double Spread(double[] step) => step.Max(Math.Abs) / step.Min(Math.Abs);

    /// <summary>Step sizes 0.01·2⁻ᵏ in turn: constant ones never settle.</summary>
    private static double[] Staged(Matrix<double> x, double[] y, FirstOrderMethod method, int steps)
    {
        double[] w = new double[x.Columns];
        for (double step = 0.01; step > 1e-10; step /= 2)
        {
            w = FirstOrderSolver.Solve<double>(x, y, new() { Method = method, Step = step, Start = w, MaxIterations = step == 0.01 ? steps : steps / 10, RelativeTolerance = 0 }).W;
        }

        return w;
    }

    private static (double Difference, double Law) Scaling(OptimizerLimitsSpec spec, Matrix<double> x, double[] y, double[] shortest, RandomSource random)
    {
        double[] scales = [.. Enumerable.Range(0, spec.Columns).Select(_ => Elementary.Pow(3, (2 * random.Uniform()) - 1))];
        Matrix<double> scaled = x.Clone(), fresh = Synthetic.Gaussian(random.Split(0), 100, spec.Columns);
        for (int i = 0; i < x.Rows; i++)
        {
            Vectors.MultiplyBy(scaled.Row(i), scales);
        }

        double[] w = FirstOrderSolver.Solve<double>(scaled, y, new() { Method = FirstOrderMethod.ShuffledSgd, BatchSize = spec.Batches[0], RelativeTolerance = 1e-14, MaxIterations = 20_000, Seed = spec.Seed }).W;
        double[] law = Regression.MinimumNorm(scaled, y);
        Vectors.MultiplyBy(w, scales);
        Vectors.MultiplyBy(law, scales);
        double[] before = Vectors.Multiply(fresh, shortest), after = Vectors.Multiply(fresh, w);
        return (Vectors.Distance(before, after) / VectorProduct.Norm<double>(before), Vectors.Distance(w, law) / VectorProduct.Norm<double>(law));
    }

    private sealed record Ends(double[] Norms, double[] Distances, double Scaled, double ScaledLaw, double FirstStepDescent, double FirstStepAdam, double AdamResidual);
}
