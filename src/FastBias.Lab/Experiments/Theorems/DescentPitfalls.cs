using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Ways in which a run of gradient descent shows something other than the implicit bias that was looked for.</summary>
internal sealed class DescentPitfalls : Experiment<DescentPitfallsSpec>
{
    public override string Name => "descent-pitfalls";

    public override string Title => "What goes wrong in experiments with gradient descent";

    public override string About => """
        Six mistakes, each in a small least squares problem: a step above 2/λ_max; too few iterations, after which w points elsewhere than the solution of minimum norm w*; a start that is not 0, whose part in the null space of X
        stays; a condition number that multiplies the time; mini-batches in a fixed partition, whose limit is not the least squares solution; and batch sizes that are compared after equal
        epochs, where small batches have simply taken more steps.

        The interpolating problem has 20 rows and 60 parameters. The problem with noise has 200 rows and 5 parameters: there stochastic gradient descent with a fixed step ends in a cycle or a cloud.
        Look at the second figure: at equal epochs the norms differ by the batch, at equal updates they do not.

        Source: L. Bottou, F. Curtis and J. Nocedal, SIAM Review 60 (2018).
        """;

    public override IReadOnlyList<string> Ids => ["S3-FAIL"];

    public override ExperimentSpec Quick => new DescentPitfallsSpec { Rows = 8, Columns = 20, NoisyRows = 40, Batches = [2, 8], Conditions = [10, 100] };

    protected override ExperimentResult Run(DescentPitfallsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Vectors.Multiply(x, Synthetic.Gaussian(random, spec.Columns));
        LinearDynamics dynamics = new(x, y);
        BatchComparison batches = BatchComparison.Run(spec, x, y, context);
        double[] steps = context.ForEach(spec.Conditions.Count, k => StepsFor(spec.Conditions[k]), 0.6, 0.8);
        return new([.. StepClaims(dynamics, x, y, random.Split(1)), .. ConditionClaims(spec, steps), .. PartitionClaims(spec), .. batches.Claims()], [ConditionTable(spec, steps), batches.Table()], [AngleFigure(dynamics), batches.Figure()]);
    }

    private static IEnumerable<Claim> StepClaims(LinearDynamics dynamics, Matrix<double> x, double[] y, RandomSource random)
    {
        double[] limit = dynamics.Limit(), eigenvalues = dynamics.Eigenvalues();
        yield return Claim.AtLeast("S3-FAIL", "large-step", "With a step of 2.1/λ_max the loss after 500 steps is at least 1e6 times the loss at the start", 1e6, new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[x.Columns], new() { Step = 2.1 / eigenvalues[0], MaxIterations = 500 }).Final.Value / (0.5 * VectorProduct.Dot<double>(y, y)));
        yield return Claim.AtLeast("S3-FAIL", "few-iterations", "Three steps of size 1/λ_max leave w at an angle of at least 10 degrees from w*", 10, Degrees(dynamics.Descent(1 / eigenvalues[0], 3), limit));
        yield return Claim.AtMost("S3-FAIL", "enough-iterations", "Run until the slowest direction's factor, max|1 − αλ|^T, is 1e-8, gradient descent is within 1e-5 degrees of w*", 1e-5, Degrees(dynamics.Descent(1 / eigenvalues[0], (int)RateLaws.StepsTo(RateLaws.Factor(1 / eigenvalues[0], eigenvalues), 1e-8)), limit)).Law();
        double[] start = Synthetic.Gaussian(random, x.Columns), end = LimitPath.Converge(x, y, new LinearDynamics(x, y, start), start), expected = Vectors.Add(limit, dynamics.NullPart(start));
        yield return Claim.AtMost("S3-FAIL", "start", "From w₀ ≠ 0 gradient descent ends at w* plus the part of w₀ in the null space of X: relative distance below 1e-12", 1e-12, Vectors.Distance(end, expected) / Vectors.Norm(expected));
        yield return Claim.AtLeast("S3-FAIL", "start-distance", "From a random w₀ gradient descent ends at least 0.1·‖w*‖ from w*", 0.1, Vectors.Distance(end, limit) / Vectors.Norm(limit));
    }

    private static IEnumerable<Claim> ConditionClaims(DescentPitfallsSpec spec, double[] steps)
    {
        double slope = Statistics.Exponent([.. spec.Conditions], steps);
        yield return Claim.Between("S3-FAIL", "condition", "The number of steps to 1e-6 at the best step size grows in proportion to the condition number κ: exponent between 0.95 and 1.1", 0.95, 1.1, slope);
    }

    /// <summary>Steps until a quadratic with eigenvalues between 1/κ and 1 is down to 1e-6, by running it.</summary>
    private static double StepsFor(double condition)
    {
        double[] eigenvalues = [1, 1 / Math.Sqrt(condition), 1 / condition], start = [1, 1, 1];
        bool IsAway(OptimizerRecord record, ReadOnlySpan<double> w) => Vectors.Norm(w) > 1e-6 * Math.Sqrt(3);
        return new GradientDescent().Run(QuadraticObjective.Diagonal(eigenvalues), start, new() { Step = RateLaws.BestStep(1, 1 / condition), MaxIterations = 1_000_000, RecordEvery = 1, Observer = IsAway }).Iterations;
    }

    private static IEnumerable<Claim> PartitionClaims(DescentPitfallsSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(2);
        Matrix<double> x = Synthetic.Gaussian(random, spec.NoisyRows, 5);
        double[] y = Draw.WithNoise(random, Vectors.Multiply(x, [1, 1, 1, 1, 1]), 1), solution = new LinearDynamics(x, y).Limit();
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        int updates = spec.NoisyRows / 4;
        double[] After(BatchOrder order, double step, int epochs) => new GradientDescent().Run(objective, new double[5], new() { Step = step, MaxIterations = updates * epochs, Batches = new(4, order, 5) }).Point;
        double[] cyclic = After(BatchOrder.Cyclic, 0.05, 400), next = After(BatchOrder.Cyclic, 0.05, 401), half = After(BatchOrder.Cyclic, 0.0125, 1600), smaller = After(BatchOrder.Cyclic, 0.00625, 3200);
        yield return Claim.AtMost("S3-FAIL", "partition-settles", "With noisy data and a fixed partition into batches of 4 the points at the ends of epochs settle: they move by less than 1e-12 in an epoch", 1e-12, Vectors.Distance(cyclic, next));
        yield return Claim.AtLeast("S3-FAIL", "partition-biased", "With a fixed partition into batches they settle away from the least squares solution, by more than 1e-3", 1e-3, Vectors.Distance(cyclic, solution));
        yield return Claim.Near("S3-FAIL", "partition-step", "The distance at which a fixed partition settles from the least squares solution is proportional to the step: halving a small step halves it, within 0.2", 2, 0.2, Vectors.Distance(half, solution) / Vectors.Distance(smaller, solution));
        yield return Claim.AtLeast("S3-FAIL", "reshuffled-moves", "With batches reshuffled in every epoch the points at the ends of epochs never settle: they move by more than 1e-3 in an epoch", 1e-3, Vectors.Distance(After(BatchOrder.Reshuffled, 0.05, 400), After(BatchOrder.Reshuffled, 0.05, 401)));
    }

    /// <summary>The angle between two vectors, from sine and cosine: exact for small ones too.</summary>
    private static double Degrees(double[] a, double[] b)
    {
        double[] first = Vectors.WithLength(a, 1), second = Vectors.WithLength(b, 1);
        return 180 / Math.PI * 2 * Angles.ArcSine(Math.Min(1, 0.5 * Vectors.Distance(first, second)));
    }

    private static ResultTable ConditionTable(DescentPitfallsSpec spec, double[] steps) => new("conditions", "Steps until the distance is 1e-6 of the start's, at the best step size", ["condition number κ", "steps", "theory ½·κ·ln(1e6)"],
        [.. spec.Conditions.Select((condition, k) => (IReadOnlyList<Cell>)[condition, steps[k], 0.5 * condition * Elementary.Log(1e6)])]);

    private static Figure AngleFigure(LinearDynamics dynamics)
    {
        int[] times = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144];
        double step = 1 / dynamics.Eigenvalues()[0];
        return new("angle-by-step", "Angle between w after T steps and w*", [new(new("steps T", true), new("angle (degrees)", true), [
            new LineMark([.. times.Select(t => (double)t)], [.. times.Select(t => Math.Max(Degrees(dynamics.Descent(step, t), dynamics.Limit()), 1e-12))]) { HasPoints = true },
        ])])
        {
            Caption = "Gradient descent with the step 1/λ_max. A run that is ended after a few steps has another direction than the solution of minimum norm w*.",
        };
    }
}

/// <summary>The arc sine by the laboratory's own functions.</summary>
internal static class Angles
{
    /// <summary>arcsin of 0 … 1, by bisection with equal bits on every platform, to the last bit but one.</summary>
    public static double ArcSine(double sine)
    {
        double low = 0, high = 0.5 * Math.PI, middle = 0.25 * Math.PI;
        while (middle > low && middle < high)
        {
            (low, high) = Elementary.Sin(middle) < sine ? (middle, high) : (low, middle);
            middle = 0.5 * (low + high);
        }

        return sine <= 0 ? 0 : middle;
    }
}

/// <summary>Norms by batch size, after equal epochs and after equal updates.</summary>
internal sealed class BatchComparison
{
    private readonly DescentPitfallsSpec _spec;
    private readonly (double Epochs, double Updates, double Limit)[] _norms;

    private BatchComparison(DescentPitfallsSpec spec, (double Epochs, double Updates, double Limit)[] norms) => (_spec, _norms) = (spec, norms);

    public static BatchComparison Run(DescentPitfallsSpec spec, Matrix<double> x, double[] y, ExperimentContext context)
    {
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        double length = Vectors.Norm(new LinearDynamics(x, y).Limit());
        int smallest = new MiniBatches(spec.Batches.Min()).UpdatesPerEpoch(spec.Rows), updates = spec.Epochs * smallest;
        return new(spec, context.ForEach(spec.Batches.Count, k =>
        {
            MiniBatches batches = new(spec.Batches[k], BatchOrder.Reshuffled, 3);
            double After(int count) => Vectors.Norm(new GradientDescent().Run(objective, new double[x.Columns], new() { Step = spec.Step, MaxIterations = count, Batches = batches }).Point);
            return (After(spec.Epochs * batches.UpdatesPerEpoch(spec.Rows)), After(updates), length);
        }, 0, 0.6));
    }

    public IEnumerable<Claim> Claims()
    {
        double atEpochs = Spread(_norms.Select(norm => norm.Epochs)), atUpdates = Spread(_norms.Select(norm => norm.Updates));
        yield return Claim.AtLeast("S3-FAIL", "equal-epochs", "After equal epochs the norms that batch sizes lead to differ at least 5 times as much as after equal updates", 5, atEpochs / atUpdates);
        yield return Claim.AtLeast("S3-FAIL", "equal-epochs-order", "After equal epochs the smallest batch has the largest norm, because it has gone furthest: its norm over that of the largest batch is at least 1", 1, _norms[0].Epochs / _norms[^1].Epochs);
    }

    public ResultTable Table() => new("batches", "‖w‖ by batch size; ‖w*‖ is where all of them go", ["batch size", $"after {_spec.Epochs} epochs", "after as many updates as the smallest batch took", "‖w*‖"],
        [.. _norms.Select((norm, k) => (IReadOnlyList<Cell>)[_spec.Batches[k], norm.Epochs, norm.Updates, norm.Limit])]);

    public Figure Figure() => new("norm-by-batch", "Length of w by batch size, compared in two ways", [new(new("batch size") { Categories = [.. _spec.Batches.Select(batch => $"{batch}")] }, new("‖w‖"), [
        new BarMark([.. _norms.Select(norm => norm.Epochs)]) { Legend = "equal epochs" },
        new BarMark([.. _norms.Select(norm => norm.Updates)]) { Legend = "equal updates" },
        new RuleMark(_norms[0].Limit, "‖w*‖"),
    ])])
    {
        Caption = "After equal epochs small batches seem to lead to larger norms; after equal updates all batch sizes are equally far.",
    };

    private static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return (all.Max() - all.Min()) / all.Max();
    }
}

/// <summary>Parameters of <see cref="DescentPitfalls"/>.</summary>
internal sealed record DescentPitfallsSpec : ExperimentSpec
{
    public DescentPitfallsSpec() => Seed = 23;

    [Parameter("rows of the interpolating problem", Minimum = 4, Maximum = 200)]
    public int Rows { get; init; } = 20;

    [Parameter("its parameters, at least twice as many", Minimum = 8, Maximum = 1000)]
    public int Columns { get; init; } = 60;

    [Parameter("rows of the problem with noise", Minimum = 20, Maximum = 2000)]
    public int NoisyRows { get; init; } = 200;

    [Parameter("batch sizes, rising, at least two", Minimum = 1, Maximum = 200)]
    public IReadOnlyList<int> Batches { get; init; } = [2, 5, 20];

    [Parameter("epochs of the comparison", Minimum = 1, Maximum = 1000)]
    public int Epochs { get; init; } = 10;

    [Parameter("step of the comparison", Minimum = 1e-4, Maximum = 0.1)]
    public double Step { get; init; } = 0.01;

    [Parameter("condition numbers κ, rising, at least two", Minimum = 2, Maximum = 10000)]
    public IReadOnlyList<double> Conditions { get; init; } = [10, 100, 1000];

    public override string? Problem() =>
        2 * Rows > Columns ? $"columns: must be at least twice rows ({Rows})"
        : Batches.Count < 2 || Batches.Zip(Batches.Skip(1)).Any(pair => pair.First >= pair.Second) || Batches[^1] > Rows ? $"batches: at least two, rising, at most rows ({Rows})"
        : Conditions.Distinct().Count() < 2 ? "conditions: at least two different ones"
        : null;
}
