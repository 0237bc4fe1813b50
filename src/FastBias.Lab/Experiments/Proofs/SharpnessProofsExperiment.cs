using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="SharpnessProofsExperiment"/>.</summary>
internal sealed record SharpnessProofsSpec : ExperimentSpec
{
    /// <summary>ρ.</summary>
    [Parameter("radii ρ, rising", Minimum = 1e-5, Maximum = 0.5)]
    public IReadOnlyList<double> Radii { get; init; } = [0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>c.</summary>
    [Parameter("factors c of the change of scale f(c·x)", Minimum = 0.01, Maximum = 100)]
    public IReadOnlyList<double> Scales { get; init; } = [0.5, 2, 5];

    /// <summary>Steps.</summary>
    [Parameter("steps of descent", Minimum = 2, Maximum = 10000)]
    public int Steps { get; init; } = 50;
}

/// <summary>Proof problems B.11 and B.17: the sharpness S = ½λρ² + O(ρ³), which depends on scale; whether an algorithm flattens in each step.</summary>
internal sealed class SharpnessProofsExperiment : Experiment<SharpnessProofsSpec>
{
    public override string Name => "sharpness-remainder";

    public override string Title => "Sharpness is ½λ_max·ρ² up to a cubic remainder, depends on scale, and can fall step by step";

    public override string About => """
        Proof problem B.11: at a minimum the worst rise of a loss f in a ball of radius ρ is its sharpness S(ρ) = ½λ_max·ρ² + O(ρ³), λ_max the largest eigenvalue of the Hessian. For f = ½(3x² + y²) + 0.7x³ + 0.2xy² the worst point is (ρ, 0), so the remainder is 0.7ρ³ exactly. The number depends on the
        scale of the parameters: f(c·x, c·y) describes the same minimum in other units, and its sharpness is c² times as large, to leading order.

        Proof problem B.17 claims that no algorithm lowers λ_max strictly in each step. For a quadratic that is trivially so, as the Hessian is constant. As a statement about all losses it is false: on ½x² + ¼x⁴ the curvature
        1 + 3x² falls with every step of gradient descent.

        The rise is found by a search over the ball (ascent from several starts), and by a fine search along the circle.

        Source: textbook on implicit bias, chapter 11, proof problems B.11 and B.17.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.11", "S3-B.17"];

    public override ExperimentSpec Quick => new SharpnessProofsSpec { Radii = [0.01, 0.1], Scales = [2], Steps = 5 };

    protected override ExperimentResult Run(SharpnessProofsSpec spec, ExperimentContext context)
    {
        double[] radii = [.. spec.Radii], rises = context.ForEach(radii.Length, i => Sharpness.WorstCase(Function(1), new double[2], radii[i], 2).Rise, 0, 0.5);
        double[] circle = [.. radii.Select(Circle)], remainders = [.. rises.Select((rise, i) => (rise - (1.5 * radii[i] * radii[i])) / (radii[i] * radii[i] * radii[i]))];
        double small = radii[0];
        double[] scaled = context.ForEach(spec.Scales.Count, i => Sharpness.WorstCase(Function(spec.Scales[i]), new double[2], small, 2).Rise / rises[0], 0.5, 0.9);
        double[] curvature = Flattening(spec.Steps), constant = Quadratic(spec, new RandomSource(spec.Seed));
        return new(
            [
                Claim.Near("S3-B.11", "remainder", "For this f the remainder (S(ρ) − ½λ_max·ρ²)/ρ³ is 0.7 at every radius, to 1e-6 (measured: the value that is farthest off)", 0.7, 1e-6, remainders.MaxBy(value => Math.Abs(value - 0.7))),
                Claim.AtMost("S3-B.11", "searches-agree", "The ascent in the ball and the search along the circle find the same S(ρ), to a relative 1e-10", 1e-10, rises.Select((rise, i) => Math.Abs(rise - circle[i]) / rise).Max()).Law(),
                Claim.AtMost("S3-B.11", "scale-dependent", Invariant($"The sharpness depends on the scale: that of f(c·x, c·y) is c² times that of f, up to a relative error of max(1, c)·ρ, for ρ = {small} (measured: the largest error over that bound)"), 1,
                    scaled.Select((quotient, i) => Math.Abs((quotient / (spec.Scales[i] * spec.Scales[i])) - 1) / (Math.Max(1, spec.Scales[i]) * small)).Max()),
                Claim.Near("S3-B.17", "quadratic", "No algorithm lowers λ_max in each step: on a quadratic λ_max stays as it is under descent, momentum and sharpness-aware steps (measured: the largest relative change)", 0, 1e-10, constant.Max()).Because("True because the Hessian of a quadratic is constant, whatever the algorithm; it says nothing of other losses (next claim). The tolerance is the error of the eigenvalue iteration."),
                Claim.AtMost("S3-B.17", "quartic", "As a statement about all losses it is false: on ½x² + ¼x⁴ gradient descent lowers the curvature in every step (measured: the number of steps that do not)", 0, Enumerable.Range(1, curvature.Length - 1).Count(t => !(curvature[t] < curvature[t - 1]))).Law(),
            ],
            [
                new("remainders", "The worst rise in a ball", ["radius ρ", "S(ρ)", "½λ_max·ρ²", "(S(ρ) − ½λ_max·ρ²)/ρ³"],
                    [.. radii.Select((r, i) => (IReadOnlyList<Cell>)[r, rises[i], 1.5 * r * r, remainders[i]])]),
                new("scales", Invariant($"The same minimum in other units, ρ = {small}"), ["factor c", "sharpness of f(c·x, c·y) / that of f", "c²"], [.. spec.Scales.Select((c, i) => (IReadOnlyList<Cell>)[c, scaled[i], c * c])]),
            ],
            [
                new("sharpness", "Sharpness: its leading term, its remainder, and how descent can lower it",
                    [
                        new(new("radius ρ", true), new("rise of f", true),
                            [
                                new LineMark(radii, rises) { Legend = "S(ρ)", HasPoints = true, Color = 0 },
                                new LineMark(radii, [.. radii.Select(r => 1.5 * r * r)]) { Legend = "½λ_max·ρ²", IsDashed = true, Color = 1 },
                                new LineMark(radii, [.. rises.Select((rise, i) => rise - (1.5 * radii[i] * radii[i]))]) { Legend = "S(ρ) − ½λ_max·ρ²", HasPoints = true, Color = 2 },
                                new LineMark(radii, [.. radii.Select(r => 0.7 * r * r * r)]) { Legend = "0.7ρ³", IsDashed = true, Color = 3 },
                            ]) { Title = "The worst rise in a ball of radius ρ" },
                        new(new("step"), new("curvature 1 + 3x²"),
                            [new LineMark([.. Enumerable.Range(0, curvature.Length).Select(t => (double)t)], curvature) { HasPoints = true, Color = 0 }]) { Title = "Gradient descent on ½x² + ¼x⁴" },
                    ])
                { Caption = "Left: the worst rise S(ρ) lies on its leading term, and what is left on 0.7ρ³ (both dashed). Right: a loss whose curvature falls in every step of descent." },
            ]);
    }

    /// <summary>f(c·x, c·y) with f = ½(3x² + y²) + 0.7x³ + 0.2xy².</summary>
    private static FunctionObjective Function(double c) => new(2, (w, gradient) =>
    {
        double x = c * w[0], y = c * w[1];
        gradient[0] = c * ((3 * x) + (2.1 * x * x) + (0.2 * y * y));
        gradient[1] = c * (y + (0.4 * x * y));
        return (((3 * x * x) + (y * y)) / 2) + (0.7 * x * x * x) + (0.2 * x * y * y);
    });

    /// <summary>The largest value on the circle of radius ρ, by rational points (1 − t², 2t)/(1 + t²), both halves.</summary>
    private static double Circle(double radius)
    {
        FunctionObjective f = Function(1);
        double best = double.NegativeInfinity;
        foreach (double t in Vectors.Grid(-1, 1, 2001))
        {
            double x = radius * (1 - (t * t)) / (1 + (t * t)), y = radius * 2 * t / (1 + (t * t));
            best = Math.Max(best, Math.Max(f.Value([x, y]), f.Value([-x, y])));
        }

        return best;
    }

    private static double[] Flattening(int steps)
    {
        double[] curvature = new double[steps + 1];
        double x = 1.5;
        for (int t = 0; t <= steps; t++)
        {
            curvature[t] = 1 + (3 * x * x);
            x -= 0.1 * (x + (x * x * x));
        }

        // Below the resolution of 1 + 3x² the steps are equal by rounding; those are not looked at.
        return [.. curvature.TakeWhile(value => value > 1 + 1e-12)];
    }

    private static double[] Quadratic(SharpnessProofsSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, 6, 4);
        LeastSquaresObjective loss = new(x, Synthetic.Gaussian(random, 6));
        double before = Sharpness.LargestEigenvalue(loss, new double[4]);
        Optimizer[] methods = [new GradientDescent(), new HeavyBall(0.5), new SharpnessAware(0.05)];
        return [.. methods.Select(method => Math.Abs((Sharpness.LargestEigenvalue(loss, method.Run(loss, new double[4], new() { Step = 0.5 / before, MaxIterations = spec.Steps }).Point) / before) - 1))];
    }
}
