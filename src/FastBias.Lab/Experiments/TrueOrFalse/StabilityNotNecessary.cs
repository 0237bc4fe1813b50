using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Stability implies generalisation; generalisation does not imply stability.</summary>
internal sealed class StabilityNotNecessary : Experiment<StabilityNotNecessarySpec>
{
    private const string Id = "S3-A.10";

    public override string Name => "stability-not-necessary";

    public override string Title => "Algorithmic stability is enough for generalisation, but not needed";

    public override string About => """
        True or false: uniform stability (leaving out one training point changes the loss little, at every place) is sufficient, but not necessary, for generalisation. The book: true, and it is.

        Not necessary: the nearest neighbour rule on two well separated clusters makes no error on new points, so it generalises perfectly. It is not uniformly stable: between the clusters there are places whose label
        changes when a single training point is left out, so that the supremum over all places of the change of loss is 1, the largest there is. No point of the clusters lies there, so nobody notices. The place is
        constructed for each draw: on the segment between the two closest points of different clusters, on the side of the one that is then left out.

        Sufficient: for ridge regression the mean test error of a model from m − 1 rows is the mean leave-one-out error, exactly in expectation, so the gap is the mean change of the loss at a point when it is left out.
        The table compares both over many draws.

        Source: O. Bousquet and A. Elisseeff, Stability and generalization, JMLR 2 (2002), lemma 9 and example 3.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new StabilityNotNecessarySpec { Points = 10, TestPoints = 50, Repeats = 4, RidgeRepeats = 40 };

    protected override ExperimentResult Run(StabilityNotNecessarySpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        NeighbourDraw[] draws = context.ForEach(spec.Repeats, i => new NeighbourDraw(spec, random.Split((ulong)i)), 0, 0.5);
        (double Change, double Gap)[] ridge = context.ForEach(spec.RidgeRepeats, i => RidgeDraw(spec, random.Split(100_000 + (ulong)i)), 0.5);
        return new([.. Claims(spec, draws, ridge)], [Table(draws, ridge)], [Clusters(draws[0]), RidgeFigure(ridge)]);
    }

    /// <summary>The mean change of the squared error at a row when it is left out, and the gap of the models without it: exact test error minus training error of the full model.</summary>
    private static (double Change, double Gap) RidgeDraw(StabilityNotNecessarySpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.RidgeRows, spec.RidgeColumns);
        double[] truth = Synthetic.Direction(random, spec.RidgeColumns), y = Synthetic.Linear(random, x, truth, 0.5);
        RidgeStability ridge = new(x, y, spec.Lambda);
        double train = 0, left = 0, test = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            double distance = Vectors.Distance(ridge.WithoutExample(i), truth), residual = ridge.LeaveOneOutResidual(i);
            train += ridge.Residuals[i] * ridge.Residuals[i] / x.Rows;
            left += residual * residual / x.Rows;
            test += ((distance * distance) + 0.25) / x.Rows;
        }

        return (left - train, test - train);
    }

    private static IEnumerable<Claim> Claims(StabilityNotNecessarySpec spec, NeighbourDraw[] draws, (double Change, double Gap)[] ridge)
    {
        yield return Claim.AtMost(Id, "generalises", "The nearest neighbour rule on separated clusters generalises: the largest share of errors on new points in any draw is 0", 0, draws.Max(draw => draw.TestError));
        yield return Claim.AtLeast(Id, "unstable", "The nearest neighbour rule is not uniformly stable: in every draw there is a place at which leaving out one training point changes the loss by 1", 1, draws.Min(draw => draw.Change));
        double change = ridge.Average(draw => draw.Change), gap = ridge.Average(draw => draw.Gap);
        double[] differences = [.. ridge.Select(draw => draw.Change - draw.Gap)];
        double mean = differences.Average(), error = Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / (differences.Length - 1) / differences.Length);
        yield return Claim.AtMost(Id, "sufficient", "For ridge regression the expected gap is the expected change of the loss at a row that is left out: the mean difference of both is at most four standard errors", 4 * error, Math.Abs(change - gap));
        yield return Claim.AtLeast(Id, "positive", "Leaving a row out of ridge regression raises the loss at this row: the mean change is positive in every draw", 0, ridge.Min(draw => draw.Change)).Law();
    }

    private static ResultTable Table(NeighbourDraw[] draws, (double Change, double Gap)[] ridge) => new(
        "stability",
        "Change of the loss when a row is left out, and generalisation gap",
        ["rule", "change of the loss", "gap, test less training loss"],
        [
            ["nearest neighbour, largest change over all places", draws.Min(draw => draw.Change), draws.Max(draw => draw.TestError)],
            ["ridge, mean change at the row left out", ridge.Average(draw => draw.Change), ridge.Average(draw => draw.Gap)],
        ]);

    private static Figure Clusters(NeighbourDraw draw) => new(
        "clusters",
        "A place at which one training point decides",
        [
            new(
                new("x₁"),
                new("x₂"),
                [
                    new ScatterMark(draw.Column(1, 0), draw.Column(1, 1)) { Legend = "class +1" },
                    new ScatterMark(draw.Column(-1, 0), draw.Column(-1, 1)) { Legend = "class −1" },
                    new ScatterMark([draw.LeftOut[0]], [draw.LeftOut[1]]) { Legend = "the point that is left out", Radius = 7 },
                    new ScatterMark([draw.Place[0]], [draw.Place[1]]) { Legend = "the place that changes its label", Radius = 7 },
                ])
            { IsEqualScale = true },
        ])
    { Caption = "The place between the clusters changes its label without the marked point; no new point ever falls there." };

    private static Figure RidgeFigure((double Change, double Gap)[] ridge)
    {
        double low = ridge.Min(draw => Math.Min(draw.Change, draw.Gap)), high = ridge.Max(draw => Math.Max(draw.Change, draw.Gap));
        return new("ridge", "Ridge: the gap is the change of the loss at a row left out, on average",
            [
                new(
                    new("mean change of the loss at the row left out (mean square)"),
                    new("gap of the models without it (mean square)"),
                    [
                        new ScatterMark([.. ridge.Select(draw => draw.Change)], [.. ridge.Select(draw => draw.Gap)]) { Legend = "a draw", Radius = 2, Color = 0 },
                        new LineMark([low, high], [low, high]) { Legend = "equal", IsDashed = true, Color = 1 },
                        new ScatterMark([ridge.Average(draw => draw.Change)], [ridge.Average(draw => draw.Gap)]) { Legend = "mean of the draws", Radius = 7, Color = 2 },
                    ]),
            ])
        { Caption = "In a single draw the two differ, and where one is large the other tends to be small. Only the means agree: the large point is on the line, which is the theorem." };
    }
}

/// <summary>Parameters of <see cref="StabilityNotNecessary"/>.</summary>
internal sealed record StabilityNotNecessarySpec : ExperimentSpec
{
    [Parameter("training points of each cluster", Minimum = 2, Maximum = 1000)]
    public int Points { get; init; } = 30;

    [Parameter("new points of each cluster", Minimum = 1, Maximum = 10000)]
    public int TestPoints { get; init; } = 500;

    [Parameter("draws of the clusters", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 20;

    [Parameter("rows of the ridge problems", Minimum = 3, Maximum = 500)]
    public int RidgeRows { get; init; } = 40;

    [Parameter("columns of the ridge problems", Minimum = 1, Maximum = 500)]
    public int RidgeColumns { get; init; } = 20;

    [Parameter("penalty λ of ridge", Minimum = 0.1, Maximum = 1e6)]
    public double Lambda { get; init; } = 5;

    [Parameter("draws of the ridge problems", Minimum = 10, Maximum = 100000)]
    public int RidgeRepeats { get; init; } = 1000;
}
