using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A state of gradient descent beside the largest margin.</summary>
/// <param name="Step">The step t.</param>
/// <param name="Loss">The mean logistic loss.</param>
/// <param name="Norm">‖(w, b)‖.</param>
/// <param name="Angle">The angle between (w, b) and the hyperplane that gradient descent tends to, in degrees.</param>
/// <param name="Ratio">The margin min yᵢ(w·xᵢ + b)/‖(w, b)‖, divided by the largest.</param>
/// <param name="Margin">The margin min yᵢ(w·xᵢ + b)/‖w‖ of the support vector machine's kind.</param>
/// <param name="PlainAngle">The angle between w and that of the support vector machine, in degrees.</param>
internal readonly record struct MarginPoint(int Step, double Loss, double Norm, double Angle, double Ratio, double Margin, double PlainAngle);

/// <summary>A run of gradient descent on separable data.</summary>
internal sealed class MarginRun
{
    private static readonly int[] s_digits = [1, 2, 5];

    private readonly Matrix<double> _points;
    private readonly double[] _labels;
    private readonly double[] _end;

    public MarginRun(Matrix<double> points, double[] labels, GradientDescent method, LossScaling scaling, double step, int steps, double[] start, IReadOnlyCollection<int> shown)
    {
        (_points, _labels) = (points, labels);
        Free = HardMarginSvm.Solve(points, labels);
        Augmented = HardMarginSvm.Solve(points, labels, new() { Bias = SvmBias.Augmented });
        Matrix<double> x = WithOnes(points);
        LogisticObjective mean = new(x, labels);
        List<MarginPoint> path = [];
        int[] geometric = [.. Geometric(steps), .. shown.Where(t => t <= steps)];
        OptimizerResult run = method.Run(new LogisticObjective(x, labels, scaling), start, new()
        {
            Step = step,
            MaxIterations = steps,
            RecordAt = geometric,
            Observer = (record, w) =>
            {
                path.Add(Judge(record.Iteration, mean.Value(w), w));
                return true;
            },
        });
        (Path, _end) = (path, run.Point);
    }

    public HardMarginSvmSolution Free { get; }

    public HardMarginSvmSolution Augmented { get; }

    public IReadOnlyList<MarginPoint> Path { get; }

    public MarginPoint Last => Path[^1];

    /// <summary>(w, b) in the end.</summary>
    public double[] End => _end;

    /// <summary>The published solution with its order of operations mended: the sum of gradients, step 0.01, from zero.</summary>
    public static MarginRun Solved(MarginSpec spec)
    {
        NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
        Matrix<double> points = random.Normal(100, 2);
        double[] labels = [.. Enumerable.Repeat(1.0, 50), .. Enumerable.Repeat(-1.0, 50)];
        Shift(points, labels);
        return new(points, labels, new(), LossScaling.HalfSum, 0.01, spec.SolvedSteps, new double[3], [5000, 10000, 15000, 20000]);
    }

    /// <summary>Moves each point by 2·label in both coordinates.</summary>
    public static void Shift(Matrix<double> points, double[] labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            points[i, 0] += 2 * labels[i];
            points[i, 1] += 2 * labels[i];
        }
    }

    /// <summary>The state at a step, or at the last before it.</summary>
    public MarginPoint At(int step) => Path.Last(point => point.Step <= step);

    /// <summary>The rate at which the norm grows with ln t over the second half of the run (in ln t).</summary>
    public double NormSlope()
    {
        MarginPoint early = At((int)Math.Sqrt(Last.Step * 100.0)), late = Last;
        return (late.Norm - early.Norm) / Elementary.Log((double)late.Step / early.Step);
    }

    public ResultTable Table(string name, string title) => new(
        name,
        $"{title}: largest margin {Text(Free.Margin)} divided by ‖w‖, {Text(Augmented.Margin)} divided by ‖(w, b)‖",
        ["step t", "mean loss", "loss·t", "‖(w, b)‖", "‖(w, b)‖/ln t", "angle of (w, b) to its limit, degrees", "angle of w to the support vector machine's, degrees", "margin divided by ‖w‖", "margin divided by ‖(w, b)‖, over the largest"],
        [.. Path.Where(point => point.Step > 1).Select(point => (IReadOnlyList<Cell>)
            [point.Step, point.Loss, point.Loss * point.Step, point.Norm, point.Norm / Elementary.Log(point.Step), point.Angle, point.PlainAngle, point.Margin, point.Ratio])]);

    public LineMark Line(string legend, Func<MarginPoint, double> value, int color) =>
        new([.. Shown.Select(point => (double)point.Step)], [.. Shown.Select(value)]) { Legend = legend, Color = color };

    /// <summary>A line ∝ 1/t through the last loss.</summary>
    public LineMark Reference(string legend, int color) =>
        new([.. Shown.Select(point => (double)point.Step)], [.. Shown.Select(point => Last.Loss * Last.Step / point.Step)]) { Legend = legend, IsDashed = true, Color = color };

    /// <summary>A line of slope 1/γ in ln t through the last norm.</summary>
    public LineMark NormLaw(int color) =>
        new([.. Shown.Select(point => (double)point.Step)], [.. Shown.Select(point => Last.Norm + (Elementary.Log((double)point.Step / Last.Step) / Augmented.Margin))]) { IsDashed = true, Color = color };

    public Panel Boundaries()
    {
        List<Mark> marks =
        [
            new ScatterMark(Coordinates(1, 0), Coordinates(1, 1)) { Legend = "class 1", Color = 0 },
            new ScatterMark(Coordinates(-1, 0), Coordinates(-1, 1)) { Legend = "class −1", Color = 1 },
            Boundary(_end, 0) with { Legend = "gradient descent", Color = 2 },
            Boundary([.. Free.Weights, Free.Bias], 0) with { Legend = "largest margin", Color = 3 },
            Boundary([.. Free.Weights, Free.Bias], 1) with { IsDashed = true, Color = 3 },
            Boundary([.. Free.Weights, Free.Bias], -1) with { IsDashed = true, Color = 3 },
        ];
        return new(new("x₁"), new("x₂"), marks) { IsEqualScale = true };
    }

    /// <summary>The share of points on the wrong side.</summary>
    public double Errors(Matrix<double> points, double[] labels) =>
        Enumerable.Range(0, labels.Length).Count(i => labels[i] * ((points[i, 0] * _end[0]) + (points[i, 1] * _end[1]) + _end[2]) <= 0) / (double)labels.Length;

    private IEnumerable<MarginPoint> Shown => Path.Where(point => point.Step >= 10);

    private static Matrix<double> WithOnes(Matrix<double> points)
    {
        Matrix<double> x = new(points.Rows, 3);
        for (int i = 0; i < points.Rows; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (points[i, 0], points[i, 1], 1);
        }

        return x;
    }

    private static IEnumerable<int> Geometric(int steps)
    {
        for (int scale = 1; scale <= steps; scale *= 10)
        {
            foreach (int digit in s_digits.Where(digit => digit * scale <= steps))
            {
                yield return digit * scale;
            }
        }
    }

    private MarginPoint Judge(int step, double loss, ReadOnlySpan<double> w)
    {
        double norm = Vectors.Norm(w);
        return norm == 0
            ? new(step, loss, 0, 90, 0, 0, 90)
            : new(
                step, loss, norm, Regression.Angle(w, [.. Augmented.Weights, Augmented.Bias]), Margin.Augmented(_points, _labels, w[..2], w[2]) / Augmented.Margin,
                Margin.Geometric(_points, _labels, w[..2], w[2]), Regression.Angle(w[..2], Free.Weights));
    }

    private double[] Coordinates(double label, int axis) => [.. Enumerable.Range(0, _labels.Length).Where(i => _labels[i] == label).Select(i => _points[i, axis])];

    /// <summary>The line w·x + b = level within the range of the points.</summary>
    private LineMark Boundary(double[] w, double level)
    {
        double low = _points.Column(0).Min(), high = _points.Column(0).Max();
        double bottom = _points.Column(1).Min(), top = _points.Column(1).Max();

        // Along the second coordinate, so that steep lines stay inside the frame.
        double[] y = [.. Enumerable.Range(0, 41).Select(i => bottom + ((top - bottom) * i / 40))], x = [.. y.Select(value => (level - w[2] - (w[1] * value)) / w[0])];
        int[] inside = [.. Enumerable.Range(0, y.Length).Where(i => x[i] >= low && x[i] <= high)];
        return new([.. inside.Select(i => x[i])], [.. inside.Select(i => y[i])]);
    }

    private static string Text(double value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
