using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A sweep over ranks whose test rows do not come from the low-rank subspace measures something else.</summary>
internal sealed class IsotropicTestRows : Experiment<IsotropicTestRowsSpec>
{
    private static readonly (int Rank, int Real)[] s_published = [(5, 3), (10, 6), (20, 12), (50, 25), (100, 40), (200, 56)];

    public override string Name => "isotropic-test-rows";

    public override string Title => "Tested on rows from everywhere, a fit has the same error whatever the rank of its training rows";

    public override string About => """
        The published solution draws 100 training rows of rank r in 500 columns, X = U·D·V with normal U, V and D from 1 to 0.1, divides every column by its norm, and fits the solution of minimum norm. It reports an
        effective rank (the number of singular values that hold 90 % of the sum of squares) equal to r, up to 200, and a test error that rises with it from 0.008 to 0.154.

        A matrix of 100 rows has no rank of 200. The effective ranks in NumPy's stream of seed 42 are 3, 6, 12, 25, 40 and 56. And the test rows are isotropic: they do not come from the subspace of the training rows.
        What they measure is ‖w − ŵ‖²/(number of test rows), and that is the part of w in the directions that the training rows do not see: ‖w‖²(1 − min(r, m)/n), nearly all of it. So the error
        hardly depends on the rank, except near r = m, where noise is amplified.

        The order in which the solution draws its coefficients and test rows is not known, so that only what holds for every draw is checked of the errors, over 20 draws: w with deviation 0.01, noise 0.001, 50 test
        rows with normalised columns.
        """;

    public override IReadOnlyList<string> Ids => ["S3-CS.10"];

    public override ExperimentSpec Quick => new IsotropicTestRowsSpec { Repeats = 4, Ranks = [5, 20], PublishedRanks = 2 };

    protected override ExperimentResult Run(IsotropicTestRowsSpec spec, ExperimentContext context)
    {
        int[] effective = EffectiveRanks(spec);
        RandomSource random = new(spec.Seed);
        double[][] draws = context.ForEach(spec.Repeats, i => Errors(random.Split((ulong)i), spec));
        double[][] byRank = [.. spec.Ranks.Select((_, j) => draws.Select(draw => draw[j]).ToArray())];
        double[] medians = [.. byRank.Select(values => Statistics.Median(values))];
        return new([.. Claims(spec, effective, medians)], [Table(spec, effective, byRank)], [Picture(spec, effective, byRank)]);
    }

    private static Matrix<double> Data(Matrix<double> left, Matrix<double> right)
    {
        int rank = left.Columns;
        for (int k = 0; k < rank; k++)
        {
            // NumPy's linspace(1, 0.1, rank).
            Vectors.Scale(right.Row(k), rank == 1 ? 1 : 1 + (k * (-0.9 / (rank - 1))));
        }

        return Normalised(Product.Multiply(left, right));
    }

    private static Matrix<double> Normalised(Matrix<double> x)
    {
        for (int j = 0; j < x.Columns; j++)
        {
            double norm = Vectors.Norm(x.Column(j));
            for (int i = 0; i < x.Rows; i++)
            {
                x[i, j] /= norm;
            }
        }

        return x;
    }

    /// <summary>In NumPy's stream, the factors of one rank after the other.</summary>
    private static int[] EffectiveRanks(IsotropicTestRowsSpec spec)
    {
        NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
        return [.. s_published.Take(spec.PublishedRanks).Select(entry => EffectiveRank.Energy(Regression.SingularValues(Data(random.Normal(100, entry.Rank), random.Normal(entry.Rank, 500)))))];
    }

    private static double[] Errors(RandomSource random, IsotropicTestRowsSpec spec)
    {
        double[] truth = Synthetic.Gaussian(random, 500, 0.01);
        return [.. spec.Ranks.Select(rank =>
        {
            Matrix<double> x = Data(Synthetic.Gaussian(random, 100, rank), Synthetic.Gaussian(random, rank, 500));
            double[] w = Regression.MinimumNorm(x, Regression.Targets(x, truth, Synthetic.Gaussian(random, 100, spec.Noise)));
            Matrix<double> test = Normalised(Synthetic.Gaussian(random, spec.TestRows, 500));
            return Regression.MeanSquare(test, Vectors.Subtract(w, truth), new double[spec.TestRows]);
        })];
    }

    /// <summary>‖w‖²(1 − min(r, m)/n)/(test rows): the signal that no training row sees.</summary>
    private static double Unseen(IsotropicTestRowsSpec spec, int rank) => 500 * 1e-4 * (1 - (Math.Min(rank, 100) / 500.0)) / spec.TestRows;

    private static IEnumerable<Claim> Claims(IsotropicTestRowsSpec spec, int[] effective, double[] medians)
    {
        for (int j = 0; j < effective.Length; j++)
        {
            (int rank, int real) = s_published[j];
            yield return Claim.Near("S3-CS.10", $"rank-{rank}", $"The effective rank (90 %) for r = {rank} is {rank}", rank, 0.05 * rank, effective[j])
                .Because(rank > 100 ? "A matrix of 100 rows has at most 100 singular values." : "The singular values fall from first to last, so that 90 % of the squares are reached earlier.");
            yield return Claim.Near("S3-CS.10", $"rank-{rank}-digits", $"In NumPy's stream of seed 42 the effective rank for r = {rank} is {real}", real, 0, effective[j]).Law();
        }

        yield return Claim.AtLeast("S3-CS.10", "error-rises", "From r = 5 to r = 200 the test error rises at least 7.5 times (measured: the quotient of the medians)", 7.5, medians[^1] / medians[0])
            .Because("The test rows are isotropic: nearly all of their error is signal in directions that no training row has, for every rank.");
        yield return Claim.Between("S3-CS.10", "flat", "The test error hardly depends on the rank: the median for the largest rank is between half and twice that for the smallest", 0.5, 2, medians[^1] / medians[0]).Law();
        yield return Claim.Between("S3-CS.10", "unseen", "For the smallest rank the median test error is the unseen signal ‖w‖²(1 − r/n)/(number of test rows), within 25 % (20 draws)", 0.75, 1.25, medians[0] / Unseen(spec, spec.Ranks[0])).Law();
    }

    private static ResultTable Table(IsotropicTestRowsSpec spec, int[] effective, double[][] errors) => new(
        "ranks",
        "Effective rank in NumPy's stream, test error over draws",
        ["rank r", "effective rank (90 %)", "test error, median", "test error, 90 % quantile", "unseen signal ‖w‖²(1 − min(r, m)/n)/50"],
        [.. spec.Ranks.Select((rank, j) => (IReadOnlyList<Cell>)[rank, Known(effective, rank), Statistics.Median(errors[j]), Statistics.Quantile(errors[j], 0.9), Unseen(spec, rank)])]);

    private static Cell Known(int[] effective, int rank) => Array.FindIndex(s_published, entry => entry.Rank == rank) is var i and >= 0 && i < effective.Length ? effective[i] : "–";

    private static Figure Picture(IsotropicTestRowsSpec spec, int[] effective, double[][] errors)
    {
        double[] ranks = [.. s_published.Take(effective.Length).Select(entry => (double)entry.Rank)], x = [.. spec.Ranks.Select(rank => (double)rank)];
        Panel left = new(
            new("rank r", true),
            new("effective rank (90 %)", true),
            [
                new LineMark(ranks, [.. effective.Select(rank => (double)rank)]) { Legend = "measured", HasPoints = true },
                new LineMark(ranks, ranks) { Legend = "as published: r", IsDashed = true },
                new RuleMark(100, "number of rows"),
            ])
        { Title = "The effective rank" };
        Panel right = new(
            new("rank r", true),
            new("test error (mean square)", true),
            [
                new BandMark(x, [.. errors.Select(values => Statistics.Quantile(values, 0.25))], [.. errors.Select(values => Statistics.Quantile(values, 0.75))]) { Legend = "middle half of draws", Color = 0 },
                new LineMark(x, [.. errors.Select(values => Statistics.Median(values))]) { Legend = "measured, median", HasPoints = true, Color = 0 },
                new LineMark(x, [.. spec.Ranks.Select(rank => Unseen(spec, rank))]) { Legend = "unseen signal", IsDashed = true, Color = 1 },
                new LineMark([5, 200], [0.008, 0.154]) { Legend = "as published", IsDashed = true, Color = 3, HasPoints = true },
            ])
        { Title = "The test error on isotropic rows" };
        return new("errors", "What isotropic test rows measure", [left, right])
        {
            Caption = "Left: the effective rank stays below the rank, and below the number of rows. Right: the error on rows from everywhere is the signal that the training rows do not see, about the same for every rank; near r = m = 100 noise adds to it.",
        };
    }
}

/// <summary>Parameters of <see cref="IsotropicTestRows"/>.</summary>
internal sealed record IsotropicTestRowsSpec : ExperimentSpec
{
    [Parameter("seed of NumPy's stream for the effective ranks", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("how many of the published ranks 5, 10, 20, 50, 100, 200 are looked at", Minimum = 1, Maximum = 6)]
    public int PublishedRanks { get; init; } = 6;

    [Parameter("ranks r of the training rows, rising", Minimum = 1, Maximum = 500)]
    public IReadOnlyList<int> Ranks { get; init; } = [5, 10, 20, 50, 100, 200];

    [Parameter("deviation of the noise", Minimum = 0, Maximum = 100)]
    public double Noise { get; init; } = 0.001;

    [Parameter("test rows", Minimum = 2, Maximum = 5000)]
    public int TestRows { get; init; } = 50;

    [Parameter("draws", Minimum = 2, Maximum = 1000)]
    public int Repeats { get; init; } = 20;
}
