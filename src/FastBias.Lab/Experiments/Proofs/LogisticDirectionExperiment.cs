using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="LogisticDirectionExperiment"/>.</summary>
internal sealed record LogisticDirectionSpec : ExperimentSpec
{
    /// <summary>T.</summary>
    [Parameter("steps", Minimum = 1000, Maximum = 100000000)]
    public int Steps { get; init; } = 200000;

    /// <summary>Draws.</summary>
    [Parameter("random separable data sets", Minimum = 1, Maximum = 100)]
    public int Draws { get; init; } = 5;

    /// <summary>Steps on them.</summary>
    [Parameter("steps of normalised descent on a random data set", Minimum = 100, Maximum = 10000000)]
    public int DrawSteps { get; init; } = 20000;
}

/// <summary>Proof problem B.9: gradient descent on the logistic loss of separable data turns towards the largest margin.</summary>
internal sealed class LogisticDirectionExperiment : Experiment<LogisticDirectionSpec>
{
    /// <summary>Rows yᵢxᵢ whose hardest margin is known: w = (2, 0) touches the first two, 2 = ½(8/3 + 4/3) and 0 = 8/3 − 2·4/3, so the margin is ½ along (1, 0).</summary>
    private static readonly double[,] s_rows = { { 0.5, 1 }, { 0.5, -2 }, { 1.5, 0.5 }, { 2, -1 }, { 1, 3 } };

    private static readonly double[] s_labels = [1, -1, 1, -1, 1];

    public override string Name => "logistic-direction";

    public override string Title => "On separable data the logistic loss turns gradient descent towards the largest margin";

    public override string About => """
        On linearly separable data (labels yᵢ = ±1) the logistic loss has no minimiser: it tends to 0 as ‖w‖ grows. Gradient descent goes to infinity, and its direction tends to that of the largest margin γ, the maximum over w of
        min yᵢ(w·xᵢ)/‖w‖, but slowly (Soudry et al. 2018): w(t) = ŵ·ln t + O(1), where ŵ has the direction of the largest margin and the length 1/γ. So ‖w‖ grows by 1/γ for each factor e of t, the loss falls as 1/t, and the angle to ŵ as 1/ln t.

        Checked on five points whose solution is known by hand (γ = ½ along (1, 0)), and on random separable data against an exact hard-margin solver. There descent with normalised gradients is used, which turns much
        faster. Look at the straight line in the first panel, and at the angle in the last: after step 1600 a hundred times as many steps do not even halve it.

        Source: textbook on implicit bias, chapter 11, proof problem B.9; D. Soudry et al., JMLR 19 (2018); M. Nacson et al., AISTATS 2019.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.9"];

    public override ExperimentSpec Quick => new LogisticDirectionSpec { Steps = 2000, Draws = 2, DrawSteps = 500 };

    protected override ExperimentResult Run(LogisticDirectionSpec spec, ExperimentContext context)
    {
        Matrix<double> x = new(s_rows);
        for (int i = 0; i < x.Rows; i++)
        {
            Vectors.Scale(x.Row(i), s_labels[i]);
        }

        int[] times = [.. Vectors.GeometricGrid(10, spec.Steps, 40).Select(t => (int)Math.Round(t)).Distinct()];
        LogisticObjective objective = new(x, s_labels);
        OptimizerRecord[] plain = Descend(new GradientDescent(), objective, times, _ => 0.5), normalized = Descend(new GradientDescent { IsNormalized = true }, objective, times, Shrinking);
        HardMarginSvmSolution svm = HardMarginSvm.Solve(x, s_labels, new() { Bias = SvmBias.None });
        double[] ratios = context.ForEach(spec.Draws, i => Draw(new RandomSource(spec.Seed).Split((ulong)i), spec.DrawSteps), 0.7, 1);
        return new([.. Claims(spec, plain, normalized, svm, ratios)], [Table(plain, normalized)], [Figure(plain, normalized)]);
    }

    private static OptimizerRecord[] Descend(Optimizer method, LogisticObjective objective, int[] times, Func<int, double> schedule)
    {
        OptimizerResult run = method.Run(objective, new double[objective.Dimension], new() { Step = schedule(0), Schedule = schedule, MaxIterations = times[^1], RecordAt = times, KeepPoints = true });
        return [.. run.Trajectory.Where(record => record.Iteration >= times[0])];
    }

    /// <summary>Steps of normalised descent: ‖w‖ then grows as √t.</summary>
    private static double Shrinking(int t) => 0.5 / Math.Sqrt(t + 1);

    /// <summary>The margin of normalised descent over the largest margin, on planted separable data in five dimensions.</summary>
    private static double Draw(RandomSource random, int steps)
    {
        const int Examples = 20, Inputs = 5;
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), Examples, Inputs);
        double[] planted = Synthetic.Gaussian(random.Split(1), Inputs), y = [.. Vectors.Multiply(x, planted).Select(score => score > 0 ? 1.0 : -1.0)];
        LogisticObjective objective = new(x, y);
        double[] w = new GradientDescent { IsNormalized = true }.Run(objective, new double[Inputs], new() { Step = Shrinking(0), Schedule = Shrinking, MaxIterations = steps }).Point;
        return Margin.Geometric(x, y, w) / HardMarginSvm.Solve(x, y, new() { Bias = SvmBias.None }).Margin;
    }

    /// <summary>The angle to (1, 0) in degrees.</summary>
    private static double Angle(OptimizerRecord record) => Regression.Angle([.. record.Point!], [1, 0]);

    private static IEnumerable<Claim> Claims(LogisticDirectionSpec spec, OptimizerRecord[] plain, OptimizerRecord[] normalized, HardMarginSvmSolution svm, double[] ratios)
    {
        double[] times = [.. plain.Select(record => (double)record.Iteration)], logs = [.. times.Select(Elementary.Log)];
        int tail = plain.Length / 2;
        yield return Claim.AtMost("S3-B.9", "direction", Invariant($"Gradient descent turns to the direction of the largest margin: the angle is at most 2° after {spec.Steps} steps"), 2, Angle(plain[^1]));
        yield return Claim.Between("S3-B.9", "angle-rate", "The angle falls as 1/ln t: angle·ln t at the end over that in the middle of the run (in ln t) is between 0.7 and 1.3 on the five points", 0.7, 1.3, Angle(plain[^1]) * logs[^1] / (Angle(plain[tail]) * logs[tail])).Law();
        yield return Claim.Near("S3-B.9", "norm-rate", "‖w‖ grows by 1/γ = 2 for each factor e of t: the slope over ln t in the second half of the run (in ln t) is 2", 2, 0.1, Statistics.Slope(logs.AsSpan(tail), [.. plain.Skip(tail).Select(record => record.Norm)])).Law();
        yield return Claim.Near("S3-B.9", "loss-rate", "The loss falls as 1/t: the fitted exponent of t in the second half of the run (in ln t) is −1", -1, 0.03, Statistics.Exponent(times.Skip(tail), plain.Skip(tail).Select(record => record.Value))).Law();
        yield return Claim.Near("S3-B.9", "hard-margin", "On the five points the hard-margin solver finds the margin ½ that follows by hand, to 1e-9", 0.5, 1e-9, svm.Margin).Law();
        yield return Claim.AtMost("S3-B.9", "normalised", "Descent with normalised gradients turns faster: at the end its angle is at most a tenth of plain descent's", 0.1, Angle(normalized[^1]) / Angle(plain[^1])).Law();
        yield return Claim.Between("S3-B.9", "random-data", Invariant($"On random separable data normalised descent reaches at least 0.95 of the largest margin in {spec.DrawSteps} steps, and never more than it (measured: the smallest quotient over the data sets)"), 0.95, 1 + 1e-9,
            ratios.Max() > 1 + 1e-9 ? ratios.Max() : ratios.Min())
                .Because("What is missing to the largest margin falls about as ln t/√t.");
    }

    private static ResultTable Table(OptimizerRecord[] plain, OptimizerRecord[] normalized) => new("descent", "Descent on the five points",
        ["step t", "loss", "loss·t", "‖w‖", "‖w‖/ln t", "angle (degrees)", "angle of normalised descent (degrees)"],
        [
            .. plain.Where((_, i) => i % 4 == 0 || i == plain.Length - 1).Select(record => (IReadOnlyList<Cell>)
            [
                record.Iteration, record.Value, record.Value * record.Iteration, record.Norm, record.Norm / Elementary.Log(record.Iteration), Angle(record),
                Angle(normalized.First(other => other.Iteration == record.Iteration)),
            ]),
        ]);

    private static Figure Figure(OptimizerRecord[] plain, OptimizerRecord[] normalized)
    {
        double[] times = [.. plain.Select(record => (double)record.Iteration)];
        double offset = plain[^1].Norm - (2 * Elementary.Log(times[^1]));
        return new("logistic-direction", "Logistic loss on separable data",
            [
                new(new("step t", true), new("‖w‖"),
                    [
                        new LineMark(times, [.. plain.Select(record => record.Norm)]) { Legend = "descent", Color = 0 },
                        new LineMark(times, [.. times.Select(t => (2 * Elementary.Log(t)) + offset)]) { Legend = "ln t/γ + constant", IsDashed = true, Color = 1 },
                    ]) { Title = "The norm grows as ln t" },
                new(new("step t", true), new("loss", true),
                    [
                        new LineMark(times, [.. plain.Select(record => record.Value)]) { Legend = "descent", Color = 0 },
                        new LineMark(times, [.. times.Select(t => plain[^1].Value * times[^1] / t)]) { Legend = "∝ 1/t", IsDashed = true, Color = 1 },
                    ]) { Title = "The loss falls as 1/t" },
                new(new("step t", true), new("angle to the largest margin (degrees)", true),
                    [
                        new LineMark(times, [.. plain.Select(Angle)]) { Legend = "descent", Color = 0 },
                        new LineMark(times, [.. times.Select(t => Angle(plain[^1]) * Elementary.Log(times[^1]) / Elementary.Log(t))]) { Legend = "∝ 1/ln t", IsDashed = true, Color = 1 },
                        new LineMark([.. normalized.Select(record => (double)record.Iteration)], [.. normalized.Select(Angle)]) { Legend = "normalised gradients", Color = 2 },
                    ]) { Title = "The direction turns slowly" },
            ])
        { Caption = "Five points with margin ½. Descent turns to the largest margin, but only as 1/ln t. (The dips are where the direction crosses that of the largest margin for the first time.)", PanelsPerRow = 3 };
    }
}
