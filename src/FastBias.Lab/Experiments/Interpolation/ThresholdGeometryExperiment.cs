using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Why the last point before the threshold is nearly a combination of the others: points added one by one.</summary>
internal sealed class ThresholdGeometryExperiment : Experiment<ThresholdGeometrySpec>
{
    public override string Name => "threshold-geometry";

    public override string Title => "Each new point brings less that is new, and the last one least";

    public override string About => """
        Why is the smallest singular value so small at N = D? Take points in D = 3 dimensions, one by one. The first is new altogether. The second has a part along the first, only the rest of it is new. The
        third has a part in the plane of the first two; what sticks out of the plane is one number, and one number is often close to zero. The fourth lies in the space of the first three: nothing about it
        is new, and from then on further points fill in the directions that were hardly seen.

        The new part of point k is h_k = ‖(I − P)x_k‖ with P the projection on the points before it. For independent normal points h_k² has the chi-squared distribution with D − k + 1 degrees of freedom:
        mean D − k + 1, and for k = D the absolute value of a single normal number, median 0.674. The smallest singular value of the D points is at most h_D, the last point's distance from the space of the others.

        Source: R. Schaeffer et al., Double descent demystified (2023); L. Goodman, Ann. Math. Statist. 34 (1963), on the distribution of the triangle of a normal matrix; R. Horn and C. Johnson, Matrix Analysis,
        on the interlacing of singular values.
        """;

    public override IReadOnlyList<string> Ids => ["S2-GEOM"];

    public override ExperimentSpec Quick => new ThresholdGeometrySpec { Repeats = 200 };

    protected override ExperimentResult Run(ThresholdGeometrySpec spec, ExperimentContext context)
    {
        (double[] Novelty, double[] Smallest)[] draws = context.ForEach(spec.Repeats, repeat => Draw(spec, repeat));
        double[][] novelty = [.. draws.Select(draw => draw.Novelty)], smallest = [.. draws.Select(draw => draw.Smallest)];
        return new([.. Claims(spec, novelty, smallest)], [Table(spec, novelty, smallest)], [NoveltyFigure(spec, novelty, smallest), BoundFigure(spec, novelty, smallest)]);
    }

    private static (double[] Novelty, double[] Smallest) Draw(ThresholdGeometrySpec spec, int repeat)
    {
        Matrix<double> points = Synthetic.Gaussian(new RandomSource(spec.Seed).Split((ulong)repeat), 2 * spec.Dimension, spec.Dimension);
        GrowingFit fit = new(spec.Dimension);
        double[] novelty = new double[points.Rows], smallest = new double[points.Rows];
        for (int k = 0; k < points.Rows; k++)
        {
            fit.Add(points.Row(k), 0);
            (novelty[k], smallest[k]) = (fit.Novelty, Svd<double>.Factor(fit.Factor(), new() { Vectors = SvdVectors.None }).S[^1]);
        }

        return (novelty, smallest);
    }

    private static IEnumerable<Claim> Claims(ThresholdGeometrySpec spec, double[][] novelty, double[][] smallest)
    {
        int d = spec.Dimension;
        double[] squares = [.. Enumerable.Range(0, d).Select(k => novelty.Average(draw => draw[k] * draw[k]))];

        // A chi-squared number has variance 2·(degrees of freedom): the relative deviation of a mean of R is √(2/(df·R)).
        double worst = squares.Index().Max(item => Math.Abs((item.Item / (d - item.Index)) - 1) / Math.Sqrt(2.0 / ((d - item.Index) * spec.Repeats)));
        yield return Claim.AtMost("S2-GEOM", "shrinks", "Up to point D the new part of each point is shorter, in root mean square, than that of the point before it: number of exceptions", 0, squares.Zip(squares.Skip(1)).Count(pair => pair.Second >= pair.First));
        yield return Claim.AtMost("S2-GEOM", "chi-squared", "The mean square of the new part of point k is D − k + 1: largest deviation in standard errors, over all k ≤ D", 4.5, worst).Law();
        yield return Claim.Near("S2-GEOM", "last", "The median length of the new part of point D is 0.6745, that of a single normal number", 0.67449, MedianTolerance(spec.Repeats), Statistics.Median(novelty.Select(draw => draw[d - 1]))).Law();
        yield return Claim.AtMost("S2-GEOM", "nothing-new", "Point D + 1 brings nothing new, it lies in the space of the others: largest length of its new part", 0, novelty.Max(draw => draw[d]));
        yield return Claim.AtMost("S2-GEOM", "bound", "No set of D points has a smallest singular value above the new part of its last point, but for rounding: number of exceptions", 0, novelty.Index().Count(draw => smallest[draw.Index][d - 1] > draw.Item[d - 1] * (1 + 1e-12))).Law();
        yield return Claim.AtMost("S2-GEOM", "falls-then-rises", "In no set does the smallest non-zero singular value rise with a point up to N = D, or fall with a point after it, but for rounding: number of exceptions", 0, smallest.Count(values => !FallsThenRises(values, d)))
            .Law("Singular values interlace: a row more than before lowers the smallest of a wide table and raises that of a tall one. So each set, not only the median, has its dip at N = D.");
    }

    /// <summary>4.5 standard errors 1/(2f√R) of the median of |normal number|, whose density there is f = 0.6356.</summary>
    private static double MedianTolerance(int repeats) => 4.5 / (2 * 0.6356 * Math.Sqrt(repeats));

    private static bool FallsThenRises(double[] values, int dimension) => Enumerable.Range(1, values.Length - 1).All(k => k < dimension ? values[k] <= values[k - 1] * (1 + 1e-12) : values[k] >= values[k - 1] * (1 - 1e-12));

    private static ResultTable Table(ThresholdGeometrySpec spec, double[][] novelty, double[][] smallest) => new(
        "points",
        $"What each point adds, over {spec.Repeats} sets of normal points in {spec.Dimension} dimensions",
        ["point k", "mean square of the new part", "theory D − k + 1, then 0", "median of the new part", "median smallest non-zero singular value of k points"],
        [.. Enumerable.Range(0, 2 * spec.Dimension).Select(k => (IReadOnlyList<Cell>)
            [k + 1.0, novelty.Average(draw => draw[k] * draw[k]), Math.Max(0, spec.Dimension - k), Statistics.Median(novelty.Select(draw => draw[k])), Statistics.Median(smallest.Select(draw => draw[k]))])]);

    private static Figure NoveltyFigure(ThresholdGeometrySpec spec, double[][] novelty, double[][] smallest)
    {
        double[] places = [.. Enumerable.Range(1, 2 * spec.Dimension).Select(k => (double)k)];
        return new("new-part", $"The part of each point that the points before it do not have (D = {spec.Dimension})",
        [
            new(new("point k"), new("length of the new part"),
            [
                new BandMark(places, SweepFigure.Quantiles(novelty, 0.1), SweepFigure.Quantiles(novelty, 0.9)) { Color = 0 },
                new LineMark(places, SweepFigure.Medians(novelty)) { Legend = "median", HasPoints = true, Color = 0 },
                new LineMark(places, [.. places.Select(k => Math.Sqrt(Math.Max(0, spec.Dimension - k + 1)))]) { Legend = "√(D − k + 1)", IsDashed = true, Color = 2 },
                new ScatterMark(places, [.. Enumerable.Range(0, places.Length).Select(k => Math.Sqrt(novelty.Average(draw => draw[k] * draw[k])))]) { Legend = "root mean square", Color = 2, Radius = 4 },
            ]) { Title = "New part of each point" },
            new(new("number of points N"), new("smallest non-zero singular value"),
            [
                new BandMark(places, SweepFigure.Quantiles(smallest, 0.1), SweepFigure.Quantiles(smallest, 0.9)) { Color = 1 },
                new LineMark(places, SweepFigure.Medians(smallest)) { HasPoints = true, Color = 1 },
                new RuleMark(spec.Dimension, "N = D") { IsVertical = true },
            ]) { Title = "Smallest singular value, median" },
        ])
        {
            Caption = "Bands reach from the 10 % to the 90 % quantile. Left: each point adds less, after D points nothing; the root mean squares lie on the dashed theory √(D − k + 1). Right: the smallest singular value falls up to N = D and rises after it.",
        };
    }

    private static Figure BoundFigure(ThresholdGeometrySpec spec, double[][] novelty, double[][] smallest)
    {
        int shown = Math.Min(400, spec.Repeats), last = spec.Dimension - 1;
        double[] lengths = [.. novelty.Take(shown).Select(draw => draw[last])];
        double high = lengths.Max();
        return new("last-point", "The smallest singular value of D points is at most the new part of the last one",
        [
            new(new("length of the new part of point D"), new("smallest singular value of the D points"),
            [
                new ScatterMark(lengths, [.. smallest.Take(shown).Select(draw => draw[last])]) { Legend = "a set of D points", Color = 0, Radius = 2 },
                new LineMark([0, high], [0, high]) { Legend = "equal", IsDashed = true, Color = 2 },
            ]),
        ])
        {
            Caption = $"Each of the {shown} dots is a set of D points. None lies above the dashed line.",
        };
    }
}

/// <summary>Parameters of <see cref="ThresholdGeometryExperiment"/>.</summary>
internal sealed record ThresholdGeometrySpec : ExperimentSpec
{
    public ThresholdGeometrySpec() => Seed = 1;

    [Parameter("D, the dimension", Minimum = 2, Maximum = 100)]
    public int Dimension { get; init; } = 3;

    [Parameter("sets of points", Minimum = 10, Maximum = 1000000)]
    public int Repeats { get; init; } = 4000;
}
