using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="StrongConvexityExperiment"/>.</summary>
internal sealed record StrongConvexitySpec : ExperimentSpec
{
    /// <summary>The longer side.</summary>
    [Parameter("the longer side of X", Minimum = 3, Maximum = 1000)]
    public int Long { get; init; } = 60;

    /// <summary>The shorter side.</summary>
    [Parameter("the shorter side of X", Minimum = 1, Maximum = 900)]
    public int Short { get; init; } = 20;

    /// <summary>Starts.</summary>
    [Parameter("random starts", Minimum = 2, Maximum = 1000)]
    public int Starts { get; init; } = 20;

    /// <summary>μ.</summary>
    [Parameter("strong convexity μ", Minimum = 1e-3, Maximum = 1)]
    public double Curvature { get; init; } = 0.5;

    /// <summary>L.</summary>
    [Parameter("smoothness L", Minimum = 1, Maximum = 1000)]
    public double Smoothness { get; init; } = 10;

    /// <summary>t.</summary>
    [Parameter("steps t", Minimum = 1, Maximum = 10000)]
    public int Steps { get; init; } = 40;

    /// <inheritdoc/>
    public override string? Problem() => Short >= Long ? Invariant($"short: {Short} is not less than long, {Long}") : null;
}

/// <summary>Proof problems B.3 and B.7: a strictly convex loss has one minimiser; the rate of descent on a strongly convex one.</summary>
internal sealed class StrongConvexityExperiment : Experiment<StrongConvexitySpec>
{
    public override string Name => "strong-convexity";

    public override string Title => "A strictly convex loss has one minimiser; how fast gradient descent gets there";

    public override string About => """
        Proof problem B.3 speaks of a strictly convex loss with many minimisers. There is no such loss: between two minimisers a strictly convex function would be lower. Least squares with more rows than columns is strictly convex, and
        gradient descent from any start ends at one point; with fewer rows it has many minimisers and is not strictly convex: its value half-way between two of them is the same.

        Proof problem B.7 asks for the rate on a μ-strongly convex and L-smooth function: one whose curvature lies between μ and L everywhere. With step 1/L the distance to the minimiser shrinks by at least 1 − μ/L a step, so it is at most (1 − μ/L)^t ≤ e^(−μt/L) times that at
        the start. The published rate e^(−μLt) multiplies where it should divide. Checked along the slowest direction, where the factor is attained, and on functions that are not quadratic:
        f(x) = Σ[½μxⱼ² + (L − μ)(√(1 + xⱼ²) − 1)], whose curvature lies between μ and L.

        Source: textbook on implicit bias, chapter 11, proof problems B.3 and B.7.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.3", "S3-B.7"];

    public override ExperimentSpec Quick => new StrongConvexitySpec { Long = 8, Short = 3, Starts = 3, Steps = 20 };

    protected override ExperimentResult Run(StrongConvexitySpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Ends tall = Run(spec, Synthetic.Gaussian(random.Split(0), spec.Long, spec.Short), random.Split(1));
        Ends wide = Run(spec, Synthetic.Gaussian(random.Split(2), spec.Short, spec.Long), random.Split(3));
        double[] slowest = Descend(QuadraticObjective.Diagonal(spec.Curvature, spec.Smoothness), [1, 0], spec), curved = Curved(spec, random.Split(4));
        double[] bound = [.. Enumerable.Range(0, spec.Steps + 1).Select(t => RateLaws.Power(1 - (spec.Curvature / spec.Smoothness), t))];
        context.Report(1);
        return new(
            [.. Uniqueness(tall, wide), .. Rate(spec, slowest, curved, bound)],
            [
                new("ends", "Where descent ends from random starts", ["X", "largest relative distance of an end from the first", "smallest eigenvalue of XᵀX / largest", "largest drop of the loss half-way between two ends / loss at 0"],
                    [
                        [Invariant($"{spec.Long} × {spec.Short}"), tall.Spread, tall.SmallestEigenvalue, tall.MiddleDrop],
                        [Invariant($"{spec.Short} × {spec.Long}"), wide.Spread, wide.SmallestEigenvalue, wide.MiddleDrop],
                    ]),
                new("rates", "The distance to the minimiser over that at the start", ["step t", "quadratic, slowest direction", "f (not quadratic), worst start", "(1 − μ/L)^t", "printed: e^(−μLt)"],
                    [.. Enumerable.Range(0, spec.Steps + 1).Where(t => t % Math.Max(1, spec.Steps / 10) == 0).Select(t => (IReadOnlyList<Cell>)[t, slowest[t], curved[t], bound[t], Elementary.Exp(-spec.Curvature * spec.Smoothness * t)])]),
            ],
            [RateFigure(spec, slowest, curved, bound)]);
    }

    private static Ends Run(StrongConvexitySpec spec, Matrix<double> x, RandomSource random)
    {
        double[] y = Synthetic.Gaussian(random.Split(0), x.Rows);
        double[][] ends = [.. Enumerable.Range(1, spec.Starts).Select(i => FirstOrderSolver.Solve<double>(x, y, new() { Start = Synthetic.Gaussian(random.Split((ulong)i), x.Columns), RelativeTolerance = 1e-14 }).W)];
        double[] values = Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).S;
        double smallest = x.Rows < x.Columns ? 0 : values[^1] * values[^1] / (values[0] * values[0]), spread = 0, drop = 0;
        LeastSquaresObjective loss = new(x, y);
        double start = loss.Value(new double[x.Columns]);
        for (int i = 1; i < ends.Length; i++)
        {
            spread = Math.Max(spread, Vectors.Distance(ends[i], ends[0]) / VectorProduct.Norm<double>(ends[0]));
            double[] middle = Vectors.Add(ends[0], 0.5, Vectors.Subtract(ends[i], ends[0]));
            drop = Math.Max(drop, (((loss.Value(ends[0]) + loss.Value(ends[i])) / 2) - loss.Value(middle)) / start);
        }

        return new(spread, smallest, drop);
    }

    /// <summary>‖w_t‖/‖w₀‖ for t = 0 … T with step 1/L; the minimiser is 0.</summary>
    private static double[] Descend(IObjective objective, double[] start, StrongConvexitySpec spec)
    {
        OptimizerResult run = new GradientDescent().Run(objective, start, new() { Step = 1 / spec.Smoothness, MaxIterations = spec.Steps, RecordEvery = 1 });
        return [.. Enumerable.Range(0, spec.Steps + 1).Select(t => (t < run.Trajectory.Count ? run.Trajectory[t].Norm : 0) / VectorProduct.Norm<double>(start))];
    }

    /// <summary>The largest quotient over the starts, for each step.</summary>
    private static double[] Curved(StrongConvexitySpec spec, RandomSource random)
    {
        double mu = spec.Curvature, rest = spec.Smoothness - mu;
        FunctionObjective objective = new(spec.Short, (w, gradient) =>
        {
            double sum = 0;
            for (int j = 0; j < w.Length; j++)
            {
                double root = Math.Sqrt(1 + (w[j] * w[j]));
                sum += (mu * w[j] * w[j] / 2) + (rest * (root - 1));
                gradient[j] = (mu * w[j]) + (rest * w[j] / root);
            }

            return sum;
        });
        double[][] runs = [.. Enumerable.Range(0, spec.Starts).Select(i => Descend(objective, Synthetic.Gaussian(random.Split((ulong)i), spec.Short, scale: 10.0), spec))];
        return [.. Enumerable.Range(0, spec.Steps + 1).Select(t => runs.Max(run => run[t]))];
    }

    private static IEnumerable<Claim> Uniqueness(Ends tall, Ends wide)
    {
        yield return Claim.AtLeast("S3-B.3", "many-minima", "A strictly convex loss can have many minimisers: from random starts descent ends at points that have a relative distance of at least 1e-3", 1e-3, tall.Spread)
            .Because("The premise contradicts itself: half-way between two minimisers a strictly convex function is lower than at both. All starts end at one point.");
        yield return Claim.AtMost("S3-B.3", "unique", "The minimiser of a strictly convex loss is unique: from every start descent ends at the same point, to a relative 1e-12", 1e-12, tall.Spread).Law();
        yield return Claim.AtLeast("S3-B.3", "wide-has-many", "Least squares with fewer rows than columns has many minimisers: from random starts descent ends at points that have a relative distance of at least 1e-3", 1e-3, wide.Spread).Law();
        yield return Claim.AtMost("S3-B.3", "wide-is-not-strict", "That loss is convex and not strictly so: half-way between two minimisers it is as low as at both, to 1e-20 of the loss at 0", 1e-20, wide.MiddleDrop).Law();
    }

    private static IEnumerable<Claim> Rate(StrongConvexitySpec spec, double[] slowest, double[] curved, double[] bound)
    {
        double printed = Elementary.Exp(-spec.Curvature * spec.Smoothness * spec.Steps);
        yield return Claim.AtMost("S3-B.7", "printed-rate", Invariant($"After t = {spec.Steps} steps of 1/L the distance to the minimiser is at most e^(−μLt) = {printed:G3} of that at the start"), printed, slowest[^1])
            .Because("The exponent must be −μt/L: a product of curvatures has the wrong unit and would promise faster descent for a stiffer problem.");
        yield return Claim.Near("S3-B.7", "attained", Invariant($"Along the direction of curvature μ the distance after that many steps is exactly (1 − μ/L)^t = {bound[^1]:G4} of that at the start, to a relative 1e-12"), bound[^1], 1e-12 * bound[^1], slowest[^1]).Law();
        yield return Claim.AtMost("S3-B.7", "bound", "On f, which is not quadratic, the distance is at most (1 − μ/L)^t of that at the start, in every step, from every start, to rounding (measured: the largest quotient)", 1 + 1e-12, curved.Select((d, t) => d / bound[t]).Max()).Law();
    }

    private static Figure RateFigure(StrongConvexitySpec spec, double[] slowest, double[] curved, double[] bound)
    {
        double[] steps = [.. Enumerable.Range(0, spec.Steps + 1).Select(t => (double)t)];
        double[] printed = [.. steps.TakeWhile(t => spec.Curvature * spec.Smoothness * t < 30).Select(t => Elementary.Exp(-spec.Curvature * spec.Smoothness * t))];

        // The printed rate and the steps of the Newton kind at the end of the other function would make one line of the rest.
        FigureAxis ratio = new("distance to the minimiser / that at the start", true) { Low = Math.Min(0.01, bound[^1] / 10), High = 1.2 };
        return new("rate-of-descent", "The rate of descent on a strongly convex function",
            [
                new(new("step t"), ratio,
                    [
                        new LineMark(steps, slowest) { Legend = "quadratic, slowest direction", HasPoints = true, Color = 0 },
                        new LineMark(steps, curved) { Legend = "f (not quadratic), worst start", Color = 1 },
                        new LineMark(steps, bound) { Legend = "(1 − μ/L)ᵗ", IsDashed = true, Color = 2 },
                        new LineMark([.. steps.Take(printed.Length)], printed) { Legend = "printed: e^(−μLt)", IsDashed = true, Color = 3 },
                    ]),
            ])
        { Caption = Invariant($"μ = {spec.Curvature}, L = {spec.Smoothness}. The slowest direction lies on the bound. The printed rate leaves the picture in the first step. So does f later: its curvature at the minimum is L, where the step 1/L is that of Newton's method.") };
    }

    private readonly record struct Ends(double Spread, double SmallestEigenvalue, double MiddleDrop);
}
