using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>ℓ = ½·max(0, w₁)² + (k/2)·max(0, (w₁ + w₂)/√2)²: convex, its minimisers are a wedge, and the flow from (1, ½) slides past the nearest one.</summary>
internal sealed class ConvexCounterexample
{
    private const double Steepness = 100;
    private static readonly double[] s_start = [1, 0.5];
    private readonly OptimizerResult _run;

    public ConvexCounterexample() =>
        _run = new GradientDescent().Run(new FunctionObjective(2, Loss), s_start, new() { Step = 0.002, MaxIterations = 15_000, RecordEvery = 50, RecordAt = [1, 2, 3, 5, 8, 12, 20, 30], KeepPoints = true });

    public Claim Claim() =>
        Lab.Claim.AtMost("S3-T1.7", "any-convex", "Gradient flow on any convex loss ends at the minimiser nearest to its start: the end is at most 1.001 times as far as the nearest minimiser", 1.001, Vectors.Distance(_run.Point, s_start) / Vectors.Norm(s_start))
            .Because("It holds where the loss is a function of Xw, because the flow then stays in one translate of the row space. Here the loss is ½·max(0, w₁)² + 50·max(0, (w₁ + w₂)/√2)²: the steep side "
                + "pushes the path past the corner (0, 0), which is the nearest minimiser, and it ends near (0, −¼).");

    public Figure Figure() => new(
        "convex-counterexample",
        "A convex loss whose flow does not end at the nearest minimiser",
        [
            new(
                new("w₁"),
                new("w₂"),
                [
                    new BandMark([-0.6, 0], [-0.8, -0.8], [0.6, 0]) { Legend = "minimisers: w₁ ≤ 0 and w₁ + w₂ ≤ 0" },
                    new LineMark([0, 0.8], [0, -0.8]) { Legend = "w₁ + w₂ = 0, foot of the steep side", IsDashed = true },
                    new LineMark([.. _run.Trajectory.Select(record => record.Point![0])], [.. _run.Trajectory.Select(record => record.Point![1])]) { Legend = "gradient flow", HasArrow = true },
                    new ScatterMark([s_start[0]], [s_start[1]]) { Legend = "start" },
                    new ScatterMark([0], [0]) { Legend = "nearest minimiser", Radius = 4 },
                ])
            { IsEqualScale = true },
        ])
    {
        Caption = "Of the shaded minimisers the corner is the nearest to the start. The flow falls down the steep side to the dashed line; below it only the gentle side is left, which pushes it straight to the left, to a minimiser further away.",
    };

    private static double Loss(ReadOnlySpan<double> w, Span<double> gradient)
    {
        double first = Math.Max(0, w[0]), second = Math.Max(0, (w[0] + w[1]) / Math.Sqrt(2));
        gradient[0] = first + (Steepness * second / Math.Sqrt(2));
        gradient[1] = Steepness * second / Math.Sqrt(2);
        return 0.5 * ((first * first) + (Steepness * second * second));
    }
}
