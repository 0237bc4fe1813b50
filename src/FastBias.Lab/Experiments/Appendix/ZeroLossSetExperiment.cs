using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="ZeroLossSetExperiment"/>.</summary>
internal sealed record ZeroLossSetSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 1, Maximum = 1000)]
    public int Rows { get; init; } = 50;

    /// <summary>n.</summary>
    [Parameter("columns n of X, more than m", Minimum = 2, Maximum = 4000)]
    public int Columns { get; init; } = 200;

    /// <summary>Points.</summary>
    [Parameter("random points around a start", Minimum = 10, Maximum = 100000)]
    public int Points { get; init; } = 2000;

    /// <summary>r.</summary>
    [Parameter("radii of the points, rising", Minimum = 1e-6, Maximum = 100)]
    public IReadOnlyList<double> Radii { get; init; } = [0.001, 0.01, 0.1, 1];

    /// <summary>Pairs.</summary>
    [Parameter("pairs of interpolants that are joined", Minimum = 1, Maximum = 1000)]
    public int Pairs { get; init; } = 20;

    /// <inheritdoc/>
    public override string? Problem() => Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows") : null;
}

/// <summary>The set of zero loss: it is connected, and a random point is never in it.</summary>
internal sealed class ZeroLossSetExperiment : Experiment<ZeroLossSetSpec>
{
    public override string Name => "zero-loss-set";

    public override string Title => "The set of zero loss is connected, and random points miss it";

    public override string About => """
        For a wide X the w with Xw = y form a flat set of dimension n − m. The appendix says that nearly all random points near the start have zero loss. None has: the set has no volume, and at a random point at distance r from an
        interpolant the mean squared loss is r²·tr(XᵀX)/(nm).

        What is true is that the set is connected: on the straight line between two interpolants the loss stays 0. The test error does not: it is a parabola along the line, so that interpolants that are joined by a path without
        loss predict differently.

        Source: textbook on implicit bias, chapter 11, appendices.
        """;

    public override IReadOnlyList<string> Ids => ["X-ZEROLOSS", "X-CONN"];

    public override ExperimentSpec Quick => new ZeroLossSetSpec { Rows = 4, Columns = 12, Points = 50, Radii = [0.01, 1], Pairs = 3 };

    protected override ExperimentResult Run(ZeroLossSetSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] truth = Synthetic.Gaussian(random.Split(1), spec.Columns), y = Vectors.Multiply(x, truth), shortest = Regression.MinimumNorm(x, y), start = new double[spec.Columns];
        double zero = Loss(x, y, start);
        Cloud[] clouds = context.ForEach(spec.Radii.Count, i => Sample(spec, x, y, shortest, spec.Radii[i], random.Split(2).Split((ulong)i)), 0, 0.6);
        Cloud atStart = Sample(spec, x, y, start, spec.Radii[^1], random.Split(3));
        Path[] paths = context.ForEach(spec.Pairs, i => Join(x, y, truth, shortest, random.Split(4).Split((ulong)i)), 0.6, 1);
        double trace = Vectors.Square(x.Data) / (spec.Columns * spec.Rows);
        return new(
            [
                Claim.AtLeast("X-ZEROLOSS", "random-points", Invariant($"Nearly all random points near the start w = 0 have zero loss: of those at distance {spec.Radii[^1]} at least the share 0.9 has a loss of at most 1e-6 of that at 0"), 0.9, atStart.ShareOfZero).Because("None has: the set of zero loss has dimension n − m and no volume."),
                Claim.Near("X-ZEROLOSS", "near-a-solution", "No random point near an interpolant has zero loss either: the largest share, over the radii, with a loss of at most 1e-12 of that at 0 is zero", 0, 0, clouds.Max(cloud => cloud.ShareBelow)).Law(),
                Claim.AtMost("X-ZEROLOSS", "mean-loss", "At distance r from an interpolant the mean of (1/m)‖Xw − y‖² is r²·tr(XᵀX)/(nm), to a relative 0.05", 0.05, clouds.Select((cloud, i) => Math.Abs((cloud.Mean / (spec.Radii[i] * spec.Radii[i] * trace)) - 1)).Max()).Law(),
                Claim.AtMost("X-CONN", "connected", "The straight line between two interpolants has zero loss: the largest loss on it is at most 1e-24 of that at 0, which is rounding", 1e-24, paths.Max(path => path.Train.Max()) / zero),
                Claim.AtLeast("X-CONN", "test-varies", "The test error varies along that line: its largest value is at least 1.01 times its smallest, also in the pair where it varies least", 1.01, paths.Min(path => path.Test.Max() / path.Test.Min())),
            ],
            [
                new("clouds", "Random points around the minimum-norm interpolant", ["radius r", "smallest loss", "mean loss", "theory, mean: r²·tr(XᵀX)/(nm)"], [.. clouds.Select((cloud, i) => (IReadOnlyList<Cell>)[spec.Radii[i], cloud.Least, cloud.Mean, spec.Radii[i] * spec.Radii[i] * trace])]),
                new("paths", "Along the line between two interpolants", ["pair", "largest training loss", "smallest test error", "largest test error"], [.. paths.Select((path, i) => (IReadOnlyList<Cell>)[i + 1, path.Train.Max(), path.Test.Min(), path.Test.Max()])]),
            ],
            [
                new("test-along-lines", "Test error along lines without training loss",
                    [
                        new(new("place t on the line (1 − t)·w₁ + t·w₂"), new("test error ‖w − θ‖²"),
                            [.. paths.Take(5).Select((path, i) => new LineMark(path.Places, path.Test) { Color = i })]),
                    ])
                { Caption = "Five pairs of interpolants w₁, w₂, a line for each. The training loss is 0 on the whole way; the test error is a parabola, constant on none. (θ: the coefficients that made y.)" },
                new("loss-near-interpolant", "The loss of random points near an interpolant",
                    [
                        new(new("distance r", true), new("loss (1/m)‖Xw − y‖²", true),
                            [
                                new LineMark(spec.Radii, [.. clouds.Select(cloud => cloud.Mean)]) { Legend = "mean of the points", HasPoints = true, Color = 0 },
                                new LineMark(spec.Radii, [.. clouds.Select(cloud => cloud.Least)]) { Legend = "smallest of the points", HasPoints = true, Color = 2 },
                                new LineMark(spec.Radii, [.. spec.Radii.Select(r => r * r * trace)]) { Legend = "theory, mean: r²·tr(XᵀX)/(nm)", IsDashed = true, Color = 1 },
                            ]),
                    ])
                { Caption = "Even the smallest loss of thousands of points rises with r²: none of them is in the set." },
            ]);
    }

    private static double Loss(Matrix<double> x, double[] y, double[] w) => Vectors.Square(Vectors.Subtract(Vectors.Multiply(x, w), y)) / y.Length;

    private static Cloud Sample(ZeroLossSetSpec spec, Matrix<double> x, double[] y, double[] centre, double radius, RandomSource random)
    {
        double zero = Vectors.Square(y) / y.Length;
        double[] losses = new double[spec.Points];
        for (int i = 0; i < losses.Length; i++)
        {
            double[] direction = Synthetic.Gaussian(random, spec.Columns);
            losses[i] = Loss(x, y, Vectors.Add(centre, radius / VectorProduct.Norm<double>(direction), direction));
        }

        return new(losses.Min(), Statistics.Mean(losses), losses.Average(loss => loss <= 1e-6 * zero ? 1.0 : 0), losses.Average(loss => loss <= 1e-12 * zero ? 1.0 : 0));
    }

    private static Path Join(Matrix<double> x, double[] y, double[] truth, double[] shortest, RandomSource random)
    {
        double[] first = Vectors.Add(shortest, Regression.NullComponent(x, Synthetic.Gaussian(random, x.Columns)));
        double[] second = Vectors.Add(shortest, Regression.NullComponent(x, Synthetic.Gaussian(random, x.Columns)));
        double[] places = Vectors.Grid(0, 1, 41), across = Vectors.Subtract(second, first);
        double[][] points = [.. places.Select(t => Vectors.Add(first, t, across))];
        return new(places, [.. points.Select(w => Loss(x, y, w))], [.. points.Select(w => Vectors.Square(Vectors.Subtract(w, truth)))]);
    }

    private readonly record struct Cloud(double Least, double Mean, double ShareOfZero, double ShareBelow);

    private sealed record Path(double[] Places, double[] Train, double[] Test);
}
