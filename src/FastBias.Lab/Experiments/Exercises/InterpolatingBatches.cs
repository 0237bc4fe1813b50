using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The exercise as stated: 50 rows, 200 columns, batches from zero.</summary>
internal sealed class InterpolatingBatches
{
    private static readonly (int Batch, double Length, double Test)[] s_published = [(4, 0.40, 0.012), (16, 0.52, 0.016), (50, 0.65, 0.021)];

    private readonly BatchSizeSpec _spec;
    private readonly Outcome[][] _outcomes;

    public InterpolatingBatches(BatchSizeSpec spec, ExperimentContext context)
    {
        _spec = spec;
        RandomSource random = new RandomSource(spec.Seed).Split(2);
        int count = spec.Batches.Count;
        Outcome[] all = context.ForEach(count * spec.Seeds, i => Run(spec, random.Split((ulong)(i % spec.Seeds)), spec.Batches[i / spec.Seeds]), 0, 0.4);
        _outcomes = [.. Enumerable.Range(0, count).Select(i => all[(i * spec.Seeds)..((i + 1) * spec.Seeds)])];
    }

    public IEnumerable<Claim> Claims()
    {
        const string Same = "All batch sizes tend to the same w* and its test error; at equal epochs a smaller batch has made more steps.";
        foreach ((int batch, double length, double test) in s_published)
        {
            if (_spec.Batches.ToList().IndexOf(batch) is var i and >= 0)
            {
                yield return Claim.Near("S3-C.2", $"length-{batch}", $"With B = {batch} the norm after {_spec.Epochs} epochs is about {length}, within 20 %", length, 0.2 * length, Mean(i, outcome => outcome.Length))
                    .Because("The norm is of the order of √(m/n)·‖w_true‖, more than 1, for every batch size.");
                yield return PublishedValue.Within("S3-C.2", $"test-{batch}", $"With B = {batch} the test error after {_spec.Epochs} epochs is", test, 2, Mean(i, outcome => outcome.Test))
                    .Because("50 rows show a quarter of 200 directions: the test error is about ¾·‖w_true‖², of the order of several units, for every batch size.");
            }
        }

        yield return Claim.AtMost("S3-C.2", "length-rises", "The norm rises with the batch size: that of the smallest batch is at most 0.95 of that of the largest", 0.95, Mean(0, outcome => outcome.Length) / Mean(^1, outcome => outcome.Length)).Because(Same);
        yield return Claim.AtLeast("S3-C.2", "test-rises", "The test error rises with the batch size: it is at least 1.05 times as large for the largest batch as for the smallest", 1.05, Mean(^1, outcome => outcome.Test) / Mean(0, outcome => outcome.Test)).Because(Same);
        yield return Claim.AtLeast("S3-C.2", "curvature-rises", "λ_max of the Hessian differs between batch sizes by at least 1 %", 0.01, CurvatureSpread()).Because("λ_max(XᵀX/m) does not depend on how the rows are visited; the text concedes it.");
        yield return Claim.AtMost("S3-C.2", "same-limit", $"After {_spec.LongEpochs} epochs the results of all batch sizes are w*, the largest distance below 1e-8", 1e-8, _outcomes.SelectMany(outcomes => outcomes).Max(outcome => outcome.LongDistance)).Law();
        yield return Claim.AtLeast("S3-C.2", "further", "At equal epochs the smallest batch is nearer to w* than the largest, in every draw: the share of such draws is 1", 1, Further()).Law();
        yield return Claim.AtMost("S3-C.2", "vanishing-noise", "At w* the gradient of every row vanishes: the root of their mean square is below 1e-10", 1e-10, _outcomes.SelectMany(outcomes => outcomes).Max(outcome => outcome.NoiseAtEnd)).Law();
    }

    public ResultTable Table() => new(
        "as-stated",
        $"After {_spec.Epochs} epochs, means over draws",
        ["batch B", "training error", "test error", "test error, deviation over draws", "‖w‖", "‖w − w*‖", "λ_max(XᵀX/m)", "epochs to training error < 0.001, median", $"‖w − w*‖ after {_spec.LongEpochs} epochs, largest"],
        [.. _spec.Batches.Select((batch, i) => (IReadOnlyList<Cell>)
        [
            batch, Mean(i, outcome => outcome.Train), Mean(i, outcome => outcome.Test), Statistics.Deviation([.. _outcomes[i].Select(outcome => outcome.Test)]), Mean(i, outcome => outcome.Length), Mean(i, outcome => outcome.Distance),
            Mean(i, outcome => outcome.Curvature), Statistics.Median(_outcomes[i].Select(outcome => (double)outcome.EpochsToSmall)), _outcomes[i].Max(outcome => outcome.LongDistance),
        ])]);

    public Figure Picture() => new("epochs", "Smaller batches are further on the same way",
    [
        Panel("epoch", false),
        Panel("updates", true),
        new Panel(new("λ_max(XᵀX/m) of the draw"), new("test error (mean square)"),
            [.. _spec.Batches.Select((batch, i) => new ScatterMark([.. _outcomes[i].Select(outcome => outcome.Curvature)], [.. _outcomes[i].Select(outcome => outcome.Test)]) { Legend = $"B = {batch}", Radius = 3 + (2 * (_spec.Batches.Count - i)) })]) { Title = "No link between curvature and batch size" },
    ])
    {
        PanelsPerRow = 3,
        Caption = "First draw. Left: at equal epochs the small batch is nearer to w*. Middle: the same runs over the number of updates lie close together. Right: each draw of the data has one λ_max and nearly one test error, whatever the batch: the circles of the three batch sizes lie on each other. "
            + $"Over all runs the correlation of λ_max and test error is {Correlation().ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}, all of it between draws and none between batch sizes.",
    };

    private Panel Panel(string unit, bool isUpdates) => new(
        new(unit, true),
        new("distance ‖w − w*‖", true),
        [.. _spec.Batches.Select((batch, i) => new LineMark(
            [.. _outcomes[i][0].Path.Skip(1).Select(point => point.Epoch * (isUpdates ? (50 + batch - 1) / batch : 1.0))],
            [.. _outcomes[i][0].Path.Skip(1).Select(point => point.Distance)]) { Legend = $"B = {batch}" })])
    { Title = isUpdates ? "At equal updates" : "At equal epochs" };

    private static Outcome Run(BatchSizeSpec spec, RandomSource random, int batch)
    {
        double[] truth = [.. Synthetic.Gaussian(random, 10), .. new double[190]];
        Matrix<double> x = Synthetic.Gaussian(random, 50, 200), test = Synthetic.Gaussian(random, 500, 200);
        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, 50, 0.01)), testY = Regression.Targets(test, truth, Synthetic.Gaussian(random, 500, 0.01));
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        double[] solution = Regression.MinimumNorm(x, y);
        int perEpoch = new MiniBatches(batch).UpdatesPerEpoch(50);
        List<(int Epoch, double Distance)> path = [];
        double[] middle = [];
        int small = spec.LongEpochs;
        OptimizerResult run = new GradientDescent().Run(objective, new double[200], new()
        {
            Step = spec.Step,
            MaxIterations = perEpoch * spec.LongEpochs,
            Batches = new(batch, BatchOrder.Reshuffled, random.NextBits()),
            RecordEvery = perEpoch,
            Observer = (record, w) =>
            {
                int epoch = record.Iteration / perEpoch;
                small = 2 * record.Value < 1e-3 ? Math.Min(small, epoch) : small;
                middle = epoch == spec.Epochs ? w.ToArray() : middle;
                if (epoch <= 20 || epoch % 20 == 0)
                {
                    path.Add((epoch, Vectors.Distance(w, solution)));
                }

                return true;
            },
        });
        return new(
            Regression.MeanSquare(x, middle, y), Regression.MeanSquare(test, middle, testY), Vectors.Norm(middle), Vectors.Distance(middle, solution), Regression.Curvatures(x)[0], small,
            Vectors.Distance(run.Point, solution), Math.Sqrt(GradientNoise.OneExample(objective, solution)), path);
    }

    private double Mean(Index index, Func<Outcome, double> value) => Statistics.Mean([.. _outcomes[index].Select(value)]);

    private double CurvatureSpread() =>
        Enumerable.Range(0, _spec.Seeds).Max(seed => _outcomes.Max(outcomes => Math.Abs((outcomes[seed].Curvature / _outcomes[0][seed].Curvature) - 1)));

    /// <summary>Pearson's correlation of λ_max and test error over all runs; it is that between draws, as λ_max does not depend on the batch.</summary>
    private double Correlation()
    {
        Outcome[] runs = [.. _outcomes.SelectMany(outcomes => outcomes)];
        double[] curvatures = [.. runs.Select(run => run.Curvature)], tests = [.. runs.Select(run => run.Test)];
        double spread = Statistics.Deviation(curvatures) / Statistics.Deviation(tests);
        return spread > 0 && double.IsFinite(spread) ? Statistics.Slope(curvatures, tests) * spread : 0;
    }

    private double Further() => Enumerable.Range(0, _spec.Seeds).Count(seed => _outcomes[0][seed].Distance < _outcomes[^1][seed].Distance) / (double)_spec.Seeds;

    private sealed record Outcome(
        double Train, double Test, double Length, double Distance, double Curvature, int EpochsToSmall, double LongDistance, double NoiseAtEnd, IReadOnlyList<(int Epoch, double Distance)> Path);
}
