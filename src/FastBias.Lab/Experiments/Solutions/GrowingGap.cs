using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The gap between test and training error over the epochs: it needs few rows and noise to grow.</summary>
internal sealed class GrowingGap : Experiment<GrowingGapSpec>
{
    private const int Columns = 50;

    public override string Name => "growing-gap";

    public override string Title => "The gap between test and training error grows only where there are few rows for the noise";

    public override string About => """
        Gradient descent on a linear model, and its training and test error after each epoch. The published solution has 1000 rows, 50 columns divided by √50, noise of deviation 0.1 and a step of 0.01 on the mean square; it
        reports that the training error falls to 0.000012, while the gap grows to 0.025 from epoch 42 on.

        No linear model with 50 coefficients can fit 1000 rows of noise 0.1 to 0.000012: the least that it can reach is σ²(1 − n/m) = 0.0095. And a step covers 0.0004 of the way along an average direction, so that 500 epochs leave most
        of the way to go: all errors still fall. The order of the solution's random draws is not known; in NumPy's stream of seed 42, drawn as rows, coefficients (of norm 1), noise, 100 test rows, its figures come out within 10 %.

        A gap that grows needs few rows: 60 for 50 coefficients. At convergence the test error is σ²(1 + n/(m − n − 1)) on average, the training error σ²(1 − n/m). With σ = 0.5 the test error rises from the first step on; with
        σ = 0.1 it falls first, so that stopping early pays. The path is computed in closed form, w_t = Σ (1 − (1 − ασ²)^t)/σ·(u·y)·v, and the test error is exact.

        Source: A. Ali, J. Kolter, R. Tibshirani, A continuous-time view of early stopping for least squares, AISTATS 2019; L. Breiman, D. Freedman, JASA 78 (1983), for the limits.
        """;

    public override IReadOnlyList<string> Ids => ["S3-CS.18"];

    public override ExperimentSpec Quick => new GrowingGapSpec { Epochs = 50, Repeats = 3, ConvergedRepeats = 1 };

    protected override ExperimentResult Run(GrowingGapSpec spec, ExperimentContext context)
    {
        Curve published = Published(spec);
        RandomSource random = new(spec.Seed);
        (double Train, double Test)[] converged = context.ForEach(spec.ConvergedRepeats, i => Converged(random.Split((ulong)i)), 0.1, 0.4);
        Curve strong = Few(spec, context, random.Split(1001), 0.5, 0.4), weak = Few(spec, context, random.Split(1002), 0.1, 0.7);
        return new(
            [.. PublishedClaims(spec, published), .. HonestClaims(converged, strong, weak)],
            [published.Table("published", "The published design: 1000 rows"), strong.Table("strong-noise", "60 rows, σ = 0.5, medians"), weak.Table("weak-noise", "60 rows, σ = 0.1, medians")],
            [Picture(published, strong, weak)]);
    }

    private static Matrix<double> Scaled(Matrix<double> x)
    {
        Vectors.Scale(x.Data, 1 / Math.Sqrt(Columns));
        return x;
    }

    private static Curve Published(GrowingGapSpec spec)
    {
        NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
        Matrix<double> x = Scaled(random.Normal(1000, Columns));
        double[] truth = random.Normal(Columns);
        Vectors.Scale(truth, 1 / Vectors.Norm(truth));
        double[] y = Regression.Targets(x, truth, random.Normal(1000, 0.1));
        Matrix<double> test = Scaled(random.Normal(100, Columns));
        double[] testY = Regression.Targets(test, truth, random.Normal(100, 0.1));
        List<double> tests = [];
        OptimizerResult run = new GradientDescent().Run(new LeastSquaresObjective(x, y, LossScaling.Mean), new double[Columns], new()
        {
            Step = 0.01,
            MaxIterations = spec.Epochs,
            RecordEvery = 1,
            Observer = (_, w) =>
            {
                tests.Add(Regression.MeanSquare(test, w, testY));
                return true;
            },
        });
        return new([.. run.Trajectory.Select(record => (double)record.Iteration)], [.. run.Trajectory.Select(record => record.Value)], [.. tests]);
    }

    /// <summary>Least squares on 1000 rows.</summary>
    private static (double Train, double Test) Converged(RandomSource random)
    {
        (Matrix<double> x, double[] y, double[] truth) = Data(random, 1000, 0.1);
        double[] w = Regression.MinimumNorm(x, y);
        return (Regression.MeanSquare(x, w, y), Risk(w, truth, 0.1));
    }

    private static (Matrix<double> X, double[] Y, double[] Truth) Data(RandomSource random, int rows, double noise)
    {
        Matrix<double> x = Scaled(Synthetic.Gaussian(random, rows, Columns));
        double[] truth = Synthetic.Gaussian(random, Columns);
        Vectors.Scale(truth, 1 / Vectors.Norm(truth));
        return (x, Regression.Targets(x, truth, Synthetic.Gaussian(random, rows, noise)), truth);
    }

    /// <summary>σ² + ‖w − θ‖²/n: the exact test error.</summary>
    private static double Risk(double[] w, double[] truth, double noise)
    {
        double distance = Vectors.Distance(w, truth);
        return (noise * noise) + (distance * distance / Columns);
    }

    /// <summary>Medians over draws of the errors along the path, in 60 rows.</summary>
    private static Curve Few(GrowingGapSpec spec, ExperimentContext context, RandomSource random, double noise, double from)
    {
        int[] steps = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 160, 250, 400, 640, 1000, 2000, 5000, 10000, 30000, 100000];
        (double[] Train, double[] Test)[] draws = context.ForEach(spec.Repeats, i =>
        {
            (Matrix<double> x, double[] y, double[] truth) = Data(random.Split((ulong)i), spec.FewRows, noise);
            LinearDynamics dynamics = new(x, y);
            double step = 1 / (dynamics.SingularValues[0] * dynamics.SingularValues[0]);
            double[][] path = [.. steps.Select(t => dynamics.Descent(step, t))];
            return (path.Select(w => Regression.MeanSquare(x, w, y)).ToArray(), path.Select(w => Risk(w, truth, noise)).ToArray());
        }, from, from + 0.3);
        return new(
            [.. steps.Select(t => (double)t)],
            [.. steps.Select((_, j) => Statistics.Median(draws.Select(draw => draw.Train[j])))],
            [.. steps.Select((_, j) => Statistics.Median(draws.Select(draw => draw.Test[j])))]);
    }

    private static IEnumerable<Claim> PublishedClaims(GrowingGapSpec spec, Curve curve)
    {
        const string Slow = "A step covers 0.0004 of the way: after 500 epochs all errors still fall.";
        double first = curve.Gap(0), last = curve.Gap(^1);
        yield return PublishedValue.Within("S3-CS.18", "train", "In the published run the training error in the end is", 0.000012, 10, curve.Train[^1]).Because("The least that 50 coefficients can reach on 1000 rows of noise 0.1 is 0.0095. " + Slow);
        yield return Claim.AtLeast("S3-CS.18", "gap-grows", "In the published run the gap grows from epoch 42 on: in the end it is at least what it is then", curve.Gap(Math.Min(42, spec.Epochs)), last).Because("It shrinks to the last epoch. " + Slow);
        yield return Claim.Near("S3-CS.18", "gap", "In the published run the gap is 0.0254 in the end", 0.0254, 0.0025, last).Because("With 20 rows for every coefficient it stays far below: it tends to 2σ²n/m = 0.001 at convergence.");
        if (spec.Epochs == 500)
        {
            yield return Claim.Near("S3-CS.18", "train-value", "In the published run the training error falls from 0.0294 to 0.0235: the end is that within 10 %", 0.0235, 0.00235, curve.Train[^1]).Law("The numbers are those of NumPy's run of the solution. The order of its draws is not known, so that another draw is compared: hence the 10 %.");
            yield return Claim.Near("S3-CS.18", "test-value", "In the published run the test error falls from 0.0337 to 0.0273: the end is that within 10 %", 0.0273, 0.00273, curve.Test[^1]).Law("The numbers are those of NumPy's run of the solution. The order of its draws is not known, so that another draw is compared: hence the 10 %.");
        }

        yield return Claim.AtMost("S3-CS.18", "gap-shrinks", "Over the published epochs the gap shrinks: in the end it is at most that at the start", first, last).Law();
    }

    private static IEnumerable<Claim> HonestClaims((double Train, double Test)[] converged, Curve strong, Curve weak)
    {
        double train = Statistics.Mean([.. converged.Select(draw => draw.Train)]), test = Statistics.Mean([.. converged.Select(draw => draw.Test)]);
        yield return Claim.Near("S3-CS.18", "converged-test", "Converged on 1000 rows, the test error is σ²(1 + n/(m − n − 1)) = 0.01053, within 5 %", 1, 0.05, test / (0.01 + GaussianRisk.Excess(1000, Columns, 1, 0.01))).Law();
        yield return Claim.Near("S3-CS.18", "converged-train", "Converged on 1000 rows, the training error is σ²(1 − n/m) = 0.0095, within 15 %", 1, 0.15, train / 0.0095).Law();
        yield return Claim.AtLeast("S3-CS.18", "overfits", "With 60 rows and σ = 0.5 the test error in the end is at least twice that at the start", 2, strong.Test[^1] / strong.Test[0]).Law();
        yield return Claim.AtMost("S3-CS.18", "overfit-gap", "With 60 rows and σ = 0.5 the gap grows at every recorded step: the number of falls is zero", 0, strong.GapFalls()).Law();
        yield return Claim.AtMost("S3-CS.18", "early-stopping", "With 60 rows and σ = 0.1 stopping early pays: the least test error on the way is at most 0.8 of that in the end", 0.8, weak.Test.Min() / weak.Test[^1]).Law();
        yield return Claim.AtMost("S3-CS.18", "not-at-start", "With σ = 0.1 the least test error is at most 0.85 of that at the start", 0.85, weak.Test.Min() / weak.Test[0]).Law();
    }

    private static Figure Picture(Curve published, Curve strong, Curve weak) => new("gap", "Training and test error on the way",
    [
        published.Panel("As published: 1000 rows", "epoch", false),
        strong.Panel("60 rows, σ = 0.5", "step t", true),
        weak.Panel("60 rows, σ = 0.1", "step t", true),
    ])
    {
        PanelsPerRow = 3,
        Caption = "Left: with 1000 rows both errors still fall after 500 epochs, and the gap with them. Middle: with 60 rows and strong noise every step fits noise. Right: with weak noise the test error has a minimum on the way.",
    };

    /// <summary>Errors along a path.</summary>
    private sealed record Curve(double[] Steps, double[] Train, double[] Test)
    {
        public double Gap(Index index) => Test[index] - Train[index];

        public int GapFalls() => Enumerable.Range(1, Steps.Length - 1).Count(i => Gap(i) < Gap(i - 1) - 1e-12);

        public ResultTable Table(string name, string title)
        {
            int stride = Math.Max(1, Steps.Length / 25);
            return new(name, title, ["step", "training error", "test error", "gap"], [.. Enumerable.Range(0, Steps.Length).Where(i => i % stride == 0 || i == Steps.Length - 1).Select(i => (IReadOnlyList<Cell>)[Steps[i], Train[i], Test[i], Gap(i)])]);
        }

        public Panel Panel(string title, string unit, bool isLogarithmic)
        {
            int from = isLogarithmic ? 1 : 0;
            return new(
                new(unit, isLogarithmic),
                new("mean square error", true),
                [
                    new LineMark(Steps[from..], Train[from..]) { Legend = "training" },
                    new LineMark(Steps[from..], Test[from..]) { Legend = "test" },
                    new LineMark(Steps[from..], [.. Test[from..].Zip(Train[from..], (test, train) => test - train)]) { Legend = "gap", IsDashed = true },
                ])
            { Title = title };
        }
    }
}

/// <summary>Parameters of <see cref="GrowingGap"/>.</summary>
internal sealed record GrowingGapSpec : ExperimentSpec
{
    [Parameter("seed of NumPy's stream for the published data", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("epochs of the published solution", Minimum = 1, Maximum = 100000)]
    public int Epochs { get; init; } = 500;

    [Parameter("rows of the design that overfits (50 columns)", Minimum = 53, Maximum = 1000)]
    public int FewRows { get; init; } = 60;

    [Parameter("draws of the design that overfits", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 50;

    [Parameter("draws of the converged fit on 1000 rows", Minimum = 1, Maximum = 1000)]
    public int ConvergedRepeats { get; init; } = 20;
}
