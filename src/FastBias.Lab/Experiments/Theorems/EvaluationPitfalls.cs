using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Ways in which the evaluation of a model misleads.</summary>
internal sealed class EvaluationPitfalls : Experiment<EvaluationPitfallsSpec>
{
    public override string Name => "evaluation-pitfalls";

    public override string Title => "What goes wrong when models are compared and tuned";

    public override string About => """
        Eight mistakes. Classification: on data that overlap, logistic regression has a finite solution and no margin; and raw weights of gradient descent and of the support vector machine differ by
        their length, only directions can be compared. Early stopping: choosing the time by the test data makes the test error too small; the patience, the number of steps
        without a better validation error after which the run is stopped, stops at the first bump if it is too small, and after overfitting has set in if it is too large. Ridge: penalising the intercept pulls all predictions to 0; a grid of penalties far below the eigenvalues of XᵀX shows no effect;
        starting each penalty from the last one's end point mixes them. And an effective rank depends on its threshold.

        Each is measured over draws of a small problem where the right answer is known in closed form. Look at the figure of the penalties: the published grid is its flat left end.

        Source: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2009), ch. 7.
        """;

    public override IReadOnlyList<string> Ids => ["S3-FAIL"];

    public override ExperimentSpec Quick => new EvaluationPitfallsSpec { Draws = 8, Steps = 2000, Epochs = 60 };

    protected override ExperimentResult Run(EvaluationPitfallsSpec spec, ExperimentContext context)
    {
        StoppingDraw[] stopping = context.ForEach(spec.Draws, k => StoppingDraw.Create(spec, new RandomSource(spec.Seed).Split((ulong)k)), 0, 0.6);
        PenaltyDraw[] penalties = context.ForEach(spec.Draws, k => PenaltyDraw.Create(new RandomSource(spec.Seed).Split(1).Split((ulong)k)), 0.6, 0.9);
        return new([.. ClassificationClaims(spec), .. StoppingClaims(stopping), .. PenaltyClaims(penalties), .. RankClaims(spec)], [StoppingTable(stopping), PenaltyTable(penalties)], [StoppingFigure(stopping), PenaltyFigure(penalties)]);
    }

    private static IEnumerable<Claim> ClassificationClaims(EvaluationPitfallsSpec spec)
    {
        (Matrix<double> X, double[] Y) Clouds(ulong stream, double distance)
        {
            RandomSource random = new RandomSource(spec.Seed).Split(2).Split(stream);
            Matrix<double> x = Synthetic.Gaussian(random, 60, 3);
            double[] y = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 1.0 : -1)];
            for (int i = 0; i < 60; i++)
            {
                (x[i, 0], x[i, 1], x[i, 2]) = (x[i, 0] + (distance * y[i]), x[i, 1] + (distance * y[i]), 1);
            }

            return (x, y);
        }

        (Matrix<double> mixed, double[] mixedLabels) = Clouds(0, 0.5);
        (Matrix<double> apart, double[] apartLabels) = Clouds(1, 3);
        double[] After(Matrix<double> x, double[] y, int steps) => new GradientDescent().Run(new LogisticObjective(x, y), new double[3], new() { Step = 1, MaxIterations = steps }).Point;
        double[] early = After(apart, apartLabels, spec.Steps), late = After(apart, apartLabels, 4 * spec.Steps), machine = HardMarginSvm.Solve(apart, apartLabels, new() { Bias = SvmBias.None }).Weights;
        yield return Claim.AtMost("S3-FAIL", "overlap-proved", "Overlapping clouds of two classes cannot be separated: the proved bound on the margin is zero up to rounding, at most 1e-12", 1e-12, HardMarginSvm.Solve(mixed, mixedLabels, new() { Bias = SvmBias.None }).MarginBound);
        yield return Claim.AtMost("S3-FAIL", "overlap-finite", "On overlapping clouds gradient descent on the logistic loss settles at a finite ‖w‖: four times the steps change it by less than 1e-6", 1e-6, Math.Abs((Vectors.Norm(After(mixed, mixedLabels, 4 * spec.Steps)) / Vectors.Norm(After(mixed, mixedLabels, spec.Steps))) - 1));
        yield return Claim.AtLeast("S3-FAIL", "separable-grows", "On separated clouds ‖w‖ of logistic regression goes on growing: four times the steps make it at least 1.05 times as long", 1.05, Vectors.Norm(late) / Vectors.Norm(early));
        yield return Claim.AtLeast("S3-FAIL", "raw-weights", "On separated clouds the raw weights of gradient descent and of the support vector machine differ by at least the length of the latter: quotient at least 1", 1, Vectors.Distance(late, machine) / Vectors.Norm(machine));
        yield return Claim.AtMost("S3-FAIL", "normalised-weights", "Divided by their lengths, the weights of gradient descent and of the support vector machine differ by less than 0.25", 0.25, Vectors.Distance(Vectors.WithLength(late, 1), Vectors.WithLength(machine, 1)));
    }

    private static IEnumerable<Claim> StoppingClaims(StoppingDraw[] draws)
    {
        (double optimism, double error) = Statistics.MeanWithError([.. draws.Select(draw => draw.TrueAtTestChoice - draw.TestAtTestChoice)]);
        yield return Claim.AtLeast("S3-FAIL", "stopping-on-test", "The test error at the time chosen by the test data itself is too small: the true error there is larger on average, by at least 2 standard errors", 2 * error, optimism).Because("The smallest of many noisy errors is small partly by luck. That the true error is larger on average is seen only over many draws.");
        (double honest, double honestError) = Statistics.MeanWithError([.. draws.Select(draw => draw.TrueAtValidationChoice - draw.TestAtValidationChoice)]);
        yield return Claim.Near("S3-FAIL", "stopping-on-validation", "At the time chosen by validation data the error on other test data is the true error on average: mean difference 0 within 4 standard errors", 0, 4 * honestError, honest);
        yield return Claim.AtLeast("S3-FAIL", "patience-small", "With a patience of one step a run stops at the first bump: its mean true error is above that with a patience of 100", draws.Average(draw => draw.Patient[1]), draws.Average(draw => draw.Patient[0])).Because("The validation error of single steps goes up and down long before its minimum.");
        yield return Claim.AtLeast("S3-FAIL", "patience-large", "With a patience beyond the run's length the last step is used: its mean true error is above that with a patience of 100", draws.Average(draw => draw.Patient[1]), draws.Average(draw => draw.Patient[2]));
    }

    private static IEnumerable<Claim> PenaltyClaims(PenaltyDraw[] draws)
    {
        double[] mean = [.. PenaltyDraw.Grid.Select((_, i) => draws.Average(draw => draw.Risks[i]))];
        int published = PenaltyDraw.Grid.Count(lambda => lambda <= 0.01);
        yield return Claim.AtMost("S3-FAIL", "grid-flat", "Over the ridge penalties from 0 to 0.01 the mean test error varies by less than a share of 0.1", 0.1, 1 - (mean[..published].Min() / mean[..published].Max()));
        yield return Claim.AtMost("S3-FAIL", "grid-optimum", "Ridge penalties on the scale of the eigenvalues of XᵀX reach a mean test error of at most a third of the best one between 0 and 0.01", 1.0 / 3, mean.Min() / mean[..published].Min());
        yield return Claim.AtLeast("S3-FAIL", "intercept", "Penalising the intercept, where the targets have the mean 10, makes the mean test error of ridge regression at least 5 times as large", 5, draws.Average(draw => draw.PenalizedIntercept) / draws.Average(draw => draw.FreeIntercept));
        yield return Claim.AtLeast("S3-FAIL", "warm-start", "Fifty steps of gradient descent from the end point of smaller penalties end elsewhere than fifty steps from 0: relative distance at least 0.05 in every draw", 0.05, draws.Min(draw => draw.WarmDifference));
        yield return Claim.AtMost("S3-FAIL", "warm-start-converged", "Run to convergence, gradient descent on the ridge loss ends at the same point from the end point of smaller penalties as from 0: relative distance below 1e-6", 1e-6, draws.Max(draw => draw.WarmDifferenceConverged));
    }

    private static IEnumerable<Claim> RankClaims(EvaluationPitfallsSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(3);
        Matrix<double> x = Product.Multiply(Synthetic.Gaussian(random, 80, 8), Draw.OrthonormalRows(random, 8, 120));
        double[] noisy = Vectors.Add(x.Data, 0.03, Synthetic.Gaussian(random, 80 * 120)), spectrum = Svd<double>.Factor(new Matrix<double>(noisy, 80, 120), new SvdOptions { Vectors = SvdVectors.None }).S;
        yield return Claim.Near("S3-FAIL", "rank-threshold-right", "The 90% effective rank of data of rank 8 with noise (about 1% of the sum of squares) is 8, within one", 8, 1, EffectiveRank.Energy(spectrum, 0.9));
        yield return Claim.AtLeast("S3-FAIL", "rank-threshold-high", "With the threshold 99.9% the effective rank of these data of rank 8 is at least 5 times 8: it counts noise", 5, EffectiveRank.Energy(spectrum, 0.999) / 8.0);
        yield return Claim.AtMost("S3-FAIL", "rank-threshold-low", "With the threshold 50% the effective rank of these data of rank 8 is at most 5: it misses signal", 5, EffectiveRank.Energy(spectrum, 0.5));
    }

    private static ResultTable StoppingTable(StoppingDraw[] draws) => new("stopping", "Errors (mean square) at the time that a rule chose; means over the draws", ["rule", "error on the test data", "true error"],
    [
        ["best on the test data", draws.Average(d => d.TestAtTestChoice), draws.Average(d => d.TrueAtTestChoice)],
        ["best on validation data", draws.Average(d => d.TestAtValidationChoice), draws.Average(d => d.TrueAtValidationChoice)],
        ["patience 1", double.NaN, draws.Average(d => d.Patient[0])],
        ["patience 100", double.NaN, draws.Average(d => d.Patient[1])],
        ["to the end", double.NaN, draws.Average(d => d.Patient[2])],
    ]);

    private static ResultTable PenaltyTable(PenaltyDraw[] draws) => new("penalties", "Mean test error of ridge regression by penalty; the published grid ends at 0.01", ["penalty λ", "mean test error less σ²"],
        [.. PenaltyDraw.Grid.Select((lambda, i) => (IReadOnlyList<Cell>)[lambda, draws.Average(draw => draw.Risks[i])])]);

    private static Figure StoppingFigure(StoppingDraw[] draws)
    {
        double[] steps = [.. Enumerable.Range(0, draws[0].TrueErrors.Count).Select(t => (double)t)];
        return new("error-by-step", "Overfitting of one run of stochastic gradient descent", [new(new("steps (batches of 6)"), new("error (mean square)"), [
            new LineMark(steps, [.. draws[0].TrueErrors]) { Legend = "true error" },
            new LineMark(steps, [.. draws[0].ValidationErrors]) { Legend = "error on 30 validation examples" },
        ])])
        {
            Caption = "The validation error follows the true one with bumps of its own; a patience of one step stops at the first of them.",
        };
    }

    private static Figure PenaltyFigure(PenaltyDraw[] draws)
    {
        double[] mean = [.. PenaltyDraw.Grid.Select((_, i) => draws.Average(draw => draw.Risks[i]))];
        return new("error-by-penalty", "Mean test error of ridge regression by penalty", [new(new("penalty λ", true), new("mean test error less σ²", true), [
            new LineMark([.. PenaltyDraw.Grid.Skip(1)], mean[1..]) { HasPoints = true },
            new RuleMark(0.01, "end of the published grid") { IsVertical = true },
            new RuleMark(25, "theory: best at σ²/τ²") { IsVertical = true },
        ])])
        {
            Caption = "Below the eigenvalues of XᵀX the penalty does nothing. The minimum is at σ²/τ² = 25, for noise of deviation σ = 0.5 and coefficients of deviation τ = 0.1.",
        };
    }
}

/// <summary>One run of stochastic gradients that overfits, stopped by different rules.</summary>
internal sealed record StoppingDraw(
    IReadOnlyList<double> TrueErrors, IReadOnlyList<double> ValidationErrors, double TestAtTestChoice, double TrueAtTestChoice, double TestAtValidationChoice, double TrueAtValidationChoice, IReadOnlyList<double> Patient)
{
    private const int Rows = 60;
    private const int Columns = 50;
    private const double Noise = 0.5;

    public static StoppingDraw Create(EvaluationPitfallsSpec spec, RandomSource random)
    {
        double[] truth = Vectors.WithLength(Synthetic.Gaussian(random, Columns), 0.5);
        (Matrix<double> x, double[] y) = Examples(random, truth, Rows);
        (Matrix<double> validationX, double[] validationY) = Examples(random, truth, 30);
        (Matrix<double> testX, double[] testY) = Examples(random, truth, 30);
        List<double> real = [], validation = [], test = [];
        bool Look(OptimizerRecord record, ReadOnlySpan<double> w)
        {
            real.Add(Square(Vectors.Distance(w, truth)) + (Noise * Noise));
            validation.Add(Square(Vectors.Distance(Vectors.Multiply(validationX, w), validationY)) / validationY.Length);
            test.Add(Square(Vectors.Distance(Vectors.Multiply(testX, w), testY)) / testY.Length);
            return true;
        }

        MiniBatches batches = new(6, BatchOrder.Reshuffled, 7);
        int updates = batches.UpdatesPerEpoch(Rows);
        new GradientDescent().Run(new LeastSquaresObjective(x, y, LossScaling.HalfMean), new double[Columns], new() { Step = 0.02, MaxIterations = updates * spec.Epochs, RecordEvery = 1, Batches = batches, Observer = Look });
        int byTest = test.IndexOf(test.Min()), byValidation = validation.IndexOf(validation.Min());
        return new(real, validation, test[byTest], real[byTest], test[byValidation], real[byValidation], [.. new[] { 1, 100, int.MaxValue }.Select(patience => real[Stop(validation, patience)])]);
    }

    /// <summary>The best step when none of the next so many is better; the last where the run ends before.</summary>
    private static int Stop(List<double> errors, int patience)
    {
        int best = 0;
        for (int t = 1; t < errors.Count; t++)
        {
            best = errors[t] < errors[best] ? t : best;
            if (t - best >= patience)
            {
                return best;
            }
        }

        return errors.Count - 1;
    }

    private static (Matrix<double> X, double[] Y) Examples(RandomSource random, double[] truth, int rows)
    {
        Matrix<double> x = Synthetic.Gaussian(random, rows, truth.Length);
        return (x, Draw.WithNoise(random, Vectors.Multiply(x, truth), Noise));
    }

    private static double Square(double value) => value * value;
}

/// <summary>One problem with 60 rows, 50 coefficients of deviation 0.1, and noise of deviation 0.5.</summary>
internal sealed record PenaltyDraw(IReadOnlyList<double> Risks, double FreeIntercept, double PenalizedIntercept, double WarmDifference, double WarmDifferenceConverged)
{
    private const int Rows = 60;
    private const int Columns = 50;

    public static IReadOnlyList<double> Grid { get; } = [0, 1e-4, 1e-3, 1e-2, 0.1, 1, 5, 25, 100, 1000];

    public static PenaltyDraw Create(RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, Rows, Columns), withOnes = new(Rows, Columns + 1);
        double[] truth = Vectors.Times(0.1, Synthetic.Gaussian(random, Columns)), y = Draw.WithNoise(random, Vectors.Multiply(x, truth), 0.5), shifted = [.. y.Select(value => value + 10)];
        for (int i = 0; i < Rows; i++)
        {
            x.Row(i).CopyTo(withOnes.Row(i));
            withOnes[i, Columns] = 1;
        }

        LinearDynamics dynamics = new(x, y);
        RidgePathSolution<double> centred = RidgePathSolver.Solve<double>(x, new Matrix<double>(shifted, Rows, 1), new() { Lambdas = [25], Intercept = true });
        double[] penalized = new LinearDynamics(withOnes, shifted).Ridge(25);
        double Risk(ReadOnlySpan<double> w, double intercept) => Square(Vectors.Distance(w, truth)) + Square(intercept - 10);
        return new(
            [.. Grid.Select(lambda => Square(Vectors.Distance(dynamics.Ridge(lambda), truth)))],
            Risk(centred.X.Data, centred.Intercepts[0]),
            Risk(penalized.AsSpan(0, Columns), penalized[Columns]),
            Warm(x, y, 50),
            Warm(x, y, 3000));
    }

    /// <summary>‖warm − fresh‖/‖fresh‖ after so many steps for the penalty 5, warm from the end points of 0.1 and then 1.</summary>
    private static double Warm(Matrix<double> x, double[] y, int steps)
    {
        double[] Descend(double[] start, double lambda) => new GradientDescent().Run(new LeastSquaresObjective(x, y, ridge: lambda), start, new() { Step = 0.002, MaxIterations = steps }).Point;
        double[] zero = new double[x.Columns], warm = Descend(Descend(Descend(zero, 0.1), 1), 5), fresh = Descend(zero, 5);
        return Vectors.Distance(warm, fresh) / Vectors.Norm(fresh);
    }

    private static double Square(double value) => value * value;
}

/// <summary>Parameters of <see cref="EvaluationPitfalls"/>.</summary>
internal sealed record EvaluationPitfallsSpec : ExperimentSpec
{
    public EvaluationPitfallsSpec() => Seed = 24;

    [Parameter("draws of the problems on stopping and penalties", Minimum = 4, Maximum = 10000)]
    public int Draws { get; init; } = 100;

    [Parameter("steps of gradient descent on the logistic loss", Minimum = 500, Maximum = 1000000)]
    public int Steps { get; init; } = 5000;

    [Parameter("epochs of the runs that are stopped", Minimum = 20, Maximum = 2000)]
    public int Epochs { get; init; } = 150;
}
