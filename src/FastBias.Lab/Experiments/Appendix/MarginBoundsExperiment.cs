using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="MarginBoundsExperiment"/>.</summary>
internal sealed record MarginBoundsSpec : ExperimentSpec
{
    /// <summary>Inputs.</summary>
    [Parameter("dimension of an input", Minimum = 2, Maximum = 200)]
    public int Inputs { get; init; } = 10;

    /// <summary>m.</summary>
    [Parameter("examples m, rising", Minimum = 5, Maximum = 5000)]
    public IReadOnlyList<int> Examples { get; init; } = [25, 50, 100, 200, 400, 800];

    /// <summary>γ.</summary>
    [Parameter("margin that the planted hyperplane keeps; points lie on the unit sphere", Minimum = 0.01, Maximum = 0.9)]
    public double PlantedMargin { get; init; } = 0.05;

    /// <summary>Draws.</summary>
    [Parameter("draws of the examples", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 6;

    /// <summary>Directions.</summary>
    [Parameter("random perturbations of each point for the certified radius", Minimum = 1, Maximum = 10000)]
    public int Perturbations { get; init; } = 50;

    /// <summary>δ.</summary>
    [Parameter("probability δ of failure that a bound allows", Minimum = 1e-6, Maximum = 0.5)]
    public double Delta { get; init; } = 0.05;

    /// <inheritdoc/>
    public override string? Problem() => Examples.Count < 2 ? "examples: needs at least two" : null;
}

/// <summary>What a margin bounds: the test error, and the perturbations that a linear classifier withstands.</summary>
internal sealed class MarginBoundsExperiment : Experiment<MarginBoundsSpec>
{
    private const int TestPoints = 2000;

    public override string Name => "margin-bounds";

    public override string Title => "What a margin bounds: test error and perturbations";

    public override string About => """
        For a linear classifier with margin γ (the distance of the nearest of m training points from its hyperplane) on points within radius ρ the appendix prints error ≤ O((ρ/γ)²) + O(1/√m). As γ ≤ ρ, its first term is at least 1: without a constant far below 1 the bound says nothing. What holds: the
        expected test error of the hyperplane with the largest margin is at most E(ρ/γ)²/(m + 1) (each support vector that is left out may be wrong, Vapnik), and with probability 1 − δ
        error ≤ 4ρ/(γ√m) + 3√(ln(2/δ)/2m) by Rademacher complexity.

        The certified radius of a point x is |w·x + b|/‖w‖: no perturbation shorter than it changes the class, and one along w just beyond it does.

        Points are uniform on the unit sphere, outside a slab of half-width γ around a planted hyperplane, so that the truth is separable. The classifier is the exact hard-margin solution.

        Source: textbook on implicit bias, chapter 11, appendices; V. Vapnik, Statistical Learning Theory (1998), 10.3; M. Mohri, A. Rostamizadeh, A. Talwalkar, Foundations of Machine Learning (2018), 5.4.
        """;

    public override IReadOnlyList<string> Ids => ["X-MARGINB", "X-CERT"];

    public override ExperimentSpec Quick => new MarginBoundsSpec { Inputs = 3, Examples = [20, 40], Repeats = 2, Perturbations = 5 };

    protected override ExperimentResult Run(MarginBoundsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Point[] points = context.ForEach(spec.Examples.Count * spec.Repeats, i => Fit(spec, spec.Examples[i / spec.Repeats], random.Split((ulong)i)));
        double Mean(int k, Func<Point, double> value) => points.Skip(k * spec.Repeats).Take(spec.Repeats).Average(value);
        int count = spec.Examples.Count;
        double[] m = [.. spec.Examples.Select(examples => (double)examples)], errors = [.. Enumerable.Range(0, count).Select(k => Mean(k, point => point.Error))];
        double[] printed = [.. Enumerable.Range(0, count).Select(k => Mean(k, point => point.Ratio) + (1 / Math.Sqrt(m[k])))], leaveOut = [.. Enumerable.Range(0, count).Select(k => Mean(k, point => point.Ratio) / (m[k] + 1))];
        double[] rademacher = [.. Enumerable.Range(0, count).Select(k => Mean(k, point => point.Bound))];
        return new(
            [
                Claim.AtMost("X-MARGINB", "printed-bound", "The test error is at most (ρ/γ)² + 1/√m: the number of runs in which it is not is zero", 0, points.Count(point => point.Error > point.Ratio + (1 / Math.Sqrt(point.Examples)))).Because("It cannot fail: γ ≤ ρ makes the bound at least 1."),
                Claim.AtMost("X-MARGINB", "printed-bound-says-something", "The bound (ρ/γ)² + 1/√m says something: its smallest value over the runs is below 1", 1 - 1e-9, points.Min(point => point.Ratio + (1 / Math.Sqrt(point.Examples)))).Because("An error is at most 1 anyway. The (ρ/γ)² must be divided by the number of examples."),
                Claim.AtMost("X-MARGINB", "leave-one-out", "The mean test error is at most the mean of (ρ/γ)²/(m + 1) (measured: the largest quotient over m)", 1, errors.Select((error, k) => error / leaveOut[k]).Max()).Law(),
                Claim.AtMost("X-MARGINB", "rademacher", Invariant($"The test error is at most 4ρ/(γ√m) + 3√(ln(2/δ)/2m): the share of runs outside is at most δ = {spec.Delta}"), spec.Delta, points.Average(point => point.Error > point.Bound ? 1.0 : 0)).Law(),
                Claim.Near("X-CERT", "withstands", "No perturbation shorter than |w·x + b|/‖w‖ changes the class of x: the number of changes over all points, in random directions and at 0.999999 of that length along w, is zero", 0, 0, points.Sum(point => point.Changes)),
                Claim.Near("X-CERT", "attained", "A perturbation along w of 1.000001 times |w·x + b|/‖w‖ changes the class of x: the share of points for which it does is 1", 1, 0, points.Min(point => point.Flips)),
            ],
            [new("bounds", "Test error and bounds; means over the draws", ["examples m", "test error", "margin γ", "leave-one-out bound (ρ/γ)²/(m + 1)", "Rademacher bound 4ρ/(γ√m) + 3√(ln(2/δ)/2m)", "printed bound (ρ/γ)² + 1/√m"],
                [.. m.Select((examples, k) => (IReadOnlyList<Cell>)[examples, errors[k], Mean(k, point => point.Margin), leaveOut[k], rademacher[k], printed[k]])])],
            [
                new("error-and-bounds", "The test error of the largest margin, and three bounds",
                    [
                        new(new("examples m", true), new("error, or bound", true),
                            [
                                new LineMark(m, errors) { Legend = "test error", HasPoints = true, Color = 0 },
                                new LineMark(m, leaveOut) { Legend = "leave-one-out: (ρ/γ)²/(m + 1)", IsDashed = true, Color = 1 },
                                new LineMark(m, rademacher) { Legend = "Rademacher", IsDashed = true, Color = 2 },
                                new LineMark(m, printed) { Legend = "printed: (ρ/γ)² + 1/√m", IsDashed = true, Color = 3 },
                                new RuleMark(1, "above 1 a bound says nothing"),
                            ]),
                    ])
                { Caption = "Only the leave-one-out bound gets below 1 here; the printed one rises. Where the test error is missing no test point was wrong: zero has no place on this axis." },
            ]);
    }

    private static (Matrix<double> X, double[] Y) Sample(RandomSource random, int m, double[] normal, double margin)
    {
        Matrix<double> x = new(m, normal.Length);
        double[] y = new double[m];
        for (int i = 0; i < m; i++)
        {
            do
            {
                random.FillGaussian(x.Row(i));
                Vectors.Scale(x.Row(i), 1 / VectorProduct.Norm<double>(x.Row(i)));
                y[i] = VectorProduct.Dot<double>(x.Row(i), normal);
            }
            while (Math.Abs(y[i]) < margin);
            y[i] = y[i] > 0 ? 1 : -1;
        }

        return (x, y);
    }

    private static Point Fit(MarginBoundsSpec spec, int m, RandomSource random)
    {
        double[] normal = Synthetic.Gaussian(random.Split(0), spec.Inputs);
        Vectors.Scale(normal, 1 / VectorProduct.Norm<double>(normal));
        (Matrix<double> x, double[] y) = Sample(random.Split(1), m, normal, spec.PlantedMargin);
        (Matrix<double> testX, double[] testY) = Sample(random.Split(2), TestPoints, normal, spec.PlantedMargin);
        HardMarginSvmSolution svm = HardMarginSvm.Solve(x, y, new() { Bias = SvmBias.None });
        double[] scores = Vectors.Multiply(testX, svm.Weights);
        double error = Enumerable.Range(0, TestPoints).Average(i => testY[i] * scores[i] > 0 ? 0.0 : 1), ratio = 1 / (svm.Margin * svm.Margin);
        double bound = (2 * Rademacher.NormBall(x, 2 / svm.Margin)) + (3 * Math.Sqrt(Elementary.Log(2 / spec.Delta) / (2 * m)));
        (int changes, double flips) = Certify(spec, testX, svm.Weights, random.Split(3));
        return new(m, error, svm.Margin, ratio, bound, changes, flips);
    }

    private static (int Changes, double Flips) Certify(MarginBoundsSpec spec, Matrix<double> x, double[] w, RandomSource random)
    {
        const int Points = 50;
        double norm = VectorProduct.Norm<double>(w);
        int changes = 0, flips = 0;
        for (int i = 0; i < Points; i++)
        {
            double[] point = x.Row(i).ToArray();
            double score = VectorProduct.Dot<double>(point, w), radius = Math.Abs(score) / norm, towards = -Math.Sign(score) * radius / norm;
            bool IsChanged(double[] moved) => VectorProduct.Dot<double>(moved, w) * score <= 0;
            for (int k = 0; k < spec.Perturbations; k++)
            {
                double[] direction = Synthetic.Gaussian(random, point.Length);
                changes += IsChanged(Vectors.Add(point, 0.999999 * radius / VectorProduct.Norm<double>(direction), direction)) ? 1 : 0;
            }

            changes += IsChanged(Vectors.Add(point, 0.999999 * towards, w)) ? 1 : 0;
            flips += IsChanged(Vectors.Add(point, 1.000001 * towards, w)) ? 1 : 0;
        }

        return (changes, (double)flips / Points);
    }

    private sealed record Point(int Examples, double Error, double Margin, double Ratio, double Bound, int Changes, double Flips);
}
