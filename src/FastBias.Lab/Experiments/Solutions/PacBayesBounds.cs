using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A PAC-Bayes bound needs a posterior that is no point: what the published "bound" computes, and true bounds that hold.</summary>
internal sealed class PacBayesBounds : Experiment<PacBayesBoundsSpec>
{
    private const double Delta = 0.05;
    private const int Columns = 50;

    public override string Name => "pac-bayes";

    public override string Title => "PAC-Bayes bounds hold for randomised classifiers, and say nothing about a single one";

    public override string About => """
        A PAC-Bayes bound is about a classifier drawn from a distribution Q, the posterior, against a distribution P that was chosen without the data, the prior: with probability 1 − δ over the m rows, for all Q at once,

        kl(training error of Q ‖ true error of Q) ≤ (KL(Q‖P) + ln(2√m/δ))/m,

        where kl(a ‖ b) = a·ln(a/b) + (1 − a)·ln((1 − a)/(1 − b)). The looser form training error + √((KL + ln(2√m/δ))/2m) follows. The errors of Q are those of a classifier drawn from it ("Gibbs" errors). With P = N(0, I) and Q = N(w, s²I) everything has a closed form: KL = ½(n·s² + ‖w‖² − n − 2n·ln s), and a linear classifier
        drawn from Q errs on x with probability Φ(−y·x·w/(s‖x‖)).

        The published solution puts KL = ‖w‖²/2 into a bound, "the posterior being a point mass at w". But the KL of a point against a density is infinite, as the formula shows for s → 0: there is no bound. Its data
        (200 rows, 50 columns, labels sign(x·w_true) of which a tenth are flipped, NumPy's stream of seed 42) give ‖w‖ = 3.78 and a "bound" of 0.348, not 0.8234 and 0.2453. How long it trained is not known;
        here it takes 356 steps of 0.5 on the logistic loss, the number at which the norm is that of NumPy's run.

        True bounds are above ½, and so worth nothing, for the published 200 rows. With clean labels and more rows they become useful; there s is chosen from a grid, and δ divided by the grid's size to pay for the
        choice. Look at the figure: every bound lies above the test error it bounds.

        Source: A. Maurer, A note on the PAC-Bayesian theorem (2004); J. Langford, J. Shawe-Taylor, PAC-Bayes and margins, NIPS 2002.
        """;

    public override IReadOnlyList<string> Ids => ["S3-CS.14"];

    public override ExperimentSpec Quick => new PacBayesBoundsSpec { Rows = [200, 400], TestRows = 500, Steps = 50 };

    protected override ExperimentResult Run(PacBayesBoundsSpec spec, ExperimentContext context)
    {
        Published published = Published.Create(spec);
        Row[] small = [.. spec.Deviations.Select(s => Row.Create(published.X, published.Y, published.Test, published.NoisyLabels, published.W, s, Delta))];
        RandomSource random = new(spec.Seed);
        Row[][] sweeps = context.ForEach(spec.Rows.Count, i => Sweep(random.Split((ulong)i), spec, spec.Rows[i]), 0.2, 1);
        Row[] best = [.. sweeps.Select(rows => rows.MinBy(row => row.KlInverse)!)];
        return new(
            [.. PublishedClaims(published), .. BoundClaims(small, sweeps, best)],
            [Table("posteriors", "The published data: bounds by the posterior's deviation s", small), Table("rows", "Clean labels: the best s of the grid, by the number of rows", best)],
            [Picture(published, small, spec, best)]);
    }

    private static double[] Train(LogisticObjective objective, double step, int steps) =>
        new GradientDescent().Run(objective, new double[objective.Dimension], new() { Step = step, MaxIterations = steps }).Point;

    private static double Errors(Matrix<double> x, double[] y, double[] w) => Vectors.Multiply(x, w).Zip(y, (score, label) => score * label <= 0 ? 1.0 : 0).Sum() / y.Length;

    private static double[] Labels(Matrix<double> x, double[] truth) => [.. Vectors.Multiply(x, truth).Select(score => score < 0 ? -1.0 : 1)];

    /// <summary>Labels without noise, more rows: the classifier of the logistic loss after some steps, in units in which the prior is N(0, I).</summary>
    private static Row[] Sweep(RandomSource random, PacBayesBoundsSpec spec, int rows)
    {
        double[] truth = Synthetic.Gaussian(random, Columns);
        Matrix<double> x = Synthetic.Gaussian(random, rows, Columns), test = Synthetic.Gaussian(random, spec.TestRows, Columns);
        double[] y = Labels(x, truth), w = Train(new LogisticObjective(x, y), spec.Step, spec.Steps);
        return [.. spec.Deviations.Select(s => Row.Create(x, y, test, Labels(test, truth), w, s, Delta / spec.Deviations.Count))];
    }

    private static IEnumerable<Claim> PublishedClaims(Published published)
    {
        yield return Claim.Near("S3-CS.14", "norm", "In the published run the norm ‖w‖ of the classifier is 0.8234", 0.8234, 5e-4, published.Norm).Because("NumPy's run gives 3.78.");
        yield return Claim.Near("S3-CS.14", "kl", "In the published run KL = ‖w‖²/2 is 0.339", 0.339, 5e-4, published.Norm * published.Norm / 2).Because("NumPy's run gives 7.13; and as the KL of a point mass the formula is wrong: that is infinite.");
        yield return Claim.Near("S3-CS.14", "train", "In the published run the training error is 0.035", 0.035, 2e-3, published.TrainError).Because("NumPy's run gives 0.140: a tenth of the labels is flipped, and a linear classifier cannot fit them all.");
        yield return Claim.Near("S3-CS.14", "test", "In the published run the test error is 0.060", 0.060, 2e-3, published.TestError).Because("NumPy's run gives about 0.18.");
        yield return Claim.Near("S3-CS.14", "bound", "In the published run the bound is 0.2453", 0.2453, 5e-4, published.PointBound).Because("The formula gives 0.348 for NumPy's data, and it is no bound: the posterior is a point.");
        yield return Claim.Near("S3-CS.14", "norm-digits", "After 356 steps of 0.5 in NumPy's stream of seed 42 the norm is 3.777", 3.777, 5e-4, published.Norm).Law("The number of steps is chosen so that this norm comes near NumPy's 3.7775, which lies between 356 and 357 steps. Training error and bound are then checks: no further number is fitted.");
        yield return Claim.Near("S3-CS.14", "train-digits", "After those steps the training error is 0.140", 0.140, 1e-12, published.TrainError).Law();
        yield return Claim.Near("S3-CS.14", "bound-digits", "The published formula, train + √((2·KL + ln(1/δ))/2m) with KL = ‖w‖²/2, gives 0.3478 after those steps", 0.3478, 1e-4, published.PointBound).Law("An arithmetic value, not a bound.");
        yield return Claim.AtLeast("S3-CS.14", "point-mass", "As the posterior shrinks to a point, its KL grows without limit: at s = 1e-6 it is more than 50·ln 1e5, for 50 columns", 50 * Elementary.Log(1e5), PacBayes.GaussianDivergence(published.W, 1e-6, 1)).Law();
    }

    private static IEnumerable<Claim> BoundClaims(Row[] small, Row[][] sweeps, Row[] best)
    {
        Row[] all = [.. small, .. sweeps.SelectMany(rows => rows)];
        yield return Claim.AtMost("S3-CS.14", "holds", "Every true bound lies above the posterior's error on test rows: the number of exceptions is zero", 0, all.Count(row => row.KlInverse < row.Test || row.Maurer < row.Test)).Law("Each may fail with probability 0.05; here the labels' noise is part of the test error.");
        yield return Claim.AtMost("S3-CS.14", "tighter", "The bound by the inverse of kl is never above that by the square root: the largest difference is at most 0, to rounding", 1e-12, all.Max(row => row.KlInverse - row.Maurer)).Law("This is Pinsker's inequality.");
        yield return Claim.AtLeast("S3-CS.14", "above-published", "For the published data the best true bound lies above the published 0.2453", 0.2453, small.Min(row => row.KlInverse)).Law();
        yield return Claim.AtMost("S3-CS.14", "more-rows", "With clean labels more rows give a smaller bound: the number of rises is zero", 0, Enumerable.Range(1, best.Length - 1).Count(i => best[i].KlInverse > best[i - 1].KlInverse)).Law();
    }

    private static ResultTable Table(string name, string title, Row[] rows) => new(
        name,
        title,
        ["rows m", "posterior deviation s", "KL(Q‖P)", "training error of Q", "test error of Q", "bound by square root", "bound by inverse of kl"],
        [.. rows.Select(row => (IReadOnlyList<Cell>)[row.Examples, row.Deviation, row.Divergence, row.Train, row.Test, row.Maurer, row.KlInverse])]);

    private static Figure Picture(Published published, Row[] small, PacBayesBoundsSpec spec, Row[] best)
    {
        double[] m = [.. spec.Rows.Select(rows => (double)rows)];
        Panel left = new(
            new("posterior deviation s", true),
            new("error, or bound") { Low = 0, High = 1 },
            [.. Lines(spec.Deviations, small), new RuleMark(published.PointBound, "published formula: no bound")])
        { Title = "The published data, 200 rows" };
        Panel right = new(new("rows m", true), new("error, or bound", true), [.. Lines(m, best)]) { Title = "Clean labels, the best s" };
        return new("bounds", "Bounds lie above the errors they bound", [left, right])
        {
            Caption = "Left: a small s has a large KL, a large one a large error; the published formula (dotted) lies far below every true bound. Right: with more rows the bound by the inverse of kl comes close to the test error.",
        };
    }

    private static IEnumerable<Mark> Lines(IReadOnlyList<double> x, Row[] rows) =>
    [
        new LineMark(x, [.. rows.Select(row => row.Train)]) { Legend = "training error of Q", HasPoints = true },
        new LineMark(x, [.. rows.Select(row => row.Test)]) { Legend = "test error of Q", HasPoints = true },
        new LineMark(x, [.. rows.Select(row => row.KlInverse)]) { Legend = "bound, inverse of kl", IsDashed = true },
        new LineMark(x, [.. rows.Select(row => row.Maurer)]) { Legend = "bound, square root", IsDashed = true },
    ];

    /// <summary>A posterior, its errors and its bounds.</summary>
    private sealed record Row(int Examples, double Deviation, double Divergence, double Train, double Test, double Maurer, double KlInverse)
    {
        public static Row Create(Matrix<double> x, double[] y, Matrix<double> test, double[] testY, double[] w, double s, double delta)
        {
            double divergence = PacBayes.GaussianDivergence(w, s, 1), train = PacBayes.GibbsError(x, y, w, s);
            return new(y.Length, s, divergence, train, PacBayes.GibbsError(test, testY, w, s), PacBayes.Maurer(train, divergence, y.Length, delta), PacBayes.KlInverse(train, divergence, y.Length, delta));
        }
    }

    /// <summary>The published data in NumPy's stream: X, w_true, flips, test rows.</summary>
    private sealed record Published(Matrix<double> X, double[] Y, Matrix<double> Test, double[] NoisyLabels, double[] W, double TrainError, double TestError)
    {
        public double Norm => Vectors.Norm(W);

        /// <summary>train + √((2·KL + ln(1/δ))/2m) with KL = ‖w‖²/2.</summary>
        public double PointBound => TrainError + Math.Sqrt(((Norm * Norm) + Elementary.Log(1 / Delta)) / (2.0 * Y.Length));

        public static Published Create(PacBayesBoundsSpec spec)
        {
            NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
            Matrix<double> x = random.Normal(200, Columns);
            double[] truth = random.Normal(Columns);
            double[] y = [.. Labels(x, truth).Select(label => random.Uniform() < 0.1 ? -label : label)];
            Matrix<double> test = random.Normal(200, Columns);
            double[] clean = Labels(test, truth), w = Train(new LogisticObjective(x, y), 0.5, 356);
            double[] noisy = [.. clean.Select(label => random.Uniform() < 0.1 ? -label : label)];
            return new(x, y, test, noisy, w, Errors(x, y, w), Errors(test, clean, w));
        }
    }
}

/// <summary>Parameters of <see cref="PacBayesBounds"/>.</summary>
internal sealed record PacBayesBoundsSpec : ExperimentSpec
{
    [Parameter("seed of NumPy's stream for the published data", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("numbers of rows with clean labels, rising", Minimum = 10, Maximum = 100000)]
    public IReadOnlyList<int> Rows { get; init; } = [200, 500, 2000, 5000, 20000];

    [Parameter("deviations s of the posterior, relative to the prior's", Minimum = 1e-6, Maximum = 1)]
    public IReadOnlyList<double> Deviations { get; init; } = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];

    [Parameter("test rows", Minimum = 10, Maximum = 100000)]
    public int TestRows { get; init; } = 5000;

    [Parameter("step of gradient descent on clean labels", Minimum = 1e-6, Maximum = 4)]
    public double Step { get; init; } = 2;

    [Parameter("steps on clean labels", Minimum = 1, Maximum = 100000)]
    public int Steps { get; init; } = 250;
}
