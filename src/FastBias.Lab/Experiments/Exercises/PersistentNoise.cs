using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>More rows than columns and noisy labels: a constant step leaves an excess loss in proportion to α/B.</summary>
internal sealed class PersistentNoise
{
    private const int Rows = 200;
    private const int Columns = 20;

    private readonly BatchSizeSpec _spec;
    private readonly double[][] _excess;
    private readonly double[][] _law;

    public PersistentNoise(BatchSizeSpec spec, ExperimentContext context)
    {
        _spec = spec;
        RandomSource random = new RandomSource(spec.Seed).Split(3);
        Matrix<double> x = Synthetic.Gaussian(random, Rows, Columns);
        double[] y = Regression.Targets(x, Synthetic.Gaussian(random, Columns), Synthetic.Gaussian(random, Rows, 0.5));
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        double[] solution = Regression.MinimumNorm(x, y);
        double trace = GradientNoise.OneExample(objective, solution), least = objective.Value(solution);
        int count = spec.NoiseBatches.Count;
        double[] all = context.ForEach(count * spec.NoiseSteps.Count, i => Excess(objective, solution, least, spec, spec.NoiseSteps[i / count], spec.NoiseBatches[i % count]), 0.7, 1);
        _excess = [.. spec.NoiseSteps.Select((_, k) => all[(k * count)..((k + 1) * count)])];
        _law = [.. spec.NoiseSteps.Select(step => spec.NoiseBatches.Select(batch => 0.25 * step * GradientNoise.OfBatch(trace, batch, Rows)).ToArray())];
    }

    public IEnumerable<Claim> Claims()
    {
        double worst = _excess.Zip(_law, (measured, law) => measured.Zip(law, (a, b) => Math.Abs((a / b) - 1)).Max()).Max();
        yield return Claim.AtMost("S3-C.2", "persistent-law", "With noisy labels and more rows than columns the excess loss settles at ¼·α·tr C·(m − B)/(B(m − 1)): the largest relative difference is at most 0.2", 0.2, worst)
            .Law("The law is the limit of small steps. The distance from the minimum adds noise of its own, which raises the excess by the factor 1/(1 − ½α·tr H/B), about 1.1 for B = 1 and the larger α.");
        yield return Claim.AtMost("S3-C.2", "persistent-order", "With noisy labels and more rows than columns a smaller batch has a larger excess: the number of exceptions is zero", 0, _excess.Sum(values => Enumerable.Range(1, values.Length - 1).Count(i => values[i] >= values[i - 1]))).Law();
        yield return Claim.Between("S3-C.2", "persistent-step", "With noisy labels and more rows than columns the excess is proportional to the step: the mean quotient of the excesses for the largest and the smallest step, divided by the quotient of the steps, is between 0.8 and 1.3", 0.8, 1.3,
            Statistics.Mean([.. _excess[^1].Zip(_excess[0], (a, b) => a / b)]) / (_spec.NoiseSteps[^1] / _spec.NoiseSteps[0])).Law();
    }

    public ResultTable Table() => new(
        "persistent-noise",
        "200 rows, 20 columns, noisy labels: stationary excess of the loss",
        ["step α", "batch B", "excess loss, measured", "theory: ¼·α·tr C·(m − B)/(B(m − 1))"],
        [.. _spec.NoiseSteps.SelectMany((step, k) => _spec.NoiseBatches.Select((batch, i) => (IReadOnlyList<Cell>)[step, batch, _excess[k][i], _law[k][i]]))]);

    public Figure Picture()
    {
        double[] batches = [.. _spec.NoiseBatches.Select(batch => (double)batch)];
        List<Mark> marks = [];
        for (int k = 0; k < _excess.Length; k++)
        {
            marks.Add(new LineMark(batches, _excess[k]) { Legend = $"α = {_spec.NoiseSteps[k].ToString(System.Globalization.CultureInfo.InvariantCulture)}", HasPoints = true, Color = k });
            marks.Add(new LineMark(batches, _law[k]) { IsDashed = true, Color = k });
        }

        return new("noise-level", "Where the noise persists, the batch size sets its level", [new Panel(new("batch size B", true), new("stationary excess loss", true), marks)])
        {
            Caption = "Dashed: theory, proportional to α/B. Only where the rows cannot all be fitted does the batch size change the result, and then a smaller batch is worse.",
        };
    }

    /// <summary>The mean of ℓ(w) − ℓ(w_ls) over a long run with fresh batches, from the minimum.</summary>
    private static double Excess(LeastSquaresObjective objective, double[] solution, double least, BatchSizeSpec spec, double step, int batch)
    {
        int from = spec.NoiseUpdates / 10, count = 0;
        double sum = 0;
        new GradientDescent().Run(objective, solution, new()
        {
            Step = step,
            MaxIterations = spec.NoiseUpdates,
            Batches = new(batch, BatchOrder.Independent, spec.Seed + (ulong)batch),
            RecordEvery = 20,
            Observer = (record, _) =>
            {
                if (record.Iteration >= from)
                {
                    sum += record.Value - least;
                    count++;
                }

                return true;
            },
        });
        return sum / count;
    }
}
