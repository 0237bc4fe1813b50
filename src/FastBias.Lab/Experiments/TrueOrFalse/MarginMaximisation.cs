using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent on the logistic loss of separable data turns to the direction of the largest margin, slowly.</summary>
internal sealed class MarginMaximisation : Experiment<MarginMaximisationSpec>
{
    private const string Id = "S3-A.6";

    public override string Name => "margin-maximisation";

    public override string Title => "On separable data gradient descent maximises the margin, at the pace of 1/log t";

    public override string About => """
        True or false: gradient descent on the logistic loss of linearly separable data converges in direction to the separator of the largest margin. The book: true, and it is, but slowly.

        The loss has no minimum: it falls to zero as w grows without bound. After t steps the loss is about proportional to 1/t, the length ‖w‖ grows like (ln t)/γ, γ the largest margin, and the direction comes closer
        to that of the support vector machine like 1/ln t: ten times as many steps add a constant to the length and take a fraction off the angle.

        The data are two classes on either side of a plane through the origin; the referee is a hard-margin support vector machine solved exactly. Look at the panels: a straight line for the length over ln t, a slope of −1 for the
        loss, and a margin that creeps up to its maximum.

        Source: D. Soudry, E. Hoffer, M. Nacson, S. Gunasekar and N. Srebro, The implicit bias of gradient descent on separable data, JMLR 19 (2018).
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new MarginMaximisationSpec { Rows = 10, Steps = 2000 };

    protected override ExperimentResult Run(MarginMaximisationSpec spec, ExperimentContext context)
    {
        (Matrix<double> x, double[] y, _) = Synthetic.Separable(new RandomSource(spec.Seed), spec.Rows, spec.Columns, spec.Margin);
        HardMarginSvmSolution referee = HardMarginSvm.Solve(x, y, new() { Bias = SvmBias.None });
        double largest = Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).S[0], step = 4 * spec.Rows / (largest * largest);
        int[] times = [.. Times(spec.Steps)];
        OptimizerResult descent = new GradientDescent().Run(new LogisticObjective(x, y), new double[spec.Columns], new()
        {
            Step = step,
            MaxIterations = spec.Steps,
            RecordAt = times,
            KeepPoints = true,
            Cancellation = context.Cancellation,
        });
        Moment[] moments = [.. descent.Trajectory.Where(record => record.Iteration > 0).Select(record => Measure(record, x, y, referee))];
        return new([.. Claims(moments, referee)], [Table(moments, referee)], [Panels(moments, referee)]);
    }

    /// <summary>1, 2, 5, 10, 20, 50, … and the last step.</summary>
    private static IEnumerable<int> Times(int last)
    {
        for (long decade = 1; decade <= last; decade *= 10)
        {
            foreach (long time in new[] { decade, 2 * decade, 5 * decade }.Where(time => time < last))
            {
                yield return (int)time;
            }
        }

        yield return last;
    }

    private static Moment Measure(OptimizerRecord record, Matrix<double> x, double[] y, HardMarginSvmSolution referee)
    {
        double[] w = [.. record.Point!];
        return new(record.Iteration, record.Value, record.Norm, Margin.Geometric(x, y, w), Regression.Angle(w, referee.Weights));
    }

    private static IEnumerable<Claim> Claims(Moment[] moments, HardMarginSvmSolution referee)
    {
        Moment last = moments[^1], decade = moments.MinBy(moment => Math.Abs(moment.Time - (last.Time / 10)))!;
        double logs = Elementary.Log((double)last.Time / decade.Time);
        yield return Claim.AtLeast(Id, "margin", "Gradient descent on the logistic loss comes within 10% of the largest margin: quotient at least 0.9 at the end", 0.9, last.Margin / referee.Margin);
        yield return Claim.AtMost(Id, "never-above", "The margin of gradient descent is never above the largest: largest quotient of both", 1 + 1e-9, moments.Max(moment => moment.Margin) / referee.Margin).Law();
        yield return Claim.AtMost(Id, "angle-falls", "The angle of gradient descent to the support vector machine still falls over the last decade of steps: it is at most what it was (degrees)", decade.Angle, last.Angle);
        double[] scaled = [.. moments.Where(moment => moment.Time >= 10).Select(moment => moment.Angle * Elementary.Log(moment.Time))];
        yield return Claim.AtMost(Id, "angle-law", "The angle of gradient descent to the support vector machine falls at least like 1/ln t: angle·ln t at the end is at most 1.5 times its median since step 10", 1.5 * Statistics.Median(scaled), scaled[^1]).Law();
        yield return Claim.Near(Id, "norm-law", "Over the last decade of steps ‖w‖ grows like (ln t)/γ, γ the largest margin: slope 1/γ within 10%", 1 / referee.Margin, 0.1 / referee.Margin, (last.Norm - decade.Norm) / logs).Law();
        yield return Claim.Near(Id, "loss-law", "Over the last decade of steps the logistic loss falls like 1/t: slope −1 within 0.1 on logarithmic axes", -1, 0.1, Elementary.Log(last.Loss / decade.Loss) / logs).Law();
    }

    private static ResultTable Table(Moment[] moments, HardMarginSvmSolution referee) => new(
        "steps",
        $"Gradient descent on the way to the largest margin, {referee.Margin:G5}",
        ["step t", "loss", "‖w‖", "margin", "margin/largest", "angle to the support vector machine (degrees)", "angle·ln t"],
        [.. moments.Select(moment => (IReadOnlyList<Cell>)[moment.Time, moment.Loss, moment.Norm, moment.Margin, moment.Margin / referee.Margin, moment.Angle, moment.Angle * Elementary.Log(moment.Time)])]);

    private static Figure Panels(Moment[] moments, HardMarginSvmSolution referee)
    {
        double[] times = [.. moments.Select(moment => (double)moment.Time)];
        Moment last = moments[^1];
        FigureAxis steps = new("step t", true);
        return new("margin", "Loss, length, margin and angle over the steps",
            [
                new(steps, new("loss", true), [new LineMark(times, [.. moments.Select(moment => moment.Loss)]) { Legend = "measured", HasPoints = true }, new LineMark(times, [.. times.Select(t => last.Loss * last.Time / t)]) { Legend = "theory, ∝ 1/t", IsDashed = true }]) { Title = "Loss" },
                new(steps, new("length ‖w‖"), [new LineMark(times, [.. moments.Select(moment => moment.Norm)]) { Legend = "measured", HasPoints = true },
                    new LineMark(times, [.. times.Select(t => last.Norm + (Elementary.Log(t / last.Time) / referee.Margin))]) { Legend = "theory, slope 1/γ", IsDashed = true }]) { Title = "Length of w" },
                new(steps, new("margin, relative to the largest"), [new LineMark(times, [.. moments.Select(moment => moment.Margin / referee.Margin)]) { HasPoints = true }, new RuleMark(1, "support vector machine")]) { Title = "Margin" },
                new(steps, new("angle (degrees)", true), [new LineMark(times, [.. moments.Select(moment => moment.Angle)]) { Legend = "measured", HasPoints = true },
                    new LineMark(times[3..], [.. times[3..].Select(t => last.Angle * Elementary.Log(last.Time) / Elementary.Log(t))]) { Legend = "theory, ∝ 1/ln t", IsDashed = true }]) { Title = "Angle to the support vector machine" },
            ])
        { Caption = "The loss falls fast, like 1/t; the direction comes to that of the largest margin only like 1/ln t. The dashed lines pass through the last point." };
    }

    private sealed record Moment(int Time, double Loss, double Norm, double Margin, double Angle);
}

/// <summary>Parameters of <see cref="MarginMaximisation"/>.</summary>
internal sealed record MarginMaximisationSpec : ExperimentSpec
{
    [Parameter("rows", Minimum = 4, Maximum = 1000)]
    public int Rows { get; init; } = 40;

    [Parameter("columns", Minimum = 2, Maximum = 100)]
    public int Columns { get; init; } = 2;

    [Parameter("distance of the classes from the separating plane", Minimum = 0.01, Maximum = 5)]
    public double Margin { get; init; } = 0.5;

    [Parameter("steps of gradient descent", Minimum = 1000, Maximum = 10000000)]
    public int Steps { get; init; } = 200000;
}
